"""Occupancies: who has a unit when, and when two of them clash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby

from app.core import texts
from app.core.errors import UserError
from app.core.portals import portal_key, portal_name
from app.core.stays.dates import check_day, check_stay, overlaps
from app.core.times.moments import when
from app.dataclass import dataclass
from app.i18n import N_, Message

BY_HAND = "hand"
"""The source of what the owner entered; anything else names the foreign feed it was read from."""
PERSONS_LIMIT = 999


class Kind(StrEnum):
    """Why a unit is occupied."""

    BOOKING = "booking"
    OWNER = "owner"
    BLOCK = "block"


class Status(StrEnum):
    """How firm an occupancy is. An option blocks like a booking until somebody decides."""

    CONFIRMED = "confirmed"
    OPTION = "option"
    CANCELLED = "cancelled"


KIND_LABELS = {
    Kind.BOOKING: N_("Booking"),
    Kind.OWNER: N_("Owner stay"),
    Kind.BLOCK: N_("Block"),
}
STATUS_LABELS = {
    Status.CONFIRMED: N_("confirmed"),
    Status.OPTION: N_("option"),
    Status.CANCELLED: N_("cancelled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancyDraft:
    """An occupancy as the owner enters it: the half-open range ``[arrival, departure)`` of a unit.

    `portal` is a key of `core/portals.py`, the owner's own text, or empty (direct);
    `staff_id` the staff member in charge, None for nobody. The `note` of a block begins with its
    reason, and is as private as every note.

    `phone` and `email` reach the guest, `contact` is what else does. `arrival_time` is the time of
    day at the house, to the minute. `persons` is how many come in all; `children` are so many of
    them and the rest are adults, so that the three can never contradict each other. `pets` is their
    number. Each is None where nothing is known: nobody notes that there are none.
    """

    unit_id: int
    arrival: date
    departure: date
    kind: Kind = Kind.BOOKING
    status: Status = Status.CONFIRMED
    option_until: date | None = None
    guest: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    arrival_time: time | None = None
    persons: int | None = None
    children: int | None = None
    pets: int | None = None
    note: str = ""
    portal: str = ""
    staff_id: int | None = None

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days

    @property
    def blocks(self) -> bool:
        """Whether these nights are taken; only what is cancelled leaves them free."""
        return self.status is not Status.CANCELLED

    @property
    def adults(self) -> int | None:
        """How many of the persons are no children; None where no children are known of."""
        if self.persons is None or self.children is None:
            return None
        return self.persons - self.children

    @property
    def reach(self) -> tuple[str, ...]:
        """All by which the guest can be reached, in the order in which it is shown."""
        return tuple(text for text in (self.phone, self.email, self.contact) if text)

    @property
    def reason(self) -> str:
        """Why a block stands, in the first line of its note; empty for every other kind."""
        return self.note.partition("\n")[0].strip() if self.kind is Kind.BLOCK else ""

    @property
    def called(self) -> str:
        """What the owner calls it: its guest, else the reason of a block; may be empty."""
        return self.guest or self.reason

    @property
    def more_note(self) -> str:
        """What the note says beyond what it is called."""
        if self.guest or self.kind is not Kind.BLOCK:
            return self.note
        return self.note.partition("\n")[2].strip()

    def expired(self, today: date) -> bool:
        """Whether this is an option whose date has passed and about which nobody has decided."""
        return (
            self.status is Status.OPTION
            and self.option_until is not None
            and self.option_until < today
        )

    def overlaps(self, other: OccupancyDraft) -> bool:
        """Whether both take a night of the same unit."""
        return (
            self.unit_id == other.unit_id
            and self.blocks
            and other.blocks
            and overlaps(self.arrival, self.departure, other.arrival, other.departure)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy(OccupancyDraft):
    """An occupancy as it is kept.

    `uid` is random and stays for life, `sequence` counts changes (RFC 5545 §3.8.7.4); `edited` says
    that the owner has changed what was entered or read; `created_at` and `changed_at` are UTC.
    `said_by` is the portal whose calendar of this very unit says these very dates, empty where
    none does: that portal knows of it, and its link leaves it out.
    """

    id: int
    uid: str
    sequence: int
    source: str
    edited: bool = False
    created_at: datetime
    changed_at: datetime
    said_by: str = ""

    @property
    def foreign(self) -> bool:
        """Whether this was read from a foreign feed."""
        return self.source != BY_HAND

    @property
    def read_unchanged(self) -> bool:
        """Whether this is what a foreign feed said, and nothing that the owner said since."""
        return self.foreign and not self.edited

    def draft(self) -> OccupancyDraft:
        """Return what the owner may edit."""
        return OccupancyDraft(
            **{field.name: getattr(self, field.name) for field in fields(OccupancyDraft)}
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """A double booking: two occupancies of one unit that share a night, and both may come."""

    first: Occupancy
    second: Occupancy

    @property
    def arrival(self) -> date:
        return max(self.first.arrival, self.second.arrival)

    @property
    def departure(self) -> date:
        return min(self.first.departure, self.second.departure)


def check_occupancy(draft: OccupancyDraft) -> OccupancyDraft:
    """Return `draft` with clean texts and dates, a known portal by its key.

    Raises:
        UserError: no night, a year that cannot be right, an option without its date, a number of
            persons out of range, more children than persons, an e-mail address that is none, a
            text too long or unreadable.
    """
    check_stay(draft.arrival, draft.departure)
    _check_numbers(draft)
    if draft.status is Status.OPTION and draft.option_until is None:
        raise UserError("Until when does the option hold? Please enter a date.")
    if draft.option_until is not None:
        check_day(draft.option_until)
    return replace(
        draft,
        option_until=draft.option_until if draft.status is Status.OPTION else None,
        guest=texts.seen_line(draft.guest),
        contact=texts.one_line(draft.contact),
        phone=texts.one_line(draft.phone, texts.NAME_LIMIT),
        email=email_address(draft.email),
        arrival_time=_to_the_minute(draft.arrival_time),
        children=draft.children or None,
        pets=draft.pets or None,
        note=texts.note(draft.note),
        portal=portal_key(texts.seen_line(draft.portal, texts.NAME_LIMIT)),
    )


def email_address(text: str) -> str:
    """Return `text` as an e-mail address, or empty (UserError where it cannot be one).

    Nothing more is asked than what every address has: what is before an @ and what is after it.
    """
    line = texts.one_line(text, texts.NAME_LIMIT)
    name, _, host = line.rpartition("@")
    if line and (not name or not host or any(sign.isspace() or sign in ",;<>" for sign in line)):
        raise UserError("“{text}” is no e-mail address. Please check it.", text=line)
    return line


def title(occupancy: OccupancyDraft) -> Message:
    """Return what may be shown to others: kind and portal, and nothing private."""
    if occupancy.status is Status.OPTION and occupancy.option_until is not None:
        what = Message(N_("Option until {day}"), {"day": occupancy.option_until})
    else:
        what = Message(KIND_LABELS[occupancy.kind], {})
    if not occupancy.portal:
        return what
    return Message("{what} · {portal}", {"what": what, "portal": portal_name(occupancy.portal)})


def who(occupancy: OccupancyDraft) -> str | Message:
    """Return how the owner knows this occupancy: its guest, a block's reason, else its title."""
    return occupancy.called or title(occupancy)


def taken_by(occupancy: Occupancy, today: date) -> str | Message:
    """Return who takes the nights of an occupancy, and since when where that is a portal.

    `today` is the local date.
    """
    portal = portal_name(occupancy.portal)
    if not occupancy.foreign or not portal:
        return who(occupancy)
    values = {"portal": portal, "since": when(occupancy.created_at, today)}
    if occupancy.kind is Kind.BLOCK:
        return Message(N_("{portal} has had these nights blocked since {since}"), values)
    if not occupancy.guest:
        return Message(N_("{portal} has had these nights booked since {since}"), values)
    return Message(
        N_("{portal} has had these nights booked since {since} ({guest})"),
        {**values, "guest": occupancy.guest},
    )


def both_may_come(first: Occupancy, second: Occupancy) -> bool:
    """Tell whether two that share a night are two in truth.

    Two stays of one feed are two versions of one. What a portal has closed is nobody who comes: it
    takes its nights, and beside whatever else takes them it changes nothing.
    """
    if first.foreign and first.source == second.source:
        return False
    return not any(stay.foreign and stay.kind is Kind.BLOCK for stay in (first, second))


def conflicts(occupancies: Iterable[Occupancy]) -> list[Conflict]:
    """Return every double booking among `occupancies`, by unit and arrival.

    What only says the same twice is none (`both_may_come`). One sweep over each unit's stays in
    order of arrival; a stay is compared only with those that are still running.
    """
    taken = sorted(
        (occupancy for occupancy in occupancies if occupancy.blocks),
        key=lambda occupancy: (occupancy.unit_id, occupancy.arrival, occupancy.id),
    )
    return [
        clash
        for _, stays in groupby(taken, key=lambda occupancy: occupancy.unit_id)
        for clash in _clashes(stays)
    ]


def _check_numbers(draft: OccupancyDraft) -> None:
    for count in (draft.children, draft.pets):
        if count is not None and not 0 <= count <= PERSONS_LIMIT:
            raise UserError("Please enter a number from 0 to {limit}.", limit=PERSONS_LIMIT)
    if draft.persons is not None and not 1 <= draft.persons <= PERSONS_LIMIT:
        raise UserError("Please enter 1 to {limit} persons, or none.", limit=PERSONS_LIMIT)
    if (draft.children or 0) > (draft.persons or 0):
        raise UserError(
            "Children count among the persons: there cannot be more children than persons."
        )


def _to_the_minute(value: time | None) -> time | None:
    return None if value is None else time(value.hour, value.minute)


def _clashes(stays: Iterable[Occupancy]) -> Iterator[Conflict]:
    running: list[Occupancy] = []
    for stay in stays:
        running = [other for other in running if other.departure > stay.arrival]
        for other in running:
            if both_may_come(other, stay):
                yield Conflict(other, stay)
        running.append(stay)
