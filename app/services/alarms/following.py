"""Keeps the double bookings true to the occupancies, in the transaction that changes those.

No use case calls this, and none can forget it: the unit of work does, from what the database itself
has noted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from app.core.stays.double_booking import DoubleBooking, followed
from app.core.stays.occupancy import Conflict, Occupancy, conflicts
from app.storage.engine.database import Database
from app.storage.tables.revisions import DOUBLE_BOOKINGS, RevisionTable
from app.storage.tables.stays.double_bookings import DoubleBookingTable
from app.storage.tables.stays.occupancies import OccupancyTable
from app.storage.tables.stays.touched import TouchedTable


class Following:
    """Every method runs inside a write."""

    def __init__(self, database: Database, revisions: RevisionTable) -> None:
        self._revisions = revisions
        self._table = DoubleBookingTable(database)
        self._occupancies = OccupancyTable(database)
        self._touched = TouchedTable(database)

    def follow(self, occupancy_ids: Collection[int], now: datetime) -> None:
        """Let the double bookings of these occupancies fit what those are now.

        Only what lies beside them is looked at: an edit costs the same in a unit with a hundred
        stays and with thousands.
        """
        ids = frozenset(occupancy_ids)
        stays = self._touched.stays(ids)
        clashes = [
            clash
            for clash in conflicts(self._beside(stays))
            if clash.first.id in ids or clash.second.id in ids
        ]
        self._write(clashes, self._table.of(ids), now)

    def follow_all(self, now: datetime) -> None:
        """Look at every occupancy, as where nobody has kept double bookings before."""
        clashes = conflicts(self._occupancies.all(taken_only=True))
        self._write(clashes, self._table.all(), now)

    def _beside(self, stays: Iterable[Occupancy]) -> list[Occupancy]:
        """Return all that takes nights between the first and the last of `stays`, by unit."""
        of_unit = defaultdict[int, list[Occupancy]](list)
        for stay in stays:
            of_unit[stay.unit_id].append(stay)
        return [
            near
            for unit_id, some in of_unit.items()
            for near in self._occupancies.overlapping(
                unit_id,
                min(stay.arrival for stay in some),
                max(stay.departure for stay in some),
            )
        ]

    def _write(
        self, clashes: Iterable[Conflict], known: list[DoubleBooking], now: datetime
    ) -> None:
        changes = followed(clashes, known, now)
        if changes:
            self._table.change(changes.changed)
            self._table.add(changes.new)
            self._revisions.raise_named(DOUBLE_BOOKINGS)
