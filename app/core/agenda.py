"""What is due today and in the next days: who leaves, who comes, what must be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.core.dates import LAST_DAY
from app.core.occupancy import Kind, Occupancy, Status

DAYS_AHEAD: Final = 7
"""How many days after today are looked at."""


class Due(StrEnum):
    """Why an occupancy is on the agenda."""

    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    CHANGEOVER = "changeover"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Changeover:
    """A day on which one guest leaves a unit and another one comes."""

    leaving: Occupancy
    coming: Occupancy

    @property
    def day(self) -> date:
        return self.coming.arrival


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days ``[first, last]``, each list by day, then in the owner's order of units.

    `options` are by the day until which they hold, those whose day has passed first.
    """

    first: date
    last: date
    departures: tuple[Occupancy, ...]
    arrivals: tuple[Occupancy, ...]
    changeovers: tuple[Changeover, ...]
    options: tuple[Occupancy, ...]

    def ids(self, due: Due | None = None) -> frozenset[int]:
        """The ids of what is on it, for one reason or (None) for any."""
        leaving = (c.leaving for c in self.changeovers)
        coming = (c.coming for c in self.changeovers)
        lists: dict[Due, Iterable[Occupancy]] = {
            Due.DEPARTURE: self.departures,
            Due.ARRIVAL: self.arrivals,
            Due.CHANGEOVER: (*leaving, *coming),
            Due.OPTION: self.options,
        }
        wanted = lists.values() if due is None else [lists[due]]
        return frozenset(stay.id for stays in wanted for stay in stays)


def last_day(today: date) -> date:
    """The last day that is looked at on `today`."""
    return min(today, LAST_DAY - timedelta(DAYS_AHEAD)) + timedelta(DAYS_AHEAD)


def undecided(stay: Occupancy, today: date, last: date) -> bool:
    """Whether this is an option, running or ahead, that is to be decided by `last` or should be."""
    return (
        stay.status is Status.OPTION
        and stay.option_until is not None
        and stay.option_until <= last
        and stay.departure > today
    )


def agenda(occupancies: Iterable[Occupancy], unit_ids: Sequence[int], today: date) -> Agenda:
    """Return what is due from `today` to `last_day`.

    Cancelled stays are never due. A block begins and ends like a stay, but nobody comes or goes:
    it makes no changeover. Options are expected like bookings, for they block like them.

    Args:
        occupancies: in any order; what is not due does not matter.
        unit_ids: the units that are let, in the owner's order; others are left out.
        today: the first day.
    """
    last = last_day(today)
    places = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    taken = [stay for stay in occupancies if stay.blocks and stay.unit_id in places]

    def by(day: date, stay: Occupancy) -> tuple[date, int, int]:
        return day, places[stay.unit_id], stay.id

    departures = sorted(
        (stay for stay in taken if today <= stay.departure <= last),
        key=lambda stay: by(stay.departure, stay),
    )
    arrivals = sorted(
        (stay for stay in taken if today <= stay.arrival <= last),
        key=lambda stay: by(stay.arrival, stay),
    )
    options = sorted(
        (stay for stay in taken if undecided(stay, today, last)),
        key=lambda stay: by(stay.option_until or last, stay),
    )
    changeovers = tuple(_changeovers(departures, arrivals))
    return Agenda(today, last, tuple(departures), tuple(arrivals), changeovers, tuple(options))


def _changeovers(
    departures: Iterable[Occupancy], arrivals: Iterable[Occupancy]
) -> Iterable[Changeover]:
    leaving: dict[tuple[int, date], list[Occupancy]] = {}
    for stay in departures:
        if stay.kind is not Kind.BLOCK:
            leaving.setdefault((stay.unit_id, stay.departure), []).append(stay)
    for coming in arrivals:
        if coming.kind is not Kind.BLOCK:
            for stay in leaving.get((coming.unit_id, coming.arrival), ()):
                yield Changeover(stay, coming)
