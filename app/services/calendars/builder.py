"""What a link shows, read from the database: for those who fetch it and for the owner's preview."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from app.core.house.unit import Unit
from app.core.ical.write import calendar_bytes
from app.core.links.availability import Website, months_shown
from app.core.links.covers import unit_cover
from app.core.links.events import ShownUnit, covers, entries, ranges
from app.core.links.link import Link, LinkKind, Scope, calendar_name
from app.core.links.website_events import website_entries
from app.core.stays.occupancy import Occupancy
from app.dataclass import dataclass
from app.storage.engine.database import Database
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.links.event_marks import MarkTable
from app.storage.tables.stays.occupancies import OccupancyTable


@dataclass(frozen=True, slots=True)
class KeptUnit:
    """A unit, its address or else that of its property, and when its feed or row changed last."""

    unit: Unit
    address: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CoveredStays:
    """The stays that a link covers, and by id the names of the units that it covers."""

    stays: list[Occupancy]
    names: dict[int, str]


class FeedBuilder:
    """Reads what a link shows and puts it into bytes. Every method runs inside a read."""

    def __init__(self, database: Database) -> None:
        self._marks = MarkTable(database)
        self._occupancies = OccupancyTable(database)
        self._units = UnitTable(database)
        self._staff = StaffTable(database)

    def calendar(self, link: Link, today: date) -> bytes:
        """Return the calendar of a link, whole."""
        if link.kind is LinkKind.WEBSITE:
            found = website_entries(link, self.website(link, today))
        else:
            found = entries(
                link,
                self._stays(link, today),
                self.shown_units(link, self.kept_units()),
                self._staff.names(),
                self._marks.of_link(link.id),
                today,
            )
        return calendar_bytes(calendar_name(link), found)

    def website(self, link: Link, today: date) -> Website:
        """Return what the page of a link for a website is made of; its calendar tells the same."""
        units = self.shown_units(link, self.kept_units())
        stays = [stay for stay in self._stays(link, today) if covers(link, units, stay)]
        taken, count = ranges(link, stays), months_shown(link.details.months_ahead)
        return Website(
            link_id=link.id,
            language=link.language,
            ranges=taken,
            today=today,
            version=hashlib.sha256(repr((today, count, taken)).encode()).hexdigest()[:32],
            months=count,
        )

    def all_stays(self, link: Link) -> list[Occupancy]:
        """Return all occupancies that `link` may need, however long ago."""
        return self._occupancies.for_link(link, departing_after=date.min)

    def covered_stays(self, link: Link, first: date, end: date) -> CoveredStays:
        """Return the stays that a link covers and that take a night of ``[first, end)``.

        What it says of them, or leaves out, is not looked at.
        """
        units = self.shown_units(link, self.kept_units())
        found = self._occupancies.for_link(link, departing_after=first, arriving_before=end)
        return CoveredStays(
            [stay for stay in found if covers(link, units, stay)],
            {unit_id: unit.name for unit_id, unit in units.items()},
        )

    def kept_units(self, unit_ids: Collection[int] | None = None) -> list[KeptUnit]:
        """Return what links may say of units, of all or of these, whichever link it is."""
        addresses = {house.id: house.address for house in self._units.properties()}
        return [
            KeptUnit(unit, unit.address or addresses[unit.property_id], changed_at)
            for unit, changed_at in self._units.with_times(unit_ids)
        ]

    def shown_units(
        self, link: Link, kept: Iterable[KeptUnit], *, own_archived: bool = False
    ) -> dict[int, ShownUnit]:
        """Return by id those of `kept` that a link covers; `own_archived` as in `unit_cover`."""
        target = link.target
        cared = self._staff.looks_after(target.id or 0) if target.scope is Scope.STAFF else set()
        return {
            one.unit.id: ShownUnit(
                name=one.unit.name,
                address=one.address,
                revision=one.unit.revision,
                changed_at=one.changed_at,
                cover=cover,
            )
            for one in kept
            if (cover := unit_cover(target, one.unit, cared, own_archived=own_archived))
        }

    def _stays(self, link: Link, today: date) -> list[Occupancy]:
        # A day more: who departs on the first day has a changeover on it.
        day_before = link.details.first_day(today) - timedelta(days=1)
        return self._occupancies.for_link(link, departing_after=day_before)
