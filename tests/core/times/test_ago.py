"""How long ago something was: brief, and never more than it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.times.ago import ago
from app.i18n import catalogue

NOW = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
ENGLISH, GERMAN = catalogue("en"), catalogue("de")


@pytest.mark.parametrize(
    ("before", "english", "german"),
    [
        (timedelta(0), "just now", "gerade eben"),
        (timedelta(seconds=-30), "just now", "gerade eben"),  # two clocks never agree
        (timedelta(seconds=59.9), "just now", "gerade eben"),
        (timedelta(minutes=1), "1 min ago", "vor 1 Min."),
        (timedelta(minutes=59, seconds=59), "59 min ago", "vor 59 Min."),
        (timedelta(hours=1), "1 h ago", "vor 1 Std."),
        (timedelta(hours=23, minutes=59), "23 h ago", "vor 23 Std."),
        (timedelta(days=1), "1 day ago", "vor 1 Tag"),
        (timedelta(days=7, hours=23), "7 days ago", "vor 7 Tagen"),
    ],
)
def test_it_is_said_in_the_largest_unit_that_is_whole(
    before: timedelta, english: str, german: str
) -> None:
    assert ago(NOW - before, NOW, ENGLISH) == english
    assert ago(NOW - before, NOW, GERMAN) == german


def test_after_a_week_the_day_itself_is_said() -> None:
    then = NOW - timedelta(days=8)
    day = ENGLISH.day(then.astimezone().date())
    assert ago(then, NOW, ENGLISH) == f"on {day}"


@given(st.timedeltas(timedelta(0), timedelta(days=8) - timedelta(seconds=1)))
def test_it_is_never_said_to_be_longer_ago_than_it_is(before: timedelta) -> None:
    said = ago(NOW - before, NOW, ENGLISH)
    if said == "just now":
        assert before < timedelta(minutes=1)
        return
    number, unit, _ = said.split()
    size = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}.get(unit, timedelta(days=1))
    assert int(number) * size <= before < (int(number) + 1) * size
