"""What is put on paper, read once and then only drawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.stays.dates import month_after
from app.dataclass import dataclass
from app.ui.stays.bars import Bar, arrange

if TYPE_CHECKING:
    from app.core.house.unit import Property, Unit
    from app.core.stays.occupancy import Occupancy
    from app.services.house.units import Units
    from app.services.stays.occupancies import Occupancies

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and its bars within the days that are shown."""

    unit: Unit
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A property with the units that are shown of it."""

    name: str
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of all units; `first` is its first day, `made_on` the day of the data."""

    first: date
    houses: tuple[House, ...]
    made_on: date

    @property
    def days(self) -> int:
        return (month_after(self.first) - self.first).days


@dataclass(frozen=True, slots=True)
class Year:
    """One unit's year."""

    year: int
    house: str
    row: UnitRow
    made_on: date


def read_month(units: Units, occupancies: Occupancies, month: date, today: date) -> Month:
    """Read the month of the day `month`: units that are let, archived ones that are occupied."""
    first, end = month.replace(day=1), month_after(month)
    stays: dict[int, list[Occupancy]] = {}
    # One that departs on the first still has half of that day.
    for stay in occupancies.all(departing_after=first - _ONE_DAY):
        if stay.arrival < end:
            stays.setdefault(stay.unit_id, []).append(stay)
    rows: dict[int, list[UnitRow]] = {}
    for unit in units.all(archived=True):
        arranged = arrange(stays.get(unit.id, ()))
        if not unit.archived or arranged:
            rows.setdefault(unit.property_id, []).append(UnitRow(unit, arranged))
    houses = [House(h.name, tuple(rows[h.id])) for h in units.properties() if h.id in rows]
    return Month(first, tuple(houses), today)


def read_year(units: Units, occupancies: Occupancies, unit_id: int, year: int, today: date) -> Year:
    """Read a unit's year (UserError where the unit is gone)."""
    unit = units.get(unit_id)
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    stays = occupancies.all(unit_id=unit_id, departing_after=first - _ONE_DAY)
    bars = arrange(stay for stay in stays if stay.arrival < end)
    return Year(year, _house_of(units.properties(), unit), UnitRow(unit, bars), today)


def _house_of(houses: list[Property], unit: Unit) -> str:
    return next((house.name for house in houses if house.id == unit.property_id), "")


def check_year(year: int) -> int:
    """Refuse a year that has no page (UserError)."""
    if not 1901 <= year <= 9997:
        raise UserError(
            "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
            year=str(year),
        )
    return year
