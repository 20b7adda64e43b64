"""The database file: how it is opened, brought up to date, read and written."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peewee

from app.core.errors import UserError
from app.storage.engine import errors, founding, steps
from app.storage.engine.connection import SETTINGS, existing
from app.storage.engine.peek import peek

if TYPE_CHECKING:
    from app.storage.engine.checkpoint import Progress

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x5A696D66
"""“Zimf” in the file's header (SQLite's application_id): whose database this is."""
PATIENCE = 120.0
"""Seconds that a migration waits for another one: ten years of a large house take a few seconds,
and longer on a slow card."""


@dataclass(slots=True)
class Change:
    """A transaction that writes. `moment` is when all that it changes is said to have changed.

    `rows_before` is how many rows its connection had changed before.
    """

    rows_before: int
    moment: datetime | None = None


class Database:
    """One SQLite file in WAL mode, with foreign keys. A connection lives for one unit of work,
    but in `kept_open`.

    Args:
        path: the file; made by `migrate` when it is missing.
        busy_timeout: seconds that a write waits for another one before it gives up.
        migrations: the folder with the steps that make the tables, one file each.
        patience: seconds that a migration waits for the one of another process.
    """

    def __init__(
        self,
        path: Path,
        busy_timeout: float,
        migrations: Path = steps.MIGRATIONS,
        patience: float = PATIENCE,
    ) -> None:
        self.path = path
        self._migrations = migrations
        self._patience = patience
        self._damaged: tuple[int, int] | None = None
        self._sqlite = peewee.SqliteDatabase(
            # Only a migration makes the file.
            existing(path),
            uri=True,
            pragmas={"foreign_keys": 1, "synchronous": "full", **SETTINGS},
            lock_type="IMMEDIATE",
            timeout=busy_timeout,
        )
        self._running = threading.local()

    def table(self, name: str) -> peewee.Table:
        """Return the table `name`, bound to this database, its columns as ``.c.<column>``."""
        return peewee.Table(name, primary_key="id").bind(self._sqlite)

    def rows(self, query: peewee.Query) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds, its columns in order, as SQLite gives them.

        For many rows: what peewee does for each of them takes longer than reading it.
        """
        sqlite: Any = self._sqlite
        found: Iterator[tuple[Any, ...]] = sqlite.execute(query)
        return found

    def write_all(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement once for each of `rows`, inside a write; for very many of them."""
        sqlite: Any = self._sqlite
        sqlite.connection().executemany(statement, rows)

    @contextmanager
    def read(self) -> Iterator[None]:
        """Read inside: every query sees the same moment, however many others write meanwhile."""
        with self._transaction("DEFERRED"):
            yield

    @contextmanager
    def write(self) -> Iterator[None]:
        """Write inside: check and change are one IMMEDIATE transaction, whole or not at all.

        Raises:
            UserError: somebody else writes for longer than the busy timeout, the disk is full, the
                folder may not be written to, the file is damaged or was found so before.
        """
        self._refuse_damaged()
        with self._transaction("IMMEDIATE"):
            self._running.change = Change(self._rows_changed())
            try:
                yield
            finally:
                del self._running.change

    @property
    def running(self) -> Change:
        """The transaction in which this thread writes just now."""
        change: Change = self._running.change
        return change

    def checkpoint(self, *, hold_writers: bool = False) -> Progress:
        """Copy what stands in the log into the file (UserError); see `checkpoint.py`."""
        from app.storage.engine.checkpoint import checkpoint  # noqa: PLC0415  # no command needs it

        self._refuse_damaged()
        with self._noticing_damage(), errors.explained(self.path):
            return checkpoint(self.path, hold_writers=hold_writers)

    def empty_log(self) -> bool:
        """Let nothing stand in the log (UserError); False where it is being read."""
        from app.storage.engine.checkpoint import empty_log  # noqa: PLC0415  # as above

        self._refuse_damaged()
        with self._noticing_damage(), errors.explained(self.path):
            return empty_log(self.path)

    def changed(self) -> bool:
        """Tell whether the open transaction has changed any row so far."""
        return self._rows_changed() > self.running.rows_before

    def _rows_changed(self) -> int:
        sqlite: Any = self._sqlite
        rows: int = sqlite.connection().total_changes
        return rows

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Let all units of work of this thread inside share one connection (UserError).

        To open one takes longer than most of what is read at the start. Every unit of work is a
        transaction of its own all the same.
        """
        with (
            self._noticing_damage(),
            errors.explained(self.path),
            self._sqlite.connection_context(),
        ):
            self._running.connected = True
            try:
                yield
            finally:
                self._running.connected = False

    @contextmanager
    def _transaction(self, lock_type: str) -> Iterator[None]:
        with (
            self._noticing_damage(),
            errors.explained(self.path),
            self._connected(),
            self._sqlite.transaction(lock_type),
        ):
            yield

    def _connected(self) -> AbstractContextManager[object]:
        if getattr(self._running, "connected", False):
            return nullcontext()
        context: AbstractContextManager[object] = self._sqlite.connection_context()
        return context

    @contextmanager
    def _noticing_damage(self) -> Iterator[None]:
        # Not the one of afterwards: by then a restored backup may have taken its place.
        file = self._file()
        try:
            yield
        except errors.DamagedError:
            self._damaged = file
            raise

    def _refuse_damaged(self) -> None:
        """Refuse to write to a file that was found damaged, until another stands in its place."""
        if self._damaged is not None:
            if self._damaged == self._file():
                raise errors.damaged(self.path)
            self._damaged = None

    def _file(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    def migrate(
        self,
        before: Callable[[str], object],
        anew: Callable[[], object] = lambda: None,
        waiting: Callable[[], object] = lambda: None,
    ) -> None:
        """Bring the file to this program's version; under a lock, so two starts migrate once.

        Args:
            before: called with the name of the first missing step, before anything is changed in a
                file that holds data already.
            anew: called before a database is made where none is or an empty one; raises a UserError
                where it must have been lost.
            waiting: called again and again while another process does this, which takes its time.

        Raises:
            UserError: the file is from a newer version, damaged or not ours (it stays untouched),
                or cannot be written; another process is at it and comes to no end.
        """
        with errors.explained(self.path):
            if self._pending() == [] and not founding.begun(self.path):
                return
            # Imported on demand, as the runner: commands seldom need them.
            from app.storage.engine.claim import Claim  # noqa: PLC0415
            from app.storage.engine.waiting import waited_for  # noqa: PLC0415

            claim = Claim(self.path.with_suffix(".migrating.lock"))
            with waited_for(claim, self._patience, waiting, str(self.path.parent)):
                pending = self._pending()
                if pending is None:
                    self._found(anew)
                elif pending:
                    before(pending[0])
                    self._bring_up(self._sqlite)
                founding.end(self.path)

    def _pending(self) -> list[str] | None:
        """Return the steps that the file lacks, in order; None where there is nothing yet."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return None
        applied = peek(self.path, self._applied)
        if applied is None:
            return None
        missing = steps.missing(applied, self._migrations)
        if missing is None:
            raise UserError(
                "{file} was last used by a newer version of Zimmerfrei. Nothing was changed. "
                "Please install the newest version.",
                file=str(self.path),
            )
        return missing

    def _applied(self, connection: sqlite3.Connection) -> set[str] | None:
        """Return the steps that a file has been through, None where it is an empty database."""
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {row[0] for row in named}
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        if not tables and owner in {0, APPLICATION_ID}:
            return None
        if owner != APPLICATION_ID or steps.HISTORY not in tables:
            raise errors.damaged(self.path)
        applied = {row[0] for row in connection.execute(f"SELECT name FROM {steps.HISTORY}")}  # noqa: S608
        # A first start of an earlier version may have been broken off before its first step.
        return None if tables == {steps.HISTORY} and not applied else applied

    def _found(self, anew: Callable[[], object]) -> None:
        """Make a database where there is none, whole or not at all."""
        if not founding.begun(self.path):
            anew()
            founding.begin(self.path)
        with founding.drafted(self.path) as draft:
            self._bring_up(
                peewee.SqliteDatabase(
                    existing(draft),
                    uri=True,
                    # The file reaches the disk as a whole, when it is finished.
                    pragmas={"journal_mode": "memory", "synchronous": "off", "foreign_keys": 1},
                    lock_type="IMMEDIATE",
                )
            )

    def _bring_up(self, sqlite: peewee.SqliteDatabase) -> None:
        with sqlite.connection_context():
            sqlite.pragma("application_id", APPLICATION_ID)
            steps.make(sqlite, self._migrations)
            # Last: what journal there is meanwhile is each caller's own.
            sqlite.pragma("journal_mode", "wal")
