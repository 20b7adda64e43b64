"""What the figures are reckoned from: the years that are looked at, no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.stays.figures import year_figures

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.stays.figures import TakenNights, YearFigures
    from app.core.stays.occupancy import Kind
    from app.services.house.units import Units
    from app.services.stays.nights import Nights


class FiguresByYear:
    """Figures by year; what was read and reckoned once is kept until something moves."""

    def __init__(self, units: Units, nights: Nights) -> None:
        self._all_units = units
        self._nights = nights
        self._units: list[Unit] | None = None
        self._with_nights: list[int] | None = None
        self._taken: dict[int, list[TakenNights]] = {}
        self._reckoned: dict[tuple[int, frozenset[Kind]], YearFigures] = {}

    def forget(self) -> None:
        """Read again what is asked for next."""
        self._units = None
        self._with_nights = None
        self._taken.clear()
        self._reckoned.clear()

    def years(self, today_year: int) -> list[int]:
        """The years to choose from, in order: all that have a night, and this one."""
        return sorted({*self._years(), today_year})

    def empty(self) -> bool:
        """Whether no night is taken in any year."""
        return not self._years()

    def figures(self, year: int, kinds: frozenset[Kind]) -> YearFigures:
        """The figures of a year."""
        key = year, kinds
        if key not in self._reckoned:
            if self._units is None:
                self._units = self._all_units.all(archived=True)
            if year not in self._taken:
                self._taken[year] = self._nights.taken(year)
            self._reckoned[key] = year_figures(self._units, self._taken[year], year, kinds)
        return self._reckoned[key]

    def _years(self) -> list[int]:
        if self._with_nights is None:
            self._with_nights = self._nights.years()
        return self._with_nights
