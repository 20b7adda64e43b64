"""What an owner does with properties and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core import texts
from app.core.errors import UserError
from app.core.house.unit import (
    COLOURS,
    Property,
    PropertyDraft,
    Unit,
    UnitDraft,
    check_property,
    check_unit,
)
from app.core.links.details import Field
from app.core.links.link import Scope, Target
from app.core.readers.agents import reader_of
from app.core.wanted import chosen, wanted
from app.i18n import N_
from app.services.house.property_names import PropertyNames
from app.services.unit_of_work import UnitOfWork, check_sequence
from app.storage.tables.fetches import FetchTable
from app.storage.tables.links import LinkTable
from app.storage.tables.occupancies import OccupancyTable
from app.storage.tables.revisions import HOUSE
from app.storage.tables.staff import StaffTable
from app.storage.tables.units import UnitTable

_READERS_ASKED = 50


class NameTaken(UserError):  # noqa: N818  # what it is, in the owner's words
    """There is a unit of this name already; archived ones count."""

    def __init__(self, other: Unit) -> None:
        super().__init__(
            N_(
                "There is already a unit called “{name}”; it is archived. Please choose another "
                "name, or bring that one back."
            )
            if other.archived
            else N_("There is already a unit called “{name}”. Please choose another name."),
            name=other.name,
        )


@dataclass(frozen=True, slots=True)
class ArchiveConsequences:
    """What archiving a unit would touch.

    `ahead` counts its occupancies that are running or to come; `links` its enabled links, which
    would answer no more; `readers` names who has read them lately, `unknown_reader` says that
    somebody did whom nobody knows, as most portals are.
    """

    ahead: int
    links: int
    readers: tuple[str, ...]
    unknown_reader: bool

    def __bool__(self) -> bool:
        return bool(self.ahead or self.readers or self.unknown_reader)


class Units:
    """Add, edit, order, archive and bring back."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = UnitTable(work.database)
        self._houses = PropertyNames(self._table)
        self._occupancies = OccupancyTable(work.database)
        self._links = LinkTable(work.database)
        self._fetches = FetchTable(work.database)
        self._staff = StaffTable(work.database)

    def properties(self) -> list[Property]:
        """Return the properties in the owner's order."""
        with self._work.database.read():
            return self._table.properties()

    def all(self, *, archived: bool = False) -> list[Unit]:
        """Return the units in the owner's order; with `archived`, those too."""
        with self._work.database.read():
            units = self._table.units()
        return units if archived else [unit for unit in units if not unit.archived]

    def get(self, unit_id: int) -> Unit:
        """Return one unit (UserError where there is none)."""
        with self._work.database.read():
            return self._unit(unit_id)

    def find(self, text: str) -> Unit:
        """Return the unit that `text` means: "Möwe", "7", "name:7", "id:7".

        Raises:
            UserError: none, or more than one; says how to tell them apart.
        """
        what = wanted(text)
        with self._work.database.read():
            named = self._table.units_named(what.name) if what.name else []
            numbered = None if what.number is None else self._table.unit(what.number)
        unit = chosen(what, named, numbered)
        if unit is None:
            raise UserError("There is no unit “{name}”.", name=what.text)
        return unit

    def named(self, name: str) -> list[Unit]:
        """Return the units whose names look like `name`, archived ones too: one, or none."""
        with self._work.database.read():
            return self._table.units_named(name)

    def find_property(self, text: str) -> Property:
        """Return the property that `text` means, as `find` does a unit (UserError)."""
        what = wanted(text)
        with self._work.database.read():
            found = self._houses.meant(what)
        if found is None:
            raise UserError("There is no property “{name}”.", name=what.text)
        return found

    def empty(self) -> bool:
        """Tell whether nothing has been entered yet."""
        with self._work.database.read():
            return not self._table.properties()

    def first_house(self, name: str, units: Sequence[str]) -> list[Unit]:
        """Set up a property with its units, all or nothing (UserError as for each of them)."""
        with self._work.change():
            house = self.add_property_within(PropertyDraft(name=name))
            return [self.add_within(UnitDraft(property_id=house.id, name=unit)) for unit in units]

    def take_back_house(self, units: Sequence[Unit]) -> None:
        """Take back what `first_house` made.

        Raises:
            UserError: something else has been entered or changed since; all stays as it is.
        """
        with self._work.change():
            houses, now = self._table.properties(), self._table.units()
            drafts = [(unit.id, unit.draft()) for unit in now]
            untouched = (
                len(houses) == 1
                and houses[0].sequence == 0
                and drafts == [(unit.id, unit.draft()) for unit in units]
                and not any(unit.archived for unit in now)
            )
            if not untouched or self._in_use():
                raise UserError(
                    "Something else has been entered since, so the units stay. Units that you do "
                    "not let can be archived."
                )
            for unit in now:
                self._table.remove_unit(unit.id)
            self._table.remove_property(houses[0].id)
            self._work.revisions.raise_named(HOUSE)

    def _in_use(self) -> bool:
        """Whether anything belongs to the units, or did once."""
        if self._occupancies.count() or self._links.any_ever():
            return True
        return bool(self._staff.any_ever())

    def add_property(self, draft: PropertyDraft) -> Property:
        """Add a property."""
        with self._work.change():
            return self.add_property_within(draft)

    def change_property(self, property_id: int, draft: PropertyDraft, *, sequence: int) -> Property:
        """Change name or address of a property; `sequence` as the caller saw it."""
        draft = check_property(draft)
        with self._work.change():
            before = self._property(property_id)
            check_sequence(before.sequence, sequence)
            if before.draft() == draft:
                return before
            if texts.name_key(draft.name) != texts.name_key(before.name):
                self._houses.refuse_taken(draft.name)
            self._table.change_property(property_id, draft)
            self._raise_links_of(property_id)
            if before.address != draft.address:
                self._raise(self._links.saying(Field.ADDRESS))
            self._work.revisions.raise_named(HOUSE)
            return self._property(property_id)

    def remove_property(self, property_id: int, *, sequence: int) -> None:
        """Remove a property that has no units, archived ones included (UserError otherwise)."""
        with self._work.change():
            house = self._property(property_id)
            check_sequence(house.sequence, sequence)
            if any(unit.property_id == property_id for unit in self._table.units()):
                raise UserError(
                    "{property} still has units, perhaps archived ones. Please move them to "
                    "another property first.",
                    property=house.name,
                )
            self._links.drop_of(Target(Scope.PROPERTY, property_id), self._work.clock.now())
            self._table.remove_property(property_id)
            self._work.revisions.raise_named(HOUSE)

    def add(self, draft: UnitDraft) -> Unit:
        """Add a unit at the end (UserError: the name exists, the property does not)."""
        with self._work.change():
            return self.add_within(draft)

    def add_to(self, house: str | None, draft: UnitDraft, *, first_property: str) -> Unit:
        """Add a unit to the property called `house`, which is made where there is none.

        Args:
            house: which property, as `find_property` reads it; None for the first one.
            draft: the unit; its `property_id` does not count.
            first_property: what the first property is called where there is none and no name.
        """
        with self._work.change():
            if house is None:
                place = next(iter(self._table.properties()), None)
                place = place or self.add_property_within(PropertyDraft(name=first_property))
            else:
                place = self._meant_or_made(texts.name(house))
            return self.add_within(replace(draft, property_id=place.id))

    def change(self, unit_id: int, draft: UnitDraft, *, sequence: int) -> Unit:
        """Change a unit; a draft that changes nothing leaves it as it is.

        Args:
            unit_id: which one.
            draft: what it shall be; without a colour it keeps its own.
            sequence: that of the unit as the caller saw it.
        """
        draft = check_unit(draft)
        with self._work.change():
            before = self._unit(unit_id)
            check_sequence(before.sequence, sequence)
            draft = replace(draft, colour=draft.colour or before.colour)
            if before.draft() == draft:
                return before
            self._property(draft.property_id)
            if texts.name_key(draft.name) != texts.name_key(before.name):
                self._refuse_name(draft.name)
            self._table.change_unit(unit_id, draft)
            if before.property_id != draft.property_id:
                self._raise_links_of(before.property_id)
            self._moved(unit_id)
            return self._unit(unit_id)

    def rename(self, unit_id: int, name: str, *, sequence: int) -> Unit:
        """Give a unit another name; addresses of its links stay valid."""
        draft = replace(self.get(unit_id).draft(), name=name)
        return self.change(unit_id, draft, sequence=sequence)

    def archive_consequences(self, unit_id: int) -> ArchiveConsequences:
        """Tell what archiving this unit would touch, for the question before it."""
        today = self._work.clock.today()
        with self._work.database.read():
            ahead = self._occupancies.all(unit_id=unit_id, departing_after=today, taken_only=True)
            links = self._links.all(Target(Scope.UNIT, unit_id))
            enabled = [link for link in links if link.enabled]
            fetches = [
                fetch
                for link in enabled
                for fetch in self._fetches.of_link(link.id, _READERS_ASKED)
            ]
        readers = [reader_of(fetch.agent) for fetch in fetches if fetch.status in {200, 304}]
        names = dict.fromkeys(reader.name for reader in readers if reader and not reader.person)
        return ArchiveConsequences(len(ahead), len(enabled), tuple(names), None in readers)

    def archive(self, unit_id: int, *, sequence: int) -> Unit:
        """Archive a unit: it and its occupancies stay on record, its links answer no more."""
        with self._work.change():
            unit = self._unit(unit_id)
            check_sequence(unit.sequence, sequence)
            if unit.archived:
                raise UserError("{unit} is archived already.", unit=unit.name)
            self._table.archive_unit(unit_id, self._work.clock.now())
            self._moved(unit_id)
            return self._unit(unit_id)

    def restore(self, unit_id: int, *, sequence: int) -> Unit:
        """Bring an archived unit back, with the links as they were."""
        with self._work.change():
            unit = self._unit(unit_id)
            check_sequence(unit.sequence, sequence)
            if not unit.archived:
                raise UserError("{unit} is not archived.", unit=unit.name)
            self._table.archive_unit(unit_id, None)
            self._moved(unit_id)
            return self._unit(unit_id)

    def arrange(self, order: Mapping[int, Sequence[int]]) -> None:
        """Put properties and their units into this order, as after a drag.

        A unit that comes into another property has changed: its sequence grows.

        Args:
            order: property ids in order, each with its unit ids in order. What is not named comes
                after what is, as it stood.
        """
        named = {unit_id for unit_ids in order.values() for unit_id in unit_ids}
        with self._work.change():
            houses = [house.id for house in self._table.properties()]
            units = self._table.units()
            known = {unit.id: unit for unit in units}
            for place, house in enumerate([*order, *(h for h in houses if h not in order)]):
                self._property(house)
                self._table.place_property(house, place)
            for house, unit_ids in order.items():
                others = (u.id for u in units if u.property_id == house and u.id not in named)
                for place, unit_id in enumerate([*unit_ids, *others]):
                    self._place(known.get(unit_id), house, place)
            self._work.revisions.raise_named(HOUSE)

    def _place(self, unit: Unit | None, property_id: int, place: int) -> None:
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.property_id != property_id:
            self._table.change_unit(unit.id, replace(unit.draft(), property_id=property_id))
            self._raise_links_of(unit.property_id)
            self._moved(unit.id)
        if unit.position != place:
            self._table.place_unit(unit.id, place)

    def add_property_within(self, draft: PropertyDraft) -> Property:
        """Add a property inside a transaction that is open already."""
        draft = check_property(draft)
        self._houses.refuse_taken(draft.name)
        property_id = self._table.add_property(draft)
        self._work.revisions.raise_named(HOUSE)
        return self._property(property_id)

    def add_within(self, draft: UnitDraft) -> Unit:
        """Add a unit inside a transaction that is open already."""
        draft = check_unit(draft)
        self._property(draft.property_id)
        self._refuse_name(draft.name)
        colour = draft.colour or COLOURS[self._table.count_units() % len(COLOURS)]
        unit_id = self._table.add_unit(replace(draft, colour=colour), self._work.clock.now())
        self._work.revisions.raise_named(HOUSE)
        return self._unit(unit_id)

    def _meant_or_made(self, house: str) -> Property:
        what = wanted(house)
        found = self._houses.meant_by_name(what)
        if found is None:
            return self.add_property_within(PropertyDraft(name=what.name or ""))
        return found

    def _moved(self, unit_id: int) -> None:
        self._work.revisions.raise_units([unit_id], self._work.clock.now())
        self._work.revisions.raise_named(HOUSE)

    def _raise_links_of(self, property_id: int) -> None:
        """Let the links of a property know that its name, or which units it has, is another."""
        self._raise(self._links.ids(Target(Scope.PROPERTY, property_id)))

    def _raise(self, link_ids: Sequence[int]) -> None:
        self._work.revisions.raise_links(link_ids, self._work.clock.now())

    def _refuse_name(self, name: str) -> None:
        for other in self._table.units_named(name):
            raise NameTaken(other)

    def _unit(self, unit_id: int) -> Unit:
        unit = self._table.unit(unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        return unit

    def _property(self, property_id: int) -> Property:
        house = self._table.property(property_id)
        if house is None:
            raise UserError("This property does not exist any more.")
        return house
