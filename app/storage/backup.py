"""Copies of the database through SQLite's backup API: whole, also while others write."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from app.storage import errors

DAYS_KEPT = 14
_DAILY = "zimmerfrei-????-??-??.db"
_UNFINISHED = ".zimmerfrei-*.db.*"
_ABANDONED_AFTER = 3600
"""Seconds after which an unfinished copy belongs to a program that was interrupted."""


def backup(database: Path, target: Path) -> None:
    """Copy `database` to `target`, which appears only when it is whole.

    Raises:
        UserError: the folder cannot be written, the disk is full, the database is damaged.
    """
    with errors.told(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with (
                closing(_opened(database)) as source,
                closing(sqlite3.connect(unfinished)) as copy,
            ):
                source.backup(copy)
            unfinished.chmod(0o600)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def daily(database: Path, folder: Path, today: date) -> Path | None:
    """Make the backup of `today` where it is missing and let all but the newest 14 go.

    Returns the new file, None where today's is there already.
    """
    target = folder / f"zimmerfrei-{today.isoformat()}.db"
    if target.exists():
        return None
    backup(database, target)
    with errors.told(target):
        for old in sorted(folder.glob(_DAILY))[:-DAYS_KEPT]:
            old.unlink(missing_ok=True)
        for rest in filter(_abandoned, folder.glob(_UNFINISHED)):
            rest.unlink(missing_ok=True)
    return target


def _opened(database: Path) -> sqlite3.Connection:
    # A fault of the data must not be told as one of the folder with the backups.
    with errors.told(database):
        # mode=rw: a file that was taken away must not come back empty, nor be copied as such.
        address = database.absolute().as_uri() + "?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=5)
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def _abandoned(unfinished: Path) -> bool:
    try:
        return time.time() - unfinished.stat().st_mtime > _ABANDONED_AFTER
    except FileNotFoundError:
        # Another program has just finished it.
        return False
