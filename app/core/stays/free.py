"""Which units are free for somebody who asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.core.house.unit import Unit
from app.core.stays.dates import LAST_DAY, check_stay, overlaps
from app.core.stays.occupancy import OccupancyDraft
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Free:
    """What is free: `fitting` has room for everybody, `too_small` has not. Both as they came.

    A unit whose capacity nobody has entered fits: only its owner knows, and what is not listed is
    not offered.
    """

    fitting: tuple[Unit, ...]
    too_small: tuple[Unit, ...]


def free_units(
    units: Iterable[Unit],
    occupancies: Iterable[OccupancyDraft],
    arrival: date,
    departure: date,
    persons: int | None = None,
) -> Free:
    """Return the units of which no night of ``[arrival, departure)`` is taken.

    Archived units are not let and never free. Options take their nights like bookings, expired
    ones too, until somebody decides; what is cancelled takes none.

    Args:
        units: in the owner's order.
        occupancies: at least those that take a night of the stay.
        arrival: the first day of the stay.
        departure: the day on which it ends.
        persons: how many must have room, None where that does not matter.

    Raises:
        UserError: the dates are no stay (`check_stay`).
    """
    check_stay(arrival, departure)
    taken = {
        other.unit_id
        for other in occupancies
        if other.blocks and overlaps(arrival, departure, other.arrival, other.departure)
    }
    free = [unit for unit in units if not unit.archived and unit.id not in taken]
    fitting = tuple(unit for unit in free if _has_room(unit, persons))
    return Free(fitting, tuple(unit for unit in free if not _has_room(unit, persons)))


@dataclass(frozen=True, slots=True)
class NextFree:
    """From which day on a unit is free for a stay as long as the one asked for."""

    unit: Unit
    arrival: date


def next_free(
    units: Iterable[Unit],
    occupancies: Iterable[OccupancyDraft],
    arrival: date,
    nights: int,
    persons: int | None = None,
) -> list[NextFree]:
    """Return when each unit that has room is next free for so many nights, the earliest first.

    Args:
        units: in the owner's order.
        occupancies: at least those that end after `arrival`.
        arrival: no stay begins earlier.
        nights: how long, at least one.
        persons: how many must have room, None where that does not matter.
    """
    taken: dict[int, list[OccupancyDraft]] = {}
    for stay in occupancies:
        if stay.blocks and stay.departure > arrival:
            taken.setdefault(stay.unit_id, []).append(stay)
    found = []
    for unit in units:
        if unit.archived or not _has_room(unit, persons):
            continue
        day = arrival
        for stay in sorted(taken.get(unit.id, ()), key=lambda stay: stay.arrival):
            if (stay.arrival - day).days >= nights:
                break
            day = max(day, stay.departure)
        if (LAST_DAY - day).days >= nights:
            found.append(NextFree(unit, day))
    return sorted(found, key=lambda free: free.arrival)


def _has_room(unit: Unit, persons: int | None) -> bool:
    return persons is None or unit.capacity is None or persons <= unit.capacity
