"""Whatever an owner does and takes back: a model of the rules, played against the program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.base.changes import OccupancyChange
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.stays.checks import OccupancyConflict
from tests.clocks import SetClock

START = date(2027, 8, 1)
SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6))


Outcome = OccupancyChange | MultipleResults[OccupancyChange]


class Owner(RuleBasedStateMachine):
    """Two units, and an owner who enters, moves, cancels and takes back, in any order.

    `model` holds what must stand in the database; `allowed` the pairs that may overlap, because
    the owner said so or because they did before.
    """

    changes: Bundle[OccupancyChange] = Bundle("changes")

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        folder = self._open.enter_context(tempfile.TemporaryDirectory())
        self.clock = SetClock()
        self.services = self._open.enter_context(
            opened(DataFolder(Path(folder)), busy_timeout=0.25, clock=self.clock)
        )
        self.units = [u.id for u in self.services.units.first_house("Haus", ["Eins", "Zwei"]).units]
        self.model: dict[int, Occupancy] = {}
        self.allowed: set[frozenset[int]] = set()
        self.told: list[Moved] = []
        self.services.watch.subscribe(self.told.append)

    def teardown(self) -> None:
        self._open.close()

    def draft(self, unit: int, span: tuple[int, int], status: Status) -> OccupancyDraft:
        arrival = START + timedelta(days=span[0])
        return OccupancyDraft(
            unit_id=self.units[unit],
            arrival=arrival,
            departure=arrival + timedelta(days=span[1]),
            status=status,
            option_until=START if status is Status.OPTION else None,
        )

    def beside(self, draft: OccupancyDraft, but: int | None = None) -> set[int]:
        return {o.id for o in self.model.values() if o.id != but and o.overlaps(draft)}

    def tried(self, act: Callable[[], OccupancyChange]) -> tuple[OccupancyChange | None, set[int]]:
        """Return what was done; or nothing, and the ids of those that stood in its way."""
        try:
            return act(), set()
        except OccupancyConflict as conflict:
            assert self.told == []
            return None, {other.id for other in conflict.others}

    def done(self, change: OccupancyChange, *, pairs: set[int]) -> OccupancyChange:
        """Compare what a change says with the model, and take it over."""
        after, before = change.after, self.model.get(change.after.id)
        assert change.before == before
        moved = {after.unit_id} | ({before.unit_id} if before else set())
        if before == after:
            assert self.told == []
        else:
            ((told),) = self.told
            # Whether something clashes otherwise now is what `Following` is tried with.
            assert replace(told, double_bookings=False) == Moved(units=frozenset(moved))
            assert after.sequence == (before.sequence + 1 if before else 0)
            assert before is None or after.uid == before.uid
        self.told.clear()
        self.model[after.id] = after
        self.allowed |= {frozenset({after.id, other}) for other in pairs}
        return change

    @rule(
        target=changes,
        unit=st.integers(0, 1),
        span=SPANS,
        status=st.sampled_from(Status),
        allow=st.booleans(),
    )
    def enter(self, unit: int, span: tuple[int, int], status: Status, allow: bool) -> Outcome:
        draft = self.draft(unit, span, status)
        others = self.beside(draft)
        change, taken = self.tried(
            lambda: self.services.occupancies.add(draft, allow_conflict=allow)
        )
        if change is None:
            assert not allow
            assert taken == others
            return multiple()
        assert allow or not others
        assert change.after.draft() == draft
        return self.done(change, pairs=others)

    @rule(
        target=changes,
        of=changes,
        unit=st.integers(0, 1),
        span=SPANS,
        status=st.sampled_from(Status),
        allow=st.booleans(),
    )
    def edit(
        self, of: OccupancyChange, unit: int, span: tuple[int, int], status: Status, allow: bool
    ) -> Outcome:
        before = self.model[of.after.id]
        draft = self.draft(unit, span, status)
        others = self.beside(draft, but=before.id)
        new = others - self.beside(before, but=before.id)
        change, taken = self.tried(
            lambda: self.services.occupancies.change(
                before.id, draft, sequence=before.sequence, allow_conflict=allow
            )
        )
        if change is None:
            assert not allow
            assert taken == new
            return multiple()
        assert allow or not new
        assert change.after.draft() == draft
        return self.done(change, pairs=others)

    @rule(target=changes, of=changes)
    def cancel(self, of: OccupancyChange) -> OccupancyChange:
        before = self.model[of.after.id]
        change = self.services.occupancies.cancel(before.id, sequence=before.sequence)
        assert change.after.status is Status.CANCELLED
        return self.done(change, pairs=set())

    @rule(target=changes, change=consumes(changes))
    def take_back(self, change: OccupancyChange) -> Outcome:
        now = self.model[change.after.id]
        wanted = change.before.draft() if change.before else None
        others = self.beside(wanted, but=now.id) if wanted else set()
        if now.sequence != change.after.sequence:
            with pytest.raises(UserError, match="changed elsewhere"):
                self.services.occupancies.take_back(change)
            assert self.told == []
            return multiple()
        back, taken = self.tried(lambda: self.services.occupancies.take_back(change))
        if back is None:
            assert taken <= others - change.tolerated
            return multiple()
        if wanted is None:
            assert back.after.status is Status.CANCELLED
        else:
            assert back.after.draft() == wanted
        return self.done(back, pairs=others)

    @rule(change=changes)
    def take_back_and_do_again(self, change: OccupancyChange) -> None:
        now = self.model[change.after.id]
        if now != change.after:
            return
        back, _ = self.tried(lambda: self.services.occupancies.take_back(change))
        if back is None:
            return
        self.done(back, pairs=self.beside(back.after, but=now.id))
        # Nothing else has moved, so doing it again is always possible.
        again = self.services.occupancies.take_back(back)
        self.done(again, pairs=self.beside(again.after, but=now.id))
        assert again.after.draft() == now.draft()

    @rule(of=changes, stale=st.integers(1, 3))
    def edit_what_has_moved(self, of: OccupancyChange, stale: int) -> None:
        before = self.model[of.after.id]
        with pytest.raises(UserError, match="changed elsewhere"):
            self.services.occupancies.cancel(before.id, sequence=before.sequence - stale)
        assert self.told == []

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        kept = self.services.occupancies.all()
        assert {o.id: o for o in kept} == self.model

    @invariant()
    def nothing_overlaps_by_accident(self) -> None:
        pairs = {
            frozenset({one.id, other.id})
            for one, other in combinations(self.model.values(), 2)
            if one.overlaps(other)
        }
        assert pairs <= self.allowed
        found = self.services.double_bookings.open()
        assert {frozenset({c.first.id, c.second.id}) for c in found} == pairs


TestOwner = Owner.TestCase
TestOwner.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
