"""Dates of stays: whole days, half-open, without times and without time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.core.errors import UserError

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(9998, 12, 31)
MONTHS_BACK = 12
LONG_STAY = 366
"""Nights: more than a whole year is hardly ever meant, and a wrong year is easily typed."""


def check_stay(arrival: date, departure: date) -> None:
    """Refuse a stay that is no stay.

    Raises:
        UserError: departure on or before arrival, or a day outside FIRST_DAY … LAST_DAY.
    """
    check_day(arrival)
    check_day(departure)
    if departure <= arrival:
        raise UserError(
            "Departure ({departure}) must be after arrival ({arrival}): a stay has at least one "
            "night.",
            arrival=arrival,
            departure=departure,
        )


def is_long(arrival: date, departure: date) -> bool:
    """Tell whether a stay is longer than a year, so that the owner is asked whether it is meant."""
    return (departure - arrival).days > LONG_STAY


def check_day(day: date) -> None:
    """Refuse a day so far away that it can only be a slip of the keyboard (UserError)."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise UserError(
            "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
            year=str(day.year),
        )


def day_of(ordinal: int) -> date:
    """Return the date with this ordinal, the last possible one for what lies beyond."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def overlaps(arrival: date, departure: date, other_arrival: date, other_departure: date) -> bool:
    """Tell whether two half-open stays share a night; a changeover on one day does not."""
    return arrival < other_departure and other_arrival < departure


def month_after(day: date, months: int = 1) -> date:
    """Return the first of the month so many months from that of `day`, before it where negative.

    At most the calendar's first or last one.
    """
    number = day.year * 12 + day.month - 1 + months
    number = min(max(number, date.min.year * 12), date.max.year * 12 + 11)
    return date(number // 12, number % 12 + 1, 1)


def month_began(today: date) -> datetime:
    """Return when, in UTC, the local month of `today` began: the moment a feed's range moved."""
    try:
        return datetime(today.year, today.month, 1).astimezone(UTC)
    except (OSError, OverflowError, ValueError):
        # Windows knows no local time before 1970 and after 3000, which only a wrong clock shows.
        return datetime(today.year, today.month, 1, tzinfo=UTC)
