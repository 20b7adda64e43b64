"""What each link says of each occupancy is compared with what it said before every change.

Inside the transaction of that change, so that no reader ever gets new words with an old mark; the
threads of a server only read. What was touched is noted by the database itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from app.core.details import Field
from app.core.entries import ShownUnit, digests, first_mark
from app.core.event_marks import WORDING
from app.core.link import Link, LinkKind
from app.core.occupancy import Occupancy
from app.services.feed_builder import FeedBuilder
from app.storage.database import Database
from app.storage.event_marks import MarkTable, Said
from app.storage.links import LinkTable
from app.storage.revisions import RevisionTable
from app.storage.staff import StaffTable
from app.storage.touched import Touched, TouchedTable

_SILENT = b""


class EventMarks:
    """Brings the marks of events up to date. Every method runs inside a write."""

    def __init__(self, database: Database, revisions: RevisionTable) -> None:
        self._revisions = revisions
        self._builder = FeedBuilder(database)
        self._links = LinkTable(database)
        self._marks = MarkTable(database)
        self._staff = StaffTable(database)
        self._touched = TouchedTable(database)

    def follow(self, touched: Touched, now: datetime) -> None:
        """Raise the marks of those events that say something else since `touched` was written.

        Only what was touched is looked at: one stay's edit costs the same in a unit with a hundred
        others and with thousands.
        """
        whole = set(touched.links)
        if touched.staff:
            whole.update(self._links.saying(Field.STAFF))
        for link_id in whole:
            link = self._links.one(link_id)
            if link is not None:
                self._follow_link(link, now)
        unit_ids = touched.all_units
        if not unit_ids:
            return
        part = _Part(self._touched, touched)
        for link in self._links.over_any(unit_ids):
            if link.id not in whole and link.kind is not LinkKind.WEBSITE:
                units = self._builder.shown_units(link, unit_ids, archived=True)
                ids, stays = part.of(link, units)
                self._compare(link, ids, stays, units, now)

    def follow_wording(self, now: datetime) -> None:
        """Look at every event of every link, as after an update of the program."""
        self._touched.take()
        moved = [link.id for link in self._links.over_any(None) if self._follow_link(link, now)]
        # Nothing else tells of their feeds that they have changed.
        self._revisions.raise_links(moved, now)
        self._marks.note_wording(WORDING)

    def _follow_link(self, link: Link, now: datetime) -> bool:
        """Compare all that a link says; tell whether any of it is another thing."""
        if link.kind is LinkKind.WEBSITE:
            return False
        units = self._builder.shown_units(link, archived=True)
        return self._compare(link, None, self._builder.all_stays(link), units, now)

    def _compare(
        self,
        link: Link,
        ids: Collection[int] | None,
        stays: Sequence[Occupancy],
        units: dict[int, ShownUnit],
        now: datetime,
    ) -> bool:
        """Compare what `link` says of the occupancies `ids`, all where None, with its marks.

        Tells whether it says anything else of what it has spoken of before.

        Args:
            link: of calendars and changeover days.
            ids: which ones; those that are not among `stays` are not said any more.
            stays: as for ``app.core.entries.digests``.
            units: what the link is over, of the stays' units.
            now: for those that say something else.
        """
        says = digests(link, stays, units, self._staff.names())
        known = {stay.id: stay for stay in stays}
        before = self._marks.said(link.id, ids)
        new, moved = [], False
        for stay_id in {*before, *says} if ids is None else ids:
            digest, said = says.get(stay_id, _SILENT), before.get(stay_id)
            if said is None:
                if digest:
                    stay = known[stay_id]
                    first = first_mark(link, stay, units[stay.unit_id])
                    new.append((stay_id, Said(digest, first)))
            elif digest != said.digest:
                # Nobody reads the mark of what is not said; when it comes back, it counts on.
                moved = True
                moment = self._revisions.moment(now)
                mark = said.mark.raised(moment) if digest else said.mark
                new.append((stay_id, Said(digest, mark)))
        self._marks.put(link.id, new)
        return moved


class _Part:
    """Which occupancies, of all that a link says, may be told otherwise by a change."""

    def __init__(self, table: TouchedTable, touched: Touched) -> None:
        self._table = table
        self._places = [place for place in touched.places if place[0] not in touched.units]
        self._ids = touched.stays.union(table.ids_in(touched.units) if touched.units else ())
        self._stays = table.stays(self._ids)

    def of(self, link: Link, units: Collection[int]) -> tuple[set[int], list[Occupancy]]:
        """Return which ones, and all the stays that are needed to put those into words."""
        ids = set(self._ids)
        if link.kind is not LinkKind.CHANGEOVERS:
            return ids, self._stays
        stays = {stay.id: stay for stay in self._stays}
        for unit_id, arrival in self._places:
            if unit_id in units:
                departing = self._departing_before(link, unit_id, arrival)
                ids.update(stay.id for stay in departing)
                stays.update((stay.id, stay) for stay in departing)
        beside = {unit_id for unit_id, _ in self._places}
        for stay in list(stays.values()):
            if stay.unit_id in units and stay.unit_id in beside:
                following = self._table.arriving_from(stay.unit_id, stay.departure)
                if (comes := self._first_shown(link, following)) is not None:
                    stays[comes.id] = comes
        return ids, list(stays.values())

    def _departing_before(self, link: Link, unit_id: int, arrival: date) -> list[Occupancy]:
        """Return the stays after which `arrival` is the next one, or was until it went."""
        earlier = self._first_shown(link, self._table.arriving_before(unit_id, arrival))
        after = date.min if earlier is None else earlier.arrival
        return self._table.departing_within(unit_id, after, arrival)

    @staticmethod
    def _first_shown(link: Link, stays: Iterable[Occupancy]) -> Occupancy | None:
        return next((stay for stay in stays if link.details.show(stay, "")), None)
