"""Remembers what columns and names of units in a file mean, for the next file of that program."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.exchange.columns import Columns, Meant, UnitWord, with_order
from app.core.exchange.fields import FileField
from app.core.texts import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.core.exchange.table import FileTable
    from app.core.exchange.unit_names import UnknownUnit
    from app.core.house.unit import Unit
    from app.ui.base.preferences import Preferences

_LEFT_OUT = "-"


def remember(preferences: Preferences, shape: str, fields: tuple[FileField | None, ...]) -> None:
    """Note what the columns of files with these headings say."""
    words = (_LEFT_OUT if field is None else field.value for field in fields)
    preferences.note(_key(shape), " ".join(words))


def recalled(preferences: Preferences, shape: str) -> tuple[FileField | None, ...] | None:
    """Return what was noted, None where nothing was, or by another version of the program."""
    known = {field.value: field for field in FileField}
    words = preferences.text(_key(shape)).split()
    if not words or not set(words) <= {*known, _LEFT_OUT}:
        return None
    fields = tuple(known.get(word) for word in words)
    said = [field for field in fields if field is not None]
    return fields if len(said) == len(set(said)) else None


def remember_units(preferences: Preferences, said: Mapping[str, Meant]) -> None:
    """Note what names of units mean, in whichever file; a new one is known once it is made."""
    for name, meant in said.items():
        if meant is not UnitWord.NEW:
            preferences.note(_unit_key(name), str(meant))


def recalled_units(
    preferences: Preferences, unknown: Iterable[UnknownUnit], units: Iterable[Unit]
) -> dict[str, Meant]:
    """Return what was noted of names; only of `units`, for others are gone or archived by now."""
    noted = {str(unit.id): unit.id for unit in units} | {UnitWord.LEFT_OUT.value: UnitWord.LEFT_OUT}
    words = ((one.name, preferences.text(_unit_key(one.name))) for one in unknown)
    return {name: noted[word] for name, word in words if word in noted}


def _key(shape: str) -> str:
    # Headings may be anything; a name of a setting may not.
    return f"import/{_short(shape)}"


def _unit_key(name: str) -> str:
    return f"import_unit/{_short(name_key(name))}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def with_memory(
    guess: Columns, known: tuple[FileField | None, ...] | None, table: FileTable
) -> Columns:
    """Return what was said of such columns before, where it was; else what is guessed."""
    if known is None or len(known) != len(guess.fields):
        return guess
    return with_order(replace(guess, fields=known), table)
