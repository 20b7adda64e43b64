"""A folder on this computer, which another program serves or carries away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.publishing import faults
from app.core.publishing.webspace import Secret, Webspace

_TEMPORARY = ".zimmerfrei.new"


@contextmanager
def opened(webspace: Webspace, _: Secret) -> Iterator[FolderConnection]:
    """Make the folder where it is missing, and open it."""
    folder = Path(webspace.folder)
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
        temporary = self._folder / _TEMPORARY
        try:
            with temporary.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._folder / name)
        except OSError as error:
            raise faults.not_permitted(str(self._folder)) from error

    def get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        return [entry.name for entry in os.scandir(self._folder) if entry.is_file()]
