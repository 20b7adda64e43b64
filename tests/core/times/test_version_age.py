"""How old a version is, and how seldom its owner is reminded of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.times.version_age import OLD, age_words, months, reminds
from app.i18n import catalogue

RELEASED = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("since", "until", "passed"),
    [
        (RELEASED, RELEASED, 0),
        (RELEASED, date(2026, 12, 27), 0),
        (RELEASED, date(2026, 12, 28), 1),
        (RELEASED, date(2027, 11, 27), 11),
        (RELEASED, date(2027, 11, 28), 12),
        (date(2027, 1, 31), date(2027, 2, 28), 0),
        (date(2027, 1, 31), date(2027, 3, 1), 1),
        (RELEASED, date(2020, 1, 1), 0),
        (date.min, date.max, 9998 * 12 + 11),
    ],
)
def test_whole_months_are_counted(since: date, until: date, passed: int) -> None:
    assert months(since, until) == passed


@given(st.dates(), st.dates())
@example(date(2024, 2, 29), date(2025, 2, 28))
def test_months_never_shrink_as_time_passes(since: date, until: date) -> None:
    passed = months(since, until)
    assert passed >= 0
    if until < date.max:
        assert passed <= months(since, until + timedelta(days=1)) <= passed + 1
    if until <= since:
        assert passed == 0


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        (date(2027, 11, 27), None, False),
        (date(2027, 11, 28), None, True),
        (date(2027, 11, 28), date(2027, 11, 28), False),
        (date(2027, 12, 27), date(2027, 11, 28), False),
        (date(2027, 12, 28), date(2027, 11, 28), True),
        (date(2027, 12, 1), date(2029, 1, 1), True),
        (date(2027, 6, 1), date(2025, 1, 1), False),
    ],
)
def test_the_owner_is_reminded_once_a_month_of_what_is_old(
    today: date, last: date | None, due: bool
) -> None:
    assert reminds(RELEASED, today, last) is due


@given(st.integers(1, 4000))
def test_in_any_time_there_are_no_more_reminders_than_months(days: int) -> None:
    last, count = None, 0
    for day in range(days):
        today = RELEASED + timedelta(days=day)
        if reminds(RELEASED, today, last):
            last, count = today, count + 1
    assert count == max(months(RELEASED, RELEASED + timedelta(days=days - 1)) - OLD + 1, 0)


@pytest.mark.parametrize(
    ("language", "today", "said"),
    [
        ("de", date(2026, 11, 30), "Diese Version ist vom 28.11.2026"),
        ("de", date(2026, 12, 28), "Diese Version ist 1 Monat alt"),
        ("de", date(2027, 7, 6), "Diese Version ist 7 Monate alt"),
        ("en", date(2028, 10, 28), "This version is 23 months old"),
        ("en", date(2028, 11, 28), "This version is 2 years old"),
        ("de", date(2030, 1, 1), "Diese Version ist 3 Jahre alt"),
        ("en", date(2020, 1, 1), "This version is of 28 Nov 2026"),
    ],
)
def test_its_age_is_said_in_words(language: str, today: date, said: str) -> None:
    assert age_words(catalogue(language), RELEASED, today) == said
