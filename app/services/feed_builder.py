"""What a link shows, read from the database: for those who fetch it and for the owner's preview."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from app.core.entries import ShownUnit, entries, ranges
from app.core.ical import calendar_bytes
from app.core.link import Link, Scope, Target, calendar_name
from app.core.occupancy import Occupancy
from app.storage.database import Database
from app.storage.links import LinkTable
from app.storage.occupancies import OccupancyTable
from app.storage.staff import StaffTable
from app.storage.units import UnitTable


class FeedBuilder:
    """Reads what a link shows and puts it into bytes. Every method runs inside a read."""

    def __init__(self, database: Database) -> None:
        self._links = LinkTable(database)
        self._occupancies = OccupancyTable(database)
        self._units = UnitTable(database)
        self._staff = StaffTable(database)

    def calendar(self, link: Link, today: date) -> bytes:
        """Return the calendar of a link, whole."""
        found = entries(
            link, self._stays(link, today), self._shown_units(link), self._staff.names(), today
        )
        return calendar_bytes(calendar_name(link), found)

    def ranges(self, link: Link, today: date) -> tuple[tuple[date, date], ...]:
        """Return what is occupied, as a website shows it."""
        return ranges(link, self._stays(link, today))

    def _stays(self, link: Link, today: date) -> list[Occupancy]:
        # A day more: who departs on the first day has a changeover on it.
        day_before = link.details.first_day(today) - timedelta(days=1)
        return self._occupancies.shown(link, departing_after=day_before)

    def _shown_units(self, link: Link) -> dict[int, ShownUnit]:
        wanted = self._links.unit_ids(link.target)
        whole = self._whole_units(link.target, wanted)
        addresses = {house.id: house.address for house in self._units.properties()}
        return {
            unit.id: ShownUnit(
                name=unit.name,
                address=unit.address or addresses[unit.property_id],
                revision=unit.revision,
                changed_at=changed_at,
                whole=unit.id in whole,
            )
            for unit, changed_at in self._units.with_times(wanted)
        }

    def _whole_units(self, target: Target, units: AbstractSet[int]) -> AbstractSet[int]:
        """Return those of `units` of which all stays count, not only those in somebody's charge."""
        if target.scope is not Scope.STAFF:
            return units
        member = self._staff.one(target.id or 0)
        return member.unit_ids if member else frozenset()
