"""The words that files use for kinds, statuses, portals and numbers of persons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from app.core.errors import UserError
from app.core.portals import portal_key
from app.core.stays.occupancy import KIND_LABELS, STATUS_LABELS, Kind, Status
from app.core.stays.typed_times import parse_time
from app.core.texts import folded
from app.i18n import WINDOW_LANGUAGES, catalogue

_T = TypeVar("_T")
_KINDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.BOOKING: ("booking", "buchung", "reservation", "reservierung", "gast", "guest"),
        Kind.OWNER: ("owner", "eigen", "selbst", "privat", "private", "family", "familie"),
        Kind.BLOCK: ("block", "sperr", "gesperrt", "closed", "geschlossen", "maintenance",
                     "renovierung", "wartung", "unavailable", "nicht verfugbar"),
    }
)  # fmt: skip
_STATUSES: Mapping[Status, tuple[str, ...]] = MappingProxyType(
    {
        # In this order: "cancelled reservation" is cancelled.
        Status.CANCELLED: ("cancel", "storn", "annul", "abgesagt", "no show", "noshow", "declined",
                           "abgelehnt"),
        Status.OPTION: ("option", "tentative", "vorgemerkt", "provisional", "vorlaufig", "pending",
                        "anfrage", "inquiry", "request", "unbestatigt", "unconfirmed"),
        Status.CONFIRMED: ("ok", "confirmed", "bestatigt", "fest", "gebucht", "booked", "paid",
                           "bezahlt", "accepted", "aktuell", "checked", "past guest", "active",
                           "modified", "new", "neu", "buchung", "reserviert", "reserved"),
    }
)  # fmt: skip
_DIRECT = frozenset({"direkt", "direct", "direktbuchung", "direct booking", "ohne", "none", "-"})
# A column of children or pets may say no more than whether there are any.
_WHETHER = {"ja": 1, "yes": 1, "x": 1, "nein": 0, "no": 0, "kein": 0, "keine": 0, "none": 0, "-": 0}
_SECONDS = re.compile(r"(?<=\d:\d\d):\d\d(?:\.\d+)?")
_UNTIL = re.compile(r"\s*(?:[-–—]|\bbis\b|\bto\b|\buntil\b|\band\b|\bund\b)\s*")
_FROM = re.compile(r"(?:zwischen|between|from|von|after|nach)\s+")
_NUMBER = re.compile(r"\d+")
_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?")
# A number, then words and signs, then the next: nothing that could be an amount or a range.
_MORE_WORDS = r"(?:[^\d.:€$%–-]|\.(?!\d))"
_COUNTED = re.compile(rf"\d{{1,3}}(?:{_MORE_WORDS}+\d{{1,3}})*{_MORE_WORDS}*")


def kind_of(text: str) -> Kind | None:
    """Return the kind that a file's word means, None where nobody knows."""
    return _own_kinds().get(text.strip()) or _by_beginning(_KINDS, text)


def status_of(text: str) -> Status | None:
    """Return the status that a file's word means, None where nobody knows."""
    return _own_statuses().get(text.strip()) or _by_beginning(_STATUSES, text)


def portal_of(text: str) -> str:
    """Return the portal's key, the words themselves where it is none that we know."""
    plain = text.strip()
    return "" if plain.casefold() in _DIRECT else portal_key(plain)


def persons_of(text: str) -> int | None:
    """Return how many come ("4", "2 + 1", "2 Erwachsene, 1 Kind"), None where it is no number."""
    plain = text.strip()
    if whole := _WHOLE.fullmatch(plain):
        return int(whole[1])
    if len(plain) <= 100 and _COUNTED.fullmatch(plain):
        return sum(map(int, _NUMBER.findall(plain)))
    return None


def count_of(text: str) -> int | None:
    """Return how many children or pets come ("2", "1 Hund", "no"), None where nobody knows."""
    return _WHETHER.get(folded(text).strip(), persons_of(text))


def time_of(text: str) -> time | None:
    """Return the time of day that a file's word means, None where it is none.

    Of a while ("15:00 – 18:00", "between 3 pm and 6 pm") it is the beginning.
    """
    plain = _FROM.sub("", _SECONDS.sub("", folded(text)).strip(), count=1)
    for said in (plain, _UNTIL.split(plain, maxsplit=1)[0]):
        try:
            return parse_time(said)
        except UserError:
            continue
    return None


def _by_beginning(words: Mapping[_T, tuple[str, ...]], text: str) -> _T | None:
    plain = re.sub(r"[^a-z0-9]+", " ", folded(text)).strip()
    for meant, known in words.items():
        if any(re.search(rf"\b{word}", plain) for word in known):
            return meant
    return None


@cache
def _own_kinds() -> Mapping[str, Kind]:
    return {
        spelled: kind
        for kind, label in KIND_LABELS.items()
        for spelled in (kind.value, *(catalogue(key).tr(label) for key in WINDOW_LANGUAGES))
    }


@cache
def _own_statuses() -> Mapping[str, Status]:
    return {
        spelled: status
        for status, label in STATUS_LABELS.items()
        for spelled in (status.value, *(catalogue(key).tr(label) for key in WINDOW_LANGUAGES))
    }
