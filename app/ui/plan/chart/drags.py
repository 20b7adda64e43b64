"""What a drag comes to: dates, nights, and why a place is refused. No Qt here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.stays.dates import check_stay, day_of
from app.dataclass import dataclass
from app.services.stays.checks import OccupancyConflict
from app.ui.plan.geometry.boxes import Grip

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy, OccupancyDraft
    from app.ui.stays.bars import HouseBars


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag that has begun in `unit` on `day` (ordinal): of a bar, or over free days."""

    unit: Unit
    day: int
    stay: Occupancy | None = None
    grip: Grip = Grip.BODY

    def to(self, unit: Unit, day: int, house_bars: HouseBars, today: int) -> Outcome:
        """Return what letting go in `unit` on `day` would do; `today` is an ordinal, too.

        An end that is pulled stays in its own unit, and so do new stays.
        """
        place, arrival, departure = self._place(unit, day)
        return judged(place, arrival, departure, self.stay, house_bars, today)

    def _place(self, unit: Unit, day: int) -> tuple[Unit, int, int]:
        if self.stay is None:
            return self.unit, min(self.day, day), max(self.day, day)
        arrival, departure = self.stay.arrival.toordinal(), self.stay.departure.toordinal()
        if self.grip is Grip.ARRIVAL:
            return self.unit, day, departure
        if self.grip is Grip.DEPARTURE:
            return self.unit, arrival, day
        way = day - self.day
        return unit, arrival + way, departure + way


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a stay would come to stand. `problem` says why it cannot."""

    unit: Unit
    arrival: int
    departure: int
    problem: UserError | None

    @property
    def nights(self) -> int:
        return self.departure - self.arrival

    def draft(self, stay: Occupancy) -> OccupancyDraft:
        """Return what `stay` would be."""
        return replace(
            stay.draft(),
            unit_id=self.unit.id,
            arrival=day_of(self.arrival),
            departure=day_of(self.departure),
        )

    def changes(self, stay: Occupancy) -> bool:
        """Whether `stay` would be another than it is."""
        return self.draft(stay) != stay.draft()


def judged(  # what, where, when, beside whom
    unit: Unit,
    arrival: int,
    departure: int,
    stay: Occupancy | None,
    house_bars: HouseBars,
    today: int,
) -> Outcome:
    """Return what it comes to when `stay` (None: a new one) takes these nights of a unit."""
    problem = _no_stay(arrival, departure)
    if problem is None:
        tolerated = _overlapped(stay, house_bars)
        others = [
            bar.stay
            for bar in house_bars.unit(unit.id).taking(arrival, departure)
            if bar.stay.id not in tolerated
        ]
        if others:
            problem = OccupancyConflict(unit.name, others, day_of(today))
    return Outcome(unit, arrival, departure, problem)


def _no_stay(arrival: int, departure: int) -> UserError | None:
    try:
        check_stay(day_of(arrival), day_of(departure))
    except UserError as error:
        return error
    return None


def _overlapped(stay: Occupancy | None, house_bars: HouseBars) -> set[int]:
    """The stay itself, and what it overlaps already: a double booking that stands may go on."""
    if stay is None:
        return set()
    arrival, departure = stay.arrival.toordinal(), stay.departure.toordinal()
    overlapped = house_bars.unit(stay.unit_id).taking(arrival, departure)
    return {stay.id, *(bar.stay.id for bar in overlapped)}
