"""Properties by what they are called."""

from __future__ import annotations

from app.core import texts
from app.core.errors import UserError
from app.core.house.unit import Property
from app.core.wanted import BY_NAME, BY_NUMBER, Wanted, chosen
from app.storage.tables.house.units import UnitTable


class PropertyNames:
    """Finds properties and keeps their names apart. Inside a transaction that is open already."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table

    def refuse_taken(self, name: str) -> None:
        """Refuse a name that looks like that of another property (UserError)."""
        for other in self._named(name):
            raise UserError(
                "There is already a property called “{name}”. Please choose another name.",
                name=other.name,
            )

    def meant(self, what: Wanted) -> Property | None:
        """Return the one that is meant, None where there is none (UserError: more than one)."""
        named = self._named(what.name) if what.name else []
        numbered = None if what.number is None else self._table.property(what.number)
        return chosen(what, named, numbered)

    def meant_by_name(self, what: Wanted) -> Property | None:
        """Return the one that is called so, None where one of this name is to be made.

        Raises:
            UserError: there is none with the number after "id:"; or none is called so, but one has
                the number that was written: which of the two is meant?
        """
        found = self.meant(what)
        if what.name is None:
            if found is None:
                raise UserError("There is no property “{name}”.", name=what.text)
            return found
        if found is not None and texts.name_key(found.name) != texts.name_key(what.name):
            raise UserError(
                "No property is called “{text}”, but {property} has that number. Please write "
                "{by_name} for a new one or {by_number} for that one.",
                text=what.text,
                property=found.name,
                by_name=f"{BY_NAME}{what.text}",
                by_number=f"{BY_NUMBER}{what.text}",
            )
        return found

    def _named(self, name: str) -> list[Property]:
        key = texts.name_key(name)
        return [one for one in self._table.properties() if texts.name_key(one.name) == key]
