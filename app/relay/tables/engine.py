"""The service's database: SQLite in a file, or PostgreSQL; what they differ in stands here.

In SQLite a connection lives for one unit of work, in PostgreSQL for as long as its thread: to open
one takes many times longer than what is asked. A transaction that has returned is on the disk.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import peewee

from app.core.errors import UserError
from app.i18n import N_

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
"""What a statement of ours is to blame for: no fault of the database."""
FAULTS = (peewee.DatabaseError, peewee.InterfaceError)
BUSY_TIMEOUT = 5.0
"""Seconds that a write waits for another one."""
CONNECT_SECONDS = 3
STATEMENT_SECONDS = 20
_TCP_MILLISECONDS = 5_000
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
        self._database: Any = (
            _postgres(str(database)) if self.postgres else _sqlite(Path(database), busy_timeout)
        )
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self._process = os.getpid()

    def table(self, name: str, primary_key: str = "id") -> peewee.Table:
        """Return the table `name`, bound to this database, its columns as ``.c.<column>``."""
        return peewee.Table(name, primary_key=primary_key).bind(self._database)

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement with ``?`` for values; return its rows. Inside a read or write."""
        marked = statement.replace("?", "%s") if self.postgres else statement
        cursor = self._database.execute_sql(marked, values)
        return list(cursor.fetchall()) if cursor.description else []

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
        with self._transaction(None if self.postgres else "IMMEDIATE"):
            yield

    def close_all(self) -> None:
        """Let the connections of all threads go; nothing may be asked meanwhile."""
        self._drop()
        for connection in list(self._connections):
            connection.close()

    @contextmanager
    def _transaction(self, how: str | None) -> Iterator[None]:
        self._after_fork()
        try:
            self._begin(how)
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            self._database.commit()
        except _OURS:
            raise
        except FAULTS as error:
            # What the connection is good for still, nobody knows.
            self._drop()
            raise DatabaseDownError(self.place) from error
        finally:
            if not self.postgres:
                self._drop()

    def _begin(self, how: str | None) -> None:
        """Begin a transaction; a connection that was lost meanwhile is made anew."""
        if not self.postgres or self._database.is_closed():
            self._connect()
            self._database.begin(how)
            return
        try:
            self._database.begin()
        except FAULTS:
            self._drop()
            self._connect()
            self._database.begin()

    def _connect(self) -> None:
        self._database.connect()
        if self.postgres:
            self._connections.add(self._database.connection())

    def _roll_back(self) -> None:
        try:
            self._database.rollback()
        except FAULTS:
            self._drop()

    def _drop(self) -> None:
        try:
            if not self._database.is_closed():
                self._database.close()
        except FAULTS:
            self._database._state.reset()  # noqa: SLF001  # it would hold on to what is broken

    def _after_fork(self) -> None:
        """Forget the connections of the process that this one was forked from: they are its own."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._database._state.reset()  # noqa: SLF001  # closing would end the parent's session


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


def _sqlite(path: Path, busy_timeout: float) -> peewee.SqliteDatabase:
    return peewee.SqliteDatabase(
        str(path),
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full"},
        timeout=busy_timeout,
        autoconnect=False,
    )


def _postgres(address: str) -> peewee.PostgresqlDatabase:
    try:
        import psycopg  # noqa: F401, PLC0415  # an extra: SQLite needs none
    except ImportError as error:
        raise UserError(
            "For PostgreSQL the calendar service needs one more package. Please install it: "
            "pip install zimmerfrei[relay]"
        ) from error
    scheme, _, rest = address.partition("://")
    return peewee.PostgresqlDatabase(
        f"postgresql://{rest}" if scheme in POSTGRES else address,
        prefer_psycopg3=True,
        autoconnect=False,
        connect_timeout=CONNECT_SECONDS,
        # A server that vanishes without a word is not waited for.
        tcp_user_timeout=_TCP_MILLISECONDS,
        keepalives_idle=CONNECT_SECONDS,
        # Whatever the server's own settings: what was confirmed is on the disk.
        options=f"-c synchronous_commit=on -c statement_timeout={STATEMENT_SECONDS}s "
        f"-c lock_timeout={int(BUSY_TIMEOUT)}s -c timezone=UTC",
        application_name="zimmerfrei-relay",
    )
