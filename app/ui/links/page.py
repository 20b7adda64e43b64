"""The page Integrationen: one card per unit with its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout

from app.core.errors import UserError
from app.ui import override
from app.ui.kit import Button, EmptyState, PageHeader, ScrollPage, Variant
from app.ui.links.actions import LinkActions
from app.ui.links.banners import Banners
from app.ui.links.cards import CardList
from app.ui.links.desk import LinksDesk
from app.ui.links.intents import Intents
from app.ui.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.core.link import Link
    from app.core.server_state import ServerState
    from app.services.watch import Moved
    from app.ui.context import Context

_MINUTE_MS = 60_000
_START_MS = 2_000
"""The server is started right after the window shows, and by then it stands or has failed."""


class LinksPage(Page):
    """Freischalten, copy, and see who reads each link."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("links_page")
        self._desk = LinksDesk(context)
        self._actions = LinkActions(context, self, self._show_truth)
        self._intents = Intents(self)
        self._build()
        self._connect()
        self._reload()

    @override
    def redraw(self, moved: Moved) -> None:
        if moved.units or moved.links or moved.house or moved.settings:
            self._reload()
        if moved.fetches:
            self._desk.forget_readers()
            self._look_up.start()

    @override
    def opened(self) -> None:
        self._desk.just_copied = None
        self._tick()

    @override
    def new_entry(self) -> None:
        # Ctrl+N goes with "new"; links that were locked on purpose are not opened by a slip of it.
        self._publish_all.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_up.start()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self._scroll = ScrollPage(name="links_scroll", parent=self)
        self._banners = Banners(self.context, self._scroll)
        self._scroll.body.addWidget(self._banners)
        self._cards = CardList(self.context.texts, self._intents, self._scroll)
        self._scroll.body.addWidget(self._cards)
        self._scroll.add_end()
        column.addWidget(self._scroll, 1)
        self._empty = self._make_empty()
        column.addWidget(self._empty, 1)

    def _make_header(self) -> PageHeader:
        tr = self.context.texts.tr
        subtitle = tr("Calendar links for Google, Airbnb & Co.")
        header = PageHeader(tr("Integrations"), subtitle, parent=self)
        self._publish_all = Button(
            tr("Enable all"), Variant.PRIMARY, icon="lock-open", name="publish_all", parent=self
        )
        header.add_action(self._publish_all)
        return header

    def _make_empty(self) -> EmptyState:
        tr = self.context.texts.tr
        return EmptyState(
            "link",
            tr("No units yet"),
            tr("Enter what you let first. Then each unit gets its calendar link here."),
            tr("To the units"),
            action_icon="house",
            name="links_empty",
            parent=self,
        )

    def _connect(self) -> None:
        self._publish_all.clicked.connect(self._enable_all)
        self._empty.action_chosen.connect(lambda: self.context.notices.go("units"))
        intents, actions = self._intents, self._actions
        intents.publish.connect(actions.publish)
        intents.enable.connect(lambda link_id: self._with_link(link_id, actions.enable))
        intents.disable.connect(lambda link_id: self._with_link(link_id, self._disable))
        intents.renew.connect(lambda link_id: self._with_link(link_id, actions.renew))
        intents.delete.connect(lambda link_id: self._with_link(link_id, actions.delete))
        intents.copied.connect(self._note_copied)
        intents.set_up_access.connect(lambda: self.context.notices.go("settings"))
        # Looking up who has read a link takes about a millisecond: done for what is in sight.
        self._look_up = QTimer(self, singleShot=True, interval=0)
        self._look_up.timeout.connect(self._read_in_sight)
        self._cards.changed.connect(self._look_up.start)
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._look_up.start())
        bar.rangeChanged.connect(lambda _low, _high: self._look_up.start())
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self._tick)
        minute.start()
        self.context.bridge.server_changed.connect(self._show_server)
        QTimer.singleShot(_START_MS, self, lambda: self._read_and_draw(self._desk.started))

    def _with_link(self, link_id: int, act: Callable[[Link], object]) -> None:
        link = self._desk.link(link_id)
        if link is not None:
            act(link)

    def _enable_all(self) -> None:
        held = self._publish_all.hasFocus()
        self._actions.publish_all()
        if held and self._publish_all.isHidden() and self._cards.cards:
            self._cards.cards[0].take_focus()

    def _disable(self, link: Link) -> None:
        if self._actions.disable(link):
            self._desk.just_locked.add(link.id)
            self._draw()

    def _note_copied(self, link_id: int) -> None:
        self._desk.just_copied = link_id
        self._draw()

    def _show_server(self, _state: ServerState) -> None:
        self._read_and_draw(self._desk.started)

    def _tick(self) -> None:
        """Let the times that have passed be told anew."""
        self._read_and_draw(self._desk.tick)

    def _reload(self) -> None:
        """Read the units and links, and show what differs."""
        self._read_and_draw(self._desk.reload)

    def _show_truth(self) -> None:
        """Draw everything as it is, after something could not be done."""
        self._reload()
        for card in self._cards.cards:
            card.draw_again()

    def _read_and_draw(self, read: Callable[[], None]) -> None:
        try:
            read()
        except UserError as error:
            self.context.notices.fail(error)
        self._draw()

    def _draw(self) -> None:
        units = self._desk.units
        self._empty.setVisible(not units)
        self._scroll.setVisible(bool(units))
        self._publish_all.setVisible(any(not unit.published for unit in units))
        self._banners.draw(self._desk, self.context.server.state.error)
        self._cards.show_houses(self._desk.house_looks())

    def _read_in_sight(self) -> None:
        """Look up who has read the links of the cards that can be seen."""
        units = {unit.unit.id: unit for unit in self._desk.units}
        access = self._desk.access
        try:
            for card in self._cards.cards:
                unit = units.get(card.look.unit.id)
                if unit and not card.visibleRegion().isEmpty() and self._desk.read(unit):
                    self._cards.show_unit(self._desk.unit_look(unit))
        except UserError as error:
            self.context.notices.fail(error)
        self._banners.draw(self._desk, self.context.server.state.error)
        if self._desk.access != access:
            self._draw()
