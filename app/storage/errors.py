"""What SQLite says, in words that an owner can act upon."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from app.core.errors import UserError

_LEAST_ROOM = 64 * 1024
_FAULTS = (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error, OSError)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the faults of the database at `path` into a UserError; bugs pass through."""
    try:
        yield
    except _FAULTS as error:
        sentence = _sentence(_origin(error), path)
        if sentence is None:
            raise
        raise sentence from error


def _origin(error: Exception) -> Exception:
    """Return the fault behind one of taking a transaction back.

    On a full disk SQLite takes it back by itself, and peewee's own attempt fails afterwards.
    """
    fault: BaseException = error
    while "no transaction is active" in str(fault) and fault.__context__ is not None:
        fault = fault.__context__
    return fault if isinstance(fault, Exception) else error


def _sentence(error: Exception, path: Path) -> UserError | None:
    # The whole text of an OSError names the path, in which any word may stand.
    said = str(error.strerror if isinstance(error, OSError) else error).lower()
    if isinstance(error, PermissionError) or "readonly" in said or "read-only" in said:
        return UserError(
            "The data folder {folder} cannot be written to. Please check its permissions, or "
            "choose another folder.",
            folder=str(path.parent),
        )
    if "locked" in said or "busy" in said:
        return UserError(
            "The data is being changed by another program just now. Please try again in a moment."
        )
    unreadable = "unable to open" in said or "disk i/o" in said
    if "full" in said or "no space" in said or (unreadable and _is_full(path.parent)):
        return UserError(
            "The disk with the data folder {folder} is full. Nothing was changed. Please free some "
            "space and try again.",
            folder=str(path.parent),
        )
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return damaged(path)
    if unreadable or isinstance(error, OSError):
        return UserError(
            "The data folder {folder} cannot be read. Please check that it exists and that you may "
            "use it.",
            folder=str(path.parent),
        )
    return None


def _is_full(folder: Path) -> bool:
    """Tell whether there is no room for what SQLite needs even to read in WAL mode."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def damaged(path: Path) -> UserError:
    """Return the sentence about a file that is no sound database of ours."""
    return UserError(
        "{file} is damaged or no Zimmerfrei database. Nothing was changed. Please go back to a "
        "backup, in the settings or with `zimmerfrei backup restore`. They lie in {backups}.",
        file=str(path),
        backups=str(path.parent / "backups"),
    )
