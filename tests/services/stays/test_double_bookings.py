"""What an owner does about double bookings, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.stays.double_booking import Alarm, State
from app.core.stays.moving import Room
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.i18n import catalogue
from app.services.base.changes import CompositeChange, DoubleBookingChange, OccupancyChange
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.services.taking_back import TakingBack
from app.storage.tables.stays.occupancies import OccupancyTable
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Seeblick 1 and 2 for four, Gartenhaus for six, all of one house; Möwe for two of another."""
    made: list[Unit] = []
    for house, rooms in (
        ("Haus Seeblick", {"Seeblick 1": 4, "Seeblick 2": 4, "Gartenhaus": 6}),
        ("Pension am Hafen", {"Möwe": 2}),
    ):
        place = services.units.add_property(PropertyDraft(name=house))
        made += [
            services.units.add(UnitDraft(property_id=place.id, name=name, capacity=capacity))
            for name, capacity in rooms.items()
        ]
    return made


def read(services: Services, unit: Unit, stay: Stay, start: int, **more: object) -> Occupancy:
    """Put an occupancy there as one that Airbnb's feed has told of."""
    with services.work.change():
        new = OccupancyTable(services.database).add(
            stay(unit.id, start, **{"portal": "airbnb", **more}),
            uid=f"{unit.id}-{start}@airbnb",
            source="feed:1",
            now=services.house_clock.now(),
        )
    return services.occupancies.get(new)


@pytest.fixture
def alarm(services: Services, units: list[Unit], stay: Stay, clock: SetClock) -> Alarm:
    """Hübner, entered by hand, and what Airbnb has sold an hour later for the same nights."""
    services.occupancies.add(
        stay(units[1].id, 0, 4, guest="Hübner", persons=4, portal="booking-com")
    )
    clock.passes(hours=1)
    read(services, units[1], stay, 1, guest="Benoît")
    (found,) = services.double_bookings.open()
    return found


def state(services: Services, alarm: Alarm) -> State:
    return services.double_bookings.get(alarm.id).booking.state


def taking_back(services: Services) -> TakingBack:
    return TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )


class TestListing:
    def test_both_are_told_and_since_when(self, alarm: Alarm, services: Services) -> None:
        assert (alarm.first.guest, alarm.second.guest) == ("Hübner", "Benoît")
        assert alarm.booking.since == services.clock.now()
        assert (alarm.departure - alarm.arrival).days == 3
        assert services.double_bookings.get(alarm.id) == alarm
        assert services.double_bookings.open_of(alarm.second.id) == [alarm]
        assert services.double_bookings.open_of(99) == []

    def test_nights_that_are_over_alarm_nobody_but_stay_on_record(
        self, alarm: Alarm, services: Services, clock: SetClock
    ) -> None:
        days = (alarm.departure - clock.today()).days
        clock.passes(days=days - 1)
        assert services.double_bookings.open() == [alarm]
        clock.passes(days=1)
        assert services.double_bookings.open() == []
        assert services.double_bookings.all() == [alarm]

    def test_a_unit_that_is_not_let_alarms_nobody(self, alarm: Alarm, services: Services) -> None:
        there = services.units.get(alarm.unit_id)
        services.units.archive(there.id, sequence=there.sequence)
        assert services.double_bookings.open() == []
        assert [one.id for one in services.double_bookings.all()] == [alarm.id]

    def test_the_next_one_comes_first(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[0].id, -10))
        services.occupancies.add(stay(units[0].id, -9), allow_conflict=True)
        first, second = services.double_bookings.open()
        assert second == alarm
        assert first.arrival < second.arrival

    def test_one_that_there_is_not_is_said(self, services: Services) -> None:
        with pytest.raises(UserError, match="no double booking with the number 5"):
            services.double_bookings.get(5)


class TestMoving:
    def test_what_fits_is_suggested_first(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[0].id, 2))
        told = [
            (one.stay.guest, one.unit.name, one.room)
            for one in services.double_bookings.suggestions(alarm.id)
        ]
        # Seeblick 1 is taken; how many come with Benoît nobody knows.
        assert told == [
            ("Hübner", "Gartenhaus", Room.ENOUGH),
            ("Benoît", "Gartenhaus", Room.ENOUGH),
            ("Benoît", "Möwe", Room.UNKNOWN),
            ("Hübner", "Möwe", Room.TOO_SMALL),
        ]

    def test_it_is_solved_and_stays_on_record_and_can_be_taken_back(
        self, alarm: Alarm, services: Services, units: list[Unit], clock: SetClock, told: Told
    ) -> None:
        clock.passes(hours=2)
        change = services.double_bookings.move(
            alarm.id, alarm.first.id, units[2].id, sequence=alarm.first.sequence
        )
        assert change.after.unit_id == units[2].id
        assert told.take()[-1].double_bookings
        solved = services.double_bookings.get(alarm.id).booking
        assert (solved.state, solved.closed_at) == (State.SOLVED, clock.now())
        assert services.double_bookings.open() == []
        assert services.double_bookings.suggestions(alarm.id) == []
        taking_back(services).take_back(change)
        again = services.double_bookings.get(alarm.id).booking
        assert (again.state, again.since) == (State.OPEN, alarm.booking.since)

    def test_a_place_that_is_taken_is_refused_with_the_portal_that_has_it(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        read(services, units[0], stay, 2)
        with pytest.raises(OccupancyConflict) as refused:
            services.double_bookings.move(alarm.id, alarm.first.id, units[0].id, sequence=0)
        assert (
            catalogue("de")
            .tell(refused.value)
            .startswith(
                "Seeblick 1 ist vom Di 03.08.2027 bis Fr 06.08.2027 schon belegt: "
                "Airbnb hat diese Nächte seit heute "
            )
        )
        assert state(services, alarm) is State.OPEN

    def test_where_it_is_already_is_no_way_out(self, alarm: Alarm, services: Services) -> None:
        with pytest.raises(UserError, match="in this unit already"):
            services.double_bookings.move(alarm.id, alarm.first.id, alarm.unit_id, sequence=0)

    def test_an_archived_unit_is_refused(
        self, alarm: Alarm, services: Services, units: list[Unit]
    ) -> None:
        services.units.archive(units[2].id, sequence=0)
        with pytest.raises(UserError, match="archived"):
            services.double_bookings.move(alarm.id, alarm.first.id, units[2].id, sequence=0)
        names = {one.unit.name for one in services.double_bookings.suggestions(alarm.id)}
        assert "Gartenhaus" not in names

    def test_who_has_no_part_in_it_and_who_has_moved_is_refused(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        third = services.occupancies.add(stay(units[0].id, 20)).after
        with pytest.raises(UserError, match="has no part in the double booking"):
            services.double_bookings.move(alarm.id, third.id, units[2].id, sequence=0)
        noted = replace(alarm.first.draft(), note="Hund")
        services.occupancies.change(alarm.first.id, noted, sequence=0)
        with pytest.raises(UserError, match="changed elsewhere"):
            services.double_bookings.move(alarm.id, alarm.first.id, units[2].id, sequence=0)
        assert state(services, alarm) is State.OPEN

    def test_of_three_in_the_same_nights_the_two_that_stay_are_still_told(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        services.occupancies.add(stay(alarm.unit_id, 2), allow_conflict=True)
        assert len(services.double_bookings.open()) == 3
        services.double_bookings.move(alarm.id, alarm.first.id, units[2].id, sequence=0)
        (left,) = services.double_bookings.open()
        assert left.id != alarm.id
        assert alarm.second.id in {stay.id for stay in left.both}


class TestCancelling:
    def test_it_is_solved_and_can_be_taken_back(self, alarm: Alarm, services: Services) -> None:
        change = services.double_bookings.cancel(alarm.id, alarm.second.id, sequence=0)
        assert change.after.status is Status.CANCELLED
        assert state(services, alarm) is State.SOLVED
        taking_back(services).take_back(change)
        assert state(services, alarm) is State.OPEN

    def test_one_that_is_solved_has_nothing_left_to_do(
        self, alarm: Alarm, services: Services, units: list[Unit]
    ) -> None:
        services.double_bookings.cancel(alarm.id, alarm.second.id, sequence=0)
        solved = services.double_bookings.get(alarm.id).booking
        bookings = services.double_bookings
        for act in (
            lambda: bookings.cancel(alarm.id, alarm.first.id, sequence=0),
            lambda: bookings.move(alarm.id, alarm.first.id, units[2].id, sequence=0),
            lambda: bookings.accept(alarm.id, sequence=solved.sequence),
        ):
            with pytest.raises(UserError, match="solved already"):
                act()

    def test_one_that_was_cancelled_meanwhile_is_refused(
        self, alarm: Alarm, services: Services
    ) -> None:
        with pytest.raises(UserError, match="changed elsewhere"):
            services.double_bookings.cancel(alarm.id, alarm.second.id, sequence=3)


class TestAccepting:
    def accept(self, services: Services, alarm: Alarm) -> DoubleBookingChange:
        sequence = services.double_bookings.get(alarm.id).booking.sequence
        return services.double_bookings.accept(alarm.id, sequence=sequence)

    def test_it_warns_no_more_and_raises_no_feed(
        self, alarm: Alarm, services: Services, told: Told
    ) -> None:
        told.take()
        assert self.accept(services, alarm).changed
        (moved,) = told.take()
        assert moved.double_bookings
        assert not moved.units
        assert services.double_bookings.open() == []
        assert state(services, alarm) is State.ACCEPTED
        assert not self.accept(services, alarm).changed
        assert told.take() == []

    def test_another_night_opens_it_again_and_fewer_do_not(
        self, alarm: Alarm, services: Services
    ) -> None:
        self.accept(services, alarm)
        first = alarm.first
        for days, expected in ((-1, State.ACCEPTED), (0, State.ACCEPTED)):
            stay = services.occupancies.get(first.id)
            draft = replace(stay.draft(), departure=first.departure + timedelta(days))
            services.occupancies.change(first.id, draft, sequence=stay.sequence)
            assert state(services, alarm) is expected
        second = alarm.second
        draft = replace(second.draft(), arrival=second.arrival - timedelta(1))
        services.occupancies.change(second.id, draft, sequence=second.sequence)
        assert state(services, alarm) is State.OPEN

    def test_what_has_moved_meanwhile_is_not_accepted_unseen(
        self, alarm: Alarm, services: Services
    ) -> None:
        draft = replace(alarm.first.draft(), departure=alarm.first.departure - timedelta(1))
        services.occupancies.change(alarm.first.id, draft, sequence=0)
        with pytest.raises(UserError, match="changed elsewhere"):
            services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)

    def test_it_is_taken_back_and_done_again(self, alarm: Alarm, services: Services) -> None:
        change = self.accept(services, alarm)
        back = taking_back(services)
        assert not back.has_moved(change)
        undone = back.take_back(change)
        assert state(services, alarm) is State.OPEN
        assert back.has_moved(change)
        back.take_back(undone.reverse)
        assert state(services, alarm) is State.ACCEPTED

    def test_it_is_taken_back_after_what_came_in_between_was(
        self, alarm: Alarm, services: Services, units: list[Unit]
    ) -> None:
        accepted = self.accept(services, alarm)
        moved = services.double_bookings.move(alarm.id, alarm.first.id, units[2].id, sequence=0)
        back = taking_back(services)
        back.take_back(moved)
        assert state(services, alarm) is State.ACCEPTED
        back.take_back(accepted)
        assert state(services, alarm) is State.OPEN

    def test_what_was_decided_otherwise_since_is_not_taken_back(
        self, alarm: Alarm, services: Services
    ) -> None:
        first = self.accept(services, alarm)
        draft = replace(alarm.second.draft(), arrival=alarm.second.arrival - timedelta(1))
        services.occupancies.change(alarm.second.id, draft, sequence=0)
        self.accept(services, alarm)
        with pytest.raises(UserError, match="changed elsewhere"):
            taking_back(services).take_back(first)

    def test_with_other_changes_it_is_taken_back_as_one(
        self, alarm: Alarm, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        entered = services.occupancies.add(stay(units[0].id, 30))
        parts: tuple[OccupancyChange | DoubleBookingChange, ...] = (
            entered,
            self.accept(services, alarm),
        )
        taken = taking_back(services).take_back(CompositeChange(parts))
        assert state(services, alarm) is State.OPEN
        assert not services.occupancies.get(entered.after.id).blocks
        taking_back(services).take_back(taken.reverse)
        assert state(services, alarm) is State.ACCEPTED


class TestWhatNeverAlarms:
    def test_two_versions_of_one_stay_in_one_feed(
        self, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        read(services, units[0], stay, 0)
        read(services, units[0], stay, 1)
        assert services.double_bookings.all() == []

    def test_a_portal_s_closure_beside_a_booking(
        self, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[0].id))
        read(services, units[0], stay, 1, kind=Kind.BLOCK)
        assert services.double_bookings.all() == []

    def test_a_closure_that_turns_out_to_be_a_booking_does(
        self, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[0].id))
        closed = read(services, units[0], stay, 1, kind=Kind.BLOCK)
        draft = replace(closed.draft(), kind=Kind.BOOKING)
        services.occupancies.change(closed.id, draft, sequence=0)
        assert len(services.double_bookings.open()) == 1
