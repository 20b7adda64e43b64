"""How the window looks and behaves. What is chosen here holds at once, but for the size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import WINDOW_LANGUAGES, own_names
from app.ui.base.preferences import OnClose
from app.ui.base.size import SIZES, size_now, sizes_for
from app.ui.kit import Card, Label, Role, SegmentedControl, Toggle
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.theme import Appearance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Catalogue


class WindowCard(Card):
    """Language, appearance, and what closing the window does.

    Signals:
        language_chosen(str): a language or ``system``.
        appearance_chosen(Appearance): how it shall look.
        size_chosen(int): how large all shall be drawn, in per cent.
        on_close_chosen(OnClose): what closing shall do.
        login_switched(bool): whether the system shall start the program.
    """

    language_chosen = Signal(str)
    appearance_chosen = Signal(object)
    size_chosen = Signal(int)
    on_close_chosen = Signal(object)
    login_switched = Signal(bool)

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        name = texts.tr("The window")
        super().__init__(name="window_card", accessible_name=name, parent=parent)
        tr = texts.tr
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.addWidget(Label(name, Role.STRONG))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        add_layout(self.body, self._grid)
        # A language is called by its own name, whatever language the rest is in.
        self.language = self._add(
            tr("Language"),
            [(SYSTEM_LANGUAGE, tr("As the system")), *own_names(WINDOW_LANGUAGES)],
            "language",
        )
        self.language.chosen.connect(self.language_chosen)
        self.appearance = self._add(
            tr("Appearance"),
            [
                (Appearance.SYSTEM, tr("As the system")),
                (Appearance.LIGHT, tr("Light")),
                (Appearance.DARK, tr("Dark")),
            ],
            "appearance",
        )
        self.appearance.chosen.connect(lambda key: self.appearance_chosen.emit(Appearance(key)))
        self._tr = tr
        self._add_size(sizes_for(self.screen().availableSize(), size_now()))
        self._add_closing()
        self._add_login()

    def set_login(self, *, on: bool | None) -> None:
        """Tell whether the system starts the program; None where that makes no sense."""
        for widget in (self.login, self._login_label, self._login_hint):
            widget.setVisible(on is not None)
        self.login.set_on(bool(on))

    def set_tray(self, available: bool) -> None:
        """Tell whether there is a tray to stay in."""
        self.on_close.setEnabled(available)
        self._without_tray.setVisible(not available)
        tr = self._tr
        self._login_hint.setText(
            tr("Zimmerfrei then starts in the tray as soon as you sign in to this computer.")
            if available
            else tr("Zimmerfrei then starts as soon as you sign in to this computer.")
        )

    def show_size(self, percent: int) -> None:
        """Show what was chosen; a size that does not fit this screen is none of the choices."""
        if str(percent) in self._sizes:
            self.drawn_at.select(str(percent))
        self._size_later.setVisible(percent != size_now())

    def _add_size(self, sizes: Sequence[int]) -> None:
        tr = self._tr
        self._sizes = [str(percent) for percent in sizes]
        self.drawn_at = self._add(
            tr("Size of text and buttons"), [(one, f"{one} %") for one in self._sizes], "size"
        )
        self.drawn_at.chosen.connect(lambda key: self.size_chosen.emit(int(key)))
        if len(sizes) < len(SIZES):
            words = tr("Larger sizes have no room on this screen.")
            hint = Label(words, Role.SMALL, wrap=True, name="settings_size_room")
            self._grid.addWidget(hint, self._grid.rowCount(), 1)
        self._size_later = Label(
            tr("From the next start of Zimmerfrei on."),
            Role.SMALL,
            wrap=True,
            name="settings_size_later",
        )
        self._size_later.hide()
        self._grid.addWidget(self._size_later, self._grid.rowCount(), 1)

    def _add_closing(self) -> None:
        """Add what closing does, with a line for where there is no choice."""
        tr = self._tr
        self.on_close = self._add(
            tr("When the window is closed"),
            [
                (OnClose.ASK, tr("Ask")),
                (OnClose.KEEP_SERVING, tr("Keep running in the tray")),
                (OnClose.QUIT, tr("Quit")),
            ],
            "on_close",
        )
        self.on_close.chosen.connect(lambda key: self.on_close_chosen.emit(OnClose(key)))
        self._without_tray = Label(
            tr("This desktop has no tray, so closing the window always ends Zimmerfrei."),
            Role.SMALL,
            wrap=True,
            name="settings_no_tray",
        )
        self._grid.addWidget(self._without_tray, self._grid.rowCount(), 1)

    def _add_login(self) -> None:
        tr = self._tr
        row, name = self._grid.rowCount(), tr("Start with the computer")
        self._login_label = Label(name, wrap=True)
        self.login = Toggle(tr("on"), tr("off"), name="settings_login", accessible_name=name)
        self.login.switched.connect(self.login_switched)
        self._login_hint = Label(
            "",
            Role.SMALL,
            wrap=True,
            name="settings_login_hint",
        )
        self._grid.addWidget(self._login_label, row, 0)
        self._grid.addWidget(self.login, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._login_hint, row + 1, 1)

    def _add(self, label: str, choices: list[tuple[str, str]], name: str) -> SegmentedControl:
        row = self._grid.rowCount()
        control = SegmentedControl(choices, accessible_name=label, name=f"settings_{name}")
        self._grid.addWidget(Label(label, wrap=True), row, 0)
        self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)
        return control
