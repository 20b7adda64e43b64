"""Calendars that we write, as the libraries that read them understand them."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from app.core import texts
from app.core.ical.write import CalendarEntry, calendar_bytes
from tests.core.ical.calendars import HOSTILE, entries, lines, unfolded, written_by_icalendar

NAME = "Seeblick 1"
ENTRY = CalendarEntry(
    uid="stay@zimmerfrei",
    sequence=3,
    changed_at=datetime(2027, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
    first=date(2027, 7, 5),
    end=date(2027, 7, 8),
    summary="Belegt",
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

TALKATIVE = replace(
    ENTRY,
    uid="option@zimmerfrei",
    summary="Option bis 9.7. · Familie Müller; 4 Personen",
    location="Seestraße 5, 78462 Konstanz",
    description="Kontakt: 0170 1234\nNotiz: Hund, Babybett – kommt erst gegen 22 Uhr übers Gebirge",
    tentative=True,
)
SAID = """\
DTEND;VALUE=DATE:20270708
SUMMARY:Option bis 9.7. · Familie Müller\\; 4 Personen
LOCATION:Seestraße 5\\, 78462 Konstanz
DESCRIPTION:Kontakt: 0170 1234\\nNotiz: Hund\\, Babybett – kommt erst gege
 n 22 Uhr übers Gebirge
STATUS:TENTATIVE
TRANSP:OPAQUE
END:VEVENT
"""


def read_text(calendar: Calendar, name: str) -> str:
    """Read a property of type TEXT (RFC 5545 §3.3.11); icalendar leaves names as they are."""
    value = str(calendar[name])
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def read_by_icalendar(event: Event) -> CalendarEntry:
    assert event["TRANSP"] == "OPAQUE"
    assert event["STATUS"] in {"CONFIRMED", "TENTATIVE"}
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED")
    return CalendarEntry(
        uid=str(event["UID"]),
        sequence=event.decoded("SEQUENCE"),
        changed_at=event.decoded("LAST-MODIFIED"),
        first=event.decoded("DTSTART"),
        end=event.decoded("DTEND"),
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        location=str(event.get("LOCATION", "")),
        tentative=event["STATUS"] == "TENTATIVE",
    )


def in_order(written: list[CalendarEntry]) -> list[CalendarEntry]:
    """Return what readers must find: in order, changed in UTC and in whole seconds."""
    return [
        replace(entry, changed_at=entry.changed_at.astimezone(UTC).replace(microsecond=0))
        for entry in sorted(written, key=lambda entry: (entry.first, entry.end, entry.uid))
    ]


def test_the_whole_calendar_byte_by_byte() -> None:
    assert calendar_bytes(NAME, [ENTRY]) == WHOLE.replace("\n", "\r\n").encode()


def test_everything_that_an_event_can_say_byte_by_byte() -> None:
    assert SAID.replace("\n", "\r\n").encode() in calendar_bytes(NAME, [TALKATIVE])


def test_a_free_unit_still_has_a_component() -> None:
    calendar = Calendar.from_ical(calendar_bytes(NAME, []))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_what_is_empty_has_no_property() -> None:
    body = calendar_bytes(NAME, [ENTRY]).decode()
    assert "DESCRIPTION" not in body
    assert "LOCATION" not in body


@given(lines(), entries())
def test_icalendar_reads_everything_as_it_was(name: str, written: list[CalendarEntry]) -> None:
    calendar = Calendar.from_ical(calendar_bytes(name, written))
    assert read_text(calendar, "NAME") == read_text(calendar, "X-WR-CALNAME") == name
    assert [read_by_icalendar(event) for event in calendar.events] == in_order(written)
    assert calendar.errors == []


@given(lines(), entries())
def test_ical_reads_everything_as_it_was(name: str, written: list[CalendarEntry]) -> None:
    (calendar,) = IcsCalendarStream.from_ics(calendar_bytes(name, written).decode()).calendars
    read = [
        CalendarEntry(
            uid=event.uid or "",
            sequence=event.sequence or 0,
            changed_at=event.last_modified or datetime.max.replace(tzinfo=UTC),
            first=event.dtstart or date.max,
            end=event.dtend or date.max,
            summary=event.summary or "",
            description=event.description or "",
            location=event.location or "",
            tentative=event.status == "TENTATIVE",
        )
        for event in calendar.events
    ]
    assert read == in_order(written)


@given(lines(), entries())
def test_icalendar_would_write_the_same_lines(name: str, written: list[CalendarEntry]) -> None:
    said = [
        f"{entry.uid} {entry.summary} {entry.location} {entry.description}" for entry in written
    ]
    assume(not any("\\N" in text for text in said))  # it takes that for a line break
    ours, theirs = calendar_bytes(name, written), written_by_icalendar(name, written)
    assert unfolded(ours) == unfolded(theirs)
    # It folds elsewhere where a line would end in a backslash or a circumflex, and only there.
    if not re.search(rb"[\\^]", ours):
        assert ours == theirs


@given(lines(), entries())
def test_every_line_is_short_and_whole(name: str, written: list[CalendarEntry]) -> None:
    body_lines = calendar_bytes(name, written).split(b"\r\n")
    assert body_lines.pop() == b""
    for line in body_lines:
        assert len(line) <= 75
        assert not any(byte < 0x20 for byte in line)
        line.decode()  # folded between characters, never within one
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0  # nor within an escape


@pytest.mark.parametrize("letter", ["x", "ß", "€", "👩", "\\", ";"])
def test_texts_of_every_length_come_out_whole(letter: str) -> None:
    written = [
        replace(ENTRY, uid=f"{length:03}", summary="x" * (length % 4) + letter * length)
        for length in range(160)
    ]
    body = calendar_bytes(NAME, written)
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(body).events] == [
        entry.summary for entry in written
    ]
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


@given(entries(), st.randoms(use_true_random=False))
def test_same_entries_same_bytes_in_whatever_order(
    written: list[CalendarEntry], shuffler: random.Random
) -> None:
    body = calendar_bytes(NAME, written)
    shuffler.shuffle(written)
    assert calendar_bytes(NAME, iter(written)) == body


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_out_as_they_went_in(text: str) -> None:
    kept = texts.name(text)
    said = replace(ENTRY, summary=kept, location=kept, description=f"{kept}\n{kept}", uid=kept)
    calendar = Calendar.from_ical(calendar_bytes(kept, [said]))
    assert read_text(calendar, "NAME") == read_text(calendar, "X-WR-CALNAME") == kept
    assert [read_by_icalendar(event) for event in calendar.events] == in_order([said])


@pytest.mark.parametrize("control", [*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u2029"])
def test_no_control_character_gets_into_a_line(control: str) -> None:
    attack = f"Belegt{control}END:VEVENT{control}Frei"
    body = calendar_bytes(attack, [replace(ENTRY, summary=attack, description=attack)])
    wanted = "\n" if control == "\n" else " "
    calendar = Calendar.from_ical(body)
    (event,) = calendar.events
    expected = attack.replace(control, wanted)
    assert event["SUMMARY"] == event["DESCRIPTION"] == read_text(calendar, "NAME") == expected
    assert len(body.decode().splitlines()) == body.count(b"\r\n")


def test_what_is_no_unicode_makes_no_calendar() -> None:
    with pytest.raises(UnicodeEncodeError):
        calendar_bytes(NAME, [replace(ENTRY, summary="\ud800")])


def test_the_time_of_a_change_is_in_utc_and_whole_seconds() -> None:
    local = ENTRY.changed_at.astimezone(timezone(timedelta(hours=13)))
    moved = replace(ENTRY, changed_at=local)
    assert calendar_bytes(NAME, [moved]) == calendar_bytes(NAME, [ENTRY])


@pytest.mark.parametrize(("zone", "seed"), [("Europe/Berlin", "1"), ("America/Los_Angeles", "2")])
def test_other_processes_build_the_same_bytes(zone: str, seed: str) -> None:
    code = (
        "import sys; from tests.core.ical.test_write import *; "
        "sys.stdout.buffer.write(calendar_bytes(NAME, [TALKATIVE, ENTRY]))"
    )
    done = run(code, PYTHONHASHSEED=seed, TZ=zone)
    assert done == calendar_bytes(NAME, [ENTRY, TALKATIVE])


def test_a_calendar_is_written_without_icalendar() -> None:
    code = (
        "import sys; from app.core.ical.ours import *; from app.core.ical.write import *; "
        "view = CalendarView(calendar_bytes('Seeblick', [])); len(view), view.last_day(); "
        "sys.stdout.write(str('icalendar' in sys.modules))"
    )
    assert run(code) == b"False"


def run(code: str, **environment: str) -> bytes:
    """Return what another process writes."""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env=environment,
    ).stdout
