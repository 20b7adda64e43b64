"""What the figures are reckoned from: read once, then only the units that have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.figures import year_figures, years_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.core.figures import YearFigures
    from app.core.occupancy import Kind, Occupancy
    from app.core.unit import Unit
    from app.services.occupancies import Occupancies
    from app.services.units import Units


class Book:
    """All units and their occupancies."""

    def __init__(self, units: Units, occupancies: Occupancies) -> None:
        self._read_units = units
        self._read = occupancies
        self._stays: dict[int, list[Occupancy]] = {}
        self.units: list[Unit] = []

    def load(self) -> None:
        """Read everything."""
        self._stays.clear()
        for stay in self._read.all():
            self._stays.setdefault(stay.unit_id, []).append(stay)
        self.name_units()

    def name_units(self) -> None:
        """Read the units again, their names and order."""
        self.units = self._read_units.all(archived=True)

    def reload(self, unit_ids: Iterable[int]) -> None:
        """Read the occupancies of these units again."""
        for unit_id in unit_ids:
            self._stays[unit_id] = self._read.all(unit_id=unit_id)

    def years(self, today_year: int) -> list[int]:
        """The years to choose from, without gaps: all that have a night, and this one."""
        years = [*years_taken(self._all()), today_year]
        return list(range(min(years), max(years) + 1))

    def empty(self) -> bool:
        """Whether no night is taken in any year."""
        return not any(stay.blocks for stay in self._all())

    def figures(self, year: int, kinds: frozenset[Kind]) -> YearFigures:
        """Reckon a year."""
        return year_figures(self.units, self._all(), year, kinds)

    def _all(self) -> Iterator[Occupancy]:
        for stays in self._stays.values():
            yield from stays
