"""The page Einstellungen: where links are read, the window, where the data lies, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import __version__
from app.core.errors import UserError
from app.override import override
from app.ui.base.page import Page
from app.ui.kit import Label, PageHeader, Role, scroll_page
from app.ui.look.theme import Appearance, current_theme
from app.ui.publishing.access.form import AccessForm
from app.ui.publishing.card import ReachCard
from app.ui.settings.access_card import AccessCard
from app.ui.settings.access_controller import AccessController
from app.ui.settings.data_card import DataCard
from app.ui.settings.guests_card import GuestsCard
from app.ui.settings.window_card import WindowCard
from app.ui.window.frame.tray import tray_available

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.base.preferences import OnClose

_WIDTH = 780


class SettingsPage(Page):
    """Five cards. The address is applied by a button, everything else holds at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("settings_page")
        texts = context.texts
        self.reach = ReachCard(context)
        self.access = AccessCard(texts)
        self.controller = AccessController(context, self.access)
        self.window_card = WindowCard(texts)
        self.data = DataCard(context)
        self.guests = GuestsCard(context)
        about = Label(
            texts.tr("Zimmerfrei {version} · free software", version=__version__),
            Role.SMALL,
            name="settings_about",
        )
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        cards = QVBoxLayout(column)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        for widget in (self.reach, self.access, self.window_card, self.data, self.guests, about):
            cards.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(PageHeader(texts.tr("Settings"), parent=self))
        whole.addWidget(scroll_page(column, name="settings_scroll", parent=self), 1)
        self.window_card.language_chosen.connect(self._speak)
        self.window_card.appearance_chosen.connect(self._appear)
        self.window_card.size_chosen.connect(self._draw_at)
        self.window_card.on_close_chosen.connect(self._close_so)
        self.window_card.login_switched.connect(self._start_so)
        self._show_window()

    @override
    def redraw(self, moved: Moved) -> None:
        self.reach.redraw(moved)
        if moved.settings:
            self.controller.settings_moved()
            self.guests.show_retention()
            self._show_window()

    @override
    def typed(self) -> AccessForm | None:
        return self.access.access() if self.controller.unsaved else None

    @override
    def may_leave(self, go_on: Callable[[], object]) -> bool:
        if not self.controller.unsaved:
            return True
        self.controller.ask_before_leaving(go_on)
        return False

    @override
    def take_up(self, typed: object) -> None:
        if isinstance(typed, AccessForm):
            self.controller.take_up(typed)

    @override
    def opened(self) -> None:
        self.reach.draw()
        # The computer may have another address in the network by now.
        self.controller.settings_moved()
        self.controller.show_fault()
        self.data.show_newest()
        self.guests.look()
        self._show_window()

    def _show_window(self) -> None:
        context = self.context
        self.window_card.language.select(context.services.settings.get().language)
        self.window_card.appearance.select(context.preferences.appearance.value)
        self.window_card.show_size(context.preferences.size)
        self.window_card.on_close.select(context.preferences.on_close.value)
        self.window_card.set_tray(tray_available())
        # Asked each time: the system has its own list of what it starts.
        login = context.services.login_start
        self.window_card.set_login(on=None if login is None else login.on())

    def _start_so(self, on: bool) -> None:  # as the switch tells it
        login = self.context.services.login_start
        assert login is not None, "else there is no switch"
        try:
            login.switch(on=on)
        except UserError as error:
            self.context.notices.fail(error)
        self._show_window()

    def _speak(self, language: str) -> None:
        try:
            self.context.services.settings.set("language", language)
        except UserError as error:
            self.context.notices.fail(error)
            self._show_window()
            return
        self.context.notices.speak(language)

    def _appear(self, appearance: Appearance) -> None:
        self.context.preferences.appearance = appearance
        current_theme().set_appearance(appearance)

    def _draw_at(self, percent: int) -> None:
        self.context.preferences.size = percent
        self.window_card.show_size(percent)

    def _close_so(self, choice: OnClose) -> None:
        self.context.preferences.on_close = choice
