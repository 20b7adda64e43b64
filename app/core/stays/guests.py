"""Who has been here before: which stays are of the same guest, and who is meant by a few letters.

There is no register of guests: a guest is what stays say of them. Two stays are of the same guest
where the telephone number or the e-mail address is the same, or where the name is and neither of
these speaks against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from app.core.texts import folded, name_key
from app.dataclass import dataclass

_ZERO = re.compile(r"\(0\)")
_NO_DIGIT = re.compile(r"[^0-9]")
_LEAST_DIGITS = 6
# Portals give each booking an address of its own, which says nothing of who is behind it.
_RELAYS = ("@guest.booking.com", "@guest.airbnb.com")


@dataclass(frozen=True, slots=True)
class GuestStay:
    """Of a stay what says whose it is. `blocks` is whether it is not cancelled."""

    id: int
    guest: str
    phone: str
    email: str
    contact: str
    arrival: date
    departure: date
    blocks: bool


@dataclass(frozen=True, slots=True)
class Person:
    """By what a guest is known again: keys of the name, the number and the address; may be empty.

    A number is kept without its country and the zero before it, as far as these can be told.
    """

    name: str
    phone: str
    email: str

    def same(self, other: Person) -> bool:
        """Whether both are one guest."""
        phones, emails = _alike(self.phone, other.phone), _equal(self.email, other.email)
        if phones or emails:
            return True
        if not self.name or self.name != other.name:
            return False
        return phones is None and emails is None

    def reached_as(self, other: Person) -> bool:
        """Whether both are reached under one number or address, whatever they are called."""
        return bool(_alike(self.phone, other.phone) or _equal(self.email, other.email))


def person(guest: str, phone: str = "", email: str = "") -> Person:
    """Return by what a guest is known again."""
    address = name_key(email)
    return Person(name_key(guest), _phone_key(phone), "" if address.endswith(_RELAYS) else address)


@dataclass(frozen=True, slots=True)
class KnownGuest:
    """An earlier guest as the newest stay that says something has it; `stays` counts them.

    `last` is the newest stay that was not cancelled, None where all were.
    """

    name: str
    phone: str
    email: str
    contact: str
    last: tuple[date, date] | None
    stays: int


class GuestBook:
    """All stays with a guest, made ready for asking: nothing is read again while somebody types."""

    def __init__(self, stays: Iterable[GuestStay]) -> None:
        newest_first = sorted(stays, key=lambda stay: (stay.arrival, stay.id), reverse=True)
        self._stays = [(stay, person(stay.guest, stay.phone, stay.email)) for stay in newest_first]
        self.guests = self._gathered()
        """Each guest once, who was here last first; of some only a number or address is known."""
        self._guests = [(f" {folded(one.name)}", one) for one in self.guests if one.name]

    def suggest(self, typed: str, limit: int = 8) -> list[KnownGuest]:
        """Return the guests in whose names each word that was typed begins a word.

        Those whose name begins so are first, then who was here last.
        """
        words = [f" {word}" for word in folded(typed).split()]
        if not words:
            return []
        found = [
            (not name.startswith(words[0]), place, guest)
            for place, (name, guest) in enumerate(self._guests)
            if all(word in name for word in words)
        ]
        found.sort(key=lambda one: one[:2])
        return [guest for _, _, guest in found[:limit]]

    def stays_of(self, guest: Person, but: int | None = None) -> list[int]:
        """Return the ids of a guest's stays, the newest first, without the id `but`."""
        return [stay.id for stay, known in self._stays if stay.id != but and known.same(guest)]

    def find(self, text: str) -> list[KnownGuest]:
        """Return the guests who are meant by a whole name, telephone number or e-mail address."""
        named, reached = person(text), person("", text, text)
        return [
            guest
            for guest in self.guests
            for known in [person(guest.name, guest.phone, guest.email)]
            if (known.name and known.name == named.name) or known.reached_as(reached)
        ]

    def all_of(self, guest: Person) -> list[int]:
        """Return the ids of all stays that are a guest's, the newest first.

        Beyond `stays_of` those too that share a number or an address with one of these: numbers
        change, and somebody wants to know of all of them.
        """
        found = set(self.stays_of(guest))
        more = found
        while more:
            known = [one for stay, one in self._stays if stay.id in more]
            more = {
                stay.id
                for stay, one in self._stays
                if stay.id not in found and any(one.reached_as(other) for other in known)
            }
            found = found | more
        return [stay.id for stay, _ in self._stays if stay.id in found]

    def _gathered(self) -> list[KnownGuest]:
        """Return each guest once, who was here last first."""
        namesakes: dict[str, _Namesakes] = defaultdict(_Namesakes)
        groups: list[_Group] = []
        for stay, known in self._stays:
            if known.name or known.phone or known.email:
                group = namesakes[known.name].of(known)
                if not group.stays:
                    groups.append(group)
                group.stays.append(stay)
        return [_known(group.stays) for group in groups]


class _Group:
    """The stays of one guest, the newest first, and whether a number and an address are known."""

    def __init__(self) -> None:
        self.stays: list[GuestStay] = []
        self.phone = self.email = False


class _Namesakes:
    """The guests of one name, found without comparing each with each."""

    def __init__(self) -> None:
        self._groups: dict[tuple[bool, bool], list[_Group]] = defaultdict(list)
        self._by_email: dict[str, _Group] = {}
        self._by_phone: dict[str, list[tuple[str, _Group]]] = defaultdict(list)

    def of(self, known: Person) -> _Group:
        """Return the group that a stay belongs to, perhaps a new one."""
        group = self._reached(known) or self._not_contradicted(known) or _Group()
        before = (group.phone, group.email)
        group.phone, group.email = (
            group.phone or bool(known.phone),
            group.email or bool(known.email),
        )
        after = (group.phone, group.email)
        if not group.stays:
            self._groups[after].append(group)
        elif before != after:
            self._groups[before].remove(group)
            self._groups[after].append(group)
        if known.email:
            self._by_email.setdefault(known.email, group)
        if known.phone:
            self._by_phone[known.phone[-_LEAST_DIGITS:]].append((known.phone, group))
        return group

    def _reached(self, known: Person) -> _Group | None:
        if known.email in self._by_email:
            return self._by_email[known.email]
        if not known.phone:
            return None
        ending = self._by_phone[known.phone[-_LEAST_DIGITS:]]
        return next((group for phone, group in ending if _alike(phone, known.phone)), None)

    def _not_contradicted(self, known: Person) -> _Group | None:
        """Return the guest who was here last of those of whom nothing is known that differs."""
        if not known.name:
            return None
        kinds = [
            groups[0]
            for (phone, email), groups in self._groups.items()
            if groups and not (phone and known.phone) and not (email and known.email)
        ]
        return max(kinds, key=lambda group: group.stays[0].arrival, default=None)


def _known(stays: list[GuestStay]) -> KnownGuest:
    come = next((stay for stay in stays if stay.blocks), None)
    return KnownGuest(
        name=stays[0].guest,
        phone=next((stay.phone for stay in stays if stay.phone), ""),
        email=next((stay.email for stay in stays if stay.email), ""),
        contact=next((stay.contact for stay in stays if stay.contact), ""),
        last=None if come is None else (come.arrival, come.departure),
        stays=len(stays),
    )


def _phone_key(phone: str) -> str:
    international = phone.strip().startswith(("+", "00"))
    digits = _NO_DIGIT.sub("", _ZERO.sub("", phone))
    digits = digits.removeprefix("00") if international else digits.removeprefix("0")
    return digits if len(digits) >= _LEAST_DIGITS else ""


def _alike(one: str, other: str) -> bool | None:
    """Whether two numbers are one, with or without a country; None where one is unknown."""
    if not one or not other:
        return None
    return one.endswith(other) or other.endswith(one)


def _equal(one: str, other: str) -> bool | None:
    return one == other if one and other else None
