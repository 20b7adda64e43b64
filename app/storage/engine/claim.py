"""A claim on a part of the data folder, held through a lock of the system.

It ends with its process, however that ends, and knows no numbers of processes: in containers they
repeat. The library filelock would do as well, but takes longer to import than a window to show.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _locked(file: int) -> bool:
        """Lock the first byte of an open file, which may be empty; False where another has it."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            # Wine gives no reason.
            if error.errno in {errno.EACCES, 0}:
                return False
            raise
        return True
else:
    import fcntl

    def _locked(file: int) -> bool:
        """Lock an open file; False where another has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # Some file systems say EACCES of a lock that is held.
            if error.errno in {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}:
                return False
            raise
        return True


class Claim:
    """At most one of those made of the same `path` is held at a time, here or in any process.

    The file stays when the claim is let go: whoever took it away would let two others each hold
    one of the same name. Nobody but its owner may open it, and so hold it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether it is held through this object."""
        return self._file is not None

    def take(self) -> bool:
        """Take it, if it is not held through this object already; False where another has it.

        Raises:
            OSError: the file cannot be made or locked.
        """
        while self._file is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            file = os.open(self._path, flags, 0o600)
            try:
                taken = _locked(file)
                if taken and self._is_still(file):
                    _keep_private(file)
                    self._file = file
            finally:
                if self._file is None:
                    os.close(file)
            if not taken:
                return False
        return True

    def release(self) -> None:
        """Let it go; a second time does nothing."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _is_still(self, file: int) -> bool:
        """Tell whether the locked file still stands there: somebody may have deleted it."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False


def _keep_private(file: int) -> None:
    if sys.platform != "win32":
        # Where the file is of another user, who lets us use it, it is for them to say.
        with contextlib.suppress(PermissionError):
            os.fchmod(file, 0o600)
