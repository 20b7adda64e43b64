"""The letter that tells a guest all that is known of them (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.core.letters.letter import Letter
from app.core.portals import portal_name
from app.core.stays.occupancy import KIND_LABELS, STATUS_LABELS

if TYPE_CHECKING:
    from app.core.house.unit import Property
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue


def own_data(
    stays: Sequence[Occupancy],
    units: Mapping[int, str],
    house: Property,
    texts: Catalogue,
    today: date,
) -> Letter:
    """Return the letter; `stays` are all of the guest's, the newest first, at least one.

    `units` are names by id, `house` is whose letterhead it has, `texts` in the guest's language.
    """
    lines = [
        texts.tr("On {day} the following was kept of you:", day=texts.day(today)),
        "",
    ]
    for number, stay in enumerate(stays, 1):
        lines.append(texts.tr("Stay {number} of {count}", number=number, count=len(stays)))
        lines += [f"{label}: {value}" for label, value in _facts(stay, units, texts)]
        lines.append("")
    lines.append(texts.tr("It is kept to manage the bookings of the house."))
    return Letter(
        house.name,
        tuple(line for line in house.address.splitlines() if line.strip()),
        next((stay.guest for stay in stays if stay.guest), ""),
        texts.day(today),
        texts.tr("What is kept of you"),
        "\n".join(lines),
    )


def _facts(
    stay: Occupancy, units: Mapping[int, str], texts: Catalogue
) -> Iterator[tuple[str, str]]:
    """Yield what is known of a stay, each with what it is called."""
    time = stay.arrival_time
    facts = (
        (texts.tr("Unit"), units.get(stay.unit_id, "")),
        (texts.tr("Arrival"), texts.date(stay.arrival)),
        (texts.tr("Departure"), texts.date(stay.departure)),
        (texts.tr("Kind"), texts.tr(KIND_LABELS[stay.kind])),
        (texts.tr("Status"), texts.tr(STATUS_LABELS[stay.status])),
        (texts.tr("Portal"), portal_name(stay.portal)),
        (texts.tr("Name"), stay.guest),
        (texts.tr("Phone"), stay.phone),
        (texts.tr("E-mail"), stay.email),
        (texts.tr("Contact"), stay.contact),
        (texts.tr("Arrival time"), "" if time is None else texts.time(time)),
        (texts.tr("Persons"), str(stay.persons or "")),
        (texts.tr("Of them children"), str(stay.children or "")),
        (texts.tr("Pets"), str(stay.pets or "")),
        (texts.tr("Note"), " / ".join(filter(None, map(str.strip, stay.note.splitlines())))),
        (texts.tr("Entered"), texts.moment(stay.created_at)),
        (texts.tr("Changed"), texts.moment(stay.changed_at)),
    )
    return ((label, value) for label, value in facts if value)
