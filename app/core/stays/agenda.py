"""What is due today and in the next days: who leaves, who comes, what must be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.core.stays.dates import LAST_DAY
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.dataclass import dataclass

DAYS_AHEAD: Final = 7
"""How many days after today are looked at."""


class Due(StrEnum):
    """Why an occupancy is on the agenda.

    Only guests arrive and depart. OWN is an owner stay or a block that begins or ends.
    """

    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    CHANGEOVER = "changeover"
    OWN = "own"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Move:
    """What happens in a unit on a day: one stay ends, one begins, or both in one changeover."""

    day: date
    leaving: Occupancy | None
    coming: Occupancy | None

    @property
    def changeover(self) -> bool:
        """Whether somebody leaves and somebody else comes; the unit is cleaned in between."""
        return self.leaving is not None and self.coming is not None

    @property
    def stays(self) -> tuple[Occupancy, ...]:
        """The one that leaves and the one that comes."""
        return tuple(stay for stay in (self.leaving, self.coming) if stay is not None)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days ``[first, last]``, each list by day, then in the owner's order of units.

    `options` are by the day until which they hold, those whose day has passed first.
    """

    first: date
    last: date
    moves: tuple[Move, ...]
    options: tuple[Occupancy, ...]

    @property
    def departures(self) -> tuple[Occupancy, ...]:
        """The guests who leave."""
        return _guests(move.leaving for move in self.moves)

    @property
    def arrivals(self) -> tuple[Occupancy, ...]:
        """The guests who come."""
        return _guests(move.coming for move in self.moves)

    def ids(self, due: Due | None = None) -> frozenset[int]:
        """The ids of what is on it, for one reason or (None) for any."""
        moving = [stay for move in self.moves for stay in move.stays]
        lists: dict[Due, Iterable[Occupancy]] = {
            Due.DEPARTURE: self.departures,
            Due.ARRIVAL: self.arrivals,
            Due.CHANGEOVER: (stay for m in self.moves if m.changeover for stay in m.stays),
            Due.OWN: (stay for stay in moving if stay.kind is not Kind.BOOKING),
            Due.OPTION: self.options,
        }
        wanted = (moving, self.options) if due is None else (lists[due],)
        return frozenset(stay.id for stays in wanted for stay in stays)


def _guests(stays: Iterable[Occupancy | None]) -> tuple[Occupancy, ...]:
    """Those that are bookings, each once."""
    found = {s.id: s for s in stays if s is not None and s.kind is Kind.BOOKING}
    return tuple(found.values())


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
    taken = sorted(
        (stay for stay in occupancies if stay.blocks and stay.unit_id in places),
        key=lambda stay: stay.id,
    )
    ends: dict[tuple[date, int], list[Occupancy]] = {}
    begins: dict[tuple[date, int], list[Occupancy]] = {}
    for stay in taken:
        for edges, day in ((ends, stay.departure), (begins, stay.arrival)):
            if today <= day <= last:
                edges.setdefault((day, places[stay.unit_id]), []).append(stay)
    moves = [
        move
        for key in sorted({*ends, *begins})
        for move in _moves(key[0], ends.get(key, []), begins.get(key, []))
    ]
    options = sorted(
        (stay for stay in taken if undecided(stay, today, last)),
        key=lambda stay: (stay.option_until or last, places[stay.unit_id], stay.id),
    )
    return Agenda(today, last, tuple(moves), tuple(options))


def _moves(day: date, leaving: Sequence[Occupancy], coming: Sequence[Occupancy]) -> Iterator[Move]:
    """What happens in one unit on one day. People change over; blocks end and begin alone."""
    people_leave = [stay for stay in leaving if stay.kind is not Kind.BLOCK]
    people_come = [stay for stay in coming if stay.kind is not Kind.BLOCK]
    both = bool(people_leave and people_come)
    if both:
        yield from (Move(day, one, other) for one in people_leave for other in people_come)
    for stay in leaving:
        if not both or stay.kind is Kind.BLOCK:
            yield Move(day, stay, None)
    for stay in coming:
        if not both or stay.kind is Kind.BLOCK:
            yield Move(day, None, stay)
