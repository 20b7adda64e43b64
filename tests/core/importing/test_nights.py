"""Sets of nights behave as sets, however their ranges touch and overlap."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.nights import Nights, Range

FIRST = date(2026, 11, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


RANGES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 6)).map(lambda r: (day(r[0]), day(r[0] + r[1]))),
    max_size=6,
)


def single(ranges: list[Range]) -> set[date]:
    return {
        first + timedelta(days=number)
        for first, end in ranges
        for number in range((end - first).days)
    }


@given(RANGES, RANGES)
def test_they_are_joined_shared_and_taken_away_like_sets(
    some: list[Range], others: list[Range]
) -> None:
    one, other = Nights.of(some), Nights.of(others)
    assert set(one) == single(some)
    assert set(one | other) == single(some) | single(others)
    assert set(one & other) == single(some) & single(others)
    assert set(one - other) == single(some) - single(others)
    assert bool(one) == bool(single(some))
    assert one.count == len(single(some))


@given(RANGES, RANGES)
def test_their_ranges_neither_touch_nor_overlap(some: list[Range], others: list[Range]) -> None:
    one, other = Nights.of(some), Nights.of(others)
    for nights in (one, one | other, one - other):
        for (_, end), (first, _) in zip(nights.ranges, nights.ranges[1:], strict=False):
            assert end < first
        assert nights == Nights.of(nights.ranges)


@given(RANGES, st.integers(0, 24), st.integers(1, 5))
def test_what_is_asked_of_a_range_is_true_of_its_nights(
    some: list[Range], number: int, length: int
) -> None:
    nights, first, end = Nights.of(some), day(number), day(number + length)
    asked = single([(first, end)])
    assert nights.covers(first, end) == (asked <= single(some))
    assert nights.meets(first, end) == bool(asked & single(some))
    assert (first in nights) == (first in single(some))
    assert set(nights.inside(first, end)) == asked & single(some)
    met = [one for one in nights.ranges if single([one]) & asked]
    assert list(nights.meeting(first, end)) == met


def test_the_whole_calendar_is_a_range_as_well() -> None:
    everything = Nights.within(date.min, date.max)
    left = everything - Nights.within(day(3), day(5))
    assert left.ranges == ((date.min, day(3)), (day(5), date.max))
    assert Nights.within(day(3), day(3)).ranges == ()
