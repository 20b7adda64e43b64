"""Makes the units that an import needs, inside its transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.services.base.changes import UnitChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.house.units import Units
from app.storage.tables.house.units import UnitTable


def made_units(work: UnitOfWork, wanted: Sequence[Unit]) -> dict[int, UnitChange]:
    """Make units in the first property, each by the id that it has in the preview.

    Where there is no property yet, it is called as the first of them.

    Taking an import back leaves its stays on record, cancelled, so a unit of theirs cannot go: it
    is archived then. That is why each counts as one that was archived before.

    Raises:
        UserError: a name is taken by now.
    """
    if not wanted:
        return {}
    units, houses, now = Units(work), UnitTable(work.database).properties(), work.clock.now()
    house = houses[0] if houses else units.add_property_within(PropertyDraft(name=wanted[0].name))
    made = {}
    for one in wanted:
        unit = units.add_within(UnitDraft(property_id=house.id, name=one.name))
        archived = replace(unit, archived_at=now, sequence=unit.sequence - 1)
        made[one.id] = UnitChange(archived, unit)
    return made
