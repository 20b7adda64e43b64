"""Where one of two that were booked for the same nights could go instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import IntEnum

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, Occupancy
from app.dataclass import dataclass


class Room(IntEnum):
    """Whether a unit has room for a stay; the best first."""

    ENOUGH = 0
    UNKNOWN = 1
    TOO_SMALL = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That `stay` moves to `unit`, which is free for all its nights."""

    stay: Occupancy
    unit: Unit
    room: Room

    @property
    def fits(self) -> bool:
        """Whether nothing is known against it."""
        return self.room is not Room.TOO_SMALL


def suggestions(
    stays: Sequence[Occupancy],
    units: Sequence[Unit],
    free: Iterable[tuple[int, Collection[int]]],
    today: date,
) -> list[Suggestion]:
    """Return who could move where, the best first.

    First what has room, then whoever has not arrived yet, then the same house, then what was
    entered by hand: a portal's guest was promised that very unit. A block stands for a place and
    does not move.

    Args:
        stays: the two.
        units: all of them, in the owner's order; archived ones are not let.
        free: by the id of a stay, the ids of units that are free for all its nights.
        today: the local date.
    """
    free_for = dict(free)
    by_id = {unit.id: unit for unit in units}
    found = [
        Suggestion(stay, unit, room_for(stay, by_id.get(stay.unit_id), unit))
        for stay in stays
        if stay.blocks and stay.kind is not Kind.BLOCK
        for unit in units
        if not unit.archived and unit.id != stay.unit_id and unit.id in free_for.get(stay.id, ())
    ]
    place = {unit.id: place for place, unit in enumerate(units)}

    def worth(one: Suggestion) -> tuple[int | bool, ...]:
        here = by_id.get(one.stay.unit_id)
        return (
            one.room.value,
            one.stay.arrival <= today,
            here is None or here.property_id != one.unit.property_id,
            one.stay.foreign,
            place[one.unit.id],
            one.stay.id,
        )

    return sorted(found, key=worth)


def room_for(stay: Occupancy, here: Unit | None, there: Unit) -> Room:
    """Tell whether `there` has room for who was booked into `here`.

    Where nobody has said how many come, a unit that is as large as theirs will do.
    """
    if there.capacity is None:
        return Room.UNKNOWN
    if stay.persons is not None:
        return Room.ENOUGH if stay.persons <= there.capacity else Room.TOO_SMALL
    as_large = here is not None and here.capacity is not None and here.capacity <= there.capacity
    return Room.ENOUGH if as_large else Room.UNKNOWN
