"""What lies in a move file: a few named parts, one after the other, pressed together.

A list of the parts with their sizes comes first; a part that is not on it cannot be in the file,
and one that is on it is read to its last byte or the whole file is refused.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from app.core.errors import UserError
from app.core.moving.moves import FileHead
from app.storage.moving.envelope import Closing, Opening, damaged, read_head
from app.storage.moving.seals import Cost

Progress = Callable[[int, int], object]
"""Told how many bytes of how many are done; raises what shall end it."""
_LENGTH = 4
_LONGEST_LIST = 64 * 1024
_LONGEST_NOTE = 4 * 2**20
"""Bytes of a part that is read into memory."""
_STEP = 256 * 1024


def pack(
    target: BinaryIO,
    looked: FileHead,
    files: Mapping[str, Path],
    notes: Mapping[str, bytes],
    *,
    passphrase: str = "",
    cost: Cost | None = None,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Write a move file.

    Args:
        target: where to, open.
        looked: what it tells of itself.
        files: by the name of a part the file that it is.
        notes: by the name of a part its bytes.
        passphrase: what protects it; nothing does where `looked` says so.
        cost: how much work a guess of it takes.
        progress: told now and then.
    """
    sizes = {name: path.stat().st_size for name, path in files.items()}
    total = sum(sizes.values())
    closing = Closing(target, looked, passphrase, cost or Cost())
    press = zlib.compressobj(6)
    parts = [*sizes.items(), *((name, len(note)) for name, note in notes.items())]
    listed = json.dumps(parts).encode()
    closing.write(press.compress(len(listed).to_bytes(_LENGTH, "big") + listed))
    done = 0
    progress(done, total)
    for name, path in files.items():
        with path.open("rb") as file:
            left = sizes[name]
            while left and (data := file.read(min(_STEP, left))):
                closing.write(press.compress(data))
                left -= len(data)
                done += len(data)
                progress(done, total)
        if left:
            raise RuntimeError(f"{name} became shorter while it was packed")
    for note in notes.values():
        closing.write(press.compress(note))
    closing.write(press.flush())
    closing.finish()


def look(file: Path) -> FileHead:
    """Return what a move file tells of itself (UserError where it is none; OSError)."""
    with file.open("rb") as opened:
        return read_head(opened).looked


def unpack(
    file: Path,
    folder: Path,
    files: Mapping[str, int],
    *,
    passphrase: str = "",
    progress: Progress = lambda _done, _total: None,
) -> dict[str, bytes]:
    """Put the parts of a move file that are `files` into `folder`, and return the other ones.

    Args:
        file: the move file.
        folder: a new one; what is in it after a fault is worth nothing.
        files: by name the parts that become files, and how many bytes each may have.
        passphrase: what protects it; unused where nothing does.
        progress: told now and then.

    Raises:
        UserError: it is no move file, cut, damaged, from a newer version, larger than there is
            room for; the passphrase is wrong.
        OSError: it cannot be read, or the folder not be written.
    """
    with file.open("rb") as opened:
        reading = _Reading(Opening(opened, read_head(opened), passphrase))
        length = int.from_bytes(reading.read(_LENGTH), "big")
        parts = _listed(reading.read(length) if length <= _LONGEST_LIST else b"", files)
        total = sum(parts.get(name, 0) for name in files)
        notes: dict[str, bytes] = {}
        done = 0
        for name, size in parts.items():
            if name not in files:
                notes[name] = reading.read(size)
                continue
            with (folder / name).open("xb") as part:
                left = size
                while left:
                    part.write(reading.read(step := min(_STEP, left)))
                    left -= step
                    done += step
                    progress(done, total)
        reading.end()
    return notes


class _Reading:
    """Reads so many bytes of what was packed, never more of it at once than asked for."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._press = zlib.decompressobj()
        self._pressed = b""

    def read(self, size: int) -> bytes:
        """Return exactly so many bytes (UserError where there are fewer)."""
        found = bytearray()
        while len(found) < size:
            some = self._some(size - len(found))
            if not some:
                raise damaged()
            found += some
        return bytes(found)

    def end(self) -> None:
        """Read to the last piece: only then is the file whole (UserError where it is not)."""
        if self._some(1) or self._press.unused_data or self._opening.piece() is not None:
            raise damaged()

    def _some(self, most: int) -> bytes:
        """Return up to so many bytes; none only where there are no more."""
        while not self._press.eof:
            try:
                found = self._press.decompress(self._pressed, most)
            except zlib.error:
                raise damaged() from None
            self._pressed = self._press.unconsumed_tail
            if found:
                return found
            if not self._pressed and not self._press.eof:
                self._pressed = self._piece()
        return b""

    def _piece(self) -> bytes:
        piece = self._opening.piece()
        if not piece:
            raise damaged()
        return piece


def _listed(text: bytes, files: Mapping[str, int]) -> dict[str, int]:
    try:
        parts = {str(name): int(size) for name, size in json.loads(text)}
    except (ValueError, TypeError, RecursionError):
        raise damaged() from None
    notes = parts.keys() - files.keys()
    if min(parts.values(), default=0) < 0 or any(parts[name] > _LONGEST_NOTE for name in notes):
        raise damaged()
    if not parts.keys() >= files.keys():
        raise damaged()
    if any(parts[name] > most for name, most in files.items()):
        raise UserError(
            "The house in the move file needs more room than there is on this drive. Please make "
            "room, then try again. Nothing was changed."
        )
    return parts
