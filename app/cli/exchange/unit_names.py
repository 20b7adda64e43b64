"""What the command line says of units: the one of all lines, and what the file's names mean."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli.common import output
from app.core.errors import UserError
from app.core.exchange.columns import Meant, UnitWord
from app.core.texts import name_key, readable
from app.i18n import Catalogue

if TYPE_CHECKING:
    from app.core.exchange.columns import Columns
    from app.core.exchange.unit_names import UnknownUnit
    from app.services.exchange.reading_files import OpenedFile
    from app.services.services import Services

_NEW = "new:"
_TOLD = 20
"""So many names are told; a column that has more is hardly one of units."""


def with_units(
    services: Services, opened: OpenedFile, columns: Columns, said: Sequence[str]
) -> Columns:
    """Return `columns` as each ``UNIT`` and ``NAME=UNIT`` says.

    A name that this file has not does no harm: the next one may have it.

    Raises:
        UserError: no such unit, or the name is that of a unit.
    """
    if not said:
        return columns
    unknown = {name_key(one.name) for one in services.file_import.unknown_units(opened, columns)}
    meant: dict[str, Meant] = {}
    for text in said:
        parts = list(_divided(text))
        if not parts or services.units.named(text):
            columns = replace(columns, unit_id=services.units.find(text).id)
            continue
        name, unit = next((one for one in parts if name_key(one[0]) in unknown), parts[0])
        for known in services.units.named(name):
            raise UserError(
                "“{unit}” is one of your units, so in the file it means just this one.",
                unit=known.name,
            )
        meant[name] = _meant(services, unit)
    return columns.with_meant(meant)


def _divided(text: str) -> Iterator[tuple[str, str]]:
    """Yield how ``NAME=UNIT`` can be divided: names may have an equals sign, too."""
    for at, sign in enumerate(readable(text)):
        if sign == "=" and text[:at].strip():
            yield text[:at].strip(), text[at + 1 :].strip()


def _meant(services: Services, unit: str) -> Meant:
    if not unit:
        return UnitWord.LEFT_OUT
    return UnitWord.NEW if unit.casefold() == _NEW else services.units.find(unit).id


def unknown_told(
    texts: Catalogue, unknown: Sequence[UnknownUnit], columns: Columns, names: Mapping[int, str]
) -> Iterator[str]:
    """Yield what to say of the names that nothing was said of, ready to be copied."""
    left = [one for one in unknown if name_key(one.name) not in columns.meant]
    if not left:
        return
    yield texts.tr(
        "The file calls units by names that you have not. Say which unit each of them is:"
    )
    for one in left[:_TOLD]:
        guess = names.get(one.near or 0, "") if one.near is not None else texts.tr("UNIT")
        yield f"  --unit {shlex.quote(f'{output.single_line(one.name)}={guess}')}"
