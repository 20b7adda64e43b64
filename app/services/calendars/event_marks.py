"""Compares what each link says of each occupancy with what it said before, at every change.

This happens in the transaction of the change, so that no reader ever gets new words with an old
mark, and the threads of a server only read. The database itself notes what was touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from app.core.links.details import Field
from app.core.links.event_marks import WORDING
from app.core.links.events import ShownUnit, digests, first_mark
from app.core.links.link import Link, LinkKind
from app.core.stays.occupancy import Occupancy
from app.services.calendars.builder import FeedBuilder
from app.storage.engine.database import Database
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.links.event_marks import MarkTable, Said
from app.storage.tables.links.links import LinkTable
from app.storage.tables.revisions import RevisionTable
from app.storage.tables.stays.touched import Touched, TouchedTable

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
                self._follow_all(link, now)
        if touched.all_units:
            self._follow_some(touched, whole, now)

    def follow_wording(self, now: datetime) -> None:
        """Look at every event of every link, as after an update of the program."""
        self._touched.take()
        moved = [
            link.id for link in self._links.that_may_cover(None) if self._follow_all(link, now)
        ]
        # Nothing else tells of their feeds that they have changed.
        self._revisions.raise_links(moved, now)
        self._marks.note_wording(WORDING)

    def _follow_all(self, link: Link, now: datetime) -> bool:
        """Compare all that a link says; tell whether it says anything else than before."""
        if link.kind is LinkKind.WEBSITE:
            return False
        units = self._builder.shown_units(link, self._builder.kept_units(), own_archived=True)
        stays = self._builder.all_stays(link)
        says = self._says(link, stays, units, self._staff.names())
        before = self._marks.said([link.id])
        ids = {stay_id for _, stay_id in before}.union(says)
        after = self._after(link.id, ids, says, before, now)
        self._marks.put(after)
        return not before.keys().isdisjoint(after)

    def _follow_some(self, touched: Touched, but: Collection[int], now: datetime) -> None:
        """Compare what was touched in all links but these."""
        part = _Part(self._touched, touched)
        kept = self._builder.kept_units(touched.all_units)
        names = self._staff.names()
        looked: list[tuple[int, Collection[int], dict[int, Said]]] = []
        for link in self._links.that_may_cover(touched.all_units):
            if link.id not in but and link.kind is not LinkKind.WEBSITE:
                units = self._builder.shown_units(link, kept, own_archived=True)
                ids, stays = part.of(link, units)
                looked.append((link.id, ids, self._says(link, stays, units, names)))
        every = {stay_id for _, ids, _ in looked for stay_id in ids}
        before = self._marks.said([link_id for link_id, *_ in looked], every)
        after: dict[tuple[int, int], Said] = {}
        for link_id, some, says in looked:
            after |= self._after(link_id, some, says, before, now)
        self._marks.put(after)

    @staticmethod
    def _says(
        link: Link,
        stays: Sequence[Occupancy],
        units: Mapping[int, ShownUnit],
        names: Mapping[int, str],
    ) -> dict[int, Said]:
        """Return what a link says, with the mark of an event that has none yet."""
        says = digests(link, stays, units, names)
        return {
            stay.id: Said(says[stay.id], first_mark(link, stay, units[stay.unit_id]))
            for stay in stays
            if stay.id in says
        }

    def _after(
        self,
        link_id: int,
        ids: Iterable[int],
        says: Mapping[int, Said],
        before: Mapping[tuple[int, int], Said],
        now: datetime,
    ) -> dict[tuple[int, int], Said]:
        """Return what must be kept otherwise: of those of `ids` that the link says otherwise."""
        found: dict[tuple[int, int], Said] = {}
        for stay_id in ids:
            number = link_id, stay_id
            known, said = before.get(number), says.get(stay_id)
            if known is None:
                if said is not None:
                    found[number] = said
            elif said is None:
                if known.digest != _SILENT:
                    # Nobody reads the mark of what is not said; when it comes back, it counts on.
                    found[number] = Said(_SILENT, known.mark)
            elif said.digest != known.digest:
                mark = known.mark.raised(self._revisions.moment(now))
                found[number] = Said(said.digest, mark)
        return found


class _Part:
    """The occupancies of which links may say something else after a change."""

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
        with_places = {unit_id for unit_id, _ in self._places}
        for stay in list(stays.values()):
            if stay.unit_id in units and stay.unit_id in with_places:
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
