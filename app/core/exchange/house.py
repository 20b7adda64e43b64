"""The units and staff members of a house, found by the names that a file has for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.core.errors import UserError
from app.core.exchange.columns import Meant, UnitWord
from app.core.house.staff import StaffMember
from app.core.house.unit import Unit
from app.core.texts import name_key


class LeftOutError(Exception):
    """A line is of a unit that the owner does not want. It is no fault."""


class House:
    """The units and staff members of the house, found by their names.

    `former` are the names of those who are staff members no more: what they were in charge of
    stays so, and nothing else comes to it.
    """

    def __init__(
        self,
        units: Iterable[Unit],
        staff: Iterable[StaffMember],
        ever: Mapping[int, str] = MappingProxyType({}),
        meant: Mapping[str, Meant] = MappingProxyType({}),
    ) -> None:
        """`ever` are the names of everybody who was a staff member at some time.

        `meant` is what the owner says of names that no unit has, see `Columns`; a unit yet to be
        made stands in `units` under its name.
        """
        self.units = {unit.id: unit for unit in units}
        self._by_name = _by_name((unit.name, unit.id) for unit in self.units.values())
        self._meant = meant
        present = {member.id: member.name for member in staff}
        self.former = {number: name for number, name in ever.items() if number not in present}
        former = _by_name((name, number) for number, name in self.former.items())
        self._staff = {**former, **_by_name((name, number) for number, name in present.items())}

    def unit_id(self, name: str) -> int:
        """Return the id of the unit with this name.

        Raises:
            UserError: there is none.
            LeftOutError: the owner does not want it.
        """
        key = name_key(name)
        found = self._by_name.get(key)
        if found is None:
            match self._meant.get(key):
                case UnitWord.LEFT_OUT:
                    raise LeftOutError
                case int() as found if found in self.units:
                    return found
            raise UserError("There is no unit “{unit}”.", unit=name)
        return found

    def staff_id(self, name: str) -> int:
        """Return the id of the staff member with this name (UserError where there is none)."""
        found = self._staff.get(name_key(name))
        if found is None:
            raise UserError("There is no staff member “{name}”.", name=name)
        return found

    def unit_name(self, unit_id: int) -> str:
        return self.units[unit_id].name if unit_id in self.units else ""


def _by_name(named: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return ids by what is seen of names; one that means two means neither."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for name, number in named:
        key = name_key(name)
        if found.setdefault(key, number) != number:
            twice.add(key)
    return {key: number for key, number in found.items() if key not in twice}
