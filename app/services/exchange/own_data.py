"""All that is known of one guest, as a file: JSON for programs, a letter for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.letters.own_data import own_data
from app.core.stays.occupancy import Occupancy
from app.services.exchange.files import written_whole

if TYPE_CHECKING:
    from datetime import date

    from app.core.letters.letter import Letter
    from app.i18n import Catalogue
    from app.services.house.units import Units


def guest_record(
    units: Units, today: date, name: str, stays: Iterable[Occupancy]
) -> dict[str, object]:
    """Return all that is known of a guest, ready for JSON; dates ISO 8601, moments in UTC."""
    return {
        "guest": name,
        "as_of": today.isoformat(),
        "stays": stay_records(units, stays),
    }


def stay_records(units: Units, stays: Iterable[Occupancy]) -> list[dict[str, object]]:
    """Return stays with all that tells whose they were, ready for JSON."""
    known = {unit.id: unit for unit in units.all(archived=True)}
    houses = {house.id: house.name for house in units.properties()}
    return [
        _stay(one, known[one.unit_id].name, houses[known[one.unit_id].property_id]) for one in stays
    ]


def save_record(record: dict[str, object], target: Path) -> None:
    """Write it to a JSON file (UserError where that cannot be)."""
    with written_whole(target) as draft:
        draft.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


def own_data_letter(units: Units, today: date, stays: list[Occupancy], texts: Catalogue) -> Letter:
    """Return the letter that tells a guest all of it; `stays` holds one at least."""
    known = {unit.id: unit for unit in units.all(archived=True)}
    houses = {house.id: house for house in units.properties()}
    house = houses[known[stays[0].unit_id].property_id]
    names = {unit.id: unit.name for unit in known.values()}
    return own_data(stays, names, house, texts, today)


def _stay(stay: Occupancy, unit: str, house: str) -> dict[str, object]:
    until, time = stay.option_until, stay.arrival_time
    return {
        "id": stay.id,
        "property": house,
        "unit": unit,
        "arrival": stay.arrival.isoformat(),
        "departure": stay.departure.isoformat(),
        "kind": stay.kind.value,
        "status": stay.status.value,
        "option_until": until and until.isoformat(),
        "portal": stay.portal,
        "guest": stay.guest,
        "phone": stay.phone,
        "email": stay.email,
        "contact": stay.contact,
        "arrival_time": time and time.isoformat("minutes"),
        "persons": stay.persons,
        "adults": stay.adults,
        "children": stay.children,
        "pets": stay.pets,
        "note": stay.note,
        "created": stay.created_at.isoformat(),
        "changed": stay.changed_at.isoformat(),
    }
