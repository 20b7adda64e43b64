"""Calendars, as the libraries that read them understand them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from app.core import texts
from app.core.dates import FIRST_DAY, LAST_DAY
from app.core.errors import UserError
from app.core.ical import CalendarText, calendar_bytes
from app.core.occupancy import BY_HAND, Kind, Occupancy, Status

TEXT = CalendarText(name="Seeblick 1", occupied="Belegt")
MOMENT = datetime(2027, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

STAY = Occupancy(
    id=1,
    unit_id=1,
    arrival=date(2027, 7, 5),
    departure=date(2027, 7, 8),
    guest="Familie Yılmaz",
    contact="0170 1234",
    note="Hund",
    portal="airbnb",
    uid="stay@zimmerfrei",
    sequence=3,
    source=BY_HAND,
    created_at=MOMENT,
    changed_at=MOMENT,
)

WHOLE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Zimmerfrei//Zimmerfrei//DE
CALSCALE:GREGORIAN
NAME:Seeblick 1
X-WR-CALNAME:Seeblick 1
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:UTC
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:stay@zimmerfrei
SEQUENCE:3
DTSTAMP:20270102T030405Z
LAST-MODIFIED:20270102T030405Z
DTSTART;VALUE=DATE:20270705
DTEND;VALUE=DATE:20270708
SUMMARY:Belegt
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


@st.composite
def stays(draw: st.DrawFn) -> list[Occupancy]:
    """Any stays at all, on top of each other too, none of them cancelled."""
    arrivals = draw(st.lists(st.dates(FIRST_DAY, LAST_DAY - timedelta(days=400)), max_size=12))
    zones = st.timezones()
    moments = st.datetimes(
        datetime.fromisoformat("1971-01-01"),
        datetime.fromisoformat("2200-01-01"),
        timezones=st.one_of(st.just(UTC), zones),
    )
    return [
        replace(
            STAY,
            id=number,
            uid=f"{number}@zimmerfrei",
            arrival=arrival,
            departure=arrival + timedelta(days=draw(st.integers(1, 400))),
            kind=draw(st.sampled_from(Kind)),
            status=draw(st.sampled_from([Status.CONFIRMED, Status.OPTION])),
            sequence=draw(st.integers(0, 1000)),
            changed_at=draw(moments),
        )
        for number, arrival in enumerate(arrivals)
    ]


def kept_name(typed: str) -> str:
    """Return the name that is kept of what an owner typed."""
    try:
        return texts.name(typed)
    except UserError:
        return "Seeblick"


def test_the_whole_calendar_byte_by_byte() -> None:
    assert calendar_bytes(TEXT, [STAY]) == WHOLE.replace("\n", "\r\n").encode()


def test_a_free_unit_still_has_a_component() -> None:
    calendar = Calendar.from_ical(calendar_bytes(TEXT, []))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_an_option_blocks_like_a_booking() -> None:
    option = replace(STAY, status=Status.OPTION, option_until=date(2027, 6, 1), kind=Kind.BLOCK)
    assert calendar_bytes(TEXT, [option]) == calendar_bytes(TEXT, [STAY])


def test_nothing_personal_is_said() -> None:
    body = calendar_bytes(TEXT, [STAY]).decode()
    for word in (STAY.guest, STAY.contact, STAY.note, "airbnb", "DESCRIPTION"):
        assert word not in body


@given(stays())
def test_each_reader_sees_each_stay_on_its_days(occupancies: list[Occupancy]) -> None:
    body = calendar_bytes(TEXT, occupancies)
    wanted = {stay.uid: (stay.arrival, stay.departure, stay.sequence) for stay in occupancies}
    events = Calendar.from_ical(body).walk("VEVENT")
    assert wanted == {
        str(event["UID"]): (
            event.decoded("DTSTART"),
            event.decoded("DTEND"),
            event.decoded("SEQUENCE"),
        )
        for event in events
    }
    (calendar,) = IcsCalendarStream.from_ics(body.decode()).calendars
    assert wanted == {
        event.uid: (event.dtstart, event.dtend, event.sequence) for event in calendar.events
    }


@given(stays(), st.randoms())
def test_same_data_same_bytes_in_whatever_order(
    occupancies: list[Occupancy], random: object
) -> None:
    body = calendar_bytes(TEXT, occupancies)
    random.shuffle(occupancies)  # type: ignore[attr-defined]
    assert calendar_bytes(TEXT, occupancies) == body


def read_text(calendar: Calendar, name: str) -> str:
    """Read a property of type TEXT (RFC 5545 §3.3.11); icalendar leaves names as they are."""
    value = str(calendar[name])
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


@given(st.text(max_size=200).map(kept_name), stays())
def test_no_name_breaks_a_calendar(name: str, occupancies: list[Occupancy]) -> None:
    body = calendar_bytes(replace(TEXT, name=name), occupancies)
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not any(byte < 0x20 for line in lines for byte in line)
    calendar = Calendar.from_ical(body)
    assert read_text(calendar, "NAME") == read_text(calendar, "X-WR-CALNAME") == name
    assert len(calendar.walk("VEVENT")) == len(occupancies)
    (read,) = IcsCalendarStream.from_ics(body.decode()).calendars
    assert len(read.events) == len(occupancies)


@pytest.mark.parametrize(
    "name",
    [
        'Zimmer; 1, \\n 2: "drei"',
        "Haus\\Nord\\\\",
        "BEGIN:VEVENT",
        "END:VCALENDAR\\nBEGIN:VCALENDAR",
        "👩‍👩‍👧‍👦" * 20,
        "بيت البحيرة " * 16,
        "e\u0301" * 100,
        "ß" * 200,
    ],
)
def test_hostile_names_come_out_as_they_went_in(name: str) -> None:
    kept = texts.name(name)
    body = calendar_bytes(replace(TEXT, name=kept), [STAY])
    calendar = Calendar.from_ical(body)
    assert read_text(calendar, "NAME") == read_text(calendar, "X-WR-CALNAME") == kept
    assert len(calendar.walk("VEVENT")) == 1
    # Folded between characters, never within one.
    for line in body.split(b"\r\n"):
        line.decode()


def test_the_time_of_a_change_is_in_utc_and_whole_seconds() -> None:
    local = MOMENT.astimezone(timezone(timedelta(hours=13)))
    assert calendar_bytes(TEXT, [replace(STAY, changed_at=local)]) == calendar_bytes(TEXT, [STAY])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_other_processes_build_the_same_bytes(zone: str) -> None:
    code = (
        "from tests.core.test_ical import *; sys.stdout.buffer.write(calendar_bytes(TEXT, [STAY]))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        )
        assert done.stdout == calendar_bytes(TEXT, [STAY])
