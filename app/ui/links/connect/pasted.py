"""A list of addresses as it was pasted, and which unit each is probably for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.importing.address import addresses_in
from app.core.texts import folded
from app.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.core.house.unit import Unit


@dataclass(frozen=True, slots=True)
class Pasted:
    """One address, and the unit that it is probably for; None where all have one already."""

    address: str
    unit_id: int | None


def assigned(text: str, units: Sequence[Unit], taken: Collection[int]) -> list[Pasted]:
    """Return the addresses in `text` with a unit each, and each unit once.

    A unit that is named in the line of an address, or in the line above, is meant; what names none
    goes to the units that are left, in order, but not to those in `taken`.
    """
    named: dict[str, int | None] = {}
    above = ""
    free = [unit for unit in units if unit.id not in taken]
    for line in text.splitlines():
        found = addresses_in(line)
        words = line
        for address in found:
            words = words.replace(address, " ")
        for address in found:
            used = set(named.values())
            left = [unit for unit in units if unit.id not in used]
            unit = _named(words, left) or _named(above, left)
            named.setdefault(address, unit.id if unit else None)
        above = "" if found else line
    used = set(named.values())
    rest = iter([unit.id for unit in free if unit.id not in used])
    return [
        Pasted(address, next(rest, None) if unit_id is None else unit_id)
        for address, unit_id in named.items()
    ]


def _named(words: str, units: Sequence[Unit]) -> Unit | None:
    """Return the unit whose name stands in `words`, the longest where several do."""
    said = folded(words)
    fitting = [unit for unit in units if folded(unit.name) in said]
    return max(fitting, key=lambda unit: len(unit.name), default=None)
