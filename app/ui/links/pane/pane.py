"""The pane beside the links: everything about the one that is highlighted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QVBoxLayout

from app.core.errors import UserError
from app.core.links.names import link_title
from app.i18n import N_
from app.ui.kit import SectionLabel
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.access import access_of
from app.ui.links.base.intents import Way
from app.ui.links.base.side_pane import SidePane
from app.ui.links.base.way_tabs import WayTabs
from app.ui.links.base.words import short_portal
from app.ui.links.pane.fields import FieldChoice
from app.ui.links.pane.header import PaneHeader
from app.ui.links.pane.place import PlaceChoice
from app.ui.links.pane.reach import ReachChoice
from app.ui.links.pane.readers import PaneReaders
from app.ui.links.pane.stays import StaysChoice
from app.ui.links.preview.preview import Preview
from app.ui.links.sources.looks import two_way

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.details import Details
    from app.core.links.link import Link, LinkChoices
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.links.base.intents import Intents


class LinkPane(SidePane):
    """What a link says, exactly what goes out, and who has read it. Changes are saved at once."""

    def __init__(self, context: Context, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__("pane", parent)
        self.setObjectName("link_pane")
        self.setAccessibleName(context.texts.tr("About the link"))
        self._context = context
        self._intents = intents
        self._link: Link | None = None
        self._archived = False
        self._build()
        self._connect()
        self.fit()

    @property
    def link(self) -> Link | None:
        """The link that is shown."""
        return self._link

    def show_link(self, link_id: int | None) -> None:
        """Show this link, or nothing."""
        if link_id is None:
            self._link = None
            self._preview.show_link(None, archived=False)
            self._readers.show_link(None)
            self.content.hide()
            return
        other = self._link is None or self._link.id != link_id
        self._read(link_id)
        if other:
            self.scroll_up()

    def redraw(self, moved: Moved) -> None:
        """Show what has moved."""
        if self._link is None:
            return
        mine = self._link.id in moved.links or self._link.unit_id in moved.units
        # Which units a link over several shows is in the bytes alone.
        others = bool(moved.units) and self._link.several
        around = moved.house or moved.settings or moved.staff or moved.publishing
        if mine or others or around:
            self._read(self._link.id)
        elif moved.readers or moved.fetches:
            self._readers.refresh()

    def day_changed(self) -> None:
        """Another day has begun: the link may tell other days."""
        self._preview.day_changed()
        if self._link is not None:
            self._read(self._link.id)

    # ---- what it is made of ----

    def _build(self) -> None:
        texts = self._context.texts
        body = self.body
        self._header = PaneHeader(self._context, self._intents, self.content)
        self._tabs = WayTabs(texts, Way.GOES, self.content)
        self._place = PlaceChoice(texts, self.content)
        self._fields = FieldChoice(texts, self.content)
        self._stays = StaysChoice(texts, self.content)
        self._reach = ReachChoice(texts, self.content)
        self._preview = Preview(self._context, self.content)
        self._readers = PaneReaders(self._context, self.content)
        preview = QVBoxLayout()
        preview.setSpacing(6)
        heading = texts.tr("Preview – exactly this goes out")
        preview.addWidget(SectionLabel(heading, parent=self.content))
        preview.addWidget(self._preview)
        body.addWidget(self._header)
        body.addWidget(self._tabs)
        body.addWidget(self._place)
        body.addWidget(self._fields)
        stays = QVBoxLayout()
        stays.setSpacing(6)
        stays.addWidget(self._stays)
        stays.addWidget(self._reach)
        add_layout(body, stays)
        add_layout(body, preview)
        body.addWidget(self._readers)
        body.addStretch(1)

    def _connect(self) -> None:
        self._header.close_wanted.connect(self.closed)
        self._header.chosen.connect(self._rename)
        self._tabs.turned.connect(self.turned)
        self._place.chosen.connect(self._choose_place)
        self._place.set_up_wanted.connect(self._intents.set_up_access)
        self._context.bridge.server_changed.connect(self._show_place)
        for choice in (self._fields, self._stays, self._reach):
            choice.chosen.connect(self._choose_details)
        self._reach.language_chosen.connect(self._choose_language)
        self._readers.all_wanted.connect(self._open_fetches)

    # ---- what it shows ----

    def _read(self, link_id: int) -> None:
        """Show the truth about a link; one that is gone is no longer shown."""
        try:
            link = self._context.services.links.get(link_id)
            archived = self._context.services.links.archived(link)
        except UserError:
            # Deleted, here or in another window; the page says so where it matters.
            self.show_link(None)
            self.closed.emit()
            return
        self._show(link, archived=archived)

    def _show(self, link: Link, *, archived: bool) -> None:
        self._link = link
        self.content.show()
        self._header.show_link(link, archived=archived)
        self._archived = archived
        self._tabs.show_portal(short_portal(link) if two_way(link) and not archived else "")
        self._show_place()
        self._fields.show_link(link)
        self._stays.show_link(link, imports=self._context.services.occupancies.any_imported())
        self._reach.show_link(link)
        self._preview.show_link(link, archived=archived)
        self._readers.show_link(link)

    def _show_place(self) -> None:
        """Show where the link is read; it may have become another place without a change of it."""
        if self._link is None:
            return
        services = self._context.services
        self._place.show_link(
            self._link,
            services.addresses.book(),
            access_of(self._context),
            services.house_clock.now(),
            archived=self._archived,
        )

    # ---- what the owner does ----

    def _rename(self, choices: object) -> None:
        self._change(cast("LinkChoices", choices), N_("{link}: name changed"))

    def _choose_place(self, choices: object) -> None:
        wanted = cast("LinkChoices", choices)
        told = (
            N_("{link}: kept here only") if wanted.here_only else N_("{link}: put on the webspace")
        )
        self._change(wanted, told)

    def _choose_details(self, details: object) -> None:
        if self._link is not None:
            choices = replace(self._link.choices(), details=cast("Details", details))
            self._change(choices, N_("{link}: what it shows changed"))

    def _choose_language(self, language: str) -> None:
        if self._link is not None:
            choices = replace(self._link.choices(), language=language)
            self._change(choices, N_("{link}: language changed"))

    def _open_fetches(self) -> None:
        if self._link is not None:
            self._intents.fetches.emit(self._link.id)

    def _change(self, choices: LinkChoices, what: str) -> None:
        """Save what was chosen, with the way back; draw the truth where it was refused."""
        before = self._link
        if before is None:
            return
        try:
            change = self._context.services.links.change(
                before.id, choices, sequence=before.sequence
            )
        except UserError as error:
            self._context.notices.fail(error)
            self._read(before.id)
            return
        texts = self._context.texts
        told = texts.tr(what, link=link_title(texts, before))
        self._context.history.record(change, told)
        # Where the window has heard of it meanwhile, it stands there already.
        if self._link != change.after:
            self._read(change.after.id)
