"""What is due today and in the next seven days, held against a search day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.stays.agenda import DAYS_AHEAD, Agenda, Due, Move, agenda, last_day
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.occupancy import Kind, Occupancy, Status
from tests.made import made_stay

TODAY = date(2027, 7, 6)
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
UNITS = (3, 1, 2)


def stay(
    number: int,
    unit: int,
    arrival: int,
    nights: int,
    *,
    kind: Kind = Kind.BOOKING,
    status: Status = Status.CONFIRMED,
    until: int | None = None,
) -> Occupancy:
    """A stay; its days are counted from today."""
    first = TODAY + timedelta(arrival)
    return made_stay(
        number,
        first,
        first + timedelta(nights),
        unit_id=unit,
        kind=kind,
        status=status,
        option_until=None if until is None else TODAY + timedelta(until),
    )


@st.composite
def houses(draw: st.DrawFn) -> list[Occupancy]:
    """Stays of four units around today, one of them not let; many on top of each other."""
    found = []
    for number in range(draw(st.integers(0, 20))):
        status = draw(st.sampled_from(Status))
        found.append(
            stay(
                number,
                draw(st.integers(1, 4)),
                draw(st.integers(-12, 12)),
                draw(st.integers(1, 12)),
                kind=draw(st.sampled_from(Kind)),
                status=status,
                until=draw(st.integers(-9, 12)) if status is Status.OPTION else None,
            )
        )
    return draw(st.permutations(found))


def slow_agenda(stays: list[Occupancy]) -> Agenda:
    """The same by asking of every day and every unit, one after the other."""
    let = [one for one in stays if one.status is not Status.CANCELLED]
    days = [TODAY + timedelta(ahead) for ahead in range(DAYS_AHEAD + 1)]
    past = [TODAY - timedelta(back) for back in range(30, 0, -1)]
    moves: list[Move] = []
    options: list[Occupancy] = []
    for day in [*past, *days]:
        for unit in UNITS:
            here = sorted((one for one in let if one.unit_id == unit), key=lambda one: one.id)
            options += [
                one
                for one in here
                if one.status is Status.OPTION and one.option_until == day and one.departure > TODAY
            ]
            if day in past:
                continue
            people = [one for one in here if one.kind is not Kind.BLOCK]
            pairs = [
                Move(day, a, b)
                for a in people
                for b in people
                if a.departure == day and b.arrival == day
            ]
            met = {one.id for pair in pairs for one in pair.stays}
            moves += pairs
            moves += [Move(day, a, None) for a in here if a.departure == day and a.id not in met]
            moves += [Move(day, None, b) for b in here if b.arrival == day and b.id not in met]
    return Agenda(TODAY, days[-1], tuple(moves), tuple(options))


@given(houses())
def test_the_agenda_is_what_a_search_day_by_day_finds(stays: list[Occupancy]) -> None:
    assert agenda(stays, UNITS, TODAY) == slow_agenda(stays)


@given(houses())
def test_the_ids_of_the_parts_make_up_the_whole(stays: list[Occupancy]) -> None:
    found = agenda(stays, UNITS, TODAY)
    assert frozenset().union(*(found.ids(due) for due in Due)) == found.ids()
    # Whoever changes over is also among those who leave and come.
    moving = found.ids(Due.DEPARTURE) | found.ids(Due.ARRIVAL) | found.ids(Due.OWN)
    assert found.ids(Due.CHANGEOVER) <= moving


@given(houses())
def test_only_guests_arrive_and_depart(stays: list[Occupancy]) -> None:
    found = agenda(stays, UNITS, TODAY)
    let = [one for one in stays if one.blocks and one.unit_id in UNITS]
    for due, day in ((Due.DEPARTURE, "departure"), (Due.ARRIVAL, "arrival")):
        assert found.ids(due) == {
            one.id
            for one in let
            if one.kind is Kind.BOOKING and TODAY <= getattr(one, day) <= found.last
        }


@pytest.mark.parametrize(
    ("arrival", "nights", "due"),
    [
        (-5, 5, {Due.DEPARTURE}),
        (-5, 4, set()),
        (-5, 12, {Due.DEPARTURE}),
        (-5, 13, set()),
        (0, 20, {Due.ARRIVAL}),
        (7, 20, {Due.ARRIVAL}),
        (8, 20, set()),
        (2, 3, {Due.DEPARTURE, Due.ARRIVAL}),
    ],
)
def test_today_and_the_seventh_day_belong_to_it(arrival: int, nights: int, due: set[Due]) -> None:
    found = agenda([stay(1, 1, arrival, nights)], UNITS, TODAY)
    assert {one for one in Due if found.ids(one)} == due


def test_one_leaves_and_another_comes() -> None:
    leaving, coming = stay(1, 1, -3, 5), stay(2, 1, 2, 7)
    elsewhere = stay(3, 2, 2, 7)
    found = agenda([coming, elsewhere, leaving], UNITS, TODAY)
    (only,) = (move for move in found.moves if move.changeover)
    assert only == Move(TODAY + timedelta(2), leaving, coming)


def test_nobody_changes_over_with_a_block() -> None:
    block = stay(1, 1, -3, 5, kind=Kind.BLOCK)
    found = agenda([block, stay(2, 1, 2, 7)], UNITS, TODAY)
    assert not found.ids(Due.CHANGEOVER)
    assert found.ids(Due.OWN) == {block.id}
    assert not found.departures


def test_a_unit_is_cleaned_between_the_owner_and_a_guest() -> None:
    owner, guest = stay(1, 1, -3, 5, kind=Kind.OWNER), stay(2, 1, 2, 7)
    found = agenda([owner, guest], UNITS, TODAY)
    assert found.moves == (Move(TODAY + timedelta(2), owner, guest),)
    assert not found.departures
    assert found.arrivals == (guest,)


def test_an_option_whose_day_has_passed_comes_first_until_the_stay_is_over() -> None:
    soon = stay(1, 1, 40, 5, status=Status.OPTION, until=7)
    passed = stay(2, 2, 30, 5, status=Status.OPTION, until=-20)
    later = stay(3, 3, 20, 5, status=Status.OPTION, until=8)
    over = stay(4, 3, -5, 5, status=Status.OPTION, until=-9)
    assert agenda([soon, passed, later, over], UNITS, TODAY).options == (passed, soon)


@pytest.mark.parametrize("today", [FIRST_DAY, LAST_DAY, LAST_DAY - timedelta(3)])
def test_the_ends_of_time_have_an_agenda(today: date) -> None:
    assert today <= last_day(today) <= LAST_DAY
    assert agenda([], UNITS, today).ids() == frozenset()
