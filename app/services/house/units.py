"""What an owner does with properties and units."""

# ruff: noqa: PLC0415  # a listing and the first page only read, and start without the rest

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.core import texts
from app.core.errors import UserError
from app.core.house.unit import (
    COLOURS,
    Property,
    PropertyDraft,
    Unit,
    UnitDraft,
    check_unit,
)
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.house.existing import Existing
from app.storage.tables.house.units import UnitTable

if TYPE_CHECKING:
    from datetime import datetime

    from app.services.base.changes import (
        HouseChange,
        OrderChange,
        PropertyChange,
        UnitChange,
    )
    from app.services.house.archiving import ArchiveConsequences
    from app.services.house.house_revisions import HouseRevisions
    from app.services.house.properties import Properties
    from app.services.house.stepping_back import SteppingBack
    from app.services.house.unit_names import UnitNames
    from app.services.house.unit_order import UnitOrder


class Units:
    """Add, edit, order, archive and bring back.

    `work` is where this works: what goes over several use cases is one change of it.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self._table = UnitTable(work.database)
        self._existing = Existing(self._table)

    @cached_property
    def _names(self) -> UnitNames:
        from app.services.house.unit_names import UnitNames

        return UnitNames(self._table)

    @cached_property
    def _properties(self) -> Properties:
        from app.services.house.properties import Properties

        return Properties(self.work, self._table, self._revisions)

    @cached_property
    def stepping_back(self) -> SteppingBack:
        """What takes back what was done here, inside a transaction that is open already."""
        from app.services.house.stepping_back import SteppingBack

        return SteppingBack(
            self._table, self._names, self._properties, self._order(), self._revisions
        )

    @cached_property
    def _revisions(self) -> HouseRevisions:
        from app.services.house.house_revisions import HouseRevisions

        return HouseRevisions(self.work)

    def properties(self) -> list[Property]:
        """Return the properties in the owner's order."""
        with self.work.database.read():
            return self._table.properties()

    def all(self, *, archived: bool = False) -> list[Unit]:
        """Return the units in the owner's order; with `archived`, those too."""
        with self.work.database.read():
            units = self._table.units()
        return units if archived else [unit for unit in units if not unit.archived]

    def get(self, unit_id: int) -> Unit:
        """Return one unit (UserError where there is none)."""
        with self.work.database.read():
            return self._existing.unit(unit_id)

    def find(self, text: str) -> Unit:
        """Return the unit that `text` means: "Möwe", "7", "name:7", "id:7".

        Raises:
            UserError: none, or more than one; says how to tell them apart.
        """
        from app.core.wanted import wanted

        with self.work.database.read():
            return self._names.meant(wanted(text))

    def named(self, name: str) -> list[Unit]:
        """Return the units whose names look like `name`, archived ones too: one, or none."""
        with self.work.database.read():
            return self._table.units_named(name)

    def find_property(self, text: str) -> Property:
        """Return the property that `text` means, as `find` does a unit (UserError)."""
        with self.work.database.read():
            return self._properties.meant(text)

    def empty(self) -> bool:
        """Tell whether nothing has been entered yet."""
        with self.work.database.read():
            return not self._table.properties()

    def first_house(self, name: str, units: Sequence[str]) -> HouseChange:
        """Set up a property with its units, all or nothing (UserError as for each of them)."""
        from app.services.base.changes import HouseChange

        with self.work.change():
            return self._first_house_within(HouseChange(name, tuple(units)))

    def take_back_house(self, change: HouseChange) -> HouseChange:
        """Undo what `first_house` made; undoing that is redoing.

        Raises:
            UserError: something else has been entered or changed since; all stays as it is.
        """
        with self.work.change():
            return self.take_back_house_within(change)

    def take_back_house_within(self, change: HouseChange) -> HouseChange:
        """Undo `change` inside a transaction that is open already."""
        if not change.units:
            return self._first_house_within(change)
        from app.services.house.first_house import FirstHouse

        FirstHouse(self.work).take_away(change.units)
        return replace(change, units=())

    def _first_house_within(self, wanted: HouseChange) -> HouseChange:
        house = self.add_property_within(PropertyDraft(name=wanted.house))
        drafts = [UnitDraft(property_id=house.id, name=name) for name in wanted.names]
        return replace(wanted, units=tuple(self.add_within(draft) for draft in drafts))

    def add_property(self, draft: PropertyDraft) -> Property:
        """Add a property."""
        with self.work.change():
            return self.add_property_within(draft)

    def change_property(self, property_id: int, draft: PropertyDraft, *, sequence: int) -> Property:
        """Change name or address of a property; `sequence` as the caller saw it."""
        with self.work.change():
            return self._properties.change(property_id, draft, sequence=sequence)

    def remove_property(self, property_id: int, *, sequence: int) -> PropertyChange:
        """Remove a property that has no units, archived ones included (UserError otherwise)."""
        with self.work.change():
            return self._properties.remove(property_id, sequence=sequence)

    def add(self, draft: UnitDraft) -> Unit:
        """Add a unit at the end (UserError: the name exists, the property does not)."""
        with self.work.change():
            return self.add_within(draft)

    def add_to(self, house: str | None, draft: UnitDraft, *, first_property: str) -> Unit:
        """Add a unit to the property called `house`, which is made where there is none.

        Args:
            house: which property, as `find_property` reads it; None for the first one.
            draft: the unit; its `property_id` does not count.
            first_property: what the first property is called where there is none and no name.
        """
        with self.work.change():
            if house is None:
                place = next(iter(self._table.properties()), None)
                place = place or self.add_property_within(PropertyDraft(name=first_property))
            else:
                place = self._properties.meant_or_made(texts.name(house))
            return self.add_within(replace(draft, property_id=place.id))

    def change(self, unit_id: int, draft: UnitDraft, *, sequence: int) -> Unit:
        """Change a unit; a draft that changes nothing leaves it as it is.

        Args:
            unit_id: which one.
            draft: what it shall be; without a colour it keeps its own.
            sequence: that of the unit as the caller saw it.
        """
        draft = check_unit(draft)
        with self.work.change():
            before = self._existing.unit(unit_id)
            check_sequence(before.sequence, sequence)
            draft = replace(draft, colour=draft.colour or before.colour)
            if before.draft() == draft:
                return before
            self._existing.property(draft.property_id)
            if texts.name_key(draft.name) != texts.name_key(before.name):
                self._names.refuse_taken(draft.name)
            self._table.change_unit(unit_id, draft)
            if before.property_id != draft.property_id:
                self._revisions.raise_links_of_property(before.property_id)
            self._revisions.raise_unit(unit_id)
            return self._existing.unit(unit_id)

    def rename(self, unit_id: int, name: str, *, sequence: int) -> Unit:
        """Give a unit another name; addresses of its links stay valid."""
        draft = replace(self.get(unit_id).draft(), name=name)
        return self.change(unit_id, draft, sequence=sequence)

    def archive_consequences(self, unit_id: int) -> ArchiveConsequences:
        """Tell what archiving this unit would touch, for the question before it."""
        from app.services.house.archiving import Archiving  # asked seldom

        return Archiving(self.work).consequences(unit_id)

    def archive(self, unit_id: int, *, sequence: int) -> UnitChange:
        """Archive a unit: it and its occupancies stay on record, its links answer no more."""
        with self.work.change():
            unit = self._existing.unit(unit_id)
            check_sequence(unit.sequence, sequence)
            if unit.archived:
                raise UserError("{unit} is archived already.", unit=unit.name)
            return self._archived_at(unit, self.work.clock.now())

    def restore(self, unit_id: int, *, sequence: int) -> UnitChange:
        """Bring an archived unit back, with the links as they were."""
        with self.work.change():
            unit = self._existing.unit(unit_id)
            check_sequence(unit.sequence, sequence)
            if not unit.archived:
                raise UserError("{unit} is not archived.", unit=unit.name)
            return self._archived_at(unit, None)

    def _archived_at(self, unit: Unit, at: datetime | None) -> UnitChange:
        from app.services.base.changes import UnitChange

        self._table.archive_unit(unit.id, at)
        self._revisions.raise_unit(unit.id)
        return UnitChange(unit, self._existing.unit(unit.id))

    def arrange(self, order: Mapping[int, Sequence[int]]) -> OrderChange:
        """Put properties and their units into this order, as after a drag.

        A unit that comes into another property has changed: its sequence grows.

        Args:
            order: property ids in order, each with its unit ids in order. What is not named comes
                after what is, as it stood.
        """
        with self.work.change():
            return self._order().arrange(order)

    def add_property_within(self, draft: PropertyDraft) -> Property:
        """Add a property inside a transaction that is open already."""
        return self._properties.add(draft)

    def add_within(self, draft: UnitDraft) -> Unit:
        """Add a unit inside a transaction that is open already."""
        draft = check_unit(draft)
        self._existing.property(draft.property_id)
        self._names.refuse_taken(draft.name)
        colour = draft.colour or COLOURS[self._table.count_units() % len(COLOURS)]
        unit_id = self._table.add_unit(replace(draft, colour=colour), self.work.clock.now())
        self._revisions.raise_house()
        return self._existing.unit(unit_id)

    def _order(self) -> UnitOrder:
        from app.services.house.unit_order import UnitOrder

        return UnitOrder(self._table, self._revisions)
