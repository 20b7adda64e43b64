"""Where backups lie, for who only looks whether there is one: every command does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from app.core.errors import UserError
from app.storage.engine import errors

_NO_FOLDER_FOR_US = (FileExistsError, NotADirectoryError, PermissionError)


def of_day(folder: Path, day: date) -> Path:
    """Return the file of the daily backup of `day`."""
    return folder / f"zimmerfrei-{day.isoformat()}.db"


def has_day(folder: Path, day: date) -> bool:
    """Tell whether there is the daily backup of `day` (UserError where nobody can tell)."""
    with explained_folder(folder):
        return of_day(folder, day).exists()


@contextmanager
def explained_folder(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with the folder of backups into a sentence about it."""
    with errors.explained(folder / "backup"):
        try:
            yield
        except OSError as error:
            # What is said of a file that is listed as a folder differs between systems.
            if not isinstance(error, _NO_FOLDER_FOR_US) and not folder.is_file():
                raise
            raise UserError(
                "No backups can be kept in {folder}. Please make sure that it is a folder which "
                "you may read and write. Everything else goes on as before.",
                folder=str(folder),
            ) from error
