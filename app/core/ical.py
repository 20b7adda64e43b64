"""Occupancies as iCalendar (RFC 5545, RFC 7986): the bytes that portals and calendars read.

The only module that knows ``icalendar``, and it imports that on first use. Same data, same bytes:
nothing here asks for the time or for a random number.
"""

# ruff: noqa: PLC0415  # most commands, and the window until it shows, never need it

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.occupancy import Occupancy

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

PRODID = "-//Zimmerfrei//Zimmerfrei//DE"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarText:
    """What a feed says in words: the calendar's name, the word for occupied."""

    name: str
    occupied: str


def calendar_bytes(text: CalendarText, occupancies: Iterable[Occupancy]) -> bytes:
    """Return the calendar of `occupancies`, sorted, in UTF-8 with CRLF (RFC 5545 §3.1).

    Every occupancy is one all-day event from arrival to departure, the end exclusive
    (§3.6.1); cancelled ones must be left out by the caller, for several readers block them all the
    same. Airbnb and Booking.com take every event as "occupied" whatever it says, so an option is
    CONFIRMED and OPAQUE too.
    """
    calendar = _empty_calendar(text)
    events = _Events(text.occupied)
    for stay in sorted(occupancies, key=lambda stay: (stay.arrival, stay.departure, stay.uid)):
        calendar.add_component(events.event(stay))
    return bytes(calendar.to_ical(sorted=False))


def _empty_calendar(text: CalendarText) -> Calendar:
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    # No UID (RFC 7986 §5.3, optional): vdirsyncer takes it for that of every event, so that its
    # users would see a single stay.
    calendar.add("NAME", _escaped(text.name))
    calendar.add("X-WR-CALNAME", _escaped(text.name))
    # RFC 7986 §5.7 makes the parameter mandatory; icalendar leaves it out.
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add_component(_utc())
    return calendar


def _escaped(line: str) -> str:
    r"""Return one line as a value of type TEXT (RFC 5545 §3.3.11).

    icalendar writes a NAME as it is, and its vText takes the N of ``Haus\Nord`` for a line break.
    """
    return re.sub(r"([\\;,])", r"\\\1", line)


def _utc() -> Timezone:
    """Return a minimal VTIMEZONE: a calendar without any component is refused by Booking.com."""
    from icalendar import Timezone, TimezoneStandard

    zone = Timezone()
    zone.add("TZID", "UTC")
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001  # local by RFC 5545 §3.6.5
    standard.add("TZOFFSETFROM", timedelta())
    standard.add("TZOFFSETTO", timedelta())
    zone.add_component(standard)
    return zone


class _Events:
    """Makes events. Properties are set as values of their types, twice as fast as ``add``."""

    def __init__(self, occupied: str) -> None:
        from icalendar import vText

        # Alike in every event, so made once.
        self._summary = vText(occupied)
        self._status = vText("CONFIRMED")
        self._transparency = vText("OPAQUE")

    def event(self, stay: Occupancy) -> Event:
        from icalendar import Event, vDate, vDatetime, vInt, vText

        changed = vDatetime(stay.changed_at.astimezone(UTC).replace(microsecond=0))
        event = Event()
        event["UID"] = vText(stay.uid)
        event["SEQUENCE"] = vInt(stay.sequence)
        event["DTSTAMP"] = changed
        event["LAST-MODIFIED"] = changed
        event["DTSTART"] = vDate(stay.arrival, params={"VALUE": "DATE"})
        event["DTEND"] = vDate(stay.departure, params={"VALUE": "DATE"})
        event["SUMMARY"] = self._summary
        event["STATUS"] = self._status
        event["TRANSP"] = self._transparency
        return event
