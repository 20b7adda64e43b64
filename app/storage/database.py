"""The database file: how it is opened, brought up to date, read and written."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from app.core.errors import UserError
from app.storage import errors
from app.storage.peek import peek

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x5A696D66
"""“Zimf” in the file's header (SQLite's application_id): whose database this is."""
MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"


class Database:
    """One SQLite file in WAL mode, with foreign keys. A connection lives for one unit of work.

    Args:
        path: the file; made by `migrate` when it is missing.
        busy_timeout: seconds that a write waits for another one before it gives up.
        migrations: the folder with the steps that make the tables, one file each.
    """

    def __init__(self, path: Path, busy_timeout: float, migrations: Path = MIGRATIONS) -> None:
        self.path = path
        self._migrations = migrations
        self._sqlite = peewee.SqliteDatabase(
            # Only a migration makes the file. One that was taken away must not come back empty.
            path.absolute().as_uri() + "?mode=rw",
            uri=True,
            pragmas={"foreign_keys": 1, "synchronous": "full"},
            lock_type="IMMEDIATE",
            timeout=busy_timeout,
        )

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
                folder may not be written to, the file is damaged.
        """
        with self._transaction("IMMEDIATE"):
            yield

    def changed(self) -> bool:
        """Tell whether the open transaction has changed any row so far."""
        sqlite: Any = self._sqlite
        # A connection lives for one unit of work.
        return bool(sqlite.connection().total_changes)

    @contextmanager
    def _transaction(self, lock_type: str) -> Iterator[None]:
        with (
            errors.told(self.path),
            self._sqlite.connection_context(),
            self._sqlite.transaction(lock_type),
        ):
            yield

    def migrate(self, before: Callable[[str], object]) -> None:
        """Bring the file to this program's version; under a lock, so two starts migrate once.

        Args:
            before: called with the name of the first missing step, before anything is changed in a
                file that holds data already.

        Raises:
            UserError: the file is from a newer version, damaged or not ours (it stays untouched),
                or cannot be written.
        """
        with errors.told(self.path):
            if self._pending() == []:
                return
            # Imported on demand, as the runner: they cost every command a good part of its start.
            from filelock import FileLock  # noqa: PLC0415

            with FileLock(self.path.with_suffix(".migrating.lock")):
                pending = self._pending()
                if pending == []:
                    return
                if pending is not None:
                    before(pending[0])
                self._run_migrations()

    def _pending(self) -> list[str] | None:
        """Return the steps that the file lacks, in order; None where there is nothing yet."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return None
        known = sorted(step.stem for step in self._migrations.glob("[0-9]*.py"))
        applied = peek(self.path, self._applied)
        if applied - set(known):
            raise UserError(
                "{file} was last used by a newer version of Zimmerfrei. Nothing was changed. "
                "Please install the newest version.",
                file=str(self.path),
            )
        return [step for step in known if step not in applied]

    def _applied(self, connection: sqlite3.Connection) -> set[str]:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return set()
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if not ours or _HISTORY not in tables:
            raise errors.damaged(self.path)
        return {row[0] for row in connection.execute(f"SELECT name FROM {_HISTORY}")}  # noqa: S608

    def _run_migrations(self) -> None:
        from playhouse.migrations import Runner  # noqa: PLC0415

        self.path.touch(mode=0o600)
        with self._sqlite.connection_context():
            self._sqlite.pragma("journal_mode", "wal")
            self._sqlite.pragma("application_id", APPLICATION_ID)
            runner: Any = Runner
            for step in runner(self._sqlite, str(self._migrations), _HISTORY).up():
                logger.info("database brought up to %s", step)
