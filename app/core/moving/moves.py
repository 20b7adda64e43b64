"""Taking a house to another computer: what a move file is, and what comes of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.dataclass import dataclass
from app.i18n import N_

if TYPE_CHECKING:
    from app.core.links.link import Link

SUFFIX = "zimmerfrei"
"""What the name of a move file ends with, without its dot."""
LEAST_PASSPHRASE = 8
"""Fewer characters are guessed by trying."""


class MovedAwayError(UserError):
    """This data folder is silent: its house lives on another computer now."""


class PassphraseError(UserError):
    """A passphrase is missing, or does not open the file."""


class HoldsDataError(UserError):
    """There is a house already where one is to be unpacked, and nobody has agreed to replace it."""


class MoveStoppedError(UserError):
    """The owner has stopped it; all is as it was."""


def moved_away() -> MovedAwayError:
    """Return what is said where a folder that has fallen silent is to speak to others."""
    return MovedAwayError(
        N_(
            "This house has moved to another computer, so this one serves and uploads no calendar "
            "links. `zimmerfrei move back` lets it do so again."
        )
    )


def stopped() -> MoveStoppedError:
    """Return what is said where the owner has stopped it."""
    return MoveStoppedError(N_("Stopped. Nothing was changed."))


def checked_passphrase(text: str) -> str:
    """Return a passphrase that a file may be protected with; an empty one protects none.

    Raises:
        PassphraseError: it is too short.
    """
    if text and len(text) < LEAST_PASSPHRASE:
        raise PassphraseError(
            N_("A passphrase needs at least {least} characters. Several words are best."),
            least=LEAST_PASSPHRASE,
        )
    return text


@dataclass(frozen=True, slots=True)
class FileHead:
    """What can be read of a move file before it is opened."""

    made_at: datetime
    version: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Packed:
    """A move file that was made.

    `secrets` counts the passwords in it. `left_out` counts what is not in it for want of a
    passphrase: passwords of webspaces, addresses of portals' calendars. `silent` tells whether this
    computer is silent from now on.
    """

    path: Path
    size: int
    protected: bool
    secrets: int
    left_out: int
    silent: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """A house that was unpacked.

    `saved` is the backup of the data that was there before, None where there was none. `addresses`
    are those that links had on the other computer, by their ids. `secrets_missing` tells that the
    password of a webspace has to be entered anew; `sources_missing` counts the portals' calendars
    whose address has to be. `other_silent` tells that the other computer fell silent when it
    packed.
    """

    saved: Path | None = None
    addresses: Mapping[int, str] = field(default_factory=dict)
    secrets_missing: bool = False
    sources_missing: int = 0
    other_silent: bool = False


@dataclass(frozen=True, slots=True)
class MovedLink:
    """A link that has another address here than it had on the computer that it comes from."""

    link: Link
    before: str
    now: str
