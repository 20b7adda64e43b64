"""Very many occupancies cancelled at once, as when a file that was taken in is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.core.clock import later
from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, Status
from app.services.base.changes import OccupancyChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.stays.checks import Checks
from app.storage.tables.stays.occupancies import OccupancyTable

_AT_ONCE = 2000


class ManyStays:
    """What `Occupancies` does with one, for thousands of them in a few queries."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = OccupancyTable(work.database)
        self._checks = Checks(work)

    def cancel_new_within(self, changes: Sequence[OccupancyChange]) -> list[OccupancyChange]:
        """Cancel what these have entered, inside a transaction that is open already.

        Returns the opposite changes, in the same order.

        Raises:
            UserError: one has moved since, is gone, or its unit is archived.
        """
        known = {stay.id: stay for stay in self._table.some([one.after.id for one in changes])}
        before = [self._unmoved(known.get(one.after.id), one.after) for one in changes]
        units = {stay.unit_id for stay in before}
        for unit_id in units:
            self._checks.unit(unit_id)
        beside = _beside(self._table.all(taken_only=True), units)
        now = self._work.revisions.moment(self._work.clock.now())
        cancelled = [_cancelled(stay, later(now, stay.changed_at)) for stay in before]
        standing = [stay for stay in cancelled if stay.sequence != known[stay.id].sequence]
        for begin in range(0, len(standing), _AT_ONCE):
            some = standing[begin : begin + _AT_ONCE]
            self._table.cancel_many([(stay.id, stay.changed_at) for stay in some])
            self._work.follow_within()
        if standing:
            self._work.revisions.raise_units(units, now)
        return [
            OccupancyChange(was, now_is, beside.get(was.id, frozenset()))
            for was, now_is in zip(before, cancelled, strict=True)
        ]

    @staticmethod
    def _unmoved(stay: Occupancy | None, entered: Occupancy) -> Occupancy:
        if stay is None:
            number = str(entered.id)
            raise UserError("There is no occupancy with the number {id}.", id=number)
        check_sequence(stay.sequence, entered.sequence)
        return stay


def _cancelled(stay: Occupancy, moment: datetime) -> Occupancy:
    if not stay.blocks:
        return stay
    return replace(
        stay,
        status=Status.CANCELLED,
        option_until=None,
        edited=True,
        sequence=stay.sequence + 1,
        changed_at=moment,
    )


def _beside(stays: Iterable[Occupancy], units: set[int]) -> dict[int, frozenset[int]]:
    """Return by id what shares a night with each stay of these units; who is alone is out.

    `stays` are sorted by arrival.
    """
    found = defaultdict[int, set[int]](set)
    running = defaultdict[int, list[Occupancy]](list)
    for stay in stays:
        if stay.unit_id not in units:
            continue
        still = [other for other in running[stay.unit_id] if other.departure > stay.arrival]
        for other in still:
            found[stay.id].add(other.id)
            found[other.id].add(stay.id)
        running[stay.unit_id] = [*still, stay]
    return {number: frozenset(others) for number, others in found.items()}
