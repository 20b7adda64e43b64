"""What an owner does with occupancies. No two ever overlap by accident."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.clock import later
from app.core.errors import UserError
from app.core.progress import Report, unheard
from app.core.stays.occupancy import (
    BY_HAND,
    Occupancy,
    OccupancyDraft,
    Status,
    check_occupancy,
)
from app.services.base.changes import OccupancyChange, OccupancyDeletion
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.storage.tables.stays.occupancies import OccupancyTable

if TYPE_CHECKING:
    from app.services.stays.checks import Checks
    from app.services.stays.deleting import Deleting


class Occupancies:
    """Enter, change, cancel, take back, list. Every change is one transaction with its check."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = OccupancyTable(work.database)

    @cached_property
    def _deleting(self) -> Deleting:
        from app.services.stays.deleting import Deleting  # noqa: PLC0415  # seldom

        return Deleting(self._work)

    @cached_property
    def _checks(self) -> Checks:
        from app.services.stays.checks import Checks  # noqa: PLC0415  # who only reads needs none

        return Checks(self._work)

    # ---- which there are ----

    def get(self, occupancy_id: int) -> Occupancy:
        """Return one occupancy (UserError where there is none)."""
        with self._work.database.read():
            return self._one(occupancy_id)

    def all(
        self, *, unit_id: int | None = None, departing_after: date | None = None
    ) -> list[Occupancy]:
        """Return occupancies by arrival, cancelled ones too."""
        with self._work.database.read():
            return self._table.all(unit_id=unit_id, departing_after=departing_after)

    def overlapping(
        self, unit_id: int, arrival: date, departure: date, *, but: int | None = None
    ) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in a unit, without the id `but`."""
        with self._work.database.read():
            return self._table.overlapping(unit_id, arrival, departure, but=but)

    def taking(self, arrival: date, departure: date) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in any unit."""
        with self._work.database.read():
            return self._table.taking(arrival, departure)

    def due(self, first: date, last: date) -> list[Occupancy]:
        """Return what arrives or departs in ``[first, last]``, and options to decide by `last`."""
        with self._work.database.read():
            return self._table.due(first, last)

    def any_imported(self) -> bool:
        """Tell whether anything was ever read from a portal."""
        with self._work.database.read():
            return self._table.any_foreign()

    def any_moved(self, changes: Sequence[OccupancyChange]) -> bool:
        """Tell whether one of these was overtaken by another change."""
        with self._work.database.read():
            now = self._table.some([change.after.id for change in changes])
        seen = {change.after.id: change.after.sequence for change in changes}
        return any(stay.sequence != seen[stay.id] for stay in now)

    # ---- entering, changing, deleting ----

    def add(
        self, draft: OccupancyDraft, *, allow_conflict: bool = False, allow_long: bool = False
    ) -> OccupancyChange:
        """Enter an occupancy by hand.

        Args:
            draft: what to enter.
            allow_conflict: the owner says that this is a real double booking.
            allow_long: the owner says that more than a year is meant.

        Raises:
            OccupancyConflict: a night is taken.
            LongStay: it is longer than a year.
            UserError: the draft is no occupancy, the unit is unknown or archived.
        """
        if not allow_long:
            _refuse_long(draft)
        with self._work.change():
            return self.add_within(draft, self._work.clock.now(), allow_conflict=allow_conflict)

    def add_within(
        self, draft: OccupancyDraft, entered: datetime, *, allow_conflict: bool = False
    ) -> OccupancyChange:
        """Enter an occupancy as of `entered` inside a transaction that is open already."""
        draft = check_occupancy(draft)
        self._checks.unit(draft.unit_id)
        self._checks.staff(draft.staff_id)
        if not allow_conflict:
            self._checks.overlap(draft)
        new = self._table.add(draft, uid=f"{uuid.uuid4()}@zimmerfrei", source=BY_HAND, now=entered)
        self._work.revisions.raise_units([draft.unit_id], self._work.clock.now())
        self._raise_staff(draft.staff_id)
        return OccupancyChange(None, self._one(new))

    def change(
        self,
        occupancy_id: int,
        draft: OccupancyDraft,
        *,
        sequence: int,
        allow_conflict: bool = False,
        allow_long: bool = False,
    ) -> OccupancyChange:
        """Change an occupancy; a draft that changes nothing leaves it as it is.

        Args:
            occupancy_id: which one.
            draft: what it shall be.
            sequence: that of the occupancy as the caller saw it.
            allow_conflict: the owner says that this is a real double booking. What it overlaps
                already needs no saying again.
            allow_long: the owner says that more than a year is meant. One that was as long before
                needs no saying again.

        Raises:
            OccupancyConflict: a night is taken by one that it did not overlap before.
            LongStay: it becomes longer than a year.
            UserError: the draft is no occupancy, it has moved meanwhile, it or its unit is unknown,
                the unit is archived.
        """
        if not allow_long and draft.nights > self.get(occupancy_id).nights:
            _refuse_long(draft)
        with self._work.change():
            return self.change_within(occupancy_id, draft, sequence, allow_conflict=allow_conflict)

    def cancel(self, occupancy_id: int, *, sequence: int) -> OccupancyChange:
        """Cancel an occupancy: its nights are free again, it stays on record."""
        draft = replace(self.get(occupancy_id).draft(), status=Status.CANCELLED)
        return self.change(occupancy_id, draft, sequence=sequence)

    def cancel_within(self, occupancy_id: int, sequence: int) -> OccupancyChange:
        """Cancel an occupancy inside a transaction that is open already."""
        draft = replace(self._one(occupancy_id).draft(), status=Status.CANCELLED)
        return self.change_within(occupancy_id, draft, sequence)

    def delete(self, occupancy_id: int, *, sequence: int) -> OccupancyDeletion:
        """Delete a cancelled occupancy for good, with all that is noted of its guest.

        Links do not show it anyway. What a portal's calendar repeats of it does not come back,
        unless it says other dates. Backups hold it until they are due to go.

        Raises:
            UserError: it is not cancelled, unknown, or has moved meanwhile.
        """
        with self._work.change():
            return self._deleting.delete_within(self._one(occupancy_id), sequence)

    def take_back_deletion_within(self, change: OccupancyDeletion) -> OccupancyDeletion:
        """Undo a deletion, or its undoing, inside a transaction that is open already."""
        return self._deleting.take_back_within(change)

    def take_back(self, change: OccupancyChange) -> OccupancyChange:
        """Undo `change` by a new one through the same checks; undoing that one is redoing.

        Same uid, the sequence grows. What was new is cancelled.

        Raises:
            OccupancyConflict, UserError: it has become impossible; nothing happened.
        """
        with self._work.change():
            return self.take_back_within(change)

    def take_back_within(self, change: OccupancyChange) -> OccupancyChange:
        """Undo `change` inside a transaction that is open already."""
        before, after = change.before, change.after
        if before is None:
            draft = replace(self._one(after.id).draft(), status=Status.CANCELLED)
            return self.change_within(after.id, draft, after.sequence, change.tolerated)
        # What had become a portal's is the owner's again, and the other way round.
        source = before.source if before.source != after.source else None
        return self.change_within(
            after.id, before.draft(), after.sequence, change.tolerated, source=source
        )

    def take_back_many_within(
        self, changes: Sequence[OccupancyChange], report: Report = unheard
    ) -> list[OccupancyChange]:
        """Undo very many changes as `take_back_within` does one; no occupancy is in it twice.

        What must hold is what stands in the end. StoppedError is raised where `report` said so.
        """
        from app.services.stays.many import ManyStays, reverse_of  # noqa: PLC0415  # seldom needed

        return ManyStays(self._work).change_within([reverse_of(one) for one in changes], report)

    def change_within(
        self,
        occupancy_id: int,
        draft: OccupancyDraft,
        sequence: int,
        tolerated: frozenset[int] = frozenset(),
        *,
        allow_conflict: bool = False,
        source: str | None = None,
    ) -> OccupancyChange:
        """Change an occupancy inside a transaction that is open already.

        `tolerated` are the ids of what it may overlap, besides what it overlaps now.
        """
        draft = check_occupancy(draft)
        before = self._one(occupancy_id)
        check_sequence(before.sequence, sequence)
        if before.draft() == draft and source in {None, before.source}:
            return OccupancyChange(before, before)
        self._checks.unit(draft.unit_id)
        if draft.staff_id != before.staff_id:
            self._checks.staff(draft.staff_id)
        beside = frozenset(other.id for other in self._checks.overlapping(before, occupancy_id))
        if not allow_conflict:
            self._checks.overlap(draft, but=occupancy_id, tolerated=tolerated | beside)
        now = self._work.revisions.moment(self._work.clock.now())
        self._table.change(occupancy_id, draft, later(now, before.changed_at), source=source)
        self._work.revisions.raise_units({before.unit_id, draft.unit_id}, now)
        if (draft.staff_id, draft.unit_id) != (before.staff_id, before.unit_id):
            self._raise_staff(before.staff_id, draft.staff_id)
        return OccupancyChange(before, self._one(occupancy_id), beside)

    def _one(self, occupancy_id: int) -> Occupancy:
        occupancy = self._table.one(occupancy_id)
        if occupancy is None:
            raise UserError("There is no occupancy with the number {id}.", id=str(occupancy_id))
        return occupancy

    def _raise_staff(self, *staff_ids: int | None) -> None:
        # Here: the first page of the window does without links.
        from app.services.stays.telling import tell_staff  # noqa: PLC0415

        tell_staff(self._work, staff_ids)


def _refuse_long(draft: OccupancyDraft) -> None:
    from app.services.stays.checks import refuse_long  # noqa: PLC0415  # as the checks

    refuse_long(draft)
