"""A calendar that somebody else has written: its events, and whether all of it came.

Only a complete answer counts. What is no calendar, or the beginning of one, is an error and never a
calendar with less in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app.core.errors import UserError
from app.core.ical.foreign_lines import Line, decoded, lines, parsed
from app.core.ical.text import OWN
from app.i18n import N_, Message

EVENTS_LIMIT = 20_000
"""More than any unit has in a lifetime."""
LINES_LIMIT = 2_000_000
_SEEN = 1000
"""So much of a body is looked at to tell what it is, where it is no calendar."""

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[Tt ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?([Zz]?)"
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?",
    re.IGNORECASE,
)
_HTML = re.compile(r"<\s*(?:!doctype|html|head|body|script|title|meta)\b", re.IGNORECASE)
_SIGN_IN = re.compile(r"sign[ -]?in|log[ -]?in|anmeld|passwor[td]|connexion", re.IGNORECASE)


class NotACalendarError(UserError):
    """The answer is something else than a calendar."""


class IncompleteError(UserError):
    """The answer is the beginning of a calendar, or has a hole."""


class TooMuchError(UserError):
    """The answer is larger than any calendar of a unit."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a moment on it.

    `clock` is None for a whole day. `zone` is ``UTC``, the name that the calendar gives its zone,
    or empty where the moment is meant wherever one is.
    """

    day: date
    clock: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be read, and why: `what` is the event's words, its UID, or a line's begin."""

    what: str
    why: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEvent:
    """An event as it stands there. Texts are as sent; `lines` are its own, for those that recur.

    `own` is what only we write: the names behind ``OWN`` and their texts.
    """

    uid: str
    start: When
    end: When | None = None
    duration: timedelta | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = ""
    transparent: bool = False
    stamp: datetime | None = None
    recurrence_id: str = ""
    recurs: bool = False
    lines: tuple[str, ...] = field(default=(), repr=False)
    own: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ForeignCalendar:
    """Everything that a complete calendar says of events."""

    producer: str
    name: str
    zone: str
    events: tuple[ForeignEvent, ...]
    refused: tuple[Refused, ...] = ()


def read(body: bytes, limit: int = EVENTS_LIMIT) -> ForeignCalendar:
    """Read a calendar of at most so many events, whole.

    Raises:
        NotACalendarError: it is something else, such as a page of the portal.
        IncompleteError: its end is missing, or something in it does not end.
        TooMuchError: it is too large to be the calendar of a unit.
    """
    text = decoded(body)
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise _no_calendar(text)
    reader = _Reader(limit)
    for number, (name, line) in enumerate(lines(text)):
        if number > LINES_LIMIT:
            raise too_much(limit)
        reader.take(name, line)
    return reader.calendar()


def _no_calendar(text: str) -> NotACalendarError:
    begin = text[:_SEEN]
    if not text.strip():
        return NotACalendarError("The address gives nothing: an empty answer is no calendar.")
    if _HTML.search(begin) and _SIGN_IN.search(text[: 50 * _SEEN]):
        return NotACalendarError(
            "The address leads to a page that asks to sign in. Please copy the calendar’s export "
            "link from the portal; it ends in .ics mostly and needs no password."
        )
    if _HTML.search(begin):
        return NotACalendarError(
            "The address leads to a web page, not to a calendar. Please copy the calendar’s export "
            "link from the portal; it ends in .ics mostly."
        )
    return NotACalendarError("What the address gives is no calendar.")


def too_much(limit: int) -> TooMuchError:
    """Return what is said of a calendar that is not read for holding more than so many events."""
    return TooMuchError(
        "The calendar holds more than {limit} events, which no unit has. It was not read.",
        limit=limit,
    )


def _incomplete() -> IncompleteError:
    return IncompleteError(
        "The calendar was cut off on the way. What is known stays; it is read again later."
    )


class _Reader:
    """Takes the lines of a calendar in turn."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: list[str] = []
        self._lines: list[str] = []
        self._properties: dict[str, Line] = {}
        self._head: dict[str, str] = {}
        self._events: list[ForeignEvent] = []
        self._refused: list[Refused] = []
        self._whole = False

    def take(self, name: str, line: str) -> None:
        if name == "BEGIN":
            self._begin(line)
        elif name == "END":
            self._end(line)
        elif self._open == ["VCALENDAR", "VEVENT"]:
            self._of_event(name, line)
        elif self._open == ["VCALENDAR"] and name in {"PRODID", "X-WR-CALNAME", "X-WR-TIMEZONE"}:
            found = parsed(line)
            if found is not None:
                self._head.setdefault(name, found.text)

    def calendar(self) -> ForeignCalendar:
        if self._open or not self._whole:
            raise _incomplete()
        return ForeignCalendar(
            producer=self._head.get("PRODID", ""),
            name=self._head.get("X-WR-CALNAME", ""),
            zone=self._head.get("X-WR-TIMEZONE", ""),
            events=tuple(self._events),
            refused=tuple(self._refused),
        )

    def _begin(self, line: str) -> None:
        what = line.partition(":")[2].strip().upper()
        self._open.append(what)
        if self._open == ["VCALENDAR", "VEVENT"]:
            self._lines, self._properties = [], {}

    def _end(self, line: str) -> None:
        what = line.partition(":")[2].strip().upper()
        if not self._open or self._open[-1] != what:
            raise _incomplete()
        if self._open == ["VCALENDAR", "VEVENT"]:
            if len(self._events) + len(self._refused) >= self._limit:
                raise too_much(self._limit)
            self._event_ended()
        self._open.pop()
        self._whole = not self._open

    def _of_event(self, name: str, line: str) -> None:
        if not line.strip():
            return
        self._lines.append(line)
        if name not in _WANTED and not name.startswith(OWN):
            return
        found = parsed(line)
        if found is not None:
            # The first one counts where one stands there twice.
            self._properties.setdefault(name, found)

    def _event_ended(self) -> None:
        made = _event(self._properties, tuple(self._lines))
        if isinstance(made, Refused):
            self._refused.append(made)
        else:
            self._events.append(made)


_RECURRING = frozenset({"RRULE", "RDATE"})
_WANTED = frozenset(
    {
        "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "URL",
        "STATUS", "TRANSP", "DTSTAMP", "LAST-MODIFIED", "RECURRENCE-ID", *_RECURRING,
    }
)  # fmt: skip


def _event(properties: dict[str, Line], own_lines: tuple[str, ...]) -> ForeignEvent | Refused:
    def text(name: str) -> str:
        line = properties.get(name)
        return line.text.strip() if line is not None else ""

    uid, summary = text("UID"), text("SUMMARY")
    start = _when(properties.get("DTSTART"))
    if start is None:
        return Refused(summary or uid, Message(N_("has no date that can be read"), {}))
    end_line, duration_line = properties.get("DTEND"), properties.get("DURATION")
    end = _when(end_line)
    if end_line is not None and end is None:
        return Refused(summary or uid, Message(N_("ends on no date that can be read"), {}))
    return ForeignEvent(
        uid=uid,
        start=start,
        end=end,
        duration=_duration(duration_line.value) if duration_line is not None else None,
        summary=summary,
        description=text("DESCRIPTION"),
        location=text("LOCATION"),
        url=text("URL"),
        status=text("STATUS").upper(),
        transparent=text("TRANSP").upper() == "TRANSPARENT",
        stamp=_stamp(properties),
        recurrence_id=text("RECURRENCE-ID"),
        recurs=not _RECURRING.isdisjoint(properties),
        lines=own_lines if not _RECURRING.isdisjoint(properties) or text("RECURRENCE-ID") else (),
        own=tuple(
            (name.removeprefix(OWN), line.text)
            for name, line in properties.items()
            if name.startswith(OWN)
        ),
    )


def _when(line: Line | None) -> When | None:
    """Return the day or moment of a line, None where there is none."""
    if line is None:
        return None
    value = line.value.strip()
    try:
        if found := _DATE.fullmatch(value):
            return When(date(*map(int, found.groups())))
        if found := _MOMENT.fullmatch(value):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
            zone = "UTC" if found[7] else line.parameters.get("TZID", "")
            # 24:00 and leap seconds are meant as the day's end.
            end_of_day = (hour, minute, second) == (24, 0, 0)
            clock = time(23, 59, 59) if end_of_day else time(hour, minute, min(second, 59))
            if line.parameters.get("VALUE", "").upper() == "DATE":
                return When(date(year, month, day))
            return When(date(year, month, day), clock, zone)
    except ValueError:
        return None
    return None


def _duration(value: str) -> timedelta | None:
    found = _DURATION.fullmatch(value.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if found[1] == "-" else whole


def _stamp(properties: dict[str, Line]) -> datetime | None:
    """Return when the event was written, the newest that it tells, in UTC."""
    found = [
        datetime.combine(when.day, when.clock, UTC)
        for when in map(_when, (properties.get("DTSTAMP"), properties.get("LAST-MODIFIED")))
        if when is not None and when.clock is not None
    ]
    return max(found, default=None)
