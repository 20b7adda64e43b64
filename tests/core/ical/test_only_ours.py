"""What may be hosted for others: what our writer writes, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.ical.only_ours import EVENTS_MOST, NotOursError, check_ours
from app.core.ical.write import CalendarEntry, calendar_bytes

_TEXT = st.text(
    st.one_of(
        st.sampled_from('\\;,:"\n\r\t \u2028\x85ä😀\u200d'),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)
_DAY = st.dates(date(1900, 1, 1), date(9990, 1, 1))
_SECONDS = st.integers(0, 250_000_000_000)


@st.composite
def _entries(draw: st.DrawFn) -> CalendarEntry:
    first = draw(_DAY)
    return CalendarEntry(
        uid=draw(_TEXT),
        sequence=draw(st.integers(0, 2**31)),
        changed_at=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(_SECONDS)),
        first=first,
        end=first + timedelta(days=draw(st.integers(1, 900))),
        summary=draw(_TEXT),
        description=draw(_TEXT),
        location=draw(_TEXT),
        tentative=draw(st.booleans()),
    )


@given(_TEXT, st.lists(_entries(), max_size=4, unique_by=lambda entry: entry.uid.strip()))
@example("", [])
@example("\\" * 80, [])
@example("\r\n ", [])
def test_what_we_write_is_ours(name: str, entries: list[CalendarEntry]) -> None:
    assert check_ours(calendar_bytes(name, entries)) <= len(entries)


def _calendar(count: int = 2, description: str = "") -> bytes:
    return calendar_bytes(
        "Seeblick",
        (
            CalendarEntry(
                uid=f"{number}@zimmerfrei",
                sequence=0,
                changed_at=datetime(2027, 7, 1, tzinfo=UTC),
                first=date(2027, 8, 1),
                end=date(2027, 8, 4),
                summary="Belegt",
                description=description,
            )
            for number in range(count)
        ),
    )


@given(st.data())
def test_a_part_of_a_calendar_is_none(data: st.DataObject) -> None:
    whole = _calendar()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(NotOursError):
        check_ours(whole[:cut])


@given(st.data())
def test_nothing_may_stand_before_between_or_behind(data: st.DataObject) -> None:
    lines = _calendar().split(b"\r\n")[:-1]
    more = data.draw(
        st.sampled_from(
            [
                b"URL:https://example.org/",
                b"ATTACH:https://example.org/x.exe",
                b"X-ALT-DESC;FMTTYPE=text/html:<b>x</b>",
                b"<script>alert(1)</script>",
                b"BEGIN:VALARM",
                b"",
                b"RRULE:FREQ=DAILY",
                b"PRODID:-//Somebody//Else//EN",
            ]
        )
    )
    at = data.draw(st.integers(0, len(lines)))
    body = b"\r\n".join([*lines[:at], more, *lines[at:]]) + b"\r\n"
    with pytest.raises(NotOursError):
        check_ours(body)


@given(st.data())
def test_a_line_that_is_missing_or_doubled_is_noticed(data: st.DataObject) -> None:
    lines = _calendar(1).split(b"\r\n")[:-1]
    at = data.draw(st.integers(0, len(lines) - 1))
    kept = data.draw(st.sampled_from([0, 2]))
    body = b"\r\n".join([*lines[:at], *[lines[at]] * kept, *lines[at + 1 :]]) + b"\r\n"
    with pytest.raises(NotOursError):
        check_ours(body)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"\r\n", b"\n"),
        (b"SUMMARY:Belegt", b"SUMMARY:Bel\xff\xfegt"),
        (b"SUMMARY:Belegt", b"SUMMARY:Bel\x00egt"),
        (b"SUMMARY:Belegt", b"SUMMARY:Bel\rgt"),
        (b"SUMMARY:Belegt", b"SUMMARY:a;b"),
        (b"SUMMARY:Belegt", b"SUMMARY:a\\x"),
        (b"SUMMARY:Belegt", b"SUMMARY:a\\"),
        (b"SUMMARY:Belegt", b"SUMMARY;LANGUAGE=de:Belegt"),
        (b"SUMMARY:Belegt", b"SUMMARY:" + b"a" * 200),
        (b"DTEND;VALUE=DATE:20270804", b"DTEND;VALUE=DATE:20270801"),
        (b"DTEND;VALUE=DATE:20270804", b"DTEND;VALUE=DATE:20270832"),
        (b"DTEND;VALUE=DATE:20270804", b"DTEND:20270804T000000Z"),
        (b"SEQUENCE:0", b"SEQUENCE:00"),
        (b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        (b"-//Zimmerfrei//Zimmerfrei//DE", b"-//Zimmerfrei//Zimmerfrei//EN"),
        (b"VERSION:2.0", b"VERSION:3.0"),
        (b"DTSTAMP:20270701T000000Z", b"DTSTAMP:20271301T000000Z"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n\r\n"),
    ],
)
def test_what_we_never_write_is_refused(ours: bytes, theirs: bytes) -> None:
    body = _calendar(1)
    assert check_ours(body) == 1
    assert ours in body
    with pytest.raises(NotOursError):
        check_ours(body.replace(ours, theirs, 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"<!DOCTYPE html><html></html>",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 100_000,
        b"\\" * 5_000_000 + b"\r\n",
        b"\r\n " * 1_000_000 + b"\r\n",
    ],
)
def test_other_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(NotOursError):
        check_ours(body)


def test_a_text_of_megabytes_is_read_once() -> None:
    assert check_ours(_calendar(1, description="a\\;" * 500_000)) == 1


def test_more_events_than_any_house_has_are_refused() -> None:
    with pytest.raises(NotOursError):
        check_ours(_calendar(EVENTS_MOST + 1))
