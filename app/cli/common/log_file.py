"""The file of the log, into which all programs over one data folder write.

It is open for the moment of a record only. Whoever kept it open would, on Windows, keep the others
from turning it over, and elsewhere write on into a file that was turned over long ago.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path

from app.override import override
from app.storage.engine.claim import Claim

_BYTES = 1_000_000
_KEPT = 3
_LOCK = "turning.lock"
"""Beside the file, held by the program that turns it over."""

if sys.platform == "win32":
    import _winapi
    import msvcrt

    _APPEND_DATA = 0x0004
    """FILE_APPEND_DATA: what is written goes to the end in one step, whoever else writes. The
    library of C looks for the end first and writes over what came in between."""
    _SHARED = 0x0001 | 0x0002 | 0x0004
    """Others may read, write, and turn it over meanwhile."""
    _OPEN_ALWAYS = 4

    def _appending(path: Path) -> int:
        """Open the file to write to its end, made where it is missing."""
        handle = _winapi.CreateFile(
            str(path), _APPEND_DATA, _SHARED, _winapi.NULL, _OPEN_ALWAYS, 0, _winapi.NULL
        )
        return msvcrt.open_osfhandle(handle, os.O_APPEND)
else:

    def _appending(path: Path) -> int:
        """Open the file to write to its end, made where it is missing; only for its owner."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


class LogFile(logging.Handler):
    """Writes to `path`, which is made with the first record: most commands have none.

    Where it cannot be written, on a full disk or in a folder that is read-only or gone, the program
    goes on without it. Where it cannot be turned over, it grows until it can.
    """

    def __init__(self, path: Path, formatter: logging.Formatter) -> None:
        super().__init__()
        self._path = path
        self._begun = False
        self.setFormatter(formatter)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        # Standard error is for the one line.
        with contextlib.suppress(OSError):
            self._write(f"{self.format(record)}\n".encode("utf-8", "backslashreplace"))

    def _write(self, line: bytes) -> None:
        # A data folder that is gone later is not to come back with nothing but a log in it.
        self._path.parent.mkdir(mode=0o700, parents=not self._begun, exist_ok=True)
        self._begun = True
        if self._has_no_room_for(line):
            self._turn_over(line)
        file = _appending(self._path)
        try:
            os.write(file, line)
        finally:
            os.close(file)

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    def _has_no_room_for(self, line: bytes) -> bool:
        return self._size() + len(line) > _BYTES

    def _turn_over(self, line: bytes) -> None:
        """Make room for the line, unless another program does: one at a time, so none is lost."""
        claim = Claim(self._path.with_name(_LOCK))
        try:
            ours = claim.take()
        except OSError:
            # Nothing can be locked there, and a log that only grows would fill the disk.
            ours = True
        try:
            # Another may have made room before this one was at it.
            if ours and self._has_no_room_for(line) and self._is_free():
                self._move_on()
        finally:
            claim.release()

    def _move_on(self) -> None:
        """Give each file the number of the next, the oldest none; as far as that goes now."""
        names = [self._path, *(Path(f"{self._path}.{number + 1}") for number in range(_KEPT))]
        # Where one is missing, as after a time that was broken off, those after it may stay.
        last = next((place for place, name in enumerate(names) if not name.exists()), _KEPT)
        for place in range(last, 0, -1):
            try:
                # At once or not at all: with the next record it is tried again.
                os.replace(names[place - 1], names[place])  # noqa: PTH105  # as all moves, see `patience.py`
            except OSError:
                # The file of this number would be written over by the one before.
                return

    def _is_free(self) -> bool:
        """Tell whether the file can be moved: on Windows not while somebody else has it open."""
        try:
            os.replace(self._path, self._path)  # noqa: PTH105  # a move that changes nothing
        except OSError:
            return False
        return True
