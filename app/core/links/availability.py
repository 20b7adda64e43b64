"""Which days of a unit are free: the months that a calendar on a website shows, and no more.

A guest sleeps from the afternoon of one day to the morning of the next, so days have two halves.
All that counts is which nights are taken: whether one stay takes them or several that follow each
other is nobody's business, and no value here tells.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from enum import Enum

from app.core.stays.dates import month_after
from app.dataclass import dataclass

MONTHS = 12


class DayState(Enum):
    """Which halves of a day are taken; the value is (morning, afternoon)."""

    FREE = (False, False)
    ARRIVAL = (False, True)
    """Somebody comes: free until midday, so that another one may still leave."""
    DEPARTURE = (True, False)
    """Somebody leaves: free from midday, so that another one may come."""
    OCCUPIED = (True, True)


@dataclass(frozen=True, slots=True)
class Website:
    """What the page of one link for a website is made of.

    `language` is the link's own, for readers who speak none of ours; `ranges` are half-open ranges
    of days that are taken, in any order, and may overlap; `months` is how many are shown, that of
    `today` among them; `version` changes with all that shows.
    """

    link_id: int
    language: str
    ranges: tuple[tuple[date, date], ...]
    today: date
    version: str
    months: int = MONTHS


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is shown; of one that is past, no state is."""

    day: date
    state: DayState | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks of seven, Monday first; None where a day belongs to another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months_shown(months_ahead: int | None) -> int:
    """Return how many months a website shows by a link that reaches so far (None: to the end)."""
    return MONTHS if months_ahead is None else min(months_ahead + 1, MONTHS)


def joined(ranges: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return half-open ranges sorted, those that touch or overlap as one.

    Where one stay ends and the next begins is nobody's business.
    """
    found: list[tuple[date, date]] = []
    for begins, ends in sorted(ranges):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return tuple(found)


def shown_ranges(
    ranges: Iterable[tuple[date, date]], today: date, count: int = MONTHS
) -> tuple[tuple[date, date], ...]:
    """Return the nights that `months` shows as taken, as ranges: none that is past, none beyond.

    Args:
        ranges: half-open ranges of days that are taken; they may touch and overlap.
        today: the first day that is told.
        count: how many months are shown.
    """
    end = month_after(today, count)
    inside = ((max(begins, today), min(ends, end)) for begins, ends in ranges)
    return joined((begins, ends) for begins, ends in inside if begins < ends)


def months(
    ranges: Iterable[tuple[date, date]], today: date, count: int = MONTHS
) -> tuple[Month, ...]:
    """Return the month of `today` and those after it, as far as the calendar goes.

    Args:
        ranges: half-open ranges of days that are taken; they may touch and overlap.
        today: the first day that has a state.
        count: how many months.
    """
    # At the end of the calendar the same one comes again and again.
    firsts = list(dict.fromkeys(month_after(today, n) for n in range(count)))
    taken = _nights(ranges, today, firsts[-1])
    return tuple(_month(first, today, taken) for first in firsts)


def _nights(ranges: Iterable[tuple[date, date]], today: date, last_month: date) -> set[int]:
    """Return the ordinals of the days on whose evening a night begins that is taken and shown."""
    begin, end = today.toordinal() - 1, last_month.toordinal() + 31
    return {
        night
        for arrival, departure in ranges
        for night in range(max(arrival.toordinal(), begin), min(departure.toordinal(), end))
    }


def _month(first: date, today: date, taken: set[int]) -> Month:
    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)

    def shown(number: int) -> Day | None:
        if number == 0:
            return None
        day = first.replace(day=number)
        return Day(day, _state(day.toordinal(), taken) if day >= today else None)

    return Month(first, tuple(tuple(map(shown, week)) for week in weeks))


def _state(ordinal: int, taken: set[int]) -> DayState:
    return DayState((ordinal - 1 in taken, ordinal in taken))
