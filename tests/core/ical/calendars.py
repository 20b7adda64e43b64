"""Calendar entries of every sort, and the same calendar as the library icalendar writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneStandard,
    vDate,
    vDatetime,
    vDuration,
    vInt,
    vText,
)

from app.core import texts
from app.core.errors import UserError
from app.core.ical.write import PRODID, CalendarEntry
from app.core.stays.dates import FIRST_DAY, LAST_DAY

REFRESH = timedelta(hours=1)
HOSTILE = [
    'Zimmer; 1, \\n 2: "drei"',
    "Haus\\Nord\\\\",
    "\\" * 150,
    ";,\\" * 60,
    "BEGIN:VEVENT",
    "DTSTART;VALUE=DATE:20270101",
    "x" * 66 + "END:VEVENT",
    "END:VCALENDAR\\nBEGIN:VCALENDAR",
    "100 %2C %5C ^n ^' &amp; <b>",
    "👩‍👩‍👧‍👦" * 20,
    "بيت البحيرة " * 16,
    "e\u0301" * 100,
    "ß" * 200,
]
MOMENTS = st.datetimes(
    datetime.fromisoformat("1971-01-01"),
    datetime.fromisoformat("2200-01-01"),
    timezones=st.one_of(st.just(UTC), st.timezones()),
)


def _kept(clean: Callable[[str], str], typed: str, otherwise: str) -> str:
    """Return what is kept of what an owner typed."""
    try:
        return clean(typed) or otherwise
    except UserError:
        return otherwise


def lines(otherwise: str = "Seeblick") -> st.SearchStrategy[str]:
    """One-line texts as they are kept, long ones and hostile ones among them."""
    typed = st.text(max_size=200) | st.sampled_from(HOSTILE)
    return typed.map(lambda text: _kept(texts.one_line, text, otherwise))


def notes() -> st.SearchStrategy[str]:
    """Notes as they are kept, several lines or none."""
    typed = st.lists(st.text(max_size=120) | st.sampled_from(HOSTILE), max_size=4)
    return typed.map(lambda parts: _kept(texts.note, "\n".join(parts), ""))


@st.composite
def entries(draw: st.DrawFn, max_size: int = 8) -> list[CalendarEntry]:
    """Any entries at all, on top of each other too, in no order."""
    days = st.dates(FIRST_DAY, LAST_DAY - timedelta(days=400))
    # Half of them close to each other, so that they overlap.
    near = st.dates(date(2027, 1, 1), date(2027, 3, 1))
    return [
        CalendarEntry(
            uid=f"{number}{draw(lines())}@zimmerfrei",
            sequence=draw(st.integers(0, 1000)),
            changed_at=draw(MOMENTS),
            first=first,
            end=first + timedelta(days=draw(st.integers(1, 400))),
            summary=draw(lines()),
            description=draw(notes()),
            location=draw(lines("")),
            tentative=draw(st.booleans()),
        )
        for number, first in enumerate(draw(st.lists(days | near, max_size=max_size)))
    ]


def unfolded(body: bytes) -> list[str]:
    """Return the content lines of `body` (RFC 5545 §3.1)."""
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def written_by_icalendar(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    r"""Return the calendar as the library writes it.

    Texts must not hold ``\N``, which it takes for a line break.
    """
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    # It writes a NAME as it is.
    escaped = re.sub(r"([\\;,])", r"\\\1", name)
    calendar.add("NAME", escaped)
    calendar.add("X-WR-CALNAME", escaped)
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add_component(_utc())
    for entry in sorted(entries, key=lambda entry: (entry.first, entry.end, entry.uid)):
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical(sorted=False))


def _utc() -> Timezone:
    zone = Timezone()
    zone.add("TZID", "UTC")
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001  # local by RFC 5545 §3.6.5
    standard.add("TZOFFSETFROM", timedelta())
    standard.add("TZOFFSETTO", timedelta())
    zone.add_component(standard)
    return zone


def _event(entry: CalendarEntry) -> Event:
    # Properties set as values of their types: twice as fast as the library's `add`.
    changed = vDatetime(entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event = Event()
    event["UID"] = vText(entry.uid)
    event["SEQUENCE"] = vInt(entry.sequence)
    event["DTSTAMP"] = changed
    event["LAST-MODIFIED"] = changed
    event["DTSTART"] = vDate(entry.first, params={"VALUE": "DATE"})
    event["DTEND"] = vDate(entry.end, params={"VALUE": "DATE"})
    event["SUMMARY"] = vText(entry.summary)
    if entry.location:
        event["LOCATION"] = vText(entry.location)
    if entry.description:
        event["DESCRIPTION"] = vText(entry.description)
    event["STATUS"] = vText("TENTATIVE" if entry.tentative else "CONFIRMED")
    event["TRANSP"] = vText("OPAQUE")
    return event
