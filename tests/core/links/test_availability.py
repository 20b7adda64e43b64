"""Which halves of days are free, held against asking of every night."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.availability import (
    MONTHS,
    Day,
    DayState,
    Month,
    months,
    months_shown,
    shown_ranges,
)

TODAY = date(2027, 7, 14)

Ranges = list[tuple[date, date]]


def shown(ranges: Ranges, today: date = TODAY) -> dict[date, DayState | None]:
    return {
        day.day: day.state
        for month in months(ranges, today)
        for week in month.weeks
        for day in week
        if day
    }


def stay(start: int, nights: int) -> tuple[date, date]:
    arrival = TODAY + timedelta(start)
    return arrival, arrival + timedelta(nights)


RANGES = st.lists(st.builds(stay, st.integers(-40, 400), st.integers(1, 60)), max_size=12)


def test_a_stay_takes_the_afternoon_of_its_arrival_and_the_morning_of_its_departure() -> None:
    days = shown([(date(2027, 8, 7), date(2027, 8, 10))])
    assert [days[date(2027, 8, day)] for day in range(6, 12)] == [
        DayState.FREE,
        DayState.ARRIVAL,
        DayState.OCCUPIED,
        DayState.OCCUPIED,
        DayState.DEPARTURE,
        DayState.FREE,
    ]


def test_one_night_has_no_whole_day() -> None:
    days = shown([stay(3, 1)])
    assert DayState.OCCUPIED not in days.values()


def test_a_stay_under_way_and_one_that_ends_today() -> None:
    assert shown([stay(-3, 5)])[TODAY] is DayState.OCCUPIED
    assert shown([stay(-3, 3)])[TODAY] is DayState.DEPARTURE
    assert shown([stay(0, 3)])[TODAY] is DayState.ARRIVAL
    assert shown([stay(-3, 2)])[TODAY] is DayState.FREE


@given(RANGES)
def test_each_half_is_taken_with_its_night(ranges: Ranges) -> None:
    for day, state in shown(ranges).items():
        if state is not None:
            morning, afternoon = (
                any(arrival <= night < departure for arrival, departure in ranges)
                for night in (day - timedelta(1), day)
            )
            assert state.value == (morning, afternoon)


@given(RANGES, st.randoms())
def test_only_the_nights_count_not_the_stays_they_belong_to(ranges: Ranges, random: Random) -> None:
    single = [
        (arrival + timedelta(n), arrival + timedelta(n + 1))
        for arrival, departure in ranges
        for n in range((departure - arrival).days)
    ]
    random.shuffle(single)
    assert months(single, TODAY) == months(ranges, TODAY)


@given(RANGES)
def test_what_is_past_says_nothing(ranges: Ranges) -> None:
    days = shown(ranges)
    assert min(days) == TODAY.replace(day=1)
    assert {day for day, state in days.items() if state is None} == {
        day for day in days if day < TODAY
    }
    ended = [(date(1900, 1, 1), TODAY - timedelta(1))]
    assert months(ranges + ended, TODAY) == months(ranges, TODAY)


@given(st.dates(date(1900, 1, 1), date(9996, 12, 31)), RANGES, st.integers(1, MONTHS))
def test_what_is_told_in_ranges_is_what_the_months_show(
    today: date, ranges: Ranges, count: int
) -> None:
    moved = [
        (arrival + (today - TODAY), departure + (today - TODAY)) for arrival, departure in ranges
    ]
    afternoons = {
        day.day
        for month in months(moved, today, count)
        for week in month.weeks
        for day in week
        if day and day.state and day.state.value[1]
    }
    found = shown_ranges(moved, today, count)
    nights = {begins + timedelta(n) for begins, ends in found for n in range((ends - begins).days)}
    assert nights == afternoons
    assert all(ends < following for (_, ends), (following, _) in pairwise(found))


def test_what_is_told_is_cut_at_today_and_at_the_last_month() -> None:
    ranges = [stay(-3, 3), stay(-3, 5), stay(2, 4), (date(2027, 8, 20), date(2027, 9, 2))]
    assert shown_ranges(ranges, TODAY, 2) == (
        (TODAY, TODAY + timedelta(6)),
        (date(2027, 8, 20), date(2027, 9, 1)),
    )
    assert [months_shown(ahead) for ahead in (0, 2, 11, 120, None)] == [1, 3, 12, 12, 12]


@given(st.dates(max_value=date(9998, 12, 31)), RANGES)
def test_twelve_whole_months_in_weeks_from_monday(today: date, ranges: Ranges) -> None:
    found = months(ranges, today)
    assert found[0].first == today.replace(day=1)
    assert len(found) == 12
    for before, after in pairwise(found):
        assert _last(before) + timedelta(1) == after.first
    for month in found:
        for week in month.weeks:
            assert len(week) == 7
            for weekday, day in enumerate(week):
                assert day is None or day.day.weekday() == weekday


def _last(month: Month) -> date:
    days = [day for week in month.weeks for day in week if day]
    assert days[0] == Day(month.first, days[0].state)
    return days[-1].day


@pytest.mark.parametrize(
    ("today", "count"), [(date(9999, 12, 31), 1), (date(9999, 2, 1), 11), (date(9999, 1, 1), 12)]
)
def test_the_calendar_ends_with_the_calendar(today: date, count: int) -> None:
    assert len(months([(date(1900, 1, 1), date.max)], today)) == count


def test_the_first_day_of_all() -> None:
    assert shown([(date.min, date.max)], date.min)[date.min] is DayState.ARRIVAL
