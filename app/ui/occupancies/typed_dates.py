"""Dates as people type them: "14.7.", "14.7.27", "140727", "14 Jul", "2027-07-14"."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from app.core.dates import LAST_DAY, check_day
from app.core.errors import UserError
from app.i18n import SOURCE_LANGUAGE, catalogue
from app.ui.occupancies.words import folded

if TYPE_CHECKING:
    from app.i18n import Catalogue

_WEEKDAY = re.compile(r"^[^\W\d_]+[.,]?\s+(?=\d)")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})(?:\s*[./\s-]\s*(?P<month>\d{1,2})(?:\s*[./\s-]\s*(?P<year>\d{4}|\d{2})?)?)?\.?"
)
_NAMED = re.compile(r"(?P<day>\d{1,2})\.?\s*(?P<name>[^\W\d_]{3,})\.?,?\s*(?P<year>\d{4}|\d{2})?")
_JOINED = re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4}|\d\d)?")


def parse_day(text: str, texts: Catalogue, earliest: date) -> date:
    """Return the day that `text` means: the day always comes before the month.

    Args:
        text: what was typed, perhaps with a weekday before it, which is not looked at.
        texts: the language of month names (English ones are known everywhere) and of the errors.
        earliest: without a year or a month, the first such day from here on is meant.

    Raises:
        UserError: this is no date, or one that does not exist.
    """
    typed = _WEEKDAY.sub("", text.strip())
    if found := _ISO.fullmatch(typed) or _JOINED.fullmatch(typed) or _NUMBERS.fullmatch(typed):
        month = found["month"] and int(found["month"])
    elif found := _NAMED.fullmatch(typed):
        month = _month_named(found["name"], texts)
    else:
        raise _no_date(text, texts, earliest)
    if month == 0 or (month or 1) > 12:
        raise UserError("There are only 12 months. Please look at “{text}” again.", text=typed)
    day = int(found["day"])
    if month is None or month == "":
        return _next_day(day, earliest, text, texts)
    if not found["year"]:
        return _next_date(day, int(month), earliest, texts)
    year = int(found["year"])
    result = _existing(day, int(month), year + 2000 if len(found["year"]) == 2 else year, texts)
    check_day(result)
    return result


def _existing(day: int, month: int, year: int, texts: Catalogue) -> date:
    if not 1 <= year <= LAST_DAY.year:
        raise UserError(
            "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
            year=str(year),
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise UserError(
            "There is no day {day} in {month}: it has {days} days.",
            day=day,
            month=texts.month(date(year, month, 1)),
            days=days,
        )
    return date(year, month, day)


def _next_date(day: int, month: int, earliest: date, texts: Catalogue) -> date:
    """Return the first such day from `earliest` on; 29 February may be some years ahead."""
    if (month, day) == (2, 29):
        year = earliest.year
        while not calendar.isleap(year) or (year, 2, 29) < _parts(earliest):
            year += 1
    else:
        year = earliest.year + ((earliest.year, month, day) < _parts(earliest))
    return _existing(day, month, year, texts)


def _next_day(day: int, earliest: date, text: str, texts: Catalogue) -> date:
    """Return the first day with this number from `earliest` on, in a month that has it."""
    if not 1 <= day <= 31:
        raise _no_date(text, texts, earliest)
    year, month = earliest.year, earliest.month
    while day > calendar.monthrange(year, month)[1] or (year, month, day) < _parts(earliest):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return _existing(day, month, year, texts)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _month_named(name: str, texts: Catalogue) -> int:
    """Return the month whose name begins like this, in the texts' language or in English."""
    wanted = folded(name)
    for words in (texts, catalogue(SOURCE_LANGUAGE)):
        for month in range(1, 13):
            if folded(words.month(date(LAST_DAY.year, month, 1))).startswith(wanted):
                return month
    raise UserError("There is no month called “{name}”.", name=name)


def _no_date(text: str, texts: Catalogue, earliest: date) -> UserError:
    return UserError(
        "“{text}” is no date. Please type it like this: {example}",
        text=text.strip(),
        example=texts.day(earliest),
    )
