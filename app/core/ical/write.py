"""Calendars as iCalendar (RFC 5545, RFC 7986): the bytes that portals read.

Written by ourselves: a house of a hundred units has tens of thousands of events, and the library
``icalendar`` needs a tenth of a millisecond for each. Same entries, same bytes: nothing here asks
for the time or for a random number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter

from app.core.ical.text import OWN, date_value, text_line, utc_value
from app.dataclass import dataclass

PRODID = "-//Zimmerfrei//Zimmerfrei//DE"

# No UID (RFC 7986 §5.3, optional): vdirsyncer takes it for that of every event, so that its users
# would see a single stay. A calendar without any component is refused by Booking.com, so there is
# a minimal VTIMEZONE in each.
_HEAD = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:{PRODID}
CALSCALE:GREGORIAN
%s\
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
""".replace("\n", "\r\n")
FOOT = "END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One all-day event from `first` to `end`, which is exclusive.

    `changed_at` is aware; `description` may hold line breaks. Everything in a feed is taken for
    "occupied" by portals: what is cancelled must be left out. `own` are names behind ``OWN`` and
    their texts, for a file that only we read: no link has any.
    """

    uid: str
    sequence: int
    changed_at: datetime
    first: date
    end: date
    summary: str
    description: str = ""
    location: str = ""
    tentative: bool = False
    own: tuple[tuple[str, str], ...] = ()


def calendar_bytes(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """Return the calendar of `entries`, sorted, in UTF-8 with CRLF (RFC 5545 §3.1)."""
    in_order = sorted(entries, key=attrgetter("first", "end", "uid"))
    head = _HEAD % (text_line("NAME", name) + text_line("X-WR-CALNAME", name))
    return "".join([head, *map(_event, in_order), FOOT]).encode()


def event_words(entry: CalendarEntry) -> str:
    """Return the lines of a VEVENT that say something: all but its UID, counter and times.

    Always OPAQUE: several portals take a transparent one for free.
    """
    location = text_line("LOCATION", entry.location) if entry.location else ""
    description = text_line("DESCRIPTION", entry.description) if entry.description else ""
    return (
        f"DTSTART;VALUE=DATE:{date_value(entry.first)}\r\n"
        f"DTEND;VALUE=DATE:{date_value(entry.end)}\r\n"
        f"{text_line('SUMMARY', entry.summary)}{location}{description}"
        f"STATUS:{'TENTATIVE' if entry.tentative else 'CONFIRMED'}\r\n"
        "TRANSP:OPAQUE\r\n"
    )


def _event(entry: CalendarEntry) -> str:
    """Return a VEVENT (§3.6.1)."""
    changed = utc_value(entry.changed_at)
    own = "".join(text_line(f"{OWN}{name}", text) for name, text in entry.own)
    return (
        "BEGIN:VEVENT\r\n"
        f"{text_line('UID', entry.uid)}"
        f"SEQUENCE:{entry.sequence}\r\n"
        f"DTSTAMP:{changed}\r\n"
        f"LAST-MODIFIED:{changed}\r\n"
        f"{event_words(entry)}{own}"
        "END:VEVENT\r\n"
    )
