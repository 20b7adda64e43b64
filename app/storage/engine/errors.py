"""What SQLite and the system say, in words that an owner can act upon.

Told apart by their codes alone. Their texts may quote what stands in the data, so that a guest
called "disk full" would choose the sentence; nor do they say the same in every version.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from app.core.errors import UnsoundError, UserError
from app.storage.files.troubles import Trouble, trouble

_LEAST_ROOM = 64 * 1024
_FAULTS = (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error, OSError)
_PRIMARY = 0xFF
"""The part of SQLite's codes that says what kind of fault it is; the rest says where."""
_NOT_ALLOWED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNREADABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
# Two faults have no code of their own. Of the first only the beginning is SQLite's, no value.
_UNDECODABLE = "Could not decode to UTF-8"
_NOTHING_TO_TAKE_BACK = "cannot rollback - no transaction is active"


class DamagedError(UnsoundError):
    """The file is no sound database of ours. Nothing may be written to it."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the faults of the database at `path` into a UserError; bugs pass through."""
    try:
        yield
    except _FAULTS as error:
        sentence = _sentence(_origin(error), path)
        if sentence is None:
            raise
        raise sentence from error


def _origin(error: Exception) -> Exception:
    """Return what the system or the module sqlite3 has raised first.

    peewee raises its own in place of it. On a full disk SQLite takes a transaction back by itself,
    and peewee's attempt to do so fails afterwards.
    """
    fault: BaseException = error
    while fault.__context__ is not None and (
        isinstance(fault, peewee.PeeweeException) or str(fault) == _NOTHING_TO_TAKE_BACK
    ):
        fault = fault.__context__
    return fault if isinstance(fault, Exception) else error


def _sentence(error: Exception, path: Path) -> UserError | None:
    full: bool
    if isinstance(error, OSError):
        what = trouble(error)
        # Of a folder in the place of the file Windows says that it may not be touched.
        denied = what in {Trouble.FORBIDDEN, Trouble.READ_ONLY} and not path.is_dir()
        full = what is Trouble.FULL
        busy, damage, unreadable = False, False, True
    else:
        code = getattr(error, "sqlite_errorcode", None)
        kind = code & _PRIMARY if isinstance(code, int) else None
        # The file was taken away or another one put in its place while it was open.
        moved = code == sqlite3.SQLITE_READONLY_DBMOVED
        denied = kind in _NOT_ALLOWED and not moved
        busy = kind in _BUSY
        unreadable = kind in _UNREADABLE or moved
        full = kind == sqlite3.SQLITE_FULL or (unreadable and _is_full(path.parent))
        emptied = kind == sqlite3.SQLITE_ERROR and _is_empty(path)
        damage = kind in _DAMAGED or emptied or _is_undecodable(error)
    # Where nothing may be written, SQLite cannot even read in WAL mode.
    if denied or (unreadable and not full and _is_protected(path)):
        return _not_writable(path)
    if busy:
        return UserError(
            "The data is being changed by another program just now. Please try again in a moment."
        )
    if full:
        return UserError(
            "The disk with the data folder {folder} is full. Nothing was changed. Please free some "
            "space and try again.",
            folder=str(path.parent),
        )
    if damage:
        return damaged(path)
    return _not_readable(path) if unreadable else None


def _is_undecodable(error: Exception) -> bool:
    """Tell whether a text in the file is none. The module sqlite3 says so, without a code."""
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith(_UNDECODABLE)


def _is_empty(path: Path) -> bool:
    """Tell whether a file has lost all it had: SQLite takes it for a database without tables."""
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def _is_full(folder: Path) -> bool:
    """Tell whether there is no room for what SQLite needs even to read in WAL mode."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def _is_protected(path: Path) -> bool:
    """Tell whether the file is there, in a folder in which nothing may be written."""
    try:
        return path.is_file() and not os.access(path.parent, os.W_OK)
    except OSError:
        return False


def _not_writable(path: Path) -> UserError:
    return UserError(
        "The data folder {folder} cannot be written to. Please check its permissions, or "
        "choose another folder.",
        folder=str(path.parent),
    )


def _not_readable(path: Path) -> UserError:
    return UserError(
        "The data folder {folder} cannot be read. Please check that it exists and that you may "
        "use it.",
        folder=str(path.parent),
    )


def damaged(path: Path) -> DamagedError:
    """Return the sentence about a file that is no sound database of ours."""
    return DamagedError(
        "{file} is damaged or no Zimmerfrei database. Nothing was changed. Please go back to a "
        "backup, in the settings or with `zimmerfrei backup restore`. They lie in {backups}.",
        file=str(path),
        backups=str(path.parent / "backups"),
    )
