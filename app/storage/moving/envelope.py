"""A move file as a stream of bytes: head, then sealed pieces of what was packed.

``Zimmerfrei move``, the length of the head, the head (JSON, readable to everybody, bound to every
piece), then pieces of a mebibyte and the last one, which may be shorter.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from app.core.errors import UserError
from app.core.moving.moves import FileHead, PassphraseError
from app.i18n import N_
from app.storage.moving.seals import (
    TAG,
    Cost,
    Encrypted,
    Plain,
    Seal,
    SealBrokenError,
    keys,
)

_MAGIC = b"Zimmerfrei move\n"
_FORMAT = 1
"""Raised with each change that an older program could not read."""
_LENGTH = 4
_LONGEST_HEAD = 4096
_PIECE = 2**20
_SALT = 16


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the pieces: `raw` as it is, and what it says."""

    raw: bytes
    looked: FileHead
    salt: bytes = b""
    cost: Cost | None = None
    check: bytes = b""


class Closing:
    """Writes a move file; what is written is complete only after `finish`."""

    def __init__(self, file: BinaryIO, looked: FileHead, passphrase: str, cost: Cost) -> None:
        """Write the head; `looked.protected` tells whether there is a passphrase."""
        self._file = file
        self._held = bytearray()
        self._number = 0
        head = _head(looked)
        key = b""
        if looked.protected:
            salt = secrets.token_bytes(_SALT)
            made = keys(passphrase, salt, cost)
            key = made.key
            head |= {"salt": salt.hex(), "check": made.check.hex(), "scrypt": asdict(cost)}
        raw = json.dumps(head).encode()
        self._seal: Seal = Encrypted(raw, key) if looked.protected else Plain(raw)
        file.write(_MAGIC + len(raw).to_bytes(_LENGTH, "big") + raw)

    def write(self, data: bytes) -> None:
        """Add to what is packed."""
        self._held += data
        # Never all of it: the last piece must be known as such.
        while len(self._held) > _PIECE:
            self._put(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]

    def finish(self) -> None:
        """Write what is held as the last piece."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._seal.close(self._number, piece, last=last))
        self._number += 1


class Opening:
    """Reads what was packed, piece by piece; nothing of a piece that is not as it was sealed."""

    def __init__(self, file: BinaryIO, head: Head, passphrase: str) -> None:
        """Begin behind the head.

        Raises:
            PassphraseError: it is missing or wrong.
        """
        self._file = file
        self._number = 0
        self._next: bytes | None = file.read(_PIECE + TAG)
        self._seal: Seal = Plain(head.raw)
        if head.cost is not None:
            self._seal = Encrypted(head.raw, _key(head, head.cost, passphrase))

    def piece(self) -> bytes | None:
        """Return the next piece, None after the last one.

        Raises:
            UserError: the file is cut or damaged.
        """
        if self._next is None:
            return None
        sealed, after = self._next, self._file.read(_PIECE + TAG)
        try:
            found = self._seal.open(self._number, sealed, last=not after)
        except SealBrokenError:
            raise damaged() from None
        self._number += 1
        self._next = after or None
        return found


def read_head(file: BinaryIO) -> Head:
    """Read the head of a move file, and stop behind it.

    Raises:
        UserError: it is no move file, from a newer version, cut or damaged.
    """
    begin = file.read(len(_MAGIC))
    if begin != _MAGIC:
        raise UserError(
            "This is no move file of Zimmerfrei. Please choose the file that was made on the other "
            "computer, in its settings or by `zimmerfrei move pack`."
        )
    length = int.from_bytes(file.read(_LENGTH), "big")
    raw = file.read(length) if 0 < length <= _LONGEST_HEAD else b""
    if not raw or len(raw) != length:
        raise damaged()
    try:
        told = json.loads(raw)
        if int(told["format"]) > _FORMAT:
            raise newer()
        return _read(raw, told)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged() from None


def damaged() -> UserError:
    """Return the sentence about a file that is not what was packed."""
    return UserError(
        "The move file is cut or damaged, so nothing was taken from it. Please copy it once more "
        "from the other computer, or pack it there again."
    )


def newer() -> UserError:
    """Return the sentence about a file of a version that this program does not know."""
    return UserError(
        "The move file was made by a newer version of Zimmerfrei. Please install the newest "
        "version here, then try again. Nothing was changed."
    )


def _head(looked: FileHead) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "version": looked.version,
        "made_at": looked.made_at.isoformat(),
        "protected": looked.protected,
    }


def _read(raw: bytes, told: dict[str, object]) -> Head:
    made_at = datetime.fromisoformat(str(told["made_at"]))
    if made_at.tzinfo is None:
        raise ValueError(made_at)
    looked = FileHead(made_at, str(told["version"]), told["protected"] is True)
    if not looked.protected:
        return Head(raw, looked)
    said = told["scrypt"]
    if not isinstance(said, dict):
        raise TypeError(said)
    cost = Cost(int(said["n"]), int(said["r"]), int(said["p"]))
    if not cost.bearable:
        raise ValueError(cost)
    salt, check = bytes.fromhex(str(told["salt"])), bytes.fromhex(str(told["check"]))
    return Head(raw, looked, salt, cost, check)


def _key(head: Head, cost: Cost, passphrase: str) -> bytes:
    if not passphrase:
        raise PassphraseError(
            N_("The move file is protected. Please enter the passphrase that it was packed with.")
        )
    made = keys(passphrase, head.salt, cost)
    if made.check != head.check:
        raise PassphraseError(
            N_(
                "This passphrase does not open the move file. Please look at capitals and blanks, "
                "and try again."
            )
        )
    return made.key
