"""Which column of a file says what: guessed from headings and cells, then the owner's to change."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from app.core.exchange.day_cells import Cell, DateOrder, Order, looks_like_a_day, order_of
from app.core.exchange.fields import FileField, field_of, field_within
from app.core.exchange.table import FileTable
from app.core.texts import folded, name_key
from app.dataclass import dataclass

_LOOKED_AT = 200
"""Lines that are looked at to guess what an unnamed column holds."""


class UnitWord(StrEnum):
    """What the owner says of a name that is to mean none of their units."""

    LEFT_OUT = "-"
    NEW = "+"


Meant = int | UnitWord
"""What a name means: the unit with this id, nothing that is wanted, or a unit yet to be made."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column says, None where it is left out; no two say the same.

    `order` is how days are written; not `sure` where the file does not tell and the owner shall
    say. `unit_id` is the unit of every line that names none, `meant` what names mean that no unit
    has, each as `name_key` makes it.
    """

    fields: tuple[FileField | None, ...]
    order: DateOrder = DateOrder.DAY_FIRST
    sure: bool = True
    unit_id: int | None = None
    meant: Mapping[str, Meant] = dataclasses.field(default_factory=dict, hash=False)

    def with_meant(self, said: Mapping[str, Meant]) -> Columns:
        """Let names mean this, besides what others mean."""
        named = {name_key(name): meant for name, meant in said.items()}
        return replace(self, meant=MappingProxyType({**self.meant, **named}))

    def of(self, field: FileField) -> int | None:
        """Return the place of the column that says this, None where none does."""
        return self.fields.index(field) if field in self.fields else None

    def with_field(self, place: int, field: FileField | None) -> Columns:
        """Let a column say something else; another that said so is left out then."""
        fields = [None if field is not None and one is field else one for one in self.fields]
        fields[place] = field
        return replace(self, fields=tuple(fields))

    @property
    def complete(self) -> bool:
        """Whether they say where, from when and until when."""
        ends = FileField.DEPARTURE in self.fields or FileField.NIGHTS in self.fields
        where = FileField.UNIT in self.fields or self.unit_id is not None
        return where and ends and FileField.ARRIVAL in self.fields


def shape_of(table: FileTable) -> str:
    """Return what is alike in all files of the same program: the headings, as a key."""
    return "|".join(folded(heading) for heading in table.headings)


def guessed(table: FileTable, unit_names: Collection[str]) -> Columns:
    """Return what the columns of a file say, as far as headings and cells tell.

    Args:
        table: the file.
        unit_names: of the house; a column that holds them names the unit.
    """
    fields = _by_headings(table.headings)
    _by_cells(table, fields, {name_key(name) for name in unit_names})
    columns = Columns(tuple(fields))
    return with_order(columns, table)


def with_order(columns: Columns, table: FileTable) -> Columns:
    """Return `columns` with the order in which the file writes its days."""
    found = _order(columns, table)
    return replace(columns, order=found.order, sure=found.sure)


def _order(columns: Columns, table: FileTable) -> Order:
    def cells(field: FileField) -> list[Cell]:
        place = columns.of(field)
        return [] if place is None else [row[place] for row in table.rows]

    return order_of(cells(FileField.ARRIVAL), cells(FileField.DEPARTURE))


def _by_headings(headings: Sequence[str]) -> list[FileField | None]:
    """Return what the headings say; whole ones win over words within, the first over later ones."""
    fields: list[FileField | None] = [None] * len(headings)
    for say in (field_of, field_within):
        for place, heading in enumerate(headings):
            field = say(heading) if fields[place] is None else None
            if field is not None and field not in fields:
                fields[place] = field
    return fields


def _by_cells(table: FileTable, fields: list[FileField | None], names: Collection[str]) -> None:
    """Fill in what no heading says: the unit by its names, days in their order."""
    for place in _open_places(fields):
        cells = _cells(table, place)
        if not cells:
            continue
        known = sum(isinstance(cell, str) and name_key(cell) in names for cell in cells)
        if FileField.UNIT not in fields and known * 2 > len(cells):
            fields[place] = FileField.UNIT
            continue
        days = sum(map(looks_like_a_day, cells))
        if days * 2 > len(cells):
            for field in (FileField.ARRIVAL, FileField.DEPARTURE):
                if field not in fields:
                    fields[place] = field
                    break


def _open_places(fields: Sequence[FileField | None]) -> Iterator[int]:
    return (place for place, field in enumerate(fields) if field is None)


def _cells(table: FileTable, place: int) -> list[Cell]:
    return [row[place] for row in table.rows[:_LOOKED_AT] if row[place]]
