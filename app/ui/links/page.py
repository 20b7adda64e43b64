"""The page Integrationen: every link with what it tells, to whom, and who has read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.link import WHOLE_HOUSE
from app.override import override
from app.ui.base.page import Page
from app.ui.kit import EmptyState, ScrollPage
from app.ui.links.actions import LinkActions
from app.ui.links.banners import Banners
from app.ui.links.base.intents import Chosen, Intents, Wanted, Way
from app.ui.links.dialogs import LinkDialogs
from app.ui.links.header import LinksHeader
from app.ui.links.list.blocks import Key
from app.ui.links.list.cards import CardList
from app.ui.links.model import LinksModel
from app.ui.links.page_with_pane import PageWithPane
from app.ui.links.selection import LinkSelection
from app.ui.links.sources.doing import SourceDoing

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from app.core.links.link import Link
    from app.core.server_state import ServerState
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_MINUTE_MS = 60_000
_START_MS = 2_000
"""The server is started right after the window shows, and by then it stands or has failed."""


class LinksPage(Page):
    """Freischalten, copy, choose what each link tells, and see who reads it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("links_page")
        self._model = LinksModel(context)
        self._intents = Intents(self)
        self._actions = LinkActions(context, self, self._show_truth)
        self._dialogs = LinkDialogs(context, self)
        self._doing = SourceDoing(context, self)
        self._build()
        self._selection = LinkSelection(
            context,
            self._model,
            self._intents,
            self._doing,
            self._cards,
            self._scroll,
            self._with_pane,
        )
        self._connect()
        self._read_and_draw(self._model.reload)

    @override
    def redraw(self, moved: Moved) -> None:
        around = moved.house or moved.settings or moved.staff or moved.publishing
        if moved.units or moved.links or moved.sources or moved.double_bookings or around:
            self._read_and_draw(lambda: self._model.follow(moved))
        if moved.fetches or moved.readers:
            self._model.forget_readers()
        if moved.fetches or moved.readers or moved.links:
            self._look_up.start()
        self._selection.redraw(moved)

    @override
    def day_changed(self) -> None:
        self._tick()
        self._selection.day_changed()

    @override
    def opened(self) -> None:
        self._model.just_copied = None
        self._read_and_draw(self._model.tick)

    @override
    def new_entry(self) -> None:
        if self._model.blocks:
            self._intents.connect_portal.emit(Wanted())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_up.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._selection.close():
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._header = LinksHeader(self.context.texts, parent=self)
        whole.addWidget(self._header)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = ScrollPage(name="links_scroll", parent=body)
        self._banners = Banners(self.context, self._scroll)
        self._scroll.body.addWidget(self._banners)
        self._cards = CardList(self.context.texts, self._intents, self._model.look, self._scroll)
        self._scroll.body.addWidget(self._cards)
        self._scroll.add_end()
        column.addWidget(self._scroll, 1)
        self._empty = self._make_empty()
        column.addWidget(self._empty, 1)
        self._with_pane = PageWithPane(body, self)
        whole.addWidget(self._with_pane, 1)

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
        header, intents = self._header, self._intents
        header.publish_all_wanted.connect(self._enable_all)
        header.house_wanted.connect(lambda: intents.add_link.emit(WHOLE_HOUSE))
        header.staff_wanted.connect(intents.staff)
        header.link_wanted.connect(lambda: intents.add_link.emit(None))
        header.connect_wanted.connect(lambda: intents.connect_portal.emit(Wanted()))
        header.read_wanted.connect(self._read_all)
        self._empty.action_chosen.connect(lambda: self.context.notices.go("units"))
        self._connect_intents()
        # Looking up who has read a link takes some milliseconds: done for what is in sight.
        self._look_up = QTimer(self, singleShot=True, interval=0)
        self._look_up.timeout.connect(self._read_in_sight)
        self._cards.changed.connect(self._look_up.start)
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._scrolled())
        bar.rangeChanged.connect(lambda _low, _high: self._scrolled())
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self._tick)
        minute.start()
        self.context.bridge.server_changed.connect(self._show_server)
        self.context.silence.changed.connect(self._draw)
        QTimer.singleShot(_START_MS, self, lambda: self._read_and_draw(self._model.started))

    def _connect_intents(self) -> None:
        intents, actions, dialogs = self._intents, self._actions, self._dialogs
        intents.publish.connect(actions.publish)
        intents.publish_staff.connect(actions.publish_staff)
        intents.enable.connect(lambda link_id: self._with_link(link_id, actions.enable))
        intents.disable.connect(lambda link_id: self._with_link(link_id, self._disable))
        intents.renew.connect(lambda link_id: self._with_link(link_id, actions.renew))
        intents.delete.connect(lambda link_id: self._with_link(link_id, actions.delete))
        intents.share.connect(lambda link_id: self._with_link(link_id, dialogs.share))
        intents.fetches.connect(lambda link_id: self._with_link(link_id, dialogs.fetches))
        intents.guide.connect(lambda link_id: self._with_link(link_id, self._guide))
        intents.add_link.connect(lambda target: dialogs.add_link(target, self._show_new))
        intents.staff.connect(dialogs.staff)
        intents.edit_staff.connect(dialogs.staff)
        intents.copied.connect(self._note_copied)
        intents.unfold.connect(self._unfold)
        intents.set_up_access.connect(self.context.notices.reach_wanted)
        self._connect_sources()

    def _connect_sources(self) -> None:
        intents, doing = self._intents, self._doing
        intents.connect_portal.connect(
            lambda wanted: self._dialogs.connect_portal(wanted, self._follow_sources)
        )
        intents.read_source.connect(lambda source_id: doing.read([source_id]))
        intents.switch_source.connect(lambda source_id, on: doing.switch(source_id, on=on))
        intents.remove_source.connect(doing.ask_remove)
        doing.changed.connect(self._follow_sources)

    def _follow_sources(self) -> None:
        self._model.incoming.reading = self._doing.reading
        self._read_and_draw(self._model.incoming.read)

    def _read_all(self) -> None:
        looks = self._model.incoming.looks
        self._doing.read([look.source.id for look in looks if look.source.enabled])

    def _with_link(self, link_id: int, act: Callable[[Link], object]) -> None:
        link = self._model.link(link_id)
        if link is not None:
            act(link)

    def _enable_all(self) -> None:
        held = self._header.publish_all.hasFocus()
        self._actions.publish_all()
        if held and self._header.publish_all.isHidden() and self._cards.cards:
            self._cards.cards[0].take_focus()

    def _disable(self, link: Link) -> None:
        if self._actions.disable(link):
            self._model.just_locked.add(link.id)
            self._draw()

    def _guide(self, link: Link) -> None:
        self._dialogs.guide(link, lambda: self._note_copied(link.id))

    def _note_copied(self, link_id: int) -> None:
        self._model.just_copied = link_id
        self._draw()

    def _show_new(self, link: Link) -> None:
        """Show a link that was just added."""
        if self._model.link(link.id) is None:
            self._read_and_draw(self._model.reload)
        self._selection.choose(Chosen(Way.GOES, link.id), asked=False)

    def _unfold(self, key: Key) -> None:
        self._model.unfold(key)
        self._cards.draw(key)
        self._cards.order_tabs()
        self._look_up.start()

    def _scrolled(self) -> None:
        self._cards.look_around()
        self._look_up.start()

    def _show_server(self, _state: ServerState) -> None:
        self._read_and_draw(self._model.started)

    def _tick(self) -> None:
        """Let the times that have passed be told anew."""
        self._read_and_draw(self._model.tick)

    def _show_truth(self) -> None:
        """Draw everything as it is, after something could not be done."""
        self._read_and_draw(self._model.reload)
        for card in self._cards.cards:
            card.draw_again()

    def _read_and_draw(self, read: Callable[[], None]) -> None:
        try:
            read()
        except UserError as error:
            self.context.notices.fail(error)
        self._draw()

    def _draw(self) -> None:
        blocks = self._model.blocks
        self._empty.setVisible(not blocks)
        self._scroll.setVisible(bool(blocks))
        enabled = [look for look in self._model.incoming.looks if look.source.enabled]
        self._header.show_state(
            any_units=bool(blocks),
            unpublished=self._model.unpublished,
            sources=bool(enabled),
            reading=bool(self._doing.reading),
        )
        self._banners.draw(self._model, self.context.server.state.error)
        self._cards.show_blocks(blocks)
        self._selection.follow()
        self._cards.order_tabs()

    def _read_in_sight(self) -> None:
        """Look up who has read the links of the cards that can be seen."""
        access = self._model.access
        try:
            for card in self._cards.cards:
                if not card.visibleRegion().isEmpty() and self._model.read(card.key):
                    self._cards.draw(card.key)
        except UserError as error:
            self.context.notices.fail(error)
        self._banners.draw(self._model, self.context.server.state.error)
        if self._model.access != access:
            self._draw()
