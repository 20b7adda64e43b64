"""What the page shows, as values that are read at once and compared with what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.house.unit import UNIT_KIND_LABELS
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.house.unit import Property, Unit
    from app.i18n import Catalogue
    from app.ui.base.context import Context
    from app.ui.units.order import Order


@dataclass(frozen=True, slots=True)
class UnitLook:
    """One unit: whether a link of it is enabled, and how many occupancies are ahead."""

    unit: Unit
    enabled: bool
    ahead: int


@dataclass(frozen=True, slots=True)
class HouseLook:
    """One property with its units; `removable` where none is in it, not even an archived one."""

    house: Property
    units: tuple[UnitLook, ...]
    removable: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The whole page."""

    houses: tuple[HouseLook, ...] = ()
    archived: tuple[Unit, ...] = ()

    @property
    def order(self) -> Order:
        """The owner's order as it stands."""
        return {look.house.id: tuple(one.unit.id for one in look.units) for look in self.houses}

    def unit(self, unit_id: int) -> UnitLook | None:
        """Return one unit that is not archived, by its id."""
        looks = (one for house in self.houses for one in house.units)
        return next((one for one in looks if one.unit.id == unit_id), None)

    def house(self, property_id: int) -> HouseLook | None:
        """Return one property, by its id."""
        return next((look for look in self.houses if look.house.id == property_id), None)


def read(context: Context) -> Look:
    """Read everything that the page shows (UserError)."""
    units = context.services.units.all(archived=True)
    enabled = {link.unit_id for link in context.services.links.all() if link.enabled}
    ahead = context.services.nights.ahead()
    return Look(
        houses=tuple(
            HouseLook(
                house,
                tuple(
                    UnitLook(unit, unit.id in enabled, ahead.get(unit.id, 0))
                    for unit in units
                    if unit.property_id == house.id and not unit.archived
                ),
                removable=not any(unit.property_id == house.id for unit in units),
            )
            for house in context.services.units.properties()
        ),
        archived=tuple(unit for unit in units if unit.archived),
    )


def facts(texts: Catalogue, unit: Unit) -> str:
    """Return what a unit is in one line: kind, capacity, and its own address where it has one."""
    parts = [texts.tr(UNIT_KIND_LABELS[unit.kind])]
    if unit.capacity is not None:
        parts.append(texts.trn("{n} person", "{n} persons", unit.capacity))
    if unit.address:
        parts.append(one_line(unit.address))
    return " · ".join(parts)


def one_line(address: str) -> str:
    """Return an address of several lines in one."""
    return ", ".join(line.strip(" ,") for line in address.splitlines() if line.strip(" ,"))


def ahead_words(texts: Catalogue, ahead: int) -> str:
    """Say how many occupancies are running or to come."""
    if ahead == 0:
        return texts.tr("nothing ahead")
    return texts.trn("{n} upcoming occupancy", "{n} upcoming occupancies", ahead)


def enabled_words(texts: Catalogue, enabled: bool) -> str:
    """Say whether a calendar link of the unit answers."""
    return texts.tr("Enabled") if enabled else texts.tr("Not enabled")
