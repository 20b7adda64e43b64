"""The pane for what comes from a portal: how reading goes, what is asked, what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.core.errors import UserError
from app.ui.kit import Label, Role
from app.ui.links.base.intents import Way
from app.ui.links.base.portal_link import link_to
from app.ui.links.base.side_pane import SidePane
from app.ui.links.base.way_tabs import WayTabs
from app.ui.links.comes.header import SourceHeader
from app.ui.links.comes.questions import Questions
from app.ui.links.comes.reading import LastReading, SecretAddress
from app.ui.links.comes.stays import Known, SourceStays
from app.ui.portals.words import portal_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.importing.report.standing import SourceDraft
    from app.core.importing.source import Source, Verdict
    from app.core.stays.occupancy import Occupancy
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.links.base.intents import Intents
    from app.ui.links.sources.doing import SourceDoing


class SourcePane(SidePane):
    """Everything about one source. Changes are saved at once."""

    def __init__(
        self, context: Context, intents: Intents, doing: SourceDoing, parent: QWidget | None = None
    ) -> None:
        super().__init__("source", parent)
        self.setObjectName("source_pane")
        self.setAccessibleName(context.texts.tr("About what comes from the portal"))
        self._context = context
        self._intents = intents
        self._source_id: int | None = None
        self._known: Known | None = None
        self._doing = doing
        self._build()
        self._connect()

    def show_source(self, source_id: int | None) -> None:
        """Show this source, or nothing."""
        other = source_id != self._source_id
        self._source_id = source_id
        if source_id is None:
            self.content.hide()
            return
        if other:
            self._stays.begin_anew()
            self.scroll_up()
        self.refresh()

    def redraw(self, moved: Moved) -> None:
        """Show what has moved."""
        if moved.sources or moved.units or moved.links or moved.settings:
            self.refresh()

    def refresh(self) -> None:
        """Show the truth about the source; one that is gone is no longer shown."""
        if self._source_id is None:
            return
        try:
            self._known = self._read(self._source_id)
        except UserError:
            self.show_source(None)
            self.closed.emit()
            return
        self._draw(self._known)

    # ---- what it is made of ----

    def _build(self) -> None:
        texts = self._context.texts
        body = self.body
        self._header = SourceHeader(texts, self._intents, self.content)
        self._tabs = WayTabs(texts, Way.COMES, self.content)
        self._questions = Questions(texts, self.content)
        self._reading = LastReading(texts, self.content)
        self._stays = SourceStays(texts, self.content)
        self._address = SecretAddress(texts, self.content)
        self._circle = Label("", Role.SMALL, wrap=True, name="source_circle", parent=self.content)
        parts = (
            self._header,
            self._tabs,
            self._questions,
            self._reading,
            self._stays,
            self._circle,
            self._address,
        )
        for part in parts:
            body.addWidget(part)
        body.addStretch(1)

    def _connect(self) -> None:
        self._doing.changed.connect(self.refresh)
        self._header.close_wanted.connect(self.closed)
        self._header.edit.chosen.connect(self._change)
        self._tabs.turned.connect(self.turned)
        self._questions.answered.connect(self._answer)
        self._reading.read_wanted.connect(self._read_now)
        self._reading.switched.connect(self._switch)
        self._stays.overruled.connect(self._overrule)
        self._stays.plan_wanted.connect(self._show_in_plan)

    # ---- what it shows ----

    def _read(self, source_id: int) -> Known:
        services = self._context.services
        report = services.sources.report(source_id)
        ids = {one.occupancy_id for one in report.seen if one.occupancy_id is not None}
        found: dict[int, Occupancy] = {}
        unit = report.look.source.unit_id
        for occupancy in services.occupancies.all(unit_id=unit) if ids else ():
            found[occupancy.id] = occupancy
        for elsewhere in ids - found.keys():
            # Moved to another unit by the owner.
            found[elsewhere] = services.occupancies.get(elsewhere)
        return Known(report, found, services.house_clock.today())

    def _draw(self, known: Known) -> None:
        services = self._context.services
        source = known.report.look.source
        self.content.show()
        self._header.show_source(source, services.units.get(source.unit_id).name)
        portal = portal_of(source)
        self._tabs.show_portal(portal)
        self._questions.show_questions(known.report.look.questions)
        now = services.house_clock.now()
        self._reading.show_known(known, now, reading=self._doing.reads(source.id))
        self._stays.show_known(known)
        self._address.show_address(source.address)
        self._circle.setText(self._seen_there(source, portal))

    def _seen_there(self, source: Source, portal: str) -> str:
        """Say what the portal gets to see of this house, and what is missing for it."""
        tr = self._context.texts.tr
        goes = link_to(self._context.services, source.unit_id, source.portal)
        if goes is None or not goes.enabled:
            return tr(
                "No link of its own is enabled for {portal} here. With one it learns what else is "
                "occupied, and nothing comes back in a circle.",
                portal=portal,
            )
        return tr(
            "{portal} sees your other occupancies, but not its own: nothing comes back in a "
            "circle.",
            portal=portal,
        )

    # ---- what the owner does ----

    def _change(self, draft: object) -> None:
        if self._known is not None:
            source = self._known.report.look.source
            wrong = self._doing.change(source, cast("SourceDraft", draft))
            self._header.edit.set_error(wrong)

    def _answer(self, question_id: int, yes: bool) -> None:  # a signal's
        if self._known is not None:
            self._doing.answer(self._known.report.look.source, question_id, yes=yes)

    def _overrule(self, seen_id: int, verdict: object) -> None:
        if self._known is not None:
            source = self._known.report.look.source
            self._doing.overrule(source, seen_id, cast("Verdict", verdict))

    def _read_now(self) -> None:
        if self._source_id is not None:
            self._intents.read_source.emit(self._source_id)

    def _switch(self, on: bool) -> None:  # a signal's
        if self._source_id is not None:
            self._intents.switch_source.emit(self._source_id, on)

    def _show_in_plan(self, occupancy_id: int) -> None:
        self._context.notices.show_stay(occupancy_id)
