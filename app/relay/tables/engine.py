"""The service's database: SQLite in a file, or PostgreSQL; what they differ in stands here.

A connection waits for its next use: to open one takes many times longer than what is asked. A
transaction that has returned is on the disk.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import peewee

from app.core.errors import UserError
from app.i18n import N_
from app.relay.tables.connections import postgres, sqlite

_EXPLAINED: Any = vars(peewee)["__exception_wrapper__"]
"""Raises peewee's own errors in place of those of each library."""
TakenError = peewee.IntegrityError
"""What has to be there once is there already."""
_OURS = (
    peewee.IntegrityError,
    peewee.ProgrammingError,
    peewee.DataError,
    peewee.NotSupportedError,
)
"""Errors that a wrong statement of ours causes, not the database."""
FAULTS = (peewee.DatabaseError, peewee.InterfaceError)
BUSY_TIMEOUT = 10.0
"""Seconds that a write waits for another one."""
POSTGRES = ("postgresql", "postgres")
SQLITE = "sqlite:///"


class DatabaseDownError(UserError):
    """The database cannot be asked now."""

    def __init__(self, place: str) -> None:
        super().__init__(
            N_(
                "The database of the calendar service cannot be used now: {place}. Please check "
                "that it runs, that there is room on its disk, and that it lets the service in."
            ),
            place=place,
        )


class Engine:
    """One database of either kind.

    Args:
        database: the address ``postgresql://…``, or the path of a file.
        busy_timeout: seconds that a write waits for another one.
    """

    def __init__(self, database: str | Path, busy_timeout: float = BUSY_TIMEOUT) -> None:
        self.postgres = is_postgres(database)
        self.place = _place(database)
        self._writing = threading.Lock()
        self._database: Any = (
            postgres(str(database), BUSY_TIMEOUT)
            if self.postgres
            else sqlite(Path(database), busy_timeout)
        )

    def table(self, name: str, primary_key: str = "id") -> peewee.Table:
        """Return the table `name`, bound to this database, its columns as ``.c.<column>``."""
        return peewee.Table(name, primary_key=primary_key).bind(self._database)

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement with ``?`` for values; return its rows.

        Inside a read or write it is part of that. Elsewhere it stands alone, which asks the server
        once instead of three times (DatabaseDownError).
        """
        marked = statement.replace("?", "%s") if self.postgres else statement
        if not self._database.is_closed():
            return self._found(marked, values)
        if self.postgres:
            return self._asked_alone(marked, values)
        with self._faults_told():
            self._database.connect()
            return self._found(marked, values)

    def _asked_alone(self, marked: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            with _EXPLAINED:
                rows: list[tuple[Any, ...]] = self._database.ask_alone(marked, values)
        except _OURS:
            raise
        except FAULTS as error:
            raise DatabaseDownError(self.place) from error
        return rows

    def _found(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        cursor = self._database.execute_sql(statement, values)
        # psycopg makes each `description` anew when it is asked for; SQLite knows no `rownumber`.
        told = cursor.rownumber is not None if self.postgres else cursor.description
        return list(cursor.fetchall()) if told else []

    def run_all(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Run a statement once for each of `rows`, inside a write."""
        marked = statement.replace("?", "%s") if self.postgres else statement
        with _EXPLAINED:
            self._database.cursor().executemany(marked, rows)

    @contextmanager
    def read(self) -> Iterator[None]:
        """Read inside (DatabaseDownError)."""
        with self._transaction(None if self.postgres else "DEFERRED"):
            yield

    @contextmanager
    def write(self) -> Iterator[None]:
        """Write inside: whole or not at all, and on the disk afterwards (DatabaseDownError)."""
        if self.postgres:
            with self._transaction(None):
                yield
            return
        # One after the other as they come: SQLite would let them try again and again, by chance.
        with self._writing, self._transaction("IMMEDIATE"):
            yield

    def make_private(self) -> None:
        """Make the file where it is missing, for its owner alone: links are secrets.

        Its readers do not wait for who writes, and the other way round (WAL). Raises
        DatabaseDownError.
        """
        if not self.postgres:
            with contextlib.suppress(OSError):
                # Where it cannot be made, who asks it is told so.
                os.close(os.open(self.place, os.O_CREAT | os.O_RDWR, 0o600))
            self.run("PRAGMA journal_mode = wal")

    def close(self) -> None:
        """Let the connections go that wait for their next use."""
        self._database.forget()

    @contextmanager
    def _transaction(self, how: str | None) -> Iterator[None]:
        with self._faults_told():
            self._begin(how)
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            self._database.commit()

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        """Tell faults of the database as one error; nothing is connected afterwards."""
        try:
            yield
        except _OURS:
            raise
        except FAULTS as error:
            # What the connection is good for still, nobody knows.
            self._break()
            raise DatabaseDownError(self.place) from error
        finally:
            self._database.close()

    def _begin(self, how: str | None) -> None:
        """Begin a transaction; connections that were lost while they waited are made anew."""
        if not self.postgres:
            self._database.connect()
            self._database.begin(how)
            return
        with _EXPLAINED:
            # While peewee connects, no other thread does.
            self._database.have_one()
        self._database.connect()
        try:
            self._database.begin()
        except FAULTS:
            self._connect_anew()
            self._database.begin()

    def _connect_anew(self) -> None:
        self._break()
        self._database.close()
        self._database.forget()
        with _EXPLAINED:
            self._database.have_one()
        self._database.connect()

    def _roll_back(self) -> None:
        try:
            self._database.rollback()
        except FAULTS:
            self._break()

    def _break(self) -> None:
        """Let nobody use this connection again."""
        if not self._database.is_closed():
            self._database.break_off()


def is_postgres(database: str | Path) -> bool:
    """Tell whether `database` is an address of PostgreSQL, and no path."""
    return isinstance(database, str) and urlsplit(database).scheme in POSTGRES


def _place(database: str | Path) -> str:
    """Return where the database is, for people: no user and no password."""
    if not is_postgres(database):
        return str(database)
    parts = urlsplit(str(database))
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"PostgreSQL {parts.hostname or 'localhost'}{port}{parts.path}"
