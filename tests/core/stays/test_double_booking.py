"""How a double booking comes, is accepted, goes, and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.stays.double_booking import DoubleBooking, Followed, Nights, State, followed
from app.core.stays.occupancy import (
    BY_HAND,
    Conflict,
    Kind,
    Occupancy,
    Status,
    both_may_come,
    conflicts,
    taken_by,
)
from app.i18n import catalogue
from tests.made import made_alarm, made_stay

JULY = date(2027, 7, 1)
NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
TODAY = date(2027, 7, 6)
LATER = NOW + timedelta(hours=3)
ENGLISH, GERMAN = catalogue("en"), catalogue("de")


def july(day: int) -> date:
    return JULY + timedelta(days=day - 1)


def stay(number: int, first: int, last: int, **fields: object) -> Occupancy:
    return made_stay(number, july(first), july(last), **fields)


ONE, OTHER = stay(1, 4, 8), stay(2, 6, 10)
CLASH = Conflict(ONE, OTHER)
ROW = DoubleBooking(7, 1, 2, 1, Nights(july(6), july(8)), NOW, State.OPEN)


def test_a_new_one_is_open_since_now_and_names_the_earlier_entered_first() -> None:
    found = followed([Conflict(OTHER, ONE)], [], NOW)
    assert found == Followed((replace(ROW, id=0),), ())


def test_one_that_stands_as_it_did_is_left_alone() -> None:
    assert not followed([CLASH], [ROW], LATER)


def test_one_that_has_gone_is_solved_and_stays_on_record() -> None:
    (solved,) = followed([], [ROW], LATER).changed
    assert solved == replace(ROW, state=State.SOLVED, closed_at=LATER, sequence=1)
    assert not solved.stands
    assert not followed([], [solved], LATER + timedelta(1))


def test_one_that_comes_back_in_the_same_nights_is_the_same_one() -> None:
    solved = ROW.solved(LATER)
    (again,) = followed([CLASH], [solved], LATER).changed
    assert again == replace(ROW, sequence=2)


def test_of_several_that_were_alike_the_last_one_comes_back() -> None:
    first, last = ROW.solved(NOW), replace(ROW, id=9).solved(LATER)
    found = followed([CLASH], [last, first], LATER)
    assert [row.id for row in found.changed] == [9]
    assert not found.new


def test_one_that_comes_back_in_other_nights_is_another_one() -> None:
    longer = Conflict(ONE, replace(OTHER, arrival=july(5)))
    found = followed([longer], [ROW.solved(LATER)], LATER)
    assert [row.nights for row in found.new] == [Nights(july(5), july(8))]
    assert found.changed == ()


def test_two_that_clash_in_another_unit_now_are_another_one() -> None:
    there = Conflict(replace(ONE, unit_id=2), replace(OTHER, unit_id=2))
    found = followed([there], [ROW.content_with(ROW.nights)], LATER)
    assert [row.state for row in found.changed] == [State.SOLVED]
    assert [(row.unit_id, row.state) for row in found.new] == [(2, State.OPEN)]
    back = followed([CLASH], [*found.changed, replace(found.new[0], id=8)], LATER)
    assert [(row.id, row.state) for row in back.changed] == [
        (8, State.SOLVED),
        (7, State.ACCEPTED),
    ]


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (6, 8, State.ACCEPTED),
        (7, 8, State.ACCEPTED),
        (6, 7, State.ACCEPTED),
        (5, 8, State.OPEN),
        (6, 9, State.OPEN),
        (8, 9, State.OPEN),
        (4, 6, State.OPEN),
    ],
)
def test_an_accepted_one_is_open_again_where_another_night_clashes(
    first: int, last: int, state: State
) -> None:
    accepted = ROW.content_with(ROW.nights)
    clash = Conflict(stay(1, first, 20), stay(2, 2, last))
    found = followed([clash], [accepted], LATER)
    now = found.changed[0] if found else accepted
    assert now.state is state
    assert now.nights == Nights(july(first), july(last))
    # And it is quiet again when only the accepted nights clash.
    back = followed([CLASH], [now], LATER)
    assert (back.changed[0] if back else now).state is State.ACCEPTED


def test_what_was_accepted_and_solved_is_accepted_when_it_is_back() -> None:
    solved = ROW.content_with(ROW.nights).solved(LATER)
    (again,) = followed([CLASH], [solved], LATER).changed
    assert again.state is State.ACCEPTED


def test_accepting_is_taken_back_whether_it_stands_or_not() -> None:
    accepted = ROW.content_with(ROW.nights)
    assert accepted.content_with(None) == replace(ROW, sequence=2)
    solved = accepted.solved(LATER).content_with(None)
    assert (solved.state, solved.accepted) == (State.SOLVED, None)
    assert ROW.content_with(None) is ROW


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(1, 2)), max_size=6),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(1, 2)), max_size=6),
)
def test_following_once_is_enough(
    before: list[tuple[int, int, int]], after: list[tuple[int, int, int]]
) -> None:
    known: list[DoubleBooking] = []
    for spans in (before, after, before):
        clashes = conflicts(
            stay(number, first, first + nights, unit_id=unit)
            for number, (first, nights, unit) in enumerate(spans, start=1)
        )
        found = followed(clashes, known, NOW)
        changed = {row.id: row for row in found.changed}
        fresh = [
            replace(row, id=number) for number, row in enumerate(found.new, start=len(known) + 1)
        ]
        known = [changed.get(row.id, row) for row in known] + fresh
        assert not followed(clashes, known, LATER)
        pairs = {(row.first_id, row.second_id) for row in known if row.stands}
        both = [sorted((clash.first.id, clash.second.id)) for clash in clashes]
        assert sorted(map(list, pairs)) == sorted(both)


FEED = {"source": "feed:1", "portal": "airbnb"}


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ({}, {}, True),
        ({}, FEED, True),
        (FEED, {"source": "feed:2"}, True),
        (FEED, FEED, False),
        ({}, {**FEED, "kind": Kind.BLOCK}, False),
        ({"kind": Kind.OWNER}, {**FEED, "kind": Kind.BLOCK}, False),
        ({"source": "feed:2", "kind": Kind.BLOCK}, {**FEED, "kind": Kind.BLOCK}, False),
        ({"kind": Kind.BLOCK}, FEED, True),
        ({"kind": Kind.BLOCK}, {}, True),
        ({"source": BY_HAND}, {"source": BY_HAND}, True),
    ],
)
def test_what_only_says_the_same_twice_is_no_double_booking(
    first: dict[str, object], second: dict[str, object], both: bool
) -> None:
    one, other = stay(1, 4, 8, **first), stay(2, 6, 10, **second)
    assert both_may_come(one, other) == both_may_come(other, one) == both
    assert bool(conflicts([one, other])) == both
    assert not conflicts([one, replace(other, status=Status.CANCELLED)])


def test_an_alarm_knows_both() -> None:
    alarm = made_alarm(7, Conflict(OTHER, ONE))
    assert alarm.both == (ONE, OTHER)
    assert alarm.other(1) == OTHER
    assert alarm.other(2) == ONE
    assert (alarm.one(1), alarm.one(3)) == (ONE, None)
    assert (alarm.arrival, alarm.departure, alarm.unit_id, alarm.id) == (july(6), july(8), 1, 7)


def told(occupancy: Occupancy, language: str = "en", today: date = TODAY) -> str:
    return catalogue(language).tr("{who}", who=taken_by(occupancy, today))


def test_nights_that_a_portal_has_are_told_with_its_name_and_since_when() -> None:
    at = datetime(2027, 7, 6, 13, 52).astimezone()
    airbnb = stay(1, 4, 8, created_at=at.astimezone(UTC), **FEED)
    assert told(airbnb) == "Airbnb has had these nights booked since today 13:52"
    assert told(airbnb, "de") == "Airbnb hat diese Nächte seit heute 13:52 gebucht"
    assert told(replace(airbnb, guest="Benoît"), "de") == (
        "Airbnb hat diese Nächte seit heute 13:52 gebucht (Benoît)"
    )
    assert told(replace(airbnb, kind=Kind.BLOCK), "de") == (
        "Airbnb hat diese Nächte seit heute 13:52 gesperrt"
    )
    assert told(airbnb, "de", date(2027, 7, 7)) == (
        "Airbnb hat diese Nächte seit gestern 13:52 gebucht"
    )
    assert told(airbnb, "de", date(2027, 7, 9)) == (
        "Airbnb hat diese Nächte seit 06.07.2027, 13:52 gebucht"
    )


def test_what_was_entered_by_hand_is_told_by_its_guest_as_ever() -> None:
    assert told(stay(1, 4, 8, guest="Huber", portal="airbnb")) == "Huber"
    assert told(stay(1, 4, 8, portal="airbnb")) == "Booking · Airbnb"
    assert told(stay(1, 4, 8, source="feed:1")) == "Booking"
