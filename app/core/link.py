"""Links: the secret addresses under which calendars are read, and who read them."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core import texts

TOKEN_ALPHABET = string.ascii_letters + string.digits
TOKEN_LENGTH = 24
"""24 letters and digits are 142 bits: an address without a password needs 128 or more."""


class Details(StrEnum):
    """How much a link says. The word for "occupied" and nothing else is the default."""

    OCCUPIED = "occupied"


class Origin(StrEnum):
    """From how far away a fetch came, as far as the server can tell."""

    THIS_PC = "this_pc"
    HOME = "home"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to one unit's calendar.

    `main` marks the unit's own link, made by Freischalten. `language` is that of its feed.
    `sequence` counts the owner's changes, `revision` everything that the feed shows.
    """

    id: int
    unit_id: int
    unit: str
    main: bool
    label: str
    portal: str
    token: str
    enabled: bool
    details: Details
    language: str
    sequence: int
    revision: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One reading of a link: when (UTC), by whom (the raw agent), from where, with what answer."""

    link_id: int
    at: datetime
    agent: str
    origin: Origin
    status: int


def new_token() -> str:
    """Return a fresh secret for an address."""
    return "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))


def link_path(token: str, unit: str) -> str:
    """Return the path of a link; the unit's name in it is for people, only the token counts."""
    return f"/cal/{token}/{texts.slug(unit)}.ics"
