"""Whatever is done to occupancies: what is kept of double bookings is what clashes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.stays.double_booking import DoubleBooking, State
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy, OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.stays.double_bookings import DoubleBookingTable
from app.storage.tables.stays.occupancies import OccupancyTable
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told

FIRST = date(2027, 7, 4)
PLACES = st.integers(0, 1)
STARTS = st.integers(0, 7)
LENGTHS = st.integers(1, 4)
KINDS = st.sampled_from([Kind.BOOKING, Kind.BOOKING, Kind.OWNER, Kind.BLOCK])
SOURCES = st.sampled_from([BY_HAND, BY_HAND, "feed:1", "feed:2"])
WHICH = st.integers(0, 30)


def entered(services: Services, draft: OccupancyDraft, source: str) -> Occupancy:
    """Put an occupancy there as an import does, in a transaction of its own."""
    with services.work.change():
        new = entered_within(services, draft, source)
    return services.occupancies.get(new)


def entered_within(services: Services, draft: OccupancyDraft, source: str) -> int:
    now = services.house_clock.now()
    return OccupancyTable(services.database).add(draft, uid=str(uuid4()), source=source, now=now)


def kept(services: Services) -> list[DoubleBooking]:
    with services.database.read():
        return DoubleBookingTable(services.database).all()


def nights(arrival: date, departure: date) -> set[date]:
    return {arrival + timedelta(days) for days in range((departure - arrival).days)}


def shared(one: Occupancy, other: Occupancy) -> set[date]:
    """The nights for which both are coming, said in the plainest words."""
    if one.unit_id != other.unit_id or Status.CANCELLED in {one.status, other.status}:
        return set()
    if one.source == other.source != BY_HAND:
        return set()
    if any(stay.kind is Kind.BLOCK and stay.source != BY_HAND for stay in (one, other)):
        return set()
    return nights(one.arrival, one.departure) & nights(other.arrival, other.departure)


class House(RuleBasedStateMachine):
    """Two units, a few days, portals and an owner who does as they please."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: dict[int, set[date]] = {}
        self.seen: dict[int, DoubleBooking] = {}
        self.stack = ExitStack()

    @initialize()
    def open_the_house(self) -> None:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.clock = SetClock()
        self.services = self.stack.enter_context(
            opened(DataFolder(Path(folder) / "data"), busy_timeout=1, clock=self.clock)
        )
        house = self.services.units.add_property(PropertyDraft(name="Haus"))
        self.units = [
            self.services.units.add(UnitDraft(property_id=house.id, name=name))
            for name in ("Eins", "Zwei")
        ]

    def teardown(self) -> None:
        self.stack.close()

    def draft(self, place: int, start: int, length: int, **more: Kind) -> OccupancyDraft:
        arrival = FIRST + timedelta(start)
        return OccupancyDraft(
            unit_id=self.units[place].id,
            arrival=arrival,
            departure=arrival + timedelta(length),
            **more,  # type: ignore[arg-type]  # kinds alone
        )

    def one(self, which: int) -> Occupancy | None:
        stays = self.services.occupancies.all()
        return stays[which % len(stays)] if stays else None

    def change(self, stay: Occupancy, **values: object) -> None:
        draft = replace(stay.draft(), **values)  # type: ignore[arg-type]  # by the rules below
        self.services.occupancies.change(
            stay.id, draft, sequence=stay.sequence, allow_conflict=True
        )

    @rule(place=PLACES, start=STARTS, length=LENGTHS, kind=KINDS, source=SOURCES)
    def comes(self, place: int, start: int, length: int, kind: Kind, source: str) -> None:
        entered(self.services, self.draft(place, start, length, kind=kind), source)

    @rule(
        place=PLACES,
        spans=st.lists(st.tuples(STARTS, LENGTHS), min_size=2, max_size=4),
        source=SOURCES,
    )
    def several_come_at_once(
        self, place: int, spans: Sequence[tuple[int, int]], source: str
    ) -> None:
        with self.services.work.change():
            for start, length in spans:
                entered_within(self.services, self.draft(place, start, length), source)

    @rule(which=WHICH, start=STARTS, length=LENGTHS)
    def gets_other_days(self, which: int, start: int, length: int) -> None:
        stay = self.one(which)
        if stay is not None:
            arrival = FIRST + timedelta(start)
            self.change(stay, arrival=arrival, departure=arrival + timedelta(length))

    @rule(which=WHICH)
    def moves_to_the_other_unit(self, which: int) -> None:
        stay = self.one(which)
        if stay is not None:
            there = next(unit for unit in self.units if unit.id != stay.unit_id)
            self.change(stay, unit_id=there.id)

    @rule(which=WHICH, status=st.sampled_from([Status.CANCELLED, Status.CONFIRMED]))
    def is_cancelled_or_comes_back(self, which: int, status: Status) -> None:
        stay = self.one(which)
        if stay is not None:
            self.change(stay, status=status)

    @rule(which=WHICH)
    def is_deleted(self, which: int) -> None:
        stay = self.one(which)
        if stay is None:
            return
        with self.services.work.change():
            table = self.services.database.table("occupancy")
            table.delete().where(table.c.id == stay.id).execute()
        gone = [row.id for row in self.seen.values() if stay.id in {row.first_id, row.second_id}]
        for number in gone:
            del self.seen[number]

    @rule(which=WHICH)
    def is_meant_to_be_so(self, which: int) -> None:
        standing = [row for row in kept(self.services) if row.stands]
        if standing:
            row = standing[which % len(standing)]
            self.services.double_bookings.accept(row.id, sequence=row.sequence)
            self.accepted[row.id] = nights(*row.nights)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.clock.passes(hours=hours)

    @invariant()
    def what_is_kept_is_what_clashes(self) -> None:
        if not hasattr(self, "services"):
            return
        stays = sorted(self.services.occupancies.all(), key=lambda stay: stay.id)
        expected = {
            (one.id, other.id): (one.unit_id, both)
            for place, one in enumerate(stays)
            for other in stays[place + 1 :]
            if (both := shared(one, other))
        }
        rows = kept(self.services)
        standing = [row for row in rows if row.stands]
        assert len({(row.first_id, row.second_id) for row in standing}) == len(standing)
        assert {
            (row.first_id, row.second_id): (row.unit_id, nights(*row.nights)) for row in standing
        } == expected
        for row in standing:
            content = nights(*row.nights) <= self.accepted.get(row.id, set())
            assert row.state is (State.ACCEPTED if content else State.OPEN)

    @invariant()
    def nothing_is_ever_forgotten(self) -> None:
        if not hasattr(self, "services"):
            return
        now = {row.id: row for row in kept(self.services)}
        for number, before in self.seen.items():
            after = now[number]
            assert after.since == before.since
            assert after.unit_id == before.unit_id
            assert (after.sequence > before.sequence) == (after != before)
            assert (after.closed_at is None) == after.stands
        self.seen = now

    @invariant()
    def what_is_open_is_what_is_still_ahead(self) -> None:
        if not hasattr(self, "services"):
            return
        today = self.clock.today()
        found = {alarm.id for alarm in self.services.double_bookings.open()}
        assert found == {
            row.id
            for row in kept(self.services)
            if row.state is State.OPEN and row.nights.departure > today
        }


TestHouse = House.TestCase
TestHouse.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


@pytest.fixture
def unit(services: Services) -> Unit:
    house = services.units.add_property(PropertyDraft(name="Haus"))
    return services.units.add(UnitDraft(property_id=house.id, name="Seeblick 1"))


def test_what_comes_with_another_process_s_transaction_is_there_as_well(
    services: Services, folder: DataFolder, clock: SetClock, unit: Unit, stay: Stay, told: Told
) -> None:
    services.occupancies.add(stay(unit.id))
    told.take()
    with opened(folder, busy_timeout=1, clock=clock) as other:
        other.occupancies.add(stay(unit.id, 1), allow_conflict=True)
    services.watch.poll()
    (moved,) = told.take()
    assert moved.double_bookings
    assert len(services.double_bookings.open()) == 1


def test_a_change_beside_which_nothing_clashes_tells_of_no_double_booking(
    services: Services, unit: Unit, stay: Stay, told: Told
) -> None:
    first = services.occupancies.add(stay(unit.id)).after
    services.occupancies.change(first.id, replace(first.draft(), note="Hund"), sequence=0)
    assert not any(moved.double_bookings for moved in told.take())
    second = services.occupancies.add(stay(unit.id, 2), allow_conflict=True).after
    assert told.take()[-1].double_bookings
    services.occupancies.change(second.id, replace(second.draft(), note="Hund"), sequence=0)
    assert not any(moved.double_bookings for moved in told.take())


def test_a_change_that_fails_leaves_no_double_booking(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id))

    def fail() -> None:
        with services.work.change():
            entered_within(services, stay(unit.id), "feed:1")
            raise UserError("no good")

    with pytest.raises(UserError, match="no good"):
        fail()
    assert kept(services) == []


def test_a_file_that_never_kept_any_is_looked_through_at_its_next_start(
    folder: DataFolder, clock: SetClock, stay: Stay
) -> None:
    with opened(folder, busy_timeout=1, clock=clock) as services:
        house = services.units.add_property(PropertyDraft(name="Haus"))
        unit = services.units.add(UnitDraft(property_id=house.id, name="Seeblick 1"))
        services.occupancies.add(stay(unit.id))
        services.occupancies.add(stay(unit.id, 1), allow_conflict=True)
        before = kept(services)
        with services.database.write():
            services.database.table("double_booking").delete().execute()
            revision = services.database.table("revision")
            revision.update(value=0).where(revision.c.name == "wording").execute()
    clock.passes(hours=1)
    with opened(folder, busy_timeout=1, clock=clock) as services:
        (found,) = kept(services)
        assert found.since == clock.now()
        assert (found.first_id, found.second_id) == (before[0].first_id, before[0].second_id)
