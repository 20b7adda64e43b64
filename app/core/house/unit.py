"""Properties and their units: what is let."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum

from app.core import texts
from app.core.errors import UserError
from app.dataclass import dataclass
from app.i18n import N_

COLOURS = ("#2a7d93", "#7667b3", "#c17d00", "#2e7d4f", "#cc4159", "#1f4fa3", "#8a5a44", "#6b7682")
"""What a new unit is given in turn, so that neighbours differ."""
CAPACITY_LIMIT = 999


class UnitKind(StrEnum):
    """What sort of place a unit is."""

    APARTMENT = "apartment"
    HOUSE = "house"
    ROOM = "room"
    OTHER = "other"


UNIT_KIND_LABELS = {
    UnitKind.APARTMENT: N_("Holiday apartment"),
    UnitKind.HOUSE: N_("Holiday house"),
    UnitKind.ROOM: N_("Guest room"),
    UnitKind.OTHER: N_("Something else"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDraft:
    """A property (house) as its owner writes it down."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(PropertyDraft):
    """A property as it is kept; `sequence` counts its changes."""

    id: int
    position: int
    sequence: int

    def draft(self) -> PropertyDraft:
        """Return what the owner may edit."""
        return PropertyDraft(name=self.name, address=self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A unit as its owner writes it down.

    `address` is empty where it is the property's; `colour` is ``#rrggbb``, or empty for the next
    one in turn; `capacity` counts persons, None where it is not given.
    """

    property_id: int
    name: str
    address: str = ""
    kind: UnitKind = UnitKind.APARTMENT
    colour: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(UnitDraft):
    """A unit as it is kept.

    `sequence` counts changes of the unit itself; `revision` is raised by everything that its feed
    or its row in the window shows, occupancies included. An archived unit is never lost.
    """

    id: int
    position: int
    sequence: int
    revision: int
    archived_at: datetime | None

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def draft(self) -> UnitDraft:
        """Return what the owner may edit."""
        return UnitDraft(**{field.name: getattr(self, field.name) for field in fields(UnitDraft)})


def check_property(draft: PropertyDraft) -> PropertyDraft:
    """Return `draft` with clean texts (UserError where that is impossible)."""
    return replace(draft, name=texts.name(draft.name), address=texts.note(draft.address))


def check_unit(draft: UnitDraft) -> UnitDraft:
    """Return `draft` with clean texts and a valid colour and capacity (UserError)."""
    if draft.capacity is not None and not 1 <= draft.capacity <= CAPACITY_LIMIT:
        raise UserError("A unit has room for 1 to {limit} persons.", limit=CAPACITY_LIMIT)
    if draft.colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", draft.colour):
        raise UserError("“{colour}” is no colour. Please choose one.", colour=draft.colour)
    return replace(
        draft,
        name=texts.name(draft.name),
        address=texts.note(draft.address),
        colour=draft.colour.lower(),
    )
