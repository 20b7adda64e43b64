"""What units stand in: one property after another, found, added, changed and removed."""

from __future__ import annotations

from app.core import texts
from app.core.errors import UserError
from app.core.house.unit import Property, PropertyDraft, check_property
from app.core.links.link import Scope, Target
from app.core.wanted import wanted
from app.services.base.changes import PropertyChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.house.existing import Existing
from app.services.house.house_revisions import HouseRevisions
from app.services.house.property_names import PropertyNames
from app.storage.tables.house.units import UnitTable
from app.storage.tables.links.links import LinkTable


class Properties:
    """Every method runs inside a transaction that is open already."""

    def __init__(self, work: UnitOfWork, table: UnitTable, revisions: HouseRevisions) -> None:
        self._work = work
        self._table = table
        self._existing = Existing(table)
        self._names = PropertyNames(table)
        self._revisions = revisions

    def meant(self, text: str) -> Property:
        """Return the property that `text` means (UserError: none, or more than one)."""
        what = wanted(text)
        found = self._names.meant(what)
        if found is None:
            raise UserError("There is no property “{name}”.", name=what.text)
        return found

    def meant_or_made(self, text: str) -> Property:
        """Return the property that is called so, made where there is none (UserError)."""
        what = wanted(text)
        found = self._names.meant_by_name(what)
        if found is None:
            return self.add(PropertyDraft(name=what.name or ""))
        return found

    def add(self, draft: PropertyDraft) -> Property:
        """Add a property (UserError: the name is taken)."""
        draft = check_property(draft)
        self._names.refuse_taken(draft.name)
        property_id = self._table.add_property(draft)
        self._revisions.raise_house()
        return self._existing.property(property_id)

    def change(self, property_id: int, draft: PropertyDraft, *, sequence: int) -> Property:
        """Change name or address; `sequence` as the caller saw it (UserError)."""
        draft = check_property(draft)
        before = self._existing.property(property_id)
        check_sequence(before.sequence, sequence)
        if before.draft() == draft:
            return before
        if texts.name_key(draft.name) != texts.name_key(before.name):
            self._names.refuse_taken(draft.name)
        self._table.change_property(property_id, draft)
        self._revisions.raise_links_of_property(property_id)
        if before.address != draft.address:
            self._revisions.raise_links_with_address()
        self._revisions.raise_house()
        return self._existing.property(property_id)

    def put_back(self, house: Property) -> Property:
        """Add a property again that was removed, in its place (UserError: the name is taken)."""
        self._names.refuse_taken(house.name)
        self._table.put_back_property(house)
        self._revisions.raise_house()
        return self._existing.property(house.id)

    def remove(self, property_id: int, *, sequence: int) -> PropertyChange:
        """Remove a property that has no units, archived ones included (UserError otherwise)."""
        house = self._existing.property(property_id)
        check_sequence(house.sequence, sequence)
        if any(unit.property_id == property_id for unit in self._table.units()):
            raise UserError(
                "{property} still has units, perhaps archived ones. Please move them to "
                "another property first.",
                property=house.name,
            )
        links = LinkTable(self._work.database)
        links.drop_of(Target(Scope.PROPERTY, property_id), self._work.clock.now())
        self._table.remove_property(property_id)
        self._revisions.raise_house()
        return PropertyChange(house, house, gone=True)
