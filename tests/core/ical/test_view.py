"""What a preview shows of a calendar, against what went into its bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ical.ours import CalendarView, ReadEntry
from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from tests.core.ical.calendars import HOSTILE, entries, lines

ENTRY = CalendarEntry(
    uid="stay@zimmerfrei",
    sequence=3,
    changed_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC),
    first=date(2027, 7, 5),
    end=date(2027, 7, 8),
    summary="Belegt",
)
NEAR = st.dates(date(2026, 12, 1), date(2028, 3, 1))
DAYS = NEAR | st.dates(FIRST_DAY, LAST_DAY)


def as_read(written: list[CalendarEntry]) -> list[ReadEntry]:
    return [
        ReadEntry(
            first=entry.first,
            end=entry.end,
            summary=entry.summary,
            description=entry.description,
            location=entry.location,
            tentative=entry.tentative,
        )
        for entry in sorted(written, key=lambda entry: (entry.first, entry.end, entry.uid))
    ]


@given(lines(), entries())
def test_a_view_shows_what_was_written(name: str, written: list[CalendarEntry]) -> None:
    view = CalendarView(calendar_bytes(name, written))
    assert view.name == name
    assert len(view) == len(written)
    assert view.entries(0, len(view)) == as_read(written)
    assert view.last_day() == max((entry.end for entry in written), default=None)


@given(entries(), DAYS, DAYS)
def test_a_span_shows_each_event_that_takes_a_day_of_it(
    written: list[CalendarEntry], one: date, other: date
) -> None:
    first, end = sorted([one, other])
    view = CalendarView(calendar_bytes("Seeblick", written))
    assert view.between(first, end) == [
        entry
        for entry in as_read(written)
        if entry.first < end and first < entry.end and first < end
    ]


@given(entries(), st.integers(0, 10), st.integers(0, 10))
def test_a_page_shows_the_events_from_its_start(
    written: list[CalendarEntry], start: int, count: int
) -> None:
    view = CalendarView(calendar_bytes("Seeblick", written))
    assert view.entries(start, count) == as_read(written)[start : start + count]


def test_the_day_of_departure_is_free() -> None:
    view = CalendarView(calendar_bytes("Seeblick", [ENTRY]))
    assert view.between(date(2027, 7, 8), date(2027, 7, 9)) == []
    assert view.between(date(2027, 7, 4), date(2027, 7, 5)) == []
    assert view.between(date(2027, 7, 7), date(2027, 7, 8)) == as_read([ENTRY])
    assert view.between(date(2027, 7, 6), date(2027, 7, 6)) == []


def test_a_long_event_shows_in_each_month_that_it_reaches() -> None:
    written = [
        replace(ENTRY, first=date(2026, 1, 1), end=date(2029, 1, 1)),
        *(replace(ENTRY, first=day, end=day + timedelta(days=1)) for day in days_of(2027)),
    ]
    view = CalendarView(calendar_bytes("Seeblick", written))
    found = view.between(date(2027, 5, 1), date(2027, 6, 1))
    assert len(found) == 32
    assert found[0].end == date(2029, 1, 1)
    assert len(view.between(date(2028, 5, 1), date(2028, 6, 1))) == 1


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_an_event(text: str) -> None:
    said = replace(ENTRY, uid=text, summary=text, location=text, description=f"{text}\n" * 9)
    assert CalendarView(calendar_bytes(text, [said])).entries(0, 9) == as_read([said])


def test_a_free_calendar_has_no_last_day() -> None:
    view = CalendarView(calendar_bytes("Seeblick", []))
    assert (len(view), view.last_day(), view.entries(0, 9)) == (0, None, [])
    assert view.between(FIRST_DAY, LAST_DAY) == []


def test_only_what_is_asked_for_is_parsed_and_each_wording_once() -> None:
    written = [replace(ENTRY, uid=f"{number:02}") for number in range(50)]
    written += [replace(entry, uid="x" + entry.uid, summary=entry.uid) for entry in written]
    view = CalendarView(calendar_bytes("Seeblick", written))
    assert len(view._known) == 0
    assert len(view.entries(0, 50)) == 50
    assert len(view._known) == 1
    assert len(view.entries(50, 10)) == 10
    assert len(view._known) == 11


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bitte warten</html>",
        calendar_bytes("Seeblick", [ENTRY])[:-20],
        calendar_bytes("Seeblick", [ENTRY]).replace(b"DTEND;VALUE=DATE", b"DTEND"),
        calendar_bytes("Seeblick", [ENTRY]).replace(b"\r\n", b"\n"),
    ],
)
def test_what_is_no_calendar_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="not a calendar"):
        CalendarView(body)


@given(entries(), DAYS)
def test_the_first_day_that_is_taken_is_found(written: list[CalendarEntry], day: date) -> None:
    view = CalendarView(calendar_bytes("Seeblick", written))
    ahead = [max(entry.first, day) for entry in written if entry.end > day]
    assert view.first_taken(day) == min(ahead, default=None)
