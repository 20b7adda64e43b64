"""Conditions that narrow queries to what a link may cover.

They may let more through than the link covers, never less: ``app.core.links.covers`` decides.
"""

from __future__ import annotations

from typing import Any

import peewee

from app.core.links.link import Link, LinkKind, Scope, Target
from app.storage.engine.database import Database


class CoverConditions:
    """For queries over units and over occupancies. None means everything."""

    def __init__(self, database: Database) -> None:
        self._unit = database.table("unit")
        self._staff_unit = database.table("staff_unit")
        self._occupancy = database.table("occupancy")

    def units(self, target: Target, unit_id: Any) -> peewee.Node | None:
        """Return the condition for the units of a link: of a staff member also those with a stay
        in their charge. Archived units may be among them.

        Args:
            target: what the link is of.
            unit_id: the column that holds a unit's id.
        """
        needed: peewee.Node | None = None
        match target.scope:
            case Scope.UNIT:
                needed = unit_id == target.id
            case Scope.PROPERTY:
                unit = self._unit.c
                of_property = unit.property_id == target.id
                needed = unit_id.in_(self._unit.select(unit.id).where(of_property))
            case Scope.STAFF:
                taken = self._occupancy.c
                theirs = taken.staff_id == target.id
                with_stays = self._occupancy.select(taken.unit_id).where(theirs)
                needed = self._looked_after(target, unit_id) | unit_id.in_(with_stays)
            case Scope.HOUSE:
                pass
        return needed

    def units_of_staff(self) -> Any:
        """Return the query for what `units` says of each staff member: (staff_id, unit_id)."""
        cared, taken = self._staff_unit.c, self._occupancy.c
        looked_after = self._staff_unit.select(cared.staff_id, cared.unit_id)
        with_stays = self._occupancy.select(taken.staff_id, taken.unit_id).where(
            taken.staff_id.is_null(False)
        )
        return looked_after.union(with_stays)

    def stays(self, link: Link) -> peewee.Node | None:
        """Return the condition for the occupancies that a link may need.

        Changeover days need all stays in a unit: who comes next matters, whoever is in charge.
        """
        taken, target = self._occupancy.c, link.target
        if target.scope is Scope.STAFF and link.kind is not LinkKind.CHANGEOVERS:
            theirs: peewee.Node = taken.staff_id == target.id
            return self._looked_after(target, taken.unit_id) | theirs
        return self.units(target, taken.unit_id)

    def _looked_after(self, target: Target, unit_id: Any) -> peewee.Expression:
        cared = self._staff_unit.c
        looked_after = self._staff_unit.select(cared.unit_id).where(cared.staff_id == target.id)
        needed: peewee.Expression = unit_id.in_(looked_after)
        return needed
