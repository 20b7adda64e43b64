"""A folder on this computer, which another program serves or carries away."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.publishing import faults
from app.core.publishing.webspace import Secret, Webspace, temporary_name

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def opened(webspace: Webspace, _: Secret) -> Iterator[FolderConnection]:
    """Make the folder where it is missing, and open it."""
    folder = Path(webspace.folder).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise faults.folder_missing(webspace.folder) from error
    yield FolderConnection(folder)


class FolderConnection:
    """A folder of this computer: ``app.services.publishing.webspaces.connection.Connection``."""

    identity = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, body: bytes) -> None:
        temporary = self._folder / temporary_name(name)
        try:
            self._write(temporary, body)
            temporary.replace(self._folder / name)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise self._not_written(error) from error

    def get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise faults.not_readable(str(self._folder)) from error

    def delete(self, name: str) -> None:
        try:
            (self._folder / name).unlink(missing_ok=True)
            (self._folder / temporary_name(name)).unlink(missing_ok=True)
        except OSError as error:
            raise faults.not_deletable(str(self._folder)) from error

    def names(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                return [entry.name for entry in entries if entry.is_file()]
        except OSError as error:
            raise faults.not_readable(str(self._folder)) from error

    def _write(self, temporary: Path, body: bytes) -> None:
        with temporary.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())

    def _not_written(self, error: OSError) -> faults.WebspaceError:
        folder = str(self._folder)
        if error.errno in _FULL:
            return faults.full(folder)
        if isinstance(error, FileNotFoundError):
            return faults.folder_missing(folder)
        return faults.not_permitted(folder)
