"""Dates of stays: half-open, at least one night, within years that can be right."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.stays.dates import (
    FIRST_DAY,
    LAST_DAY,
    check_day,
    check_stay,
    day_of,
    month_after,
    month_began,
    overlaps,
)

DAYS = st.dates(date(2027, 1, 1), date(2027, 2, 15))
STAYS = st.tuples(DAYS, st.integers(1, 30)).map(lambda s: (s[0], s[0] + timedelta(days=s[1])))


def nights(arrival: date, departure: date) -> set[date]:
    return {arrival + timedelta(days=n) for n in range((departure - arrival).days)}


@given(STAYS, STAYS)
def test_stays_overlap_where_they_share_a_night(
    one: tuple[date, date], other: tuple[date, date]
) -> None:
    assert overlaps(*one, *other) == bool(nights(*one) & nights(*other))
    assert overlaps(*one, *other) == overlaps(*other, *one)


def test_days_beyond_time_have_a_date_all_the_same() -> None:
    assert day_of(FIRST_DAY.toordinal()) == FIRST_DAY
    assert day_of(LAST_DAY.toordinal()) == LAST_DAY
    assert day_of(10**9) == date.max
    assert day_of(-5) == date.min


def test_the_day_of_departure_is_free_for_the_next_arrival() -> None:
    monday, thursday, sunday = date(2027, 7, 5), date(2027, 7, 8), date(2027, 7, 11)
    assert not overlaps(monday, thursday, thursday, sunday)


@given(STAYS)
def test_every_stay_of_a_night_or_more_is_one(stay: tuple[date, date]) -> None:
    check_stay(*stay)


@given(DAYS, st.integers(0, 400))
def test_departure_on_or_before_arrival_is_refused(arrival: date, days: int) -> None:
    with pytest.raises(UserError, match="must be after arrival") as refused:
        check_stay(arrival, arrival - timedelta(days=days))
    assert refused.value.values["arrival"] == arrival


@pytest.mark.parametrize("day", [date(1, 1, 1), date(202, 7, 1), date(1899, 12, 31), date.max])
def test_a_year_that_cannot_be_right_is_refused(day: date) -> None:
    with pytest.raises(UserError, match=f"The year {day.year} cannot be right"):
        check_day(day)
    with pytest.raises(UserError, match="cannot be right"):
        check_stay(min(day, date(2027, 1, 1)), max(day, date(2027, 1, 1)))


def test_the_ends_of_what_is_possible() -> None:
    check_stay(FIRST_DAY, LAST_DAY)
    assert date(9998, 12, 31) == LAST_DAY


@pytest.mark.parametrize(
    ("zone", "began"),
    [
        ("Europe/Berlin", datetime(2027, 6, 30, 22, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2027, 7, 1, 7, 0, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2027, 6, 30, 12, 0, tzinfo=UTC)),
        ("UTC", datetime(2027, 7, 1, tzinfo=UTC)),
    ],
)
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process is fixed here")
def test_a_month_begins_at_local_midnight(
    zone: str, began: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert month_began(date(2027, 7, 19)) == began
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.dates())
def test_every_month_has_begun_at_some_time(day: date) -> None:
    """Also where the system knows no local time: a computer's clock may show any year."""
    first = datetime(day.year, day.month, 1, tzinfo=UTC)
    assert first - month_began(day) <= timedelta(days=1)
    assert month_began(day) - first <= timedelta(days=1)


@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date(3001, 1, 1), date.max])
def test_a_month_beyond_what_the_system_knows_begins_in_utc_or_close_to_it(day: date) -> None:
    first = datetime(day.year, day.month, 1, tzinfo=UTC)
    assert abs((month_began(day) - first).days) <= 1


@given(st.dates(), st.integers(-240, 240))
def test_months_are_counted_within_the_calendar(day: date, months: int) -> None:
    there = month_after(day, months)
    assert there.day == 1
    away = (there.year - day.year) * 12 + there.month - day.month
    assert away == months or there in {date.min, date.max.replace(day=1)}
