"""How much a link says: field by field, which occupancies, and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from app.core.errors import UserError
from app.core.stays.dates import MONTHS_BACK, month_after
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.dataclass import dataclass
from app.i18n import N_

MONTHS_LIMIT = 120


class Field(StrEnum):
    """What a link may say of an occupancy beyond that it is there."""

    TITLE = "title"
    STATUS = "status"
    GUEST = "guest"
    PHONE = "phone"
    EMAIL = "email"
    CONTACT = "contact"
    ARRIVAL_TIME = "arrival_time"
    PERSONS = "persons"
    CHILDREN = "children"
    PETS = "pets"
    NOTE = "note"
    ADDRESS = "address"
    PORTAL = "portal"
    STAFF = "staff"


class Options(StrEnum):
    """How an option appears to readers."""

    OCCUPIED = "occupied"
    TENTATIVE = "tentative"
    LEFT_OUT = "left_out"


class Preset(StrEnum):
    """The three levels of detail with a name of their own."""

    OCCUPIED = "occupied"
    TITLE = "title"
    FULL = "full"


PRESET_FIELDS = {
    Preset.OCCUPIED: frozenset[Field](),
    Preset.TITLE: frozenset({Field.TITLE}),
    Preset.FULL: frozenset(Field),
}
FIELD_LABELS = {
    Field.TITLE: N_("Title"),
    Field.STATUS: N_("Status"),
    Field.GUEST: N_("Guest’s name"),
    Field.PHONE: N_("Phone"),
    Field.EMAIL: N_("E-mail"),
    Field.CONTACT: N_("Other contact"),
    Field.ARRIVAL_TIME: N_("Arrival time"),
    Field.PERSONS: N_("Persons"),
    Field.CHILDREN: N_("Adults, children"),
    Field.PETS: N_("Pets"),
    Field.NOTE: N_("Note"),
    Field.ADDRESS: N_("Address of the house"),
    Field.PORTAL: N_("Portal"),
    Field.STAFF: N_("Staff in charge"),
}
PRESET_LABELS = {
    Preset.OCCUPIED: N_("occupied only"),
    Preset.TITLE: N_("with title"),
    Preset.FULL: N_("everything"),
}
OPTIONS_LABELS = {
    Options.OCCUPIED: N_("as occupied"),
    Options.TENTATIVE: N_("as tentative"),
    Options.LEFT_OUT: N_("left out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The level of detail of a link. Nothing personal is the default.

    `own_entries` False leaves out, of a link made for a portal, also what the owner entered by hand
    for that portal. The reach is in whole months around the running one; `months_ahead` None is
    everything that is to come.
    """

    fields: frozenset[Field] = frozenset()
    options: Options = Options.OCCUPIED
    owner_stays: bool = True
    blocks: bool = True
    own_entries: bool = True
    months_back: int = MONTHS_BACK
    months_ahead: int | None = None

    @property
    def preset(self) -> Preset | None:
        """The preset with exactly these fields, None where they were picked one by one."""
        return next((p for p, fields in PRESET_FIELDS.items() if fields == self.fields), None)

    def with_preset(self, preset: Preset) -> Details:
        """Return the same with the fields of `preset`."""
        return replace(self, fields=PRESET_FIELDS[preset])

    def first_day(self, today: date) -> date:
        """Return the day from which on the link shows: the first of a month."""
        return month_after(today, -self.months_back)

    def end_day(self, today: date) -> date | None:
        """Return the first day that the link shows no more, None where it shows all."""
        if self.months_ahead is None:
            return None
        return month_after(today, self.months_ahead + 1)

    def show(self, stay: Occupancy, portal: str) -> bool:
        """Tell whether `stay` is in a link that was made for `portal` (empty: for none).

        What the portal's own calendar says of this unit is left out, and nothing else of it: a date
        that is blocked twice does no harm, one that is missing gets sold.
        """
        if stay.status is Status.CANCELLED:
            return False
        if stay.status is Status.OPTION and self.options is Options.LEFT_OUT:
            return False
        if stay.kind is Kind.OWNER and not self.owner_stays:
            return False
        if stay.kind is Kind.BLOCK and not self.blocks:
            return False
        if not portal:
            return True
        if stay.said_by == portal:
            return False
        return self.own_entries or stay.portal != portal

    def shown(self, stays: Iterable[Occupancy], portal: str) -> list[Occupancy]:
        """Return those of `stays` that are in a link made for `portal`."""
        return [stay for stay in stays if self.show(stay, portal)]


def check_details(details: Details) -> Details:
    """Return `details` (UserError where its reach is out of bounds)."""
    reaches = [details.months_back]
    if details.months_ahead is not None:
        reaches.append(details.months_ahead)
    if not all(0 <= months <= MONTHS_LIMIT for months in reaches):
        raise UserError(
            "A link reaches 0 to {limit} months back and ahead. Please enter a number between.",
            limit=MONTHS_LIMIT,
        )
    return details
