"""The rows from top to bottom: properties as bands, below each its units. No Qt here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.house.unit import Property, Unit

UNIT_HEIGHT: Final = 50
BAND_HEIGHT: Final = 26


@dataclass(frozen=True, slots=True)
class Row:
    """A band with the name of a property (`unit` is None), or the row of a unit."""

    name: str
    unit: Unit | None
    top: int

    @property
    def height(self) -> int:
        return BAND_HEIGHT if self.unit is None else UNIT_HEIGHT

    @property
    def bottom(self) -> int:
        return self.top + self.height


class Rows:
    """All rows, found by their height or their unit."""

    def __init__(self, units: Iterable[Unit], properties: Iterable[Property]) -> None:
        """`units` in the owner's order, those of a property beside each other."""
        names: Mapping[int, str] = {house.id: house.name for house in properties}
        rows: list[Row] = []
        top, house = 0, None
        for unit in units:
            if unit.property_id != house:
                house = unit.property_id
                rows.append(Row(names.get(house, ""), None, top))
                top += BAND_HEIGHT
            rows.append(Row(unit.name, unit, top))
            top += UNIT_HEIGHT
        self.all: Sequence[Row] = tuple(rows)
        self.height = top
        self._tops = [row.top for row in rows]
        self._units = [row for row in rows if row.unit is not None]
        self._places = {row.unit.id: at for at, row in enumerate(self._units) if row.unit}

    def between(self, top: int, bottom: int) -> Sequence[Row]:
        """The rows of which something lies in ``[top, bottom)``."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        return self.all[first : bisect_right(self._tops, max(bottom - 1, top))]

    def at(self, y: int) -> Row | None:
        """The row at a height."""
        if not 0 <= y < self.height:
            return None
        return self.all[bisect_right(self._tops, y) - 1]

    def of(self, unit_id: int) -> Row | None:
        """The row of a unit."""
        place = self._places.get(unit_id)
        return None if place is None else self._units[place]

    def nearest_unit(self, y: int) -> Unit | None:
        """The unit at a height, else the one below the band, else the first or last one."""
        if not self._units:
            return None
        row = self.at(min(max(y, 0), self.height - 1))
        if row is not None and row.unit is None:
            row = self.at(row.bottom)
        return row.unit if row is not None else None

    def neighbour(self, unit_id: int, step: int) -> Unit | None:
        """The unit so many rows below (negative: above), the outermost one where there is none."""
        if not self._units:
            return None
        place = self._places.get(unit_id, 0) + step
        return self._units[min(max(place, 0), len(self._units) - 1)].unit

    def units(self) -> list[Unit]:
        """The units from top to bottom."""
        return [row.unit for row in self._units if row.unit is not None]
