"""From the events of a foreign calendar to stays by whole nights.

A day stays a day. A moment becomes the day on the clock of the house, and never that of Greenwich:
14:00 to 10:00 are the days of arrival and departure.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.core import texts
from app.core.errors import UserError
from app.core.ical.foreign import ForeignCalendar, ForeignEvent, Refused, When, too_much
from app.core.ical.foreign_lines import parsed
from app.core.ical.recurring import days, rule
from app.core.ical.zones import zone_named
from app.core.importing.source import ForeignStay
from app.core.importing.wording import Wording, wording
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.i18n import N_, Message

STAYS_LIMIT = 20_000
PAST_READ = timedelta(days=366)
"""So far back stays are read; what is older is nobody's business here."""
AHEAD_READ = timedelta(days=5 * 366)
"""How far ahead an event that comes again is followed."""
_DAYS_END = time(23, 59)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands in the calendar without taking a night: its words, its day, and why."""

    what: str
    day: date
    why: Message


@dataclass(frozen=True, slots=True)
class Reading:
    """What one complete calendar says.

    `stays` are sorted by arrival; `refused` could not be read; `listed` takes no night.
    """

    producer: str
    name: str
    stays: tuple[ForeignStay, ...]
    refused: tuple[Refused, ...] = ()
    listed: tuple[Listed, ...] = ()


def reading(
    calendar: ForeignCalendar, zone: tzinfo, today: date, since: date | None = None
) -> Reading:
    """Return the stays of a calendar.

    Args:
        calendar: whole.
        zone: of the house.
        today: in the house; rules are followed for five years.
        since: from when on stays are read; a year before `today` where None, and then no more than
            `STAYS_LIMIT`. Events that come again are never more than that together.

    Raises:
        TooMuchError: there are more. Without those beyond, sold nights would be free.
    """
    return _Reading(calendar, zone, today, since).made()


class _Reading:
    def __init__(
        self, calendar: ForeignCalendar, zone: tzinfo, today: date, since: date | None
    ) -> None:
        self._calendar = calendar
        self._zone = zone
        self._first = max(today - PAST_READ, FIRST_DAY) if since is None else since
        self._limit = STAYS_LIMIT if since is None else math.inf
        self._end = min(today + AHEAD_READ, LAST_DAY)
        self._refused = [replace(one, what=_line(one.what)) for one in calendar.refused]
        self._listed: list[Listed] = []
        # An owner's own calendar has both kinds; where all is transparent, a program writes so.
        opaque = any(not event.transparent for event in calendar.events)
        self._transparent_is_free = opaque

    def made(self) -> Reading:
        found = [stay for event in self._single_events() if (stay := self._stay(event)) is not None]
        if len(found) > self._limit:
            raise too_much(STAYS_LIMIT)
        stays = sorted(_joined(found), key=lambda stay: (stay.arrival, stay.departure, stay.uid))
        return Reading(
            producer=_line(self._calendar.producer),
            name=_line(self._calendar.name),
            stays=tuple(stays),
            refused=tuple(self._refused),
            listed=tuple(self._listed),
        )

    # ---- events that come again ----

    def _single_events(self) -> Iterator[ForeignEvent]:
        """Yield each event on its own, those that come again once for each time."""
        changed = defaultdict(set)
        for event in self._calendar.events:
            if event.recurrence_id:
                changed[event.uid].add(_first_day(event.recurrence_id))
        left = STAYS_LIMIT
        for event in self._calendar.events:
            if not event.recurs or event.recurrence_id:
                yield event
                continue
            for day in self._days_again(event):
                if left == 0:
                    raise too_much(STAYS_LIMIT)
                left -= 1
                if day not in changed[event.uid]:
                    yield _moved(event, day)

    def _days_again(self, event: ForeignEvent) -> Iterator[date]:
        lines = [line for line in map(parsed, event.lines) if line is not None]
        left_out = {day for line in lines if line.name == "EXDATE" for day in _days_in(line.value)}
        found = {event.start.day}
        for line in lines:
            if line.name == "RDATE":
                found |= _days_in(line.value)
            elif line.name == "RRULE":
                again = rule(line.value)
                if again is None:
                    why = N_("comes again by a rule that is not understood; its first time counts")
                    self._refuse(event, why)
                else:
                    found.update(days(again, event.start.day, self._end))
        first = _after(self._first, timedelta(days=-_length(event)))
        return iter(sorted(day for day in found - left_out if first <= day < self._end))

    # ---- one event ----

    def _stay(self, event: ForeignEvent) -> ForeignStay | None:
        """Return the stay of an event; None where it takes no night, which is noted."""
        arrival = self._day(event.start)
        departure = self._departure(event, arrival)
        wrong = _wrong(arrival, departure)
        if wrong:
            self._refuse(event, wrong)
            return None
        if departure <= self._first:
            return None
        free = self._free(event, arrival, departure)
        if free:
            self._listed.append(Listed(_called(event), arrival, Message(free, {})))
            return None
        return _made(event, wording(self._calendar.producer, event), arrival, departure)

    def _free(self, event: ForeignEvent, arrival: date, departure: date) -> str:
        """Return why an event takes no night, empty where it does."""
        if event.status == "CANCELLED":
            return N_("is cancelled")
        if event.transparent and self._transparent_is_free:
            return N_("is marked as free")
        return N_("takes no night") if departure == arrival else ""

    def _departure(self, event: ForeignEvent, arrival: date) -> date:
        """Return the first day that is free again; that of arrival where no night is taken."""
        if event.end is not None:
            return self._end_day(event.end)
        if event.duration is not None:
            if event.start.clock is None:
                return _after(arrival, event.duration)
            return self._end_day(_later(event.start, event.duration))
        return _after(arrival, _DAY)

    def _end_day(self, end: When) -> date:
        day = self._day(end)
        # A minute before midnight means midnight.
        ends_with_day = end.clock is not None and self._clock(end) >= _DAYS_END
        return _after(day, _DAY) if ends_with_day else day

    def _day(self, when: When) -> date:
        if when.clock is None or when.clock == time() or not when.zone:
            # Whole days that are written as moments begin and end at midnight of their own zone.
            return when.day
        moment = self._moment(when)
        return when.day if moment is None else moment.date()

    def _clock(self, when: When) -> time:
        assert when.clock is not None
        moment = self._moment(when) if when.zone else None
        return when.clock if moment is None else moment.time()

    def _moment(self, when: When) -> datetime | None:
        """Return a moment on the clock of the house, None where its zone is not known."""
        assert when.clock is not None
        zone = zone_named(when.zone)
        if zone is None:
            return None
        try:
            return datetime.combine(when.day, when.clock, zone).astimezone(self._zone)
        except (OverflowError, ValueError):
            return None

    def _refuse(self, event: ForeignEvent, why: str) -> None:
        self._refused.append(Refused(_called(event), Message(why, {})))


def _wrong(arrival: date, departure: date) -> str:
    """Return why these days can be no stay, empty where they can."""
    if not FIRST_DAY <= arrival <= LAST_DAY or departure > LAST_DAY:
        return N_("lies in a year that cannot be right")
    return N_("ends before it begins") if departure < arrival else ""


def _made(event: ForeignEvent, said: Wording, arrival: date, departure: date) -> ForeignStay:
    return ForeignStay(
        uid=_line(event.uid),
        arrival=arrival,
        departure=departure,
        kind=said.kind,
        tentative=said.tentative or event.status == "TENTATIVE",
        summary=_line(event.summary),
        guest=_line(said.guest),
        link=said.link,
        stamp=event.stamp,
        closure=said.closure,
        unsure=said.unsure,
    )


def _joined(stays: list[ForeignStay]) -> Iterator[ForeignStay]:
    """Let those go that say once more what another event of the same stay says.

    Some programs write three: the arrival, the departure, and the whole stay. The first two take
    hours and no night, so they are no stays; what is left are repetitions word by word.
    """
    seen: set[tuple[str, date, date, str]] = set()
    for stay in stays:
        key = (stay.uid, stay.arrival, stay.departure, stay.summary)
        if key not in seen:
            seen.add(key)
            yield stay


def _moved(event: ForeignEvent, day: date) -> ForeignEvent:
    """Return an event that comes again as it stands on `day`, under a UID of its own."""
    by = day - event.start.day
    end = event.end
    return replace(
        event,
        uid=f"{event.uid}/{day.isoformat()}",
        start=replace(event.start, day=day),
        end=None if end is None else replace(end, day=_after(end.day, by)),
    )


def _length(event: ForeignEvent) -> int:
    if event.end is not None:
        return max((event.end.day - event.start.day).days, 1)
    return max(event.duration.days, 1) if event.duration is not None else 1


def _days_in(value: str) -> set[date]:
    found = (_first_day(part) for part in value.split(","))
    return {day for day in found if day is not None}


def _first_day(text: str) -> date | None:
    found = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _after(day: date, by: timedelta) -> date:
    """Return the day so many days later, the calendar's first or last one where it ends."""
    try:
        return day + timedelta(days=by.days)
    except OverflowError:
        return date.max if by.days > 0 else date.min


def _later(start: When, by: timedelta) -> When:
    assert start.clock is not None
    try:
        moment = datetime.combine(start.day, start.clock, UTC) + by
    except OverflowError:
        return When(date.max, start.clock, start.zone)
    return When(moment.date(), moment.time(), start.zone)


def _called(event: ForeignEvent) -> str:
    return _line(event.summary) or _line(event.uid)


def _line(text: str) -> str:
    """Return a stranger's text for a one-line field; what is too long or unreadable is cut."""
    known = text[: texts.LINE_LIMIT].encode("utf-8", "replace").decode()
    try:
        return texts.one_line(texts.unturned(known))
    except UserError:
        return ""
