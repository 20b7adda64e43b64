"""What the figures are reckoned from: read once, then only the units that have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.figures import year_figures, years_taken

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.core.figures import YearFigures
    from app.core.occupancy import Kind, Occupancy
    from app.core.unit import Unit
    from app.services.occupancies import Occupancies
    from app.services.units import Units

_MANY = 50
"""Reading so many units one by one takes longer than reading all."""


class Book:
    """All units and their occupancies."""

    def __init__(self, units: Units, occupancies: Occupancies) -> None:
        self._read_units = units
        self._read = occupancies
        self._stays: dict[int, list[Occupancy]] = {}
        self._by_year: dict[int, list[Occupancy]] | None = None
        self._reckoned: dict[tuple[int, frozenset[Kind]], YearFigures] = {}
        self.units: list[Unit] = []

    def load(self) -> None:
        """Read everything."""
        self._stays.clear()
        self._by_year = None
        for stay in self._read.all():
            self._stays.setdefault(stay.unit_id, []).append(stay)
        self.name_units()

    def name_units(self) -> None:
        """Read the units again, their names and order."""
        self.units = self._read_units.all(archived=True)
        self._reckoned.clear()

    def reload(self, unit_ids: Collection[int]) -> None:
        """Read the occupancies of these units again."""
        if len(unit_ids) > _MANY:
            self.load()
            return
        for unit_id in unit_ids:
            self._stays[unit_id] = self._read.all(unit_id=unit_id)
        self._by_year = None
        self._reckoned.clear()

    def years(self, today_year: int) -> list[int]:
        """The years to choose from, in order: all that have a night, and this one."""
        return sorted({*self._years(), today_year})

    def empty(self) -> bool:
        """Whether no night is taken in any year."""
        return not self._years()

    def figures(self, year: int, kinds: frozenset[Kind]) -> YearFigures:
        """Reckon a year; what was reckoned once is kept until something moves."""
        key = year, kinds
        if key not in self._reckoned:
            self._reckoned[key] = year_figures(self.units, self._years().get(year, []), year, kinds)
        return self._reckoned[key]

    def _years(self) -> dict[int, list[Occupancy]]:
        """What takes a night, by year; a stay over New Year is in both."""
        if self._by_year is None:
            self._by_year = {}
            for stays in self._stays.values():
                for stay in stays:
                    for year in years_taken((stay,)):
                        self._by_year.setdefault(year, []).append(stay)
        return self._by_year
