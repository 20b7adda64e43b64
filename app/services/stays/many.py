"""Very many occupancies changed at once: by a file that is taken in, or taken back as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from app.core.clock import later
from app.core.errors import UserError
from app.core.progress import Report, StoppedError, unheard
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.dataclass import dataclass
from app.services.base.changes import OccupancyChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.stays.checks import Checks
from app.services.stays.telling import tell_staff
from app.storage.tables.stays.occupancies import OccupancyTable

_AT_ONCE = 2000
_DRAFTED = tuple(field.name for field in fields(OccupancyDraft))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an occupancy shall be, for whoever saw it under this sequence.

    `draft` is a checked one; None cancels it. `tolerated` are the ids of what it may overlap
    besides what it overlaps now; `source` is whose it shall be, None where that stays.
    """

    id: int
    sequence: int
    draft: OccupancyDraft | None
    tolerated: frozenset[int] = frozenset()
    source: str | None = None


def reverse_of(change: OccupancyChange) -> Wanted:
    """Return what takes `change` back: what was new is cancelled."""
    before, after = change.before, change.after
    if before is None:
        return Wanted(after.id, after.sequence, None, change.tolerated)
    # What had become a portal's is the owner's again, and the other way round.
    source = before.source if before.source != after.source else None
    return Wanted(after.id, after.sequence, before.draft(), change.tolerated, source)


@dataclass(frozen=True, slots=True)
class _Step:
    before: Occupancy
    after: Occupancy
    wanted: Wanted

    @property
    def moves(self) -> bool:
        return self.before is not self.after


class ManyStays:
    """What `Occupancies` does with one, for thousands of them in a few queries."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = OccupancyTable(work.database)
        self._checks = Checks(work)

    def change_within(
        self, wanted: Sequence[Wanted], report: Report = unheard
    ) -> list[OccupancyChange]:
        """Change all of these, inside a transaction that is open already.

        Checked is what stands in the end: they may change places. No id is among them twice.

        Args:
            wanted: what each shall be.
            report: told how many of how many are written.

        Returns:
            The changes, in the same order.

        Raises:
            OccupancyConflict: a night would be taken by one that none of the two did overlap.
            UserError: one has moved since or is gone, its unit is archived, its staff member gone.
            StoppedError: `report` said so; the transaction is to be given up.
        """
        now = self._work.revisions.moment(self._work.clock.now())
        steps = self._steps(wanted, now)
        moving = [step for step in steps if step.moves]
        self._check(moving)
        standing = self._table.all(taken_only=True)
        beside = _beside(standing, {step.before.unit_id for step in moving})
        self._refuse_overlaps(moving, standing, beside)
        del standing
        self._write(moving, report)
        self._tell(moving, now)
        where = {stay.id: stay for stay in self._table.some(list(_in_other_places(moving)))}
        return [
            OccupancyChange(
                step.before,
                where.get(step.after.id, step.after),
                beside.get(step.before.id, frozenset()) if step.moves else frozenset(),
            )
            for step in steps
        ]

    def _steps(self, wanted: Sequence[Wanted], now: datetime) -> list[_Step]:
        known = {stay.id: stay for stay in self._table.some([one.id for one in wanted])}
        steps = []
        for one in wanted:
            stay = known.get(one.id)
            if stay is None:
                raise UserError("There is no occupancy with the number {id}.", id=str(one.id))
            check_sequence(stay.sequence, one.sequence)
            steps.append(_Step(stay, _changed(stay, one, now), one))
        return steps

    def _check(self, moving: Sequence[_Step]) -> None:
        for unit_id in {step.after.unit_id for step in moving}:
            self._checks.unit(unit_id)
        others = {
            step.after.staff_id for step in moving if step.after.staff_id != step.before.staff_id
        }
        for staff_id in others:
            self._checks.staff(staff_id)

    def _refuse_overlaps(
        self,
        moving: Sequence[_Step],
        standing: Iterable[Occupancy],
        beside: dict[int, frozenset[int]],
    ) -> None:
        """Refuse nights that would be taken twice and were not before (OccupancyConflict)."""
        by_id = {step.before.id: step for step in moving}

        def tolerates(one: int, other: int) -> bool:
            step = by_id.get(one)
            return step is not None and (
                other in step.wanted.tolerated or other in beside.get(one, ())
            )

        after = [step.after for step in moving if step.after.blocks]
        plan = sorted(
            [*(stay for stay in standing if stay.id not in by_id), *after],
            key=lambda stay: (stay.arrival, stay.id),
        )
        for stay, other in _sharing(plan, {one.unit_id for one in after}):
            if stay.id not in by_id and other.id not in by_id:
                continue
            if not tolerates(stay.id, other.id) and not tolerates(other.id, stay.id):
                in_the_way = other if stay.id in by_id else stay
                self._checks.refuse_taken([in_the_way])

    def _write(self, moving: Sequence[_Step], report: Report) -> None:
        for begin in range(0, len(moving), _AT_ONCE):
            if not report(begin, len(moving)):
                raise StoppedError
            some = moving[begin : begin + _AT_ONCE]
            self._table.change_many([step.after for step in some])
            self._work.follow_within()
        report(len(moving), len(moving))

    def _tell(self, moving: Sequence[_Step], now: datetime) -> None:
        if not moving:
            return
        both = [stay for step in moving for stay in (step.before, step.after)]
        self._work.revisions.raise_units({stay.unit_id for stay in both}, now)
        tell_staff(
            self._work,
            {
                stay.staff_id
                for step in moving
                if (step.before.staff_id, step.before.unit_id)
                != (step.after.staff_id, step.after.unit_id)
                for stay in (step.before, step.after)
            },
        )


def _changed(stay: Occupancy, wanted: Wanted, now: datetime) -> Occupancy:
    """Return the occupancy as it shall be; itself where that is nothing else."""
    if wanted.draft is None:
        if not stay.blocks:
            return stay
        values: dict[str, Any] = {"status": Status.CANCELLED, "option_until": None}
    elif stay.draft() == wanted.draft and wanted.source in {None, stay.source}:
        return stay
    else:
        values = {name: getattr(wanted.draft, name) for name in _DRAFTED}
    if wanted.source is not None:
        values["source"] = wanted.source
    moment = later(now, stay.changed_at)
    return replace(stay, **values, edited=True, sequence=stay.sequence + 1, changed_at=moment)


def _in_other_places(moving: Iterable[_Step]) -> Iterator[int]:
    """Yield the ids of what is elsewhere: portals' calendars may say just that of them, or not."""
    for step in moving:
        before, after = step.before, step.after
        place = (before.unit_id, before.arrival, before.departure)
        if place != (after.unit_id, after.arrival, after.departure):
            yield after.id


def _beside(stays: Iterable[Occupancy], units: set[int]) -> dict[int, frozenset[int]]:
    """Return by id what shares a night with each stay of these units; who is alone is out.

    `stays` are sorted by arrival.
    """
    found = defaultdict[int, set[int]](set)
    for stay, other in _sharing(stays, units):
        found[stay.id].add(other.id)
        found[other.id].add(stay.id)
    return {number: frozenset(others) for number, others in found.items()}


def _sharing(stays: Iterable[Occupancy], units: set[int]) -> Iterator[tuple[Occupancy, Occupancy]]:
    """Yield all pairs that share a night of one of these units; `stays` are sorted by arrival."""
    running = defaultdict[int, list[Occupancy]](list)
    for stay in stays:
        if stay.unit_id not in units:
            continue
        still = [other for other in running[stay.unit_id] if other.departure > stay.arrival]
        for other in still:
            yield stay, other
        running[stay.unit_id] = [*still, stay]
