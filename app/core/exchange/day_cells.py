"""Days as they stand in the cells of files: ISO, German, English, American, Excel's numbers.

Which of two numbers is the month cannot be told from "03/04/2027" alone. It is decided from all
cells of the columns together: one "14/07/2027" among them says it for all. Where none does, the
owner is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.typed_dates import is_calendar_word, parse_day

Cell = str | date
"""What a cell holds once it is read: a text, empty for none, or a day."""


class DateOrder(StrEnum):
    """What stands first where a day is written in numbers with slashes or hyphens."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Order(NamedTuple):
    """In which order days are written; `sure` where the cells themselves tell."""

    order: DateOrder
    sure: bool


_TIME = (
    r"(?:[T,\s]+\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d+)?"
    r"\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_NUMBERS = re.compile(
    rf"(\d{{1,2}})\s*([./-])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]\d+)?")
_WEEKDAY = re.compile(r"([^\W\d_]+)[.,]*\s+(?=\d)")
_NAMED_YEAR = re.compile(r"\d{4}")
_TIME_BEHIND = re.compile(rf"(?<=\d{{4}}){_TIME}$", re.IGNORECASE)
EXCEL_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's numbers, as its dates from March 1900 on count (ECMA-376 §18.17.4.1)."""
# 1954 to 2119: what lies outside is a price, a postcode or a number of a booking.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_ANY = date(2000, 1, 1)


def order_of(cells: Sequence[Cell], other: Sequence[Cell] = ()) -> Order:
    """Return how days are written in `cells`; `other` are the days that come after each.

    Where no single day tells, the two columns may: only one order puts every departure after its
    arrival, and no stay is longer than two months.
    """
    pairs = list(zip(cells, other, strict=False)) or [(cell, "") for cell in cells]
    written = Counter(cell for pair in pairs for cell in pair)
    numbers = {cell: _two(cell) for cell in written}
    firsts, seconds = _counted(written, numbers)
    if firsts != seconds:
        # More of them cannot be months.
        order = DateOrder.DAY_FIRST if firsts > seconds else DateOrder.MONTH_FIRST
        return Order(order, sure=True)
    if not any(map(_ambiguous, numbers.values())):
        return Order(DateOrder.DAY_FIRST, sure=True)
    fit = [order for order in DateOrder if all(_follows(*pair, order) for pair in pairs)]
    if len(fit) == 1:
        return Order(fit[0], sure=True)
    return Order(DateOrder.DAY_FIRST, sure=False)


def day_of_cell(cell: Cell, order: DateOrder) -> date | None:
    """Return the day that a cell says, None where it says none.

    Raises:
        UserError: it is written as a day, but there is no such day.
    """
    if isinstance(cell, date):
        return cell
    text = cell.strip().removeprefix("'").strip()
    day = _in_numbers(text, order)
    if day is not None:
        return day
    weekday = _WEEKDAY.match(text)
    if weekday and is_calendar_word(weekday[1]):
        day = _in_numbers(text[weekday.end() :], order)
    return day or _named(text)


def looks_like_a_day(cell: Cell) -> bool:
    """Tell whether a cell holds a day, as far as one cell can tell; a bare number does not."""
    if isinstance(cell, date):
        return True
    if _SERIAL.fullmatch(cell.strip()):
        return False
    try:
        return day_of_cell(cell, DateOrder.DAY_FIRST) is not None
    except UserError:
        return True


def _counted(
    written: Mapping[Cell, int], numbers: Mapping[Cell, tuple[int, int]]
) -> tuple[int, int]:
    """Count the cells that can only be read day first, and those that can only be month first."""
    day_first = month_first = 0
    for cell, times in written.items():
        first, second = numbers[cell]
        day_first += times * (first > 12 >= second)
        month_first += times * (second > 12 >= first)
    return day_first, month_first


def _two(cell: Cell) -> tuple[int, int]:
    """Return the two numbers of which one is the month; dots are written by Europeans alone."""
    found = _NUMBERS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return (int(found[1]), int(found[3])) if found and found[2] != "." else (0, 0)


def _ambiguous(numbers: tuple[int, int]) -> bool:
    first, second = numbers
    return first != second and 0 < first <= 12 and 0 < second <= 12


def _follows(arrival: Cell, departure: Cell, order: DateOrder) -> bool:
    try:
        first, end = day_of_cell(arrival, order), day_of_cell(departure, order)
    except UserError:
        return False
    if first is None or end is None:
        return True
    return timedelta(0) < end - first <= timedelta(days=62)


def _in_numbers(text: str, order: DateOrder) -> date | None:
    if found := _ISO.fullmatch(text):
        return _made(text, found[1], found[3], found[4])
    if found := _NUMBERS.fullmatch(text):
        first, second, year = found[1], found[3], found[4]
        year = f"20{year}" if len(year) == 2 else year
        day_first = found[2] == "." or order is DateOrder.DAY_FIRST
        month, day = (second, first) if day_first else (first, second)
        return _made(text, year, month, day)
    if found := _COMPACT.fullmatch(text):
        return _made(text, found[1], found[2], found[3])
    if found := _SERIAL.fullmatch(text):
        number = int(found[1])
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return EXCEL_ZERO + timedelta(days=number)
    return None


def _made(text: str, year: str, month: str, day: str) -> date:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        raise UserError("“{text}” is no day of the calendar.", text=text) from None
    if not FIRST_DAY <= made <= LAST_DAY:
        raise UserError(
            "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
            year=year,
        )
    return made


def _named(text: str) -> date | None:
    """Return the day where its month is a word; without a year nobody knows which is meant."""
    plain = _TIME_BEHIND.sub("", text)
    if len(plain) > 40 or not _NAMED_YEAR.search(plain) or not re.search(r"[^\W\d_]{3}", plain):
        return None
    if len(re.findall(r"\d+", plain)) != 2:
        return None
    try:
        return parse_day(plain, _ANY)
    except UserError:
        return None
