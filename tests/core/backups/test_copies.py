"""Which backups are kept: a rule over dates alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.backups.copies import (
    DAYS_KEPT,
    MONTHS_KEPT,
    WEEKS_KEPT,
    Rhythm,
    dropped,
    kept,
    last_gone,
)

TODAY = date(2027, 7, 6)
near = st.dates(date(2025, 1, 1), date(2029, 12, 31))
anywhere = st.one_of(near, st.dates())
some = st.lists(anywhere, max_size=60)
runs = st.builds(
    lambda first, count: [first + timedelta(days=n) for n in range(count)],
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(0, 900),
)


@given(days=some | runs, today=anywhere)
@example(days=[date.max, date.min], today=date.max)
@example(days=[date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)], today=date(2027, 1, 3))
def test_the_newest_is_kept_and_the_future_is_left_alone(days: list[date], today: date) -> None:
    made = [*days, today]
    gone = dropped(made, today)
    assert today not in gone
    assert not any(day > today for day in gone)
    past = {day for day in made if day <= today}
    assert kept(made, today).keys() == past - gone
    newest = sorted(past, reverse=True)
    assert set(newest[:DAYS_KEPT]).isdisjoint(gone)
    assert len(past - gone) <= DAYS_KEPT + WEEKS_KEPT + MONTHS_KEPT


@given(days=some | runs, today=anywhere)
def test_every_late_week_and_month_keeps_one(days: list[date], today: date) -> None:
    past = {day for day in days if day <= today}
    left = kept(days, today)
    for period, count in ((_week, WEEKS_KEPT), (_month, MONTHS_KEPT)):
        latest = sorted({period(day) for day in past}, reverse=True)[:count]
        for one in latest:
            assert max(day for day in past if period(day) == one) in left


@given(days=some | runs, today=anywhere)
def test_what_is_kept_stays_kept_until_something_newer_comes(days: list[date], today: date) -> None:
    left = kept(days, today)
    assert kept(left, today) == left


@given(days=some, ahead=st.lists(anywhere, max_size=20))
def test_what_lies_ahead_changes_nothing(days: list[date], ahead: list[date]) -> None:
    later = [day for day in ahead if day > TODAY]
    assert kept([*days, *later], TODAY) == kept(days, TODAY)


def test_a_year_of_daily_use() -> None:
    days = [TODAY - timedelta(days=n) for n in range(500)]
    left = kept(days, TODAY)
    weekly = [day for day, rhythm in left.items() if rhythm is Rhythm.WEEKLY]
    monthly = [day for day, rhythm in left.items() if rhythm is Rhythm.MONTHLY]
    assert sum(rhythm is Rhythm.DAILY for rhythm in left.values()) == DAYS_KEPT
    # The other three of the eight weeks end within the newest fourteen days.
    assert [day.weekday() for day in weekly] == [6] * 5
    assert max(weekly) == date(2027, 6, 20)
    assert len({_month(day) for day in left}) == MONTHS_KEPT
    assert all(_month(day) != _month(day + timedelta(days=1)) for day in monthly)
    assert min(left) == date(2026, 8, 31)


def test_day_after_day_old_ones_thin_out_and_a_year_stays() -> None:
    there: set[date] = set()
    for n in range(800):
        day = TODAY + timedelta(days=n)
        there = (there | {day}) - dropped(there | {day}, day)
    assert there == kept([TODAY + timedelta(days=n) for n in range(800)], day).keys()


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


@given(st.sets(st.integers(-800, 40), max_size=40), st.integers(0, 365))
def test_the_last_copy_is_gone_when_a_copy_each_day_has_pushed_it_out(
    ages: set[int], offset: int
) -> None:
    today = date(2027, 1, 1) + timedelta(days=offset)
    days = {today + timedelta(days=age) for age in ages}
    gone = last_gone(days, today)
    past = {day for day in days if day <= today}
    if not past:
        assert gone is None
        return
    assert gone is not None
    assert today <= gone <= today + timedelta(days=400)
    there, day = set(kept(past, today)), today
    while day < gone:
        assert past & there, "it is not gone any sooner"
        day += timedelta(days=1)
        there = set(kept([*there, day], day))
    assert not past & there


def test_todays_copy_goes_within_days_or_a_year() -> None:
    # Pushed out by the next ones of its month; the last of a month is kept for twelve.
    assert last_gone([date(2027, 7, 6)], date(2027, 7, 6)) == date(2027, 7, 20)
    assert last_gone([date(2027, 7, 31)], date(2027, 7, 31)) == date(2028, 7, 1)
