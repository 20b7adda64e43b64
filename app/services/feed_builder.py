"""What a link shows, read from the database: for those who fetch it and for the owner's preview."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from app.core.availability import Website, months_shown
from app.core.entries import ShownUnit, entries, ranges
from app.core.ical import calendar_bytes
from app.core.link import Link, LinkKind, Scope, Target, calendar_name
from app.core.occupancy import Occupancy
from app.core.website_entries import website_entries
from app.storage.database import Database
from app.storage.event_marks import MarkTable
from app.storage.links import LinkTable
from app.storage.occupancies import OccupancyTable
from app.storage.staff import StaffTable
from app.storage.units import UnitTable


class FeedBuilder:
    """Reads what a link shows and puts it into bytes. Every method runs inside a read."""

    def __init__(self, database: Database) -> None:
        self._links = LinkTable(database)
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
                self.shown_units(link),
                self._staff.names(),
                self._marks.of_link(link.id),
                today,
            )
        return calendar_bytes(calendar_name(link), found)

    def website(self, link: Link, today: date) -> Website:
        """Return what the page of a link for a website is made of; its calendar tells the same."""
        stays = self._stays(link, today) if self._links.unit_ids(link.target) else []
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
        """Return all occupancies that may count, as `shown_units` does, however long ago."""
        return self._occupancies.shown(link, departing_after=date.min)

    def shown_units(
        self, link: Link, only: Collection[int] | None = None, *, archived: bool = False
    ) -> dict[int, ShownUnit]:
        """Return by id the units that a link is over, or those of `only`, without archived ones.

        With `archived` a unit's own links are over it also then: they do not answer meanwhile, and
        say the same when it comes back.
        """
        wanted = self._links.unit_ids(link.target)
        if archived and link.unit_id is not None:
            wanted = {link.unit_id}
        if only is not None:
            wanted.intersection_update(only)
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

    def _stays(self, link: Link, today: date) -> list[Occupancy]:
        # A day more: who departs on the first day has a changeover on it.
        day_before = link.details.first_day(today) - timedelta(days=1)
        return self._occupancies.shown(link, departing_after=day_before)

    def _whole_units(self, target: Target, units: AbstractSet[int]) -> AbstractSet[int]:
        """Return those of `units` of which all stays count, not only those in somebody's charge."""
        if target.scope is not Scope.STAFF:
            return units
        member = self._staff.one(target.id or 0)
        return member.unit_ids if member else frozenset()
