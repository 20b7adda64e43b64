"""Deleting what was cancelled for good, and taking that back while the window remembers it."""

from __future__ import annotations

from app.core.clock import later
from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, Status
from app.services.base.changes import OccupancyDeletion
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.storage.tables.revisions import DOUBLE_BOOKINGS
from app.storage.tables.stays.deletions import DeletionTable, TakenOut
from app.storage.tables.stays.occupancies import OccupancyTable


class Deleting:
    """Every method runs inside a transaction that is open already."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = DeletionTable(work.database)
        self._stays = OccupancyTable(work.database)

    def delete_within(self, stay: Occupancy, sequence: int) -> OccupancyDeletion:
        """Delete a cancelled occupancy.

        Raises:
            UserError: it is not cancelled, or has moved since `sequence`.
        """
        check_sequence(stay.sequence, sequence)
        if stay.status is not Status.CANCELLED:
            raise UserError("Only what is cancelled can be deleted. Please cancel it first.")
        out = self._table.take_out(stay.id, self._work.clock.today())
        self._raise(stay.unit_id)
        return OccupancyDeletion(stay, out)

    def take_back_within(self, change: OccupancyDeletion) -> OccupancyDeletion:
        """Let a deleted occupancy stand again, cancelled as it was; or delete it again."""
        stay = change.stay
        there = self._stays.one(stay.id)
        if not isinstance(change.out, TakenOut):
            if there is None:
                raise UserError("There is no occupancy with the number {id}.", id=str(stay.id))
            return self.delete_within(there, stay.sequence)
        if there is not None:
            raise UserError("This occupancy stands again already.")
        now = self._work.revisions.moment(self._work.clock.now())
        self._table.put_back(change.out, later(now, stay.changed_at))
        self._raise(stay.unit_id)
        again = self._stays.one(stay.id)
        assert again is not None  # put back just now
        return OccupancyDeletion(again, None)

    def _raise(self, unit_id: int) -> None:
        now = self._work.revisions.moment(self._work.clock.now())
        self._work.revisions.raise_units([unit_id], now)
        # Double bookings that are solved go with the stay.
        self._work.revisions.raise_named(DOUBLE_BOOKINGS)
