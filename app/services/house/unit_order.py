"""The order of properties and units, as the owner drags them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.services.base.changes import Order, OrderChange, UnitChange
from app.services.house.house_revisions import HouseRevisions
from app.storage.tables.house.units import UnitTable


class UnitOrder:
    """Puts properties and units into order. Every method runs inside a change of the work."""

    def __init__(self, table: UnitTable, revisions: HouseRevisions) -> None:
        self._table = table
        self._revisions = revisions

    def now(self) -> Order:
        """Return the order in which everything stands, archived units too."""
        units = self._table.units()
        return tuple(
            (house.id, tuple(unit.id for unit in units if unit.property_id == house.id))
            for house in self._table.properties()
        )

    def arrange(self, order: Mapping[int, Sequence[int]]) -> OrderChange:
        """Put everything into this order, as `Units.arrange` says (UserError: it is gone)."""
        before, stood = self.now(), {unit.id: unit for unit in self._table.units()}
        self._put(order)
        moved = tuple(
            UnitChange(stood[unit.id], unit)
            for unit in self._table.units()
            if unit.property_id != stood[unit.id].property_id
        )
        return OrderChange(before, self.now(), moved)

    def take_back(self, change: OrderChange) -> OrderChange:
        """Put everything back as it stood before `change`; what has come since stays behind it.

        Raises:
            UserError: the order is another one by now, or something of it is gone.
        """
        if self.moved(change):
            raise UserError("The order was changed elsewhere. Nothing was changed here.")
        return self.arrange(dict(change.before))

    def moved(self, change: OrderChange) -> bool:
        """Tell whether what `change` has put into order stands in another one by now."""
        known = {house for house, _ in change.after}
        units = {unit for _, units in change.after for unit in units}
        there = tuple(
            (house, tuple(unit for unit in ids if unit in units))
            for house, ids in self.now()
            if house in known
        )
        return there != change.after

    def _put(self, order: Mapping[int, Sequence[int]]) -> None:
        named = {unit_id for unit_ids in order.values() for unit_id in unit_ids}
        houses = [house.id for house in self._table.properties()]
        units = self._table.units()
        known = {unit.id: unit for unit in units}
        for place, house in enumerate([*order, *(h for h in houses if h not in order)]):
            if house not in houses:
                raise UserError("This property does not exist any more.")
            self._table.place_property(house, place)
        for house, unit_ids in order.items():
            others = (u.id for u in units if u.property_id == house and u.id not in named)
            for place, unit_id in enumerate([*unit_ids, *others]):
                self._place(known.get(unit_id), house, place)
        self._revisions.raise_house()

    def _place(self, unit: Unit | None, property_id: int, place: int) -> None:
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.property_id != property_id:
            self._table.change_unit(unit.id, replace(unit.draft(), property_id=property_id))
            self._revisions.raise_links_of_property(unit.property_id)
            self._revisions.raise_unit(unit.id)
        if unit.position != place:
            self._table.place_unit(unit.id, place)
