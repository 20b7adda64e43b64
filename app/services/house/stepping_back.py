"""Taking back what was done to a unit or a property, through the checks of doing it."""

from __future__ import annotations

from app.core import texts
from app.core.errors import UserError
from app.core.house.unit import Unit
from app.i18n import N_
from app.services.base.changes import PropertyChange, UnitChange
from app.services.base.unit_of_work import check_sequence
from app.services.house.existing import Existing
from app.services.house.house_revisions import HouseRevisions
from app.services.house.properties import Properties
from app.services.house.unit_names import UnitNames
from app.services.house.unit_order import UnitOrder
from app.storage.tables.house.units import UnitTable

_IN_USE = N_(
    "Something belongs to “{name}” by now, so it stays. Units that you do not let can be archived."
)


class SteppingBack:
    """Every method runs inside a transaction that is open already. `order` takes orders back."""

    def __init__(
        self,
        table: UnitTable,
        names: UnitNames,
        properties: Properties,
        order: UnitOrder,
        revisions: HouseRevisions,
    ) -> None:
        self._table = table
        self._existing = Existing(table)
        self._names = names
        self._properties = properties
        self.order = order
        self._revisions = revisions

    def unit(self, change: UnitChange) -> UnitChange:
        """Undo what was done to a unit.

        One that was added is gone again, while nothing belongs to it; one that is archived again
        counts as archived since it was at first.

        Raises:
            UserError: it has moved meanwhile, something belongs to it, or its name is taken.
        """
        if change.gone:
            return UnitChange(None, self._put_back(change.after))
        unit = self._existing.unit(change.after.id)
        check_sequence(unit.sequence, change.after.sequence)
        if change.before is None:
            self._take_away(unit)
            return UnitChange(unit, unit, gone=True)
        self._edit(unit, change.before)
        if unit.archived_at != change.before.archived_at:
            self._table.archive_unit(unit.id, change.before.archived_at)
        self._revisions.raise_unit(unit.id)
        return UnitChange(unit, self._existing.unit(unit.id))

    def property(self, change: PropertyChange) -> PropertyChange:
        """Undo what was done to a property.

        Raises:
            UserError: it has moved meanwhile, something belongs to it, or its name is taken.
        """
        after, before = change.after, change.before
        if change.gone:
            return PropertyChange(None, self._properties.put_back(after))
        if before is None:
            if self._table.property_has_links(after.id):
                raise UserError(_IN_USE, name=after.name)
            return self._properties.remove(after.id, sequence=after.sequence)
        now = self._existing.property(after.id)
        changed = self._properties.change(after.id, before.draft(), sequence=after.sequence)
        return PropertyChange(now, changed)

    def _edit(self, unit: Unit, before: Unit) -> None:
        draft = before.draft()
        if unit.draft() == draft:
            return
        self._existing.property(draft.property_id)
        if texts.name_key(draft.name) != texts.name_key(unit.name):
            self._names.refuse_taken(draft.name)
        self._table.change_unit(unit.id, draft)
        if unit.property_id != draft.property_id:
            self._revisions.raise_links_of_property(unit.property_id)

    def _take_away(self, unit: Unit) -> None:
        if self._table.unit_in_use(unit.id):
            raise UserError(_IN_USE, name=unit.name)
        self._table.remove_unit(unit.id)
        self._revisions.raise_links_of_property(unit.property_id)
        self._revisions.raise_house()

    def _put_back(self, unit: Unit) -> Unit:
        self._existing.property(unit.property_id)
        self._names.refuse_taken(unit.name)
        self._table.put_back_unit(unit, self._revisions.now())
        self._revisions.raise_links_of_property(unit.property_id)
        self._revisions.raise_unit(unit.id)
        return self._existing.unit(unit.id)
