"""Queries about properties and units."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import peewee

from app.core import texts
from app.core.house.unit import Property, PropertyDraft, Unit, UnitDraft, UnitKind
from app.storage.engine.columns import Row, moment, moment_text, optional_moment
from app.storage.engine.database import Database
from app.storage.tables.house.name_keys import ALIKE, looks_like

_OF_UNITS = ("occupancy", "link", "source", "staff_unit", "double_booking")
"""The tables whose rows belong to a unit."""


class UnitTable:
    """Properties and units. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._property = database.table("property")
        self._unit = database.table("unit")
        self._of_units = [database.table(name) for name in _OF_UNITS]
        self._link = database.table("link")

    def properties(self) -> list[Property]:
        column = self._property.c
        return [
            Property(**row)
            for row in self._property.select().order_by(column.position, column.id).dicts()
        ]

    def property(self, property_id: int) -> Property | None:
        column = self._property.c
        row = self._property.select().where(column.id == property_id).dicts().first()
        return Property(**row) if row else None

    def add_property(self, draft: PropertyDraft) -> int:
        return int(
            self._property.insert(
                name=draft.name,
                address=draft.address,
                position=self._next(self._property),
                sequence=0,
            ).execute()
        )

    def change_property(self, property_id: int, draft: PropertyDraft) -> None:
        column = self._property.c
        self._property.update(
            name=draft.name, address=draft.address, sequence=column.sequence + 1
        ).where(column.id == property_id).execute()

    def remove_property(self, property_id: int) -> None:
        self._property.delete().where(self._property.c.id == property_id).execute()

    def put_back_property(self, house: Property) -> None:
        """Add a property again that was removed, in its place; its sequence grows."""
        self._property.insert(
            id=house.id,
            name=house.name,
            address=house.address,
            position=house.position,
            sequence=house.sequence + 1,
        ).execute()

    def property_has_links(self, property_id: int) -> bool:
        """Tell whether there is a link of a property, also one that was deleted lately."""
        return bool(self._link.select().where(self._link.c.property_id == property_id).exists())

    def place_property(self, property_id: int, position: int) -> None:
        column = self._property.c
        self._property.update(position=position).where(column.id == property_id).execute()

    def units(self) -> list[Unit]:
        """Return every unit, archived ones too, in the owner's order of houses and units."""
        place = {house.id: index for index, house in enumerate(self.properties())}
        column = self._unit.c
        rows = self._unit.select().order_by(column.position, column.id).dicts()
        return sorted(map(_unit, rows), key=lambda unit: place[unit.property_id])

    def with_times(self, unit_ids: Collection[int] | None = None) -> list[tuple[Unit, datetime]]:
        """Return units, all or these, each with when its feed or row changed last."""
        column = self._unit.c
        query = self._unit.select().order_by(column.id)
        if unit_ids is not None:
            query = query.where(column.id.in_(list(unit_ids)))
        return [(_unit(row), moment(row["changed_at"])) for row in query.dicts()]

    def unit(self, unit_id: int) -> Unit | None:
        row = self._unit.select().where(self._unit.c.id == unit_id).dicts().first()
        return _unit(row) if row else None

    def units_named(self, name: str) -> list[Unit]:
        """Return the units whose names look like `name`, archived or not.

        There is more than one only where both were there before names were compared by their looks.
        """
        rows = self._unit.select().where(looks_like(self._unit.c.name_key, name))
        return [_unit(row) for row in rows.order_by(self._unit.c.id).dicts()]

    def add_unit(self, draft: UnitDraft, now: datetime) -> int:
        return int(
            self._unit.insert(
                **_values(draft),
                position=self._next(self._unit),
                sequence=0,
                revision=0,
                changed_at=moment_text(now),
            ).execute()
        )

    def put_back_unit(self, unit: Unit, now: datetime) -> None:
        """Add a unit again that was removed, in its place; its sequence and revision grow."""
        self._unit.insert(
            **_values(unit),
            id=unit.id,
            position=unit.position,
            sequence=unit.sequence + 1,
            revision=unit.revision + 1,
            archived_at=None if unit.archived_at is None else moment_text(unit.archived_at),
            changed_at=moment_text(now),
        ).execute()

    def unit_in_use(self, unit_id: int) -> bool:
        """Tell whether anything belongs to a unit, or did once."""
        return any(
            table.select().where(table.c.unit_id == unit_id).exists() for table in self._of_units
        )

    def remove_unit(self, unit_id: int) -> None:
        """Remove a unit to which nothing belongs."""
        self._unit.delete().where(self._unit.c.id == unit_id).execute()

    def change_unit(self, unit_id: int, draft: UnitDraft) -> None:
        column = self._unit.c
        values = _values(draft)
        row = self._unit.select(column.name_key).where(column.id == unit_id).dicts().first()
        if row and row["name_key"].startswith(values["name_key"] + ALIKE):
            del values["name_key"]
        self._unit.update(**values, sequence=column.sequence + 1).where(
            column.id == unit_id
        ).execute()

    def archive_unit(self, unit_id: int, at: datetime | None) -> None:
        """Archive the unit `at` a moment, or bring it back (None)."""
        column = self._unit.c
        self._unit.update(
            archived_at=None if at is None else moment_text(at), sequence=column.sequence + 1
        ).where(column.id == unit_id).execute()

    def place_unit(self, unit_id: int, position: int) -> None:
        column = self._unit.c
        self._unit.update(position=position).where(column.id == unit_id).execute()

    def count_units(self) -> int:
        """Return how many units there are, archived ones included."""
        return int(self._unit.select().count())

    def _next(self, table: peewee.Table) -> int:
        highest = table.select(peewee.fn.MAX(table.c.position)).scalar()
        return 0 if highest is None else int(highest) + 1


def _unit(row: Row) -> Unit:
    return Unit(
        id=row["id"],
        property_id=row["property_id"],
        name=row["name"],
        address=row["address"],
        kind=UnitKind(row["kind"]),
        colour=row["colour"],
        capacity=row["capacity"],
        position=row["position"],
        sequence=row["sequence"],
        revision=row["revision"],
        archived_at=optional_moment(row["archived_at"]),
    )


def _values(draft: UnitDraft) -> Row:
    return {
        "property_id": draft.property_id,
        "name": draft.name,
        "name_key": texts.name_key(draft.name),
        "address": draft.address,
        "kind": draft.kind.value,
        "colour": draft.colour,
        "capacity": draft.capacity,
    }
