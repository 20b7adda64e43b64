"""A folder on this computer, which another program serves or carries away."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.file_names import fits_windows
from app.core.publishing import faults, folder_faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, temporary_name
from app.services.publishing.webspaces.network import limits
from app.storage.files.patience import delete, replace
from app.storage.files.reach import reachable
from app.storage.files.troubles import Trouble, code_name, may_be_held, trouble

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
"""Another program, mostly another user's, reads there."""


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
    _refuse_unfit(folder)
    folder = reachable(folder)
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


def _refuse_unfit(folder: Path) -> None:
    """Refuse a path of which Windows would make another, silently, or a device."""
    names = folder.parts[1:] if sys.platform == "win32" else ()
    for name in names:
        if not fits_windows(name):
            raise folder_faults.unfit_name(name)


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
                delete(temporary, pause=self._pause)
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
                delete(self._folder / each, pause=self._pause)
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
        try:
            replace(temporary, target, self._pause)
        except PermissionError as error:
            if not may_be_held(error):
                raise
            raise folder_faults.in_use(target.name) from error


def _opening_fault(webspace: Webspace, error: OSError) -> WebspaceError:
    known = isinstance(webspace, KeptWebspace)
    if not known and trouble(error) is Trouble.GONE:
        return faults.folder_missing(webspace.folder)
    return _fault(Path(webspace.folder), error, faults.not_permitted)


def _fault(
    folder: Path, error: OSError, forbidden: Callable[[str], WebspaceError]
) -> WebspaceError:
    """Return what an error of the system means; `forbidden` says what was not allowed."""
    place = str(folder)
    match trouble(error):
        case Trouble.FULL:
            return folder_faults.disk_full(place)
        case Trouble.READ_ONLY:
            return folder_faults.read_only(place)
        case Trouble.GONE:
            return folder_faults.gone(place)
        case Trouble.UNREACHABLE:
            return folder_faults.unreachable(place)
        case Trouble.FORBIDDEN | Trouble.IN_USE:
            return forbidden(place)
        case _:
            return folder_faults.unusable(place, code_name(error))
