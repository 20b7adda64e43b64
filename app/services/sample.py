"""The sample guest house: ``resources/sample.toml``, placed around today."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app import resources
from app.core.errors import UserError
from app.core.house.staff import StaffDraft, StaffMember
from app.core.house.unit import PropertyDraft, Unit, UnitDraft, UnitKind
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, default_details
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.dataclass import dataclass
from app.i18n import catalogue
from app.services.base.unit_of_work import UnitOfWork
from app.services.house.staff import Staff
from app.services.house.units import Units
from app.services.links.links import Links
from app.services.stays.occupancies import Occupancies
from app.storage.tables.house.units import UnitTable


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered: the name of the house, how many units and occupancies."""

    house: str
    units: int
    occupancies: int


class Sample:
    """Fills an empty data folder with a guest house to look around in."""

    def __init__(
        self, work: UnitOfWork, units: Units, occupancies: Occupancies, links: Links, staff: Staff
    ) -> None:
        self._work = work
        self._table = UnitTable(work.database)
        self._units = units
        self._occupancies = occupancies
        self._links = links
        self._staff = staff

    def fill(self) -> Filled:
        """Enter the sample guest house, all or nothing, through the checks of every entry.

        Raises:
            UserError: something has been entered already; it stays as it is.
        """
        text = resources.path("sample.toml").read_text(encoding="utf-8")
        house = tomllib.loads(text)
        with self._work.change():
            if self._table.properties():
                raise UserError(
                    "There is data here already. The sample guest house needs an empty data folder."
                )
            units = self._add_units(house)
            staff = self._add_staff(house, units)
            for row in house["link"]:
                self._add_link(row, units, staff)
            for row in house["occupancy"]:
                self._add_occupancy(units[row["unit"]], row, staff)
        return Filled(house["name"], len(units), len(house["occupancy"]))

    def label_links(self) -> None:
        """Have every link say in its own language that what it tells is a sample (UserError)."""
        for link in self._links.all():
            choices = replace(link.choices(), label=catalogue(link.language).tr("Sample"))
            self._links.change(link.id, choices, sequence=link.sequence)

    def _add_units(self, house: Mapping[str, Any]) -> dict[str, Unit]:
        place = self._units.add_property_within(
            PropertyDraft(name=house["name"], address=house["address"])
        )
        units = {}
        for row in house["unit"]:
            unit = self._units.add_within(
                UnitDraft(
                    property_id=place.id,
                    name=row["name"],
                    address=row.get("address", ""),
                    kind=UnitKind(row["kind"]),
                    colour=row["colour"],
                    capacity=row["capacity"],
                )
            )
            units[unit.name] = unit
            if row["published"]:
                self._links.enable_within(unit.id)
        return units

    def _add_staff(
        self, house: Mapping[str, Any], units: Mapping[str, Unit]
    ) -> dict[str, StaffMember]:
        return {
            row["name"]: self._staff.add_within(
                StaffDraft(
                    name=row["name"],
                    role=row["role"],
                    unit_ids=frozenset(units[name].id for name in row["units"]),
                )
            )
            for row in house["staff"]
        }

    def _add_link(
        self, row: Mapping[str, Any], units: Mapping[str, Unit], staff: Mapping[str, StaffMember]
    ) -> None:
        kind = LinkKind(row["kind"])
        if "staff" in row:
            target = Target(Scope.STAFF, staff[row["staff"]].id)
        else:
            target = Target(Scope.UNIT, units[row["unit"]].id)
        choices = LinkChoices(portal=row.get("portal", ""), details=default_details(kind))
        self._links.add_within(kind, target, choices)

    def _add_occupancy(
        self, unit: Unit, row: Mapping[str, Any], staff: Mapping[str, StaffMember]
    ) -> None:
        arrival = self._work.clock.today() + timedelta(days=row["arrival"])
        hold = row.get("option_until")
        draft = OccupancyDraft(
            unit_id=unit.id,
            arrival=arrival,
            departure=arrival + timedelta(days=row["nights"]),
            kind=Kind(row.get("kind", Kind.BOOKING)),
            status=Status(row.get("status", Status.CONFIRMED)),
            option_until=None if hold is None else self._work.clock.today() + timedelta(days=hold),
            guest=row.get("guest", ""),
            contact=row.get("contact", ""),
            phone=row.get("phone", ""),
            email=row.get("email", ""),
            arrival_time=row.get("arrival_time"),
            persons=row.get("persons"),
            children=row.get("children"),
            pets=row.get("pets"),
            note=row.get("note", ""),
            portal=row.get("portal", ""),
            staff_id=staff[row["staff"]].id if "staff" in row else None,
        )
        self._occupancies.add_within(
            draft, self._entered(row), allow_conflict=row.get("conflict", False)
        )

    def _entered(self, row: Mapping[str, Any]) -> datetime:
        """Return when this was entered: `booked` days before today, never ahead."""
        return self._work.clock.now() - timedelta(days=max(row["booked"], 0))
