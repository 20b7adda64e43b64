"""A calendar of ours as its reader sees it, read from the bytes that they get.

Read with the library ``icalendar``, so that a preview shows what a reader sees and not what we
meant; no other module knows it, and it is imported on first use.
"""

# ruff: noqa: PLC0415  # most commands, and the window until a preview shows, never need it

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import accumulate

from app.core.ical.text import date_value
from app.core.ical.write import FOOT
from app.dataclass import dataclass

# Read at the beginning of lines only: whatever a text says, it stands behind a name or a space.
_BEGIN = b"\r\nBEGIN:VEVENT\r\n"
_DAYS = re.compile(rb"\r\nDTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})\r\n")
_WORDS = re.compile(rb".*?\r\nEND:VEVENT\r\n", re.DOTALL)
_NAME = re.compile(rb"\r\nX-WR-CALNAME:.*?\r\n(?! )", re.DOTALL)


def days_in(body: bytes) -> Iterator[tuple[date, date]]:
    """Yield the days of each event of a calendar of ours, the end exclusive."""
    for found in _DAYS.finditer(body):
        first, end = found[1], found[2]
        yield (
            date(int(first[:4]), int(first[4:6]), int(first[6:])),
            date(int(end[:4]), int(end[4:6]), int(end[6:])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """What a reader learns from one event: its days, the end exclusive, and its words."""

    first: date
    end: date
    summary: str
    description: str
    location: str
    tentative: bool


@dataclass(frozen=True, slots=True)
class _Words:
    summary: str
    description: str
    location: str
    tentative: bool


class CalendarView:
    """A calendar of ours as its reader sees it, from the bytes that they get.

    Made in a moment whatever its size: an event is parsed when somebody asks for it, and each
    wording once.

    Raises:
        ValueError: the bytes are no calendar that `calendar_bytes` has made.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        found = list(_DAYS.finditer(body))
        if len(found) != body.count(_BEGIN) or not body.endswith(FOOT.encode()):
            raise ValueError("not a calendar of ours")
        # As they stand there: eight digits compare like the days that they are.
        self._firsts = [match[1] for match in found]
        self._ends = [match[2] for match in found]
        self._words_at = [match.end() for match in found]
        # The latest end up to each event: it only grows, so it can be searched.
        self._reach = list(accumulate(self._ends, max))
        self._known: dict[bytes, _Words] = {}

    def __len__(self) -> int:
        return len(self._firsts)

    @cached_property
    def name(self) -> str:
        """The calendar's name."""
        from icalendar.parser import Contentline

        line = _NAME.search(self._body)
        if line is None:
            raise ValueError("not a calendar of ours")
        whole = Contentline.from_ical(line[0][2:-2])  # type: ignore[no-untyped-call]
        return str(whole.parts()[2])

    def between(self, first: date, end: date) -> list[ReadEntry]:
        """Return the events that take a day of `first` to `end`, which is exclusive, in order."""
        if end <= first:
            return []
        after = date_value(first).encode()
        begin = bisect_right(self._reach, after)
        stop = bisect_left(self._firsts, date_value(end).encode())
        return [self._entry(at) for at in range(begin, stop) if self._ends[at] > after]

    def entries(self, start: int, count: int) -> list[ReadEntry]:
        """Return `count` events from the one at `start` on, fewer where there are no more."""
        return [self._entry(at) for at in range(len(self))[start : start + count]]

    def first_taken(self, day: date) -> date | None:
        """Return the first day from `day` on that an event takes, None where none does."""
        # The first event whose end is later: what begins after it begins later as well.
        at = bisect_right(self._reach, date_value(day).encode())
        return max(_day(self._firsts[at]), day) if at < len(self._firsts) else None

    def last_day(self) -> date | None:
        """Return the latest end of all events, None where there is none."""
        return _day(self._reach[-1]) if self._reach else None

    def _entry(self, at: int) -> ReadEntry:
        words = self._words(self._words_at[at])
        return ReadEntry(
            first=_day(self._firsts[at]),
            end=_day(self._ends[at]),
            summary=words.summary,
            description=words.description,
            location=words.location,
            tentative=words.tentative,
        )

    def _words(self, begin: int) -> _Words:
        """Return the words of the event whose properties after the days begin there."""
        match = _WORDS.match(self._body, begin)
        if match is None:
            raise ValueError("not a calendar of ours")
        lines = match[0]
        if lines not in self._known:
            self._known[lines] = _parsed(lines)
        return self._known[lines]


def _parsed(lines: bytes) -> _Words:
    from icalendar import Event

    event = Event.from_ical(b"BEGIN:VEVENT\r\n" + lines)
    return _Words(
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        location=str(event.get("LOCATION", "")),
        tentative=event["STATUS"] == "TENTATIVE",
    )


def _day(digits: bytes) -> date:
    from icalendar import vDate

    day: date = vDate.from_ical(digits.decode())  # type: ignore[no-untyped-call]
    return day
