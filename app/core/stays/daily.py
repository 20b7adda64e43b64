"""What is to be done in the house on one day: who leaves, who comes, what is cleaned for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.core.stays.occupancy import Kind, Occupancy
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A unit that is cleaned because somebody leaves; `following` is who comes next, if known."""

    leaving: Occupancy
    following: Occupancy | None

    @property
    def same_day(self) -> bool:
        """Whether the next one comes on the very day: the cleaning cannot wait."""
        return self.following is not None and self.following.arrival == self.leaving.departure


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day; each list is in the owner's order of units.

    Owner stays arrive and depart like guests; a block does neither, and nobody cleans after it.
    """

    day: date
    departures: tuple[Occupancy, ...]
    arrivals: tuple[Occupancy, ...]
    cleaning: tuple[Cleaning, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.departures or self.arrivals)


def day_plan(occupancies: Iterable[Occupancy], unit_ids: Sequence[int], day: date) -> DayPlan:
    """Return what happens on `day`; options are expected like bookings, for they block like them.

    Args:
        occupancies: in any order, all that depart on the day or later; cancelled ones may be among.
        unit_ids: the units that matter, in the owner's order; others are left out.
        day: the day.
    """
    places = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    people = sorted(
        (s for s in occupancies if s.blocks and s.kind is not Kind.BLOCK and s.unit_id in places),
        key=lambda stay: (places[stay.unit_id], stay.arrival, stay.id),
    )
    leaving = tuple(stay for stay in people if stay.departure == day)
    coming = tuple(stay for stay in people if stay.arrival == day)
    # They are sorted: the first that comes on the day or later is the next one of its unit.
    following: dict[int, Occupancy] = {}
    for stay in people:
        if stay.arrival >= day:
            following.setdefault(stay.unit_id, stay)
    cleaning = tuple(Cleaning(stay, following.get(stay.unit_id)) for stay in leaving)
    return DayPlan(day, leaving, coming, cleaning)
