"""Everything that the house holds, in one file: JSON for other programs, a calendar for the eyes.

Addresses open calendars, those of links and those of portals, so they are left out unless the owner
asks for them. Passwords, where webspaces are, and who has read links are in neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.exchange.fields import FileField
from app.core.house.staff import StaffMember
from app.core.house.unit import Property, Unit
from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.stays.occupancy import Occupancy, Status, title, who
from app.dataclass import dataclass
from app.i18n import WINDOW_LANGUAGES, Catalogue, Message
from app.services.exchange.files import written_whole
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.importing.sources import SourceTable
from app.storage.tables.links.links import LinkTable
from app.storage.tables.settings import SettingTable
from app.storage.tables.stays.occupancies import OccupancyTable

if TYPE_CHECKING:
    from app.core.importing.source import Source
    from app.core.links.link import Link
    from app.storage.engine.database import Database


class Whole(StrEnum):
    """The kinds of file that hold the house, by their suffix."""

    JSON = "json"
    CALENDAR = "ics"


VERSION = 1
"""Raised where a reader of the JSON would have to read it otherwise."""


@dataclass(frozen=True, slots=True)
class Everything:
    """What a house holds, at one moment."""

    properties: Sequence[Property]
    units: Sequence[Unit]
    staff: Sequence[StaffMember]
    links: Sequence[Link]
    occupancies: Sequence[Occupancy]
    sources: Sequence[Source]
    """The calendars of portals that are read."""
    settings: Mapping[str, str]
    """What the owner has set, as text, by its key."""
    letters: Mapping[str, str]
    """What the owner writes to guests instead of the standard text, by its language."""
    names: Mapping[int, str]
    """What all staff members are called by id, former ones too."""


def everything(database: Database) -> Everything:
    """Read it all, archived and cancelled too, at one moment."""
    units, staff, settings = UnitTable(database), StaffTable(database), SettingTable(database)
    with database.read():
        return Everything(
            properties=units.properties(),
            units=units.units(),
            staff=staff.all(),
            links=LinkTable(database).all(),
            occupancies=OccupancyTable(database).all(),
            sources=[kept.source for kept in SourceTable(database).all()],
            settings=settings.all(),
            letters={
                language: text
                for language in WINDOW_LANGUAGES
                if (text := settings.letter(language)) is not None
            },
            names=staff.names(),
        )


def write_whole(
    target: Path, form: Whole, house: Everything, texts: Catalogue, *, tokens: bool = False
) -> None:
    """Write the house (UserError where the file cannot be written)."""
    if form is Whole.JSON:
        write_json(target, house, tokens=tokens)
    else:
        write_calendar(target, house, texts)


def write_json(target: Path, house: Everything, *, tokens: bool = False) -> None:
    """Write everything as JSON in UTF-8 (UserError where the file cannot be written).

    Days and moments are ISO 8601, moments in UTC. `tokens` puts in the secret parts of the links'
    addresses, and the addresses of portals' calendars.
    """
    with written_whole(target) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(record(house, tokens=tokens), file, ensure_ascii=False, indent=1)
        file.write("\n")


def record(house: Everything, *, tokens: bool = False) -> dict[str, object]:
    """Return everything as JSON has it; each thing under the names of its fields."""
    units = {unit.id: unit.name for unit in house.units}
    left_out = {"uid_seed", "revision"} | (set() if tokens else {"token"})
    not_of_sources = {"removed_at"} | (set() if tokens else {"address"})
    return {
        "format": "zimmerfrei",
        "version": VERSION,
        "properties": [_plain(one) for one in house.properties],
        "units": [_plain(one, but={"revision"}) for one in house.units],
        "staff": [_plain(one, but={"removed_at"}) for one in house.staff],
        "links": [_plain(one, but=left_out) for one in house.links],
        "occupancies": [
            {"unit": units[one.unit_id], **_plain(one), "staff": house.names.get(one.staff_id or 0)}
            for one in house.occupancies
        ],
        "sources": [_plain(one, but=not_of_sources) for one in house.sources],
        "settings": dict(sorted(house.settings.items())),
        "letters": dict(house.letters),
    }


def write_calendar(target: Path, house: Everything, texts: Catalogue) -> None:
    """Write all that takes nights as one calendar (UserError where the file cannot be written).

    Any calendar program shows it; taken in again, each occupancy has all of its fields.
    """
    with written_whole(target) as draft:
        draft.write_bytes(calendar(house, texts))


def calendar(house: Everything, texts: Catalogue) -> bytes:
    """Return the calendar of all that takes nights. What is cancelled would look occupied there."""
    units = {unit.id: unit for unit in house.units}
    entries = (
        _entry(stay, units[stay.unit_id], house.names.get(stay.staff_id or 0, ""), texts)
        for stay in house.occupancies
        if stay.blocks
    )
    return calendar_bytes(texts.tr("Occupancies"), entries)


def _entry(stay: Occupancy, unit: Unit, staff: str, texts: Catalogue) -> CalendarEntry:
    known = who(stay)
    called = texts.tr(known.text, **known.values) if isinstance(known, Message) else known
    said = title(stay)
    words = (texts.tr(said.text, **said.values), *stay.reach, stay.note)
    return CalendarEntry(
        uid=stay.uid,
        sequence=stay.sequence,
        changed_at=stay.changed_at,
        first=stay.arrival,
        end=stay.departure,
        summary=f"{unit.name}: {called}",
        description="\n".join(filter(None, words)),
        location=unit.name,
        tentative=stay.status is Status.OPTION,
        own=tuple(_own(stay, unit.name, staff)),
    )


def _own(stay: Occupancy, unit: str, staff: str) -> Iterable[tuple[str, str]]:
    """Yield what only we read, under the names of the columns of files."""
    values: dict[FileField, object] = {
        field: getattr(stay, field.value) for field in FileField if hasattr(stay, field.value)
    }
    values |= {FileField.UNIT: unit, FileField.STAFF: staff}
    for field in FileField:
        value = values.get(field)
        if field not in _IN_THE_EVENT and value not in {None, ""}:
            yield field.name.replace("_", "-"), str(_json(value))


_IN_THE_EVENT = frozenset({FileField.ARRIVAL, FileField.DEPARTURE, FileField.NIGHTS})


def _plain(thing: Any, but: Iterable[str] = ()) -> dict[str, object]:
    """Return the fields of a value, each as JSON has it."""
    left_out = set(but)
    return {
        field.name: _json(getattr(thing, field.name))
        for field in fields(thing)
        if field.name not in left_out
    }


def _json(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, (frozenset, set)):
        return sorted(_json(one) for one in value)  # type: ignore[type-var]  # texts or ids
    return value if value is None or isinstance(value, (str, int)) else _plain(value)
