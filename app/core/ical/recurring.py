"""The days on which an event comes again (RFC 5545 §3.8.5), by whole days.

Written for what is read from strangers: every rule ends at the horizon, whatever it says, which no
library of the field promises (a rule that never fits a day is looked for until the year 9999).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

OLDEST = 1970
"""No rule is followed from an earlier year on: nobody has a calendar from then."""
_RULE_LIMIT = 500
_NUMBERS_LIMIT = 400
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_BY_DAY = re.compile(r"([+-]?\d{1,3})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LAST_OF = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYSETPOS": 366}
_FROM_THE_END = frozenset(_LAST_OF) - {"BYMONTH"}


@dataclass(frozen=True, slots=True)
class Rule:
    """When something comes again. Empty tuples ask for nothing.

    `days` are weekdays from Monday (0), each with the how manieth of the month or year it is, 0
    for every one.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    days: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = field(default=0)


def rule(text: str) -> Rule | None:
    """Return the rule that `text` means, the value of an RRULE.

    None where it means none by whole days: more often than daily, at several hours of a day, by the
    numbers of weeks (about which readers disagree), or not a rule at all.
    """
    if len(text) > _RULE_LIMIT:
        return None
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").split(";"):
        name, found, value = part.partition("=")
        if not found:
            if part:
                return None
            continue
        parts[name] = value
    try:
        return _rule(parts)
    except (ValueError, KeyError):
        return None


def days(of: Rule, start: date, end: date) -> Iterator[date]:
    """Yield the days from `start` on, before `end`, on which the rule lets something begin.

    That of `start` is one of them only where it fits, as libraries have it.
    """
    if start.year < OLDEST:
        return
    left = of.count
    for period in _periods(of, start, end):
        fitting = [day for day in period if _fits(of, start, day)]
        for day in _placed(of, fitting):
            if day < start:
                continue
            if day >= end or (of.until is not None and day > of.until):
                return
            if left is not None:
                if left == 0:
                    return
                left -= 1
            yield day


def _rule(parts: dict[str, str]) -> Rule | None:
    if parts["FREQ"] not in _FREQUENCIES or not parts.keys() <= _KNOWN:
        return None
    if any("," in parts.get(name, "") for name in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        return None
    interval = int(parts.get("INTERVAL", "1"))
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    if interval < 1 or (count is not None and count < 1):
        return None
    until = None
    if "UNTIL" in parts:
        found = _UNTIL.fullmatch(parts["UNTIL"])
        if found is None:
            return None
        until = date(*map(int, found.groups()))
    numbers = {name: _numbers(name, parts.get(name, "")) for name in _LAST_OF}
    made = Rule(
        frequency=parts["FREQ"],
        interval=interval,
        count=count,
        until=until,
        days=_by_day(parts.get("BYDAY", "")),
        months=numbers["BYMONTH"],
        month_days=numbers["BYMONTHDAY"],
        year_days=numbers["BYYEARDAY"],
        places=numbers["BYSETPOS"],
        week_start=_WEEKDAYS[parts.get("WKST", "MO")],
    )
    return made if _allowed(made) else None


_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_LAST_OF} | {
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
}


def _allowed(made: Rule) -> bool:
    """Tell whether parts stand together that the standard lets stand together (§3.3.10)."""
    if made.year_days and made.frequency != "YEARLY":
        return False
    if made.month_days and made.frequency == "WEEKLY":
        return False
    counted = any(number for _, number in made.days)
    return not counted or made.frequency in {"MONTHLY", "YEARLY"}


def _numbers(name: str, text: str) -> tuple[int, ...]:
    if not text:
        return ()
    found = tuple(dict.fromkeys(map(int, text.split(","))))
    last = _LAST_OF[name]
    first = -last if name in _FROM_THE_END else 1
    if len(found) > _NUMBERS_LIMIT or any(not first <= one <= last or one == 0 for one in found):
        raise ValueError(text)
    return found


def _by_day(text: str) -> tuple[tuple[int, int], ...]:
    if not text:
        return ()
    found = [_BY_DAY.fullmatch(part) for part in text.split(",")]
    if len(found) > _NUMBERS_LIMIT or None in found:
        raise ValueError(text)
    return tuple((_WEEKDAYS[one[2]], int(one[1] or 0)) for one in found if one is not None)


# ---- periods, and the days of each ----


def _periods(of: Rule, start: date, end: date) -> Iterator[list[date]]:
    """Yield the days of each period that the rule looks at, in order, until `end`."""
    match of.frequency:
        case "DAILY":
            yield from _steps(start, end, of.interval, 1)
        case "WEEKLY":
            first = start - timedelta(days=(start.weekday() - of.week_start) % 7)
            yield from _steps(first, end, 7 * of.interval, 7)
        case "MONTHLY":
            number = start.year * 12 + start.month - 1
            while number <= end.year * 12 + end.month - 1:
                year, month = divmod(number, 12)
                yield _span(date(year, month + 1, 1), calendar.monthrange(year, month + 1)[1])
                number += of.interval
        case _:
            for year in range(start.year, end.year + 1, of.interval):
                yield _span(date(year, 1, 1), 366 if calendar.isleap(year) else 365)


def _steps(first: date, end: date, step: int, length: int) -> Iterator[list[date]]:
    day = first
    while day < end:
        yield _span(day, length)
        if step > (end - day).days:
            return
        day += timedelta(days=step)


def _span(first: date, length: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(length)]


# ---- which days fit ----


def _fits(of: Rule, start: date, day: date) -> bool:
    return all(test(of, start, day) for test in _TESTS)


def _month_fits(of: Rule, start: date, day: date) -> bool:
    if of.months:
        return day.month in of.months
    free = of.year_days or of.days or of.month_days
    return of.frequency != "YEARLY" or bool(free) or day.month == start.month


def _month_day_fits(of: Rule, start: date, day: date) -> bool:
    if of.month_days:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day in of.month_days or day.day - last - 1 in of.month_days
    if of.frequency not in {"MONTHLY", "YEARLY"} or of.days or of.year_days:
        return True
    return day.day == start.day


def _year_day_fits(of: Rule, _: date, day: date) -> bool:
    if not of.year_days:
        return True
    number = day.timetuple().tm_yday
    last = 366 if calendar.isleap(day.year) else 365
    return number in of.year_days or number - last - 1 in of.year_days


def _weekday_fits(of: Rule, start: date, day: date) -> bool:
    if not of.days:
        return of.frequency != "WEEKLY" or day.weekday() == start.weekday()
    by_month = of.frequency == "MONTHLY" or (of.frequency == "YEARLY" and bool(of.months))
    return any(
        day.weekday() == weekday and (number == 0 or number in _counted(day, by_month=by_month))
        for weekday, number in of.days
    )


def _counted(day: date, *, by_month: bool) -> tuple[int, int]:
    """Return the how manieth of its weekday a day is in its month or year, from both ends."""
    if by_month:
        number, last = day.day, calendar.monthrange(day.year, day.month)[1]
    else:
        number, last = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    return (number - 1) // 7 + 1, -((last - number) // 7 + 1)


_TESTS: tuple[Callable[[Rule, date, date], bool], ...] = (
    _month_fits,
    _month_day_fits,
    _year_day_fits,
    _weekday_fits,
)


def _placed(of: Rule, fitting: list[date]) -> list[date]:
    """Return those of a period's days that stand at the places asked for."""
    if not of.places:
        return fitting
    count = len(fitting)
    wanted = {place - 1 if place > 0 else count + place for place in of.places}
    return [fitting[place] for place in sorted(wanted) if 0 <= place < count]
