"""Own stays that come back through a portal are known, and no sale is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.judging.outcome import GIVEN_LAG, given_nights
from app.core.importing.nights import Nights
from app.core.importing.source import ForeignStay, Verdict
from tests.core.importing.sources import (
    AIRBNB,
    BOOKING,
    NOW,
    Desk,
    closed,
    days,
    on,
    stamped,
    stay,
    unsure,
)

Make = Callable[..., ForeignStay]


@pytest.fixture
def desk() -> Desk:
    """Return a source of Booking.com, which was given a stay of ours for long."""
    made = Desk(BOOKING, "booking")
    made.enter(2, 5)
    made.give()
    made.read()
    return made.after(days=1)


def test_the_same_nights_come_back_and_are_not_shown_twice(desk: Desk) -> None:
    desk.read(unsure(2, 5, "x"))
    assert desk.all == []
    assert desk.verdicts(Verdict.ECHO) == days((2, 5))
    assert desk.counts.new == 0


@pytest.mark.parametrize("make", [closed, unsure])
def test_they_come_back_joined_with_the_portals_own(desk: Desk, make: Make) -> None:
    desk.read(make(2, 8, "x"))
    assert [(one.arrival, one.departure) for one in desk.all] == days((5, 8))
    assert desk.verdicts(Verdict.ECHO) == days((2, 5))
    assert desk.house.alarms(desk.now.date()) == []


@pytest.mark.parametrize("make", [closed, unsure])
def test_they_come_back_split(desk: Desk, make: Make) -> None:
    desk.read(make(2, 3, "x"), make(3, 5, "y"))
    assert desk.all == []


@pytest.mark.parametrize("make", [closed, unsure])
def test_nights_that_were_never_given_are_the_portals_own(make: Make) -> None:
    desk = Desk(BOOKING, "booking")
    desk.enter(2, 5)
    desk.read(make(2, 5, "x"))
    assert len(desk.all) == 1
    assert len(desk.house.alarms(desk.now.date())) == (make is unsure)


def test_what_was_the_portals_own_before_it_was_given_stays_so() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(2, 5, "x"))
    desk.enter(2, 5)
    for _ in range(3):
        desk.after(60).give()
        desk.after(60).read(unsure(2, 5, "x"))
    assert desk.bookings == days((2, 5))
    assert len(desk.house.alarms(desk.now.date())) == 1


def test_of_a_closure_that_is_over_only_the_echo_is_left_and_is_known_for_it() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(closed(2, 6))
    desk.enter(4, 6)
    desk.give()
    desk.after(days=1).read(closed(2, 6))
    assert desk.blocks == days((2, 6))
    desk.after(60)
    desk.read_twice(closed(4, 6))
    desk.after(30).read(closed(4, 6))
    assert desk.all == []
    assert desk.verdicts(Verdict.ECHO) == days((4, 6))


def test_a_stay_that_is_cancelled_here_echoes_on_and_becomes_no_booking(desk: Desk) -> None:
    desk.read(unsure(2, 5, "x"))
    desk.house.cancel(next(iter(desk.house.occupancies)), desk.now)
    for _ in range(10):
        desk.after(60).read(unsure(2, 5, "x"))
    desk.give()
    for _ in range(20):
        desk.after(60).read(unsure(2, 5, "x"))
    assert desk.all == []


@pytest.mark.parametrize("make", [closed, unsure])
def test_a_part_of_an_echo_that_is_free_again_echoes_on_as_well(make: Make) -> None:
    desk = Desk(BOOKING, "booking")
    ours = desk.enter(2, 8)
    desk.give()
    desk.after(days=1).read(make(2, 8, "x"))
    desk.house.edit(ours.id, desk.now, arrival=on(6))
    desk.after(60).give()
    for _ in range(5):
        desk.after(90).read(make(2, 8, "x"))
        assert desk.all == []


@pytest.mark.parametrize("make", [closed, unsure])
def test_echoing_on_has_an_end(desk: Desk, make: Make) -> None:
    desk.read(make(2, 5, "x"))
    desk.house.cancel(next(iter(desk.house.occupancies)), desk.now)
    desk.after(60).give()
    desk.after(60).read(make(2, 5, "x"))
    assert desk.all == []
    desk.after(24 * 60).read(make(2, 5, "x"))
    assert desk.taken.covers(on(2), on(5))


def test_a_break_ends_it_as_well(desk: Desk) -> None:
    desk.read(unsure(2, 5, "x"))
    desk.house.cancel(next(iter(desk.house.occupancies)), desk.now)
    desk.after(60).give()
    desk.after(90).read()
    desk.after(60).read(unsure(2, 5, "y"))
    assert desk.bookings == days((2, 5))


def test_an_answer_that_is_not_believed_is_no_break(desk: Desk) -> None:
    far = [unsure(day, day + 1, f"u{day}") for day in (10, 12, 14, 16)]
    desk.read(unsure(2, 5, "x"), *far)
    desk.house.cancel(next(iter(desk.house.occupancies)), desk.now)
    desk.after(60).give()
    desk.after(90).read()
    desk.after(60).read(unsure(2, 5, "x"), *far)
    assert len(desk.bookings) == 4


def test_the_same_nights_sold_as_soon_as_they_are_free_are_a_booking_soon(desk: Desk) -> None:
    desk.read(unsure(2, 5, "x"))
    desk.house.cancel(next(iter(desk.house.occupancies)), desk.now)
    desk.after(60).give()
    desk.after(5).read(unsure(2, 5, "sold"))
    desk.after(GIVEN_LAG.total_seconds() / 60).read(unsure(2, 5, "sold"))
    assert desk.bookings == days((2, 5))


def test_a_stay_that_is_changed_into_nights_that_were_just_freed_takes_them_at_once() -> None:
    desk = Desk(BOOKING, "booking")
    ours = desk.enter(5, 8)
    desk.give()
    desk.after(days=1).read(unsure(2, 5, "own"), unsure(5, 8, "x"))
    desk.house.cancel(ours.id, desk.now)
    desk.after(5).give()
    desk.after(5).read(unsure(2, 8, "own"))
    assert desk.bookings == days((2, 8))


def test_what_was_only_just_given_and_is_shown_twice_is_sold_twice() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read()
    desk.enter(2, 8)
    desk.give()
    desk.after(10).read(unsure(2, 8, "x"), unsure(2, 7, "sold"))
    assert desk.bookings == days((2, 7))
    assert len(desk.house.alarms(desk.now.date())) == 1
    desk.after(600).read(unsure(2, 8, "x"), unsure(2, 7, "sold"))
    assert desk.bookings == days((2, 7))


def test_what_was_given_and_sold_while_the_portal_gave_no_answer_is_sold_twice() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(20, 22, "z"))
    desk.after(60).enter(2, 8)
    desk.give()
    desk.after(300).read(unsure(20, 22, "z"), unsure(2, 8, "x"), unsure(2, 7, "sold"))
    assert (on(2), on(7)) in desk.bookings
    assert len(desk.house.alarms(desk.now.date())) == 1


def test_what_was_given_and_sold_while_the_portal_gave_a_kept_copy_is_sold_twice() -> None:
    desk = Desk(BOOKING, "booking")
    kept = [stamped(unsure(20, 22), desk.now), stamped(unsure(24, 26), desk.now)]
    desk.read(*kept)
    desk.after(60)
    desk.enter(4, 9)
    desk.give()
    for _ in range(4):
        desk.after(60).read(*kept)
    fresh = [unsure(2, 9, "a"), unsure(4, 9, "x"), unsure(20, 22), unsure(24, 26)]
    desk.after(60).read(*(stamped(one, desk.now) for one in fresh))
    assert days((2, 9))[0] in desk.bookings


def test_what_was_given_for_long_and_is_shown_twice_comes_back_in_two_versions(desk: Desk) -> None:
    desk.read(unsure(2, 5, "x"))
    desk.after(15).read(unsure(2, 5, "x"), unsure(2, 4, "older"))
    assert desk.all == []


def test_a_double_booking_is_over_where_only_the_echo_is_left(desk: Desk) -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(2, 5, "sold"))
    desk.enter(2, 5)
    desk.give()
    desk.after(90).read(unsure(2, 5, "sold"), unsure(2, 5, "x"))
    assert len(desk.house.alarms(desk.now.date())) == 1
    desk.after(24 * 60).give()
    desk.read_twice(unsure(2, 5, "x"))
    desk.after(24 * 60)
    desk.read(unsure(2, 5, "x"))
    assert desk.house.alarms(desk.now.date()) == [] or desk.seen[0].stay.uid == "x"


def test_what_a_portal_calls_a_stay_is_never_an_echo() -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.enter(2, 5)
    desk.give()
    desk.after(days=1).read(stay(2, 5, "a", summary="Reserved"))
    assert desk.bookings == days((2, 5))
    assert len(desk.house.alarms(desk.now.date())) == 1


def test_where_nobody_knows_who_reads_it_is_assumed_for_three_days() -> None:
    desk = Desk(BOOKING, "booking")
    desk.house.feeds[desk.source_id].knows_readers = False
    ours = desk.enter(2, 5)
    desk.give()
    desk.after(60).read(unsure(2, 5, "x"))
    assert desk.all == []
    (echo,) = desk.seen
    assert echo.assumed
    desk.house.cancel(ours.id, desk.now)
    desk.give()
    desk.after(days=2).read(unsure(2, 5, "x"))
    assert desk.all == []
    desk.after(days=2).read(unsure(2, 5, "x"))
    assert desk.bookings == days((2, 5))


@pytest.mark.parametrize("make", [closed, unsure])
def test_an_echo_that_the_owner_overrules_is_the_portals_own(make: Make) -> None:
    desk = Desk(BOOKING, "booking")
    desk.enter(2, 5)
    desk.give()
    desk.after(days=1).read(make(2, 5, "x"))
    desk.overrule(desk.seen[0], Verdict.BLOCK if make is closed else Verdict.BOOKING)
    assert len(desk.all) == 1
    for _ in range(3):
        desk.after(60).read(make(2, 5, "x"))
    assert len(desk.all) == 1


def test_words_that_name_somebody_are_an_echo_only_as_a_whole(desk: Desk) -> None:
    named = replace(unsure(2, 8, "x"), summary="Familie Huber")
    desk.read(named)
    assert desk.bookings == days((2, 8))
    other = Desk(BOOKING, "booking")
    other.enter(2, 5)
    other.give()
    other.after(days=1).read(replace(unsure(2, 5, "x"), summary="Buchung · Airbnb"))
    assert other.all == []


@given(
    st.lists(st.tuples(st.integers(1, 24), st.integers(1, 5)), max_size=4),
    st.lists(st.integers(2, 28), max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_however_nights_that_were_given_are_cut_nothing_grows_from_them(
    ours: list[tuple[int, int]], cuts: list[int], closures: bool, joined: bool
) -> None:
    desk = Desk(BOOKING, "booking")
    for first, length in ours:
        desk.enter(first, first + length)
    desk.give()
    nights = desk.house.link(desk.source_id)
    desk.after(days=1)
    make: Make = closed if closures else unsure
    parts = Nights.of(nights.ranges).ranges if joined else [(n, n + timedelta(1)) for n in nights]
    shown = []
    for begin, end in parts:
        bounds = [begin, *sorted({on(cut) for cut in cuts if begin < on(cut) < end}), end]
        shown += [make(a, b) for a, b in pairwise(bounds)]
    for _ in range(2):
        desk.after(60).read(*shown)
        assert desk.all == []
        desk.give()


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3)), max_size=6), st.integers(0, 400))
def test_what_a_portal_knows_is_what_its_last_readings_said(
    entries: list[tuple[int, int]], later: int
) -> None:
    log = [
        (NOW + timedelta(minutes=minute), Nights.of(days((1, 2 + length))))
        for minute, length in sorted(entries)
    ]
    now = max([at for at, _ in log], default=NOW) + timedelta(minutes=later)
    told = given_nights(log, now, now)
    assert told.known == (log[-1][1] if log else Nights())
    assert not told.known & told.lately
    assert not told.fresh - told.known
    if later >= GIVEN_LAG.total_seconds() / 60:
        assert not told.fresh
        assert not told.lately
