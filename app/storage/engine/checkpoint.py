"""The one place that moves what stands in the log (``-wal``) into the database file.

Left alone, SQLite does that after a commit, on whichever connection the log has become large. In
versions before 3.51.3 (but for 3.50.7 and 3.44.6) that can lose changes for good: a checkpoint that
begins when all of the log is copied already, and a commit at the same instant that makes the log
begin anew, which the checkpoint does not notice (https://sqlite.org/wal.html#walresetbug). Hence:

- No connection that writes checkpoints by itself (`connection.SETTINGS`); those that only read, to
  look in or to back up, never do.
- Here a read transaction on a second connection is held meanwhile. Where it reads from the log, no
  commit can make that begin anew: SQLite first has to lock out all who read from it. Where all is
  copied already it reads from the file, and SQLite copies nothing to where somebody reads. So the
  two never meet, whichever process commits; and SQLite's own lock sees to it that no two
  checkpoints run at once.
- The last connection that is closed checkpoints, too. That needs no care: SQLite first locks out
  everybody else (EXCLUSIVE on the file), so nobody can commit at the same instant.

Nobody waits for a checkpoint: reading and writing go on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.dataclass import dataclass
from app.storage.engine.connection import connected

_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pages stand in the log, and how many of them in the file as well."""

    in_log: int
    copied: int

    @property
    def complete(self) -> bool:
        """Whether the file alone says everything, as of the moment of the checkpoint."""
        return self.copied >= self.in_log


def checkpoint(path: Path, *, hold_writers: bool = False) -> Progress:
    """Copy the log of the database at `path` into it.

    Args:
        path: the database, in WAL mode.
        hold_writers: make others wait with their changes until it is done. Where changes never
            pause, the log would grow on and on without.

    Raises:
        sqlite3.Error, OSError: it cannot be read or written.
    """
    with (
        closing(connected(path, timeout=_PATIENCE, isolation_level=None)) as reader,
        closing(connected(path, timeout=_PATIENCE, isolation_level=None)) as copier,
        log_kept(reader, hold_writers=hold_writers),
    ):
        _busy, in_log, copied = copier.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    # In another mode than WAL both are -1: there is no log.
    return Progress(max(in_log, 0), max(copied, 0))


def empty_log(path: Path) -> bool:
    """Copy the log into the file and cut it to nothing; False where somebody reads from it.

    For what must not be found in it any more. This kind of checkpoint takes the lock of those who
    write first and waits for it, so that nobody commits meanwhile, which is what the fault needs.
    """
    with closing(connected(path, timeout=_PATIENCE, isolation_level=None)) as copier:
        busy, _, _ = copier.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextmanager
def log_kept(reader: sqlite3.Connection, *, hold_writers: bool) -> Iterator[None]:
    """Keep the log from beginning anew, by reading from it."""
    reader.execute("BEGIN IMMEDIATE" if hold_writers else "BEGIN")
    try:
        # Only the first read begins the transaction.
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        reader.execute("ROLLBACK")
