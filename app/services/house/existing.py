"""Properties and units that a caller has seen, and that may be gone by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from app.core.house.unit import Property, Unit
    from app.storage.tables.house.units import UnitTable


class Existing:
    """Looks up by id, or says that there is none. Inside a transaction that is open already."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table

    def unit(self, unit_id: int) -> Unit:
        """Return one unit (UserError where there is none)."""
        unit = self._table.unit(unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        return unit

    def property(self, property_id: int) -> Property:
        """Return one property (UserError where there is none)."""
        house = self._table.property(property_id)
        if house is None:
            raise UserError("This property does not exist any more.")
        return house
