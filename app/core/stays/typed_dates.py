"""Dates as people type them, in German and in English: "14.7.", "5. März", "March 5", "morgen".

The words of both languages are known whatever the window speaks: an owner who writes German into
an English window is understood. Numbers alone have the day before the month, in both languages.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY, check_day
from app.core.texts import folded
from app.i18n import WINDOW_LANGUAGES, Language

_SHORTEST = 3
"""Letters from which on the beginning of a name stands for it."""
# What people also write; the rest are the names that each language of the window has.
_OTHER_MONTHS = MappingProxyType(
    {0: ("janner", "jaenner"), 1: ("feber",), 2: ("maerz", "mrz"), 8: ("sept",)}
)
_OTHER_WEEKDAYS = MappingProxyType({5: ("sonnabend",)})


def _names(
    of: Callable[[Language], Sequence[str]], others: Mapping[int, tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Return, for each place of what `of` returns, the names in all languages of the window."""
    alike = zip(*(of(language) for language in WINDOW_LANGUAGES.values()), strict=True)
    return tuple((*map(folded, names), *others.get(at, ())) for at, names in enumerate(alike))


_MONTHS = _names(lambda language: language.months, _OTHER_MONTHS)
_WEEKDAYS = tuple(
    (*long, *short)
    for long, short in zip(
        _names(lambda language: language.long_weekdays, _OTHER_WEEKDAYS),
        _names(lambda language: language.weekdays, {}),
        strict=True,
    )
)
_FROM_TODAY: Mapping[str, int] = MappingProxyType(
    {
        "vorgestern": -2,
        "gestern": -1,
        "yesterday": -1,
        "heute": 0,
        "today": 0,
        "morgen": 1,
        "tomorrow": 1,
        "ubermorgen": 2,
        "uebermorgen": 2,
        "day after tomorrow": 2,
        "the day after tomorrow": 2,
    }
)
_WORD = r"[^\W\d_]+"
_BEFORE = re.compile(rf"(?P<word>{_WORD})[.,]*\s+(?=\w)")
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS = re.compile(rf"{_DAY}(?:\s*[./\s-]\s*(?P<month>\d{{1,2}})(?:\s*[./\s-]\s*{_YEAR}?)?)?\.?")
_JOINED = re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4}|\d\d)?")
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th)?\.?(?:\s*of\b)?\s*(?P<name>{_WORD})[.,]*\s*{_YEAR}?"
)
_MONTH_FIRST = re.compile(
    rf"(?P<name>{_WORD})[.,]*\s*{_DAY}(?:st|nd|rd|th)?[.,]?(?:[\s,]+{_YEAR})?"
)


def parse_day(text: str, today: date, earliest: date | None = None) -> date:
    """Return the day that `text` means.

    A weekday before a date is not looked at: whoever types another number over the one that a
    field shows need not mend it. Any other word that is not known makes it no date.

    Args:
        text: what was typed.
        today: what "morgen" counts from.
        earliest: without a year or a month, the first such day from here on is meant; today where
            None. A weekday alone lies neither before this nor before today.

    Raises:
        UserError: this is no date, or one that does not exist.
    """
    first = today if earliest is None else earliest
    typed = " ".join(folded(text).split())
    if typed in _FROM_TODAY:
        return _checked(today.toordinal() + _FROM_TODAY[typed])
    weekday = _number_of(typed.rstrip("."), _WEEKDAYS)
    if weekday is not None:
        start = max(today, first)
        return _checked(start.toordinal() + (weekday - start.weekday()) % 7)
    before = _BEFORE.match(typed)
    if before and _number_of(before["word"], _WEEKDAYS) is not None:
        typed = typed[before.end() :]
    return _written(typed, text.strip(), first, today)


def is_calendar_word(word: str) -> bool:
    """Tell whether this names a month or a weekday, or begins as one does."""
    plain = folded(word)
    return any(_number_of(plain, names) is not None for names in (_MONTHS, _WEEKDAYS))


def _written(typed: str, text: str, earliest: date, today: date) -> date:
    """Return the day that is written with a number; `text` is how it was typed."""
    if found := _ISO.fullmatch(typed) or _JOINED.fullmatch(typed) or _NUMBERS.fullmatch(typed):
        month = None if found["month"] is None else int(found["month"])
    elif found := _DAY_FIRST.fullmatch(typed) or _MONTH_FIRST.fullmatch(typed):
        place = _number_of(found["name"], _MONTHS)
        if place is None:
            raise _no_date(text, earliest, today)
        month = place + 1
    else:
        raise _no_date(text, earliest, today)
    if month is not None and not 1 <= month <= 12:
        raise UserError("There are only 12 months. Please look at “{text}” again.", text=text)
    day = int(found["day"])
    if month is None:
        if not 1 <= day <= 31:
            raise _no_date(text, earliest, today)
        return _next_day(day, earliest)
    if not found["year"]:
        return _next_date(day, month, earliest)
    year = int(found["year"])
    result = _existing(day, month, year + 2000 if len(found["year"]) == 2 else year)
    check_day(result)
    return result


def _number_of(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Return the place of the names of which `word` is one, or the beginning of one."""
    for place, alike in enumerate(names):
        if word in alike:
            return place
    if len(word) < _SHORTEST:
        return None
    return next(
        (place for place, alike in enumerate(names) if any(n.startswith(word) for n in alike)), None
    )


def _checked(ordinal: int) -> date:
    if not FIRST_DAY.toordinal() <= ordinal <= date.max.toordinal():
        check_day(date.max if ordinal > 0 else date.min)
    day = date.fromordinal(ordinal)
    check_day(day)
    return day


def _existing(day: int, month: int, year: int) -> date:
    if not 1 <= year <= LAST_DAY.year:
        raise UserError(
            "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
            year=str(year),
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise UserError(
            "There is no day {day} in month {month} of {year}: it has {days} days.",
            day=day,
            month=month,
            year=str(year),
            days=days,
        )
    return date(year, month, day)


def _next_date(day: int, month: int, earliest: date) -> date:
    """Return the first such day from `earliest` on; 29 February may be some years ahead."""
    if (month, day) == (2, 29):
        year = earliest.year
        while not calendar.isleap(year) or (year, 2, 29) < _parts(earliest):
            year += 1
    else:
        year = earliest.year + ((earliest.year, month, day) < _parts(earliest))
    return _existing(day, month, year)


def _next_day(day: int, earliest: date) -> date:
    """Return the first day with this number from `earliest` on, in a month that has it."""
    year, month = earliest.year, earliest.month
    while day > calendar.monthrange(year, month)[1] or (year, month, day) < _parts(earliest):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return _existing(day, month, year)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _no_date(text: str, earliest: date, today: date) -> UserError:
    """Say that this is no date, with an example that lies ahead."""
    ahead = max(earliest, today)
    week = timedelta(days=7)
    return UserError(
        "“{text}” is no date. Please type it like this: {example}",
        text=text,
        example=ahead + week if ahead <= LAST_DAY - week else LAST_DAY,
    )
