"""Days on which events come again, held against dateutil, which has followed rules for long."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.core.ical.recurring import days, rule

START = date(2026, 10, 5)
END = date(2031, 10, 5)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def found(text: str, start: date = START, end: date = END) -> list[date]:
    made = rule(text)
    assert made is not None
    return list(days(made, start, end))


def listed(low: int, high: int, most: int = 3) -> st.SearchStrategy[str]:
    numbers = st.integers(low, high).filter(bool)
    return st.lists(numbers, min_size=1, max_size=most, unique=True).map(
        lambda several: ",".join(map(str, several))
    )


def weekdays(*, counted: bool) -> st.SearchStrategy[str]:
    """Draw weekdays, all counted or none: dateutil confuses the two where they are mixed."""
    days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True)
    number = st.sampled_from(["", "1", "2", "-1", "5", "-2"] if counted else [""])
    return st.tuples(days, number).map(lambda drawn: ",".join(drawn[1] + day for day in drawn[0]))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw a rule whose parts the standard lets stand together."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]

    def maybe(name: str, values: st.SearchStrategy[str]) -> bool:
        if draw(st.booleans()):
            parts.append(f"{name}={draw(values)}")
            return True
        return False

    maybe("INTERVAL", st.integers(1, 5).map(str))
    if not maybe("COUNT", st.integers(1, 40).map(str)):
        maybe("UNTIL", st.dates(START, END).map(lambda day: f"{day:%Y%m%d}"))
    maybe("BYMONTH", listed(1, 12))
    if frequency != "WEEKLY":
        maybe("BYMONTHDAY", listed(-31, 31))
    if frequency == "YEARLY":
        maybe("BYYEARDAY", listed(-366, 366))
    maybe("BYDAY", weekdays(counted=frequency in {"MONTHLY", "YEARLY"}))
    # dateutil counts places in the first week from the start on, not from the week's own first day.
    if frequency != "WEEKLY" and any(part.startswith("BY") for part in parts):
        maybe("BYSETPOS", listed(-4, 4, most=2))
    maybe("WKST", st.sampled_from(WEEKDAYS))
    return ";".join(parts)


@settings(max_examples=150)
@given(rules(), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
@example("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31))
@example("FREQ=YEARLY", date(2028, 2, 29))
@example("FREQ=MONTHLY;BYDAY=-1SU", date(2026, 10, 25))
@example("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO", date(2026, 10, 4))
def test_the_days_are_those_of_dateutil(text: str, start: date) -> None:
    theirs = rrulestr(text, dtstart=datetime.combine(start, time()))
    # dateutil looks for a day that there is not until the year 9999: it is asked only where ours
    # has found one.
    end = start + timedelta(days=1500)
    ours = found(text, start, end)
    assume(ours)
    last = datetime.combine(end, time())
    expected = []
    for moment in theirs:
        if moment >= last:
            break
        expected.append(moment.date())
        if len(expected) > len(ours):
            break
        if len(expected) == len(ours) and ("COUNT" in text or "UNTIL" in text):
            break
    assert ours[: len(expected)] == expected[: len(ours)]
    if "COUNT" not in text and "UNTIL" not in text:
        assert len(ours) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20260231",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYYEARDAY=3",
        "FREQ=DAILY;BYEASTER=0",
        "INTERVAL=2",
        "",
        "every week",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 300),
    ],
)
def test_what_is_no_rule_by_whole_days_is_none(text: str) -> None:
    assert rule(text) is None


@given(st.text(max_size=60))
def test_no_text_brings_it_down(text: str) -> None:
    made = rule(f"FREQ=DAILY;{text}")
    if made is not None:
        assert all(START <= day < END for day in days(made, START, END))


def test_a_rule_that_fits_no_day_ends_at_the_horizon() -> None:
    assert found("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == []
    assert found("FREQ=DAILY;INTERVAL=7;BYDAY=TU", start=date(2026, 10, 5)) == []
    assert found("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=10") == []


def test_letters_and_blanks_do_not_matter() -> None:
    assert found("freq=daily; count=2") == [START, START + timedelta(days=1)]


def test_the_end_is_not_among_the_days() -> None:
    assert found("FREQ=DAILY", end=START + timedelta(days=3)) == [
        START + timedelta(days=number) for number in range(3)
    ]
    assert found("FREQ=DAILY", end=START) == []


def test_until_is_the_last_day_and_not_the_end() -> None:
    assert found("FREQ=DAILY;UNTIL=20261007T220000Z")[-1] == date(2026, 10, 7)


def test_what_began_before_anybody_had_calendars_is_not_followed() -> None:
    assert found("FREQ=DAILY", start=date(1, 1, 1)) == []
    assert found("FREQ=YEARLY", start=date(1970, 10, 5), end=date(1972, 1, 1)) == [
        date(1970, 10, 5),
        date(1971, 10, 5),
    ]


def test_large_steps_lead_nowhere() -> None:
    assert found("FREQ=DAILY;INTERVAL=999999999") == [START]
    assert found("FREQ=YEARLY;INTERVAL=99999") == [START]
    assert found("FREQ=MONTHLY;INTERVAL=999999") == [START]
