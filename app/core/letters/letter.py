"""A letter as it goes to a guest, made of an owner's template and one stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.letters.template import LetterTemplate, Placeholder, filled, filled_line
from app.dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.core.house.unit import Property, Unit
    from app.core.stays.occupancy import OccupancyDraft
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the paper.

    `sender` is the house and `sender_lines` its address, `to` the guest; `day` is the day of the
    letter in words, `body` any number of lines.
    """

    sender: str
    sender_lines: tuple[str, ...]
    to: str
    day: str
    subject: str
    body: str


def confirmation(
    template: LetterTemplate,
    stay: OccupancyDraft,
    unit: Unit,
    house: Property,
    texts: Catalogue,
    today: date,
) -> Letter:
    """Return the letter about a stay; `texts` are in the language of the letter."""
    values = letter_values(stay, unit, house, texts, today)
    return Letter(
        house.name,
        tuple(line for line in house.address.splitlines() if line.strip()),
        stay.guest,
        values[Placeholder.TODAY],
        filled_line(template.subject, values),
        filled(template.body, values),
    )


def letter_values(
    stay: OccupancyDraft, unit: Unit, house: Property, texts: Catalogue, today: date
) -> dict[Placeholder, str]:
    """Return what each placeholder says of a stay; empty where nothing is known."""
    address = unit.address or house.address
    time = stay.arrival_time
    return {
        # A letter without a name is still a letter to somebody.
        Placeholder.GUEST: stay.guest or texts.trp("letter", "guest"),
        Placeholder.UNIT: unit.name,
        Placeholder.HOUSE: house.name,
        Placeholder.ADDRESS: ", ".join(filter(None, map(str.strip, address.splitlines()))),
        Placeholder.ARRIVAL: texts.date(stay.arrival),
        Placeholder.ARRIVAL_TIME: "" if time is None else texts.trp("letter", "{time}", time=time),
        Placeholder.DEPARTURE: texts.date(stay.departure),
        Placeholder.NIGHTS: texts.trn("{n} night", "{n} nights", stay.nights),
        Placeholder.PERSONS: _persons(stay, texts),
        Placeholder.PETS: texts.number(stay.pets) if stay.pets else "",
        Placeholder.TODAY: texts.day(today),
    }


def _persons(stay: OccupancyDraft, texts: Catalogue) -> str:
    if stay.persons is None:
        return ""
    if stay.adults is None or stay.children is None:
        return texts.number(stay.persons)
    adults = texts.trn("{n} adult", "{n} adults", stay.adults)
    children = texts.trn("{n} child", "{n} children", stay.children)
    return f"{texts.number(stay.persons)} ({adults}, {children})"
