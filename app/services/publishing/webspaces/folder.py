"""A folder on this computer, which another program serves or carries away."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.publishing import faults, folder_faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, temporary_name
from app.services.publishing.webspaces import limits

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
"""Another program, mostly another user's, reads there."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between tries to replace a file that a reader on Windows holds open."""
_IN_USE = {5, 32}
"""ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION of Windows: its answers to such a try."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR}
_UNREACHABLE = {
    errno.EIO,
    errno.ESTALE,
    errno.ETIMEDOUT,
    errno.ENOTCONN,
    errno.ECONNRESET,
    errno.ECONNABORTED,
    errno.EHOSTDOWN,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.ENETUNREACH,
}
# What Windows says of drives, where errno alone would say less: not ready, write-protected, bad
# network path, network name deleted, bad network name, unexpected network error, disk full.
_WINDOWS = {
    19: errno.EROFS,
    21: errno.ENODEV,
    39: errno.ENOSPC,
    53: errno.ENODEV,
    59: errno.EIO,
    64: errno.EIO,
    67: errno.ENODEV,
    112: errno.ENOSPC,
}


@contextmanager
def opened(webspace: Webspace, _: Secret) -> Iterator[FolderConnection]:
    """Open the folder; one that is chosen just now is made where it is missing.

    Later it is not: its drive may have been taken away, and a folder made in its place would fill
    another drive that nobody reads.
    """
    # Not that of pathlib, which fails for a user who is not there.
    folder = Path(os.path.expanduser(webspace.folder))  # noqa: PTH111
    if not webspace.folder or not folder.is_absolute():
        raise folder_faults.path_incomplete(webspace.folder)
    try:
        if not isinstance(webspace, KeptWebspace):
            _make(folder)
        if folder.exists() and not folder.is_dir():
            raise faults.folder_missing(webspace.folder)
        # Opened once, so that one that is gone or unreadable is known at once.
        with os.scandir(folder):
            pass
    except ValueError as error:
        raise folder_faults.path_incomplete(webspace.folder) from error
    except FileExistsError as error:
        raise faults.folder_missing(webspace.folder) from error
    except OSError as error:
        raise _opening_fault(webspace, error) from error
    yield FolderConnection(folder)


def _make(folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        with suppress(OSError):
            each.chmod(_FOLDER_MODE)


class FolderConnection:
    """A folder of this computer: ``app.services.publishing.webspaces.connection.Connection``."""

    identity = ""

    def __init__(self, folder: Path, pause: Callable[[float], None] = time.sleep) -> None:
        self._folder = folder
        self._pause = pause

    def put(self, name: str, body: bytes) -> None:
        temporary = self._folder / temporary_name(name)
        try:
            self._write(temporary, body)
            self._replace(temporary, self._folder / name)
        except (OSError, WebspaceError) as error:
            with suppress(OSError):
                temporary.unlink()
            if isinstance(error, WebspaceError):
                raise
            raise _fault(self._folder, error, faults.not_permitted) from error

    def get(self, name: str) -> bytes | None:
        try:
            with (self._folder / name).open("rb") as file:
                return file.read(limits.LARGEST)
        except FileNotFoundError as error:
            if self._folder.is_dir():
                return None
            raise folder_faults.gone(str(self._folder)) from error
        except OSError as error:
            raise _fault(self._folder, error, faults.not_readable) from error

    def delete(self, name: str) -> None:
        try:
            for each in (name, temporary_name(name)):
                (self._folder / each).unlink(missing_ok=True)
        except OSError as error:
            raise _fault(self._folder, error, faults.not_deletable) from error

    def names(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                return [entry.name for entry in entries if entry.is_file()]
        except OSError as error:
            raise _fault(self._folder, error, faults.not_readable) from error

    def _write(self, temporary: Path, body: bytes) -> None:
        with temporary.open("wb") as file:
            # Some drives know no such rights.
            with suppress(OSError):
                temporary.chmod(_FILE_MODE)
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if temporary.stat().st_size != len(body):
            raise faults.not_whole(str(self._folder))

    def _replace(self, temporary: Path, target: Path) -> None:
        """Put the new file in place of the old one; Windows refuses while somebody reads that."""
        for pause in (*_PAUSES, None):
            try:
                os.replace(temporary, target)  # noqa: PTH105  # a test stands in for the system
            except PermissionError as error:
                if getattr(error, "winerror", None) not in _IN_USE:
                    raise
                if pause is None:
                    raise folder_faults.in_use(target.name) from error
                self._pause(pause)
            else:
                return


def _opening_fault(webspace: Webspace, error: OSError) -> WebspaceError:
    known = isinstance(webspace, KeptWebspace)
    if not known and _number(error) in _GONE:
        return faults.folder_missing(webspace.folder)
    return _fault(Path(webspace.folder), error, faults.not_permitted)


def _fault(
    folder: Path, error: OSError, forbidden: Callable[[str], WebspaceError]
) -> WebspaceError:
    """Return what an error of the system means; `forbidden` says what was not allowed."""
    number, place = _number(error), str(folder)
    if number in _FULL:
        return folder_faults.disk_full(place)
    if number == errno.EROFS:
        return folder_faults.read_only(place)
    if number in _GONE:
        return folder_faults.gone(place)
    if number in _UNREACHABLE:
        return folder_faults.unreachable(place)
    if number in _FORBIDDEN:
        return forbidden(place)
    return folder_faults.unusable(place, errno.errorcode.get(number, str(number)))


def _number(error: OSError) -> int:
    return _WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno or 0)
