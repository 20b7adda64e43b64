"""Units that a file names and the owner wants to have: they stand in the preview before they are.

Until they are made they have ids below zero, which no unit has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.exchange.columns import Columns, UnitWord
from app.core.exchange.judging import Asked, Judged
from app.core.exchange.table import FileTable
from app.core.exchange.unit_names import unknown_units
from app.core.house.unit import Unit, UnitDraft, check_unit
from app.core.ical.foreign import ForeignCalendar
from app.core.texts import name_key


def new_units_of(
    content: FileTable | ForeignCalendar, columns: Columns, units: Sequence[Unit]
) -> tuple[Unit, ...]:
    """Return the units that `columns` want made of names, as the file spells them first.

    Raises:
        UserError: a name that no unit can have.
    """
    wanted = {key for key, meant in columns.meant.items() if meant is UnitWord.NEW}
    if not wanted:
        return ()
    names = (
        one.name for one in unknown_units(content, columns, units) if name_key(one.name) in wanted
    )
    return tuple(_unit_to_be(-number, name) for number, name in enumerate(names, start=1))


def units_needed(judged: Judged, new_units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return those of `new_units` in which anything would be entered."""
    needed = {one.after.unit_id for one in (*judged.new, *judged.changed)}
    return tuple(unit for unit in new_units if unit.id in needed)


def within_units(judged: Judged, made: Mapping[int, int]) -> Judged:
    """Return `judged` with the ids of units that are made by now, by those that they had before."""
    if not made:
        return judged

    def within(one: Asked) -> Asked:
        unit_id = made.get(one.after.unit_id)
        if unit_id is None:
            return one
        return Asked(one.stay.in_unit(unit_id), one.before, replace(one.after, unit_id=unit_id))

    return replace(
        judged,
        new=tuple(map(within, judged.new)),
        changed=tuple(map(within, judged.changed)),
    )


def _unit_to_be(number: int, name: str) -> Unit:
    draft = check_unit(UnitDraft(property_id=0, name=name))
    return Unit(
        id=number,
        property_id=draft.property_id,
        name=draft.name,
        position=0,
        sequence=0,
        revision=0,
        archived_at=None,
    )
