"""How a database file is opened where peewee does not do it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.storage.files.reach import sqlite_address

SETTINGS = {"wal_autocheckpoint": 0, "journal_size_limit": 4 * 2**20, "secure_delete": 1}
"""PRAGMAs of every connection: none moves the log into the file by itself (`checkpoint.py` does),
a log that many changes at once have made large becomes small again, and what is overwritten or
deleted leaves no bytes behind in the file: owners delete what is known of guests."""


def existing(path: Path, how: str = "mode=rw") -> str:
    """Return the address of a file that is there: one that was taken away must not come back."""
    return sqlite_address(path.absolute(), how)


def connected(path: Path, *, timeout: float, **more: Any) -> sqlite3.Connection:
    """Connect to an existing database; `timeout` is in seconds, `more` goes to sqlite3."""
    connection: sqlite3.Connection = sqlite3.connect(
        existing(path), uri=True, timeout=timeout, **more
    )
    try:
        for name, value in SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def one_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make all that is changed inside one IMMEDIATE transaction: whole, or undone where it fails.

    The connection has no `isolation_level`. A fault of SQLite may have ended the transaction.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
