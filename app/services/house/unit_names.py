"""Which unit a name means, and which names are taken."""

from __future__ import annotations

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.wanted import Wanted, chosen
from app.i18n import N_
from app.storage.tables.house.units import UnitTable


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


class UnitNames:
    """Looks units up by name. Every method runs inside a transaction of the work."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table

    def meant(self, what: Wanted) -> Unit:
        """Return the unit that is wanted (UserError: there is none, or more than one)."""
        named = self._table.units_named(what.name) if what.name else []
        numbered = None if what.number is None else self._table.unit(what.number)
        unit = chosen(what, named, numbered)
        if unit is None:
            raise UserError("There is no unit “{name}”.", name=what.text)
        return unit

    def refuse_taken(self, name: str) -> None:
        """Refuse a name that a unit has already (NameTaken)."""
        for other in self._table.units_named(name):
            raise NameTaken(other)
