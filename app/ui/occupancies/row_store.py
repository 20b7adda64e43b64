"""All occupancies as the page knows them: read once, then only the units that have moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from app.core.portals import portal_name, portals
from app.core.stays.occupancy import Conflict, Occupancy, conflicts
from app.core.texts import folded
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.stays.occupancies import Occupancies


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: an occupancy with what is shown of its unit.

    `place` is the unit's in the owner's order, `search` what a search looks through, `clashes`
    whether it is part of a double booking that is running or ahead, `staff` who is in charge.
    """

    occupancy: Occupancy
    unit: Unit
    place: int
    search: str
    clashes: bool
    staff: str = ""


class RowStore:
    """The rows of all units, the archived ones too, kept unit by unit."""

    def __init__(self, units: Units, occupancies: Occupancies, staff: Staff) -> None:
        self._read_units = units
        self._read = occupancies
        self._read_staff = staff
        self._staff: dict[int, str] = {}
        self._stays: dict[int, list[Occupancy]] = {}
        self._clashes: dict[int, list[Conflict]] = {}
        self._rows: dict[int, list[Row]] = {}
        self.units: tuple[Unit, ...] = ()

    def load(self, today: date) -> None:
        """Read everything."""
        self._stays.clear()
        for stay in self._read.all():
            self._stays.setdefault(stay.unit_id, []).append(stay)
        self.name_units(today)

    def name_units(self, today: date) -> None:
        """Read units and staff members again, names and order, without the occupancies."""
        self._staff = self._read_staff.names()
        self.units = tuple(self._read_units.all(archived=True))
        self._rows.clear()
        self._clashes.clear()
        for unit in self.units:
            self._write(unit, today)

    def reload(self, unit_ids: Iterable[int], today: date) -> None:
        """Read the occupancies of these units again."""
        for unit_id in unit_ids:
            self._stays[unit_id] = self._read.all(unit_id=unit_id)
            unit = self.unit(unit_id)
            if unit is not None:
                self._write(unit, today)

    def rows(self) -> list[Row]:
        """Every row, by unit in the owner's order, then by arrival."""
        return [row for unit in self.units for row in self._rows[unit.id]]

    def clashes(self) -> list[Conflict]:
        """The double bookings, running or ahead, of the units that are let; the next one first."""
        found = [c for unit in self.let_units() for c in self._clashes[unit.id]]
        return sorted(found, key=lambda clash: clash.arrival)

    def expired(self, today: date) -> list[Row]:
        """The expired options, running or ahead, of the units that are let; the next one first."""
        found = [
            row
            for unit in self.let_units()
            for row in self._rows[unit.id]
            if row.occupancy.expired(today) and row.occupancy.departure > today
        ]
        return sorted(found, key=lambda row: row.occupancy.arrival)

    def let_units(self) -> list[Unit]:
        """The units that are not archived."""
        return [unit for unit in self.units if not unit.archived]

    def unit(self, unit_id: int) -> Unit | None:
        """A unit by its id."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def unit_name(self, unit_id: int) -> str:
        """The name of a unit, empty where it is gone."""
        unit = self.unit(unit_id)
        return unit.name if unit else ""

    def has_archived(self) -> bool:
        """Whether there are occupancies of archived units."""
        return any(self._rows[unit.id] for unit in self.units if unit.archived)

    def own_portals(self) -> list[str]:
        """The portals of the owner's own naming that were used so far."""
        known = portals()
        used = {stay.portal for stays in self._stays.values() for stay in stays}
        return sorted(used - known.keys() - {""})

    def _write(self, unit: Unit, today: date) -> None:
        stays = self._stays.get(unit.id, [])
        clashes = conflicts(stay for stay in stays if stay.departure > today)
        marked = {stay.id for clash in clashes for stay in (clash.first, clash.second)}
        place = self.units.index(unit)
        name = folded(unit.name)
        self._clashes[unit.id] = clashes
        self._rows[unit.id] = [
            self._row(stay, unit, place, name, clashes=stay.id in marked) for stay in stays
        ]

    def _row(self, stay: Occupancy, unit: Unit, place: int, name: str, *, clashes: bool) -> Row:
        staff = self._staff.get(stay.staff_id or 0, "")
        return Row(stay, unit, place, _search_text(stay, name, staff), clashes, staff)


def _search_text(stay: Occupancy, unit: str, staff: str) -> str:
    words = "\n".join((stay.guest, stay.contact, portal_name(stay.portal), stay.note, staff))
    return f"{unit}\n{folded(words)}"
