"""All occupancies as the page knows them: read once, then only the units that have moved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from app.core.portals import portal_name, portals
from app.core.texts import folded
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.stays.double_bookings import DoubleBookings
    from app.services.stays.occupancies import Occupancies


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: an occupancy with what is shown of its unit.

    `place` is the unit's in the owner's order, `search` what a search looks through, `clashes`
    whether it is part of an open double booking, `staff` who is in charge.
    """

    occupancy: Occupancy
    unit: Unit
    place: int
    search: str
    clashes: bool
    staff: str = ""


class RowStore:
    """The rows of all units, the archived ones too, kept unit by unit."""

    def __init__(
        self,
        units: Units,
        occupancies: Occupancies,
        staff: Staff,
        double_bookings: DoubleBookings,
    ) -> None:
        self._read_units = units
        self._read = occupancies
        self._read_staff = staff
        self._staff: dict[int, str] = {}
        self._stays: dict[int, list[Occupancy]] = {}
        self._read_double_bookings = double_bookings
        self._alarms: list[Alarm] = []
        self._marked: set[int] = set()
        self._rows: dict[int, list[Row]] = {}
        self.units: tuple[Unit, ...] = ()

    def load(self) -> None:
        """Read everything."""
        self._stays.clear()
        for stay in self._read.all():
            self._stays.setdefault(stay.unit_id, []).append(stay)
        self.name_units()

    def name_units(self) -> None:
        """Read units and staff members again, names and order, without the occupancies."""
        self._staff = self._read_staff.names()
        self.units = tuple(self._read_units.all(archived=True))
        self._rows.clear()
        self._look_for_clashes()
        for unit in self.units:
            self._write(unit)

    def reload(self, unit_ids: Collection[int]) -> None:
        """Read the occupancies of these units again, and what is booked twice anywhere."""
        for unit_id in unit_ids:
            self._stays[unit_id] = self._read.all(unit_id=unit_id)
        before = self._look_for_clashes()
        moved = before ^ self._marked
        for unit in self.units:
            stays = self._stays.get(unit.id, ())
            if unit.id in unit_ids or any(stay.id in moved for stay in stays):
                self._write(unit)

    def rows(self) -> list[Row]:
        """Every row, by unit in the owner's order, then by arrival."""
        return [row for unit in self.units for row in self._rows[unit.id]]

    def clashes(self) -> list[Alarm]:
        """The open double bookings of the units that are let, the next one first."""
        return self._alarms

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

    def _look_for_clashes(self) -> set[int]:
        """Read what is booked twice; return the ids of the stays that were until now."""
        before = self._marked
        self._alarms = self._read_double_bookings.open()
        self._marked = {stay.id for alarm in self._alarms for stay in alarm.both}
        return before

    def _write(self, unit: Unit) -> None:
        stays = self._stays.get(unit.id, [])
        place = self.units.index(unit)
        name = folded(unit.name)
        self._rows[unit.id] = [
            self._row(stay, unit, place, name, clashes=stay.id in self._marked) for stay in stays
        ]

    def _row(self, stay: Occupancy, unit: Unit, place: int, name: str, *, clashes: bool) -> Row:
        staff = self._staff.get(stay.staff_id or 0, "")
        return Row(stay, unit, place, _search_text(stay, name, staff), clashes, staff)


def _search_text(stay: Occupancy, unit: str, staff: str) -> str:
    words = "\n".join((stay.guest, *stay.reach, portal_name(stay.portal), stay.note, staff))
    return f"{unit}\n{folded(words)}"
