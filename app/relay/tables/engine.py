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
CONNECT_SECONDS = 3
STATEMENT_SECONDS = 20
_WAITING_MOST = 16
_BROKEN = object()
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
        self._writing = threading.Lock()
        self._database: Any = (
            _postgres(str(database)) if self.postgres else _sqlite(Path(database), busy_timeout)
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
        with self._faults_told():
            self._database.connect()
            try:
                return self._found(marked, values)
            except FAULTS:
                if not self.postgres:
                    raise
                # A connection may have been lost while it waited. What stands alone only reads.
                self._connect_anew()
                return self._found(marked, values)

    def _found(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        cursor = self._database.execute_sql(statement, values)
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
        self._database.connect()
        if not self.postgres:
            self._database.begin(how)
            return
        try:
            self._database.begin()
        except FAULTS:
            self._connect_anew()
            self._database.begin()

    def _connect_anew(self) -> None:
        self._break()
        self._database.close()
        self._database.forget()
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


class _Waiting:
    """Keeps connections for their next use, of whichever thread.

    peewee's own pool opens one at a time, and all wait for one that comes to nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: list[tuple[object, Any]] = []
        self._marks: dict[int, object] = {}
        self._process = os.getpid()
        self._keeping = threading.Lock()

    def forget(self) -> None:
        """Close the connections that wait."""
        with self._keeping:
            waiting, self._waiting = self._waiting, []
        for _, connection in waiting:
            connection.close()

    def break_off(self) -> None:
        """Close this thread's connection, so that it does not wait for another use."""
        database: Any = self
        connection = database.connection()
        self._marks[id(connection)] = _BROKEN
        connection.close()

    def _mark(self) -> object:
        """Return what a connection is of; it is good for nothing else."""
        raise NotImplementedError

    def _idle(self, connection: Any) -> bool:
        raise NotImplementedError

    def _connect(self) -> Any:
        mark = self._mark()
        found, others = None, []
        with self._keeping:
            if self._process != os.getpid():
                # They are those of the process that this one was forked from: not ours to close.
                self._process, self._waiting, self._marks = os.getpid(), [], {}
            while self._waiting and found is None:
                of, connection = self._waiting.pop()
                if of == mark:
                    found = connection
                else:
                    others.append(connection)
        for connection in others:
            connection.close()
        if found is None:
            connect: Any = super()._connect  # type: ignore[misc]
            found = connect()
        self._marks[id(found)] = mark
        return found

    def _close(self, connection: Any) -> None:
        mark = self._marks.pop(id(connection), None)
        with self._keeping:
            if (
                mark is not _BROKEN
                and self._idle(connection)
                and len(self._waiting) < _WAITING_MOST
            ):
                self._waiting.append((mark, connection))
                return
        connection.close()


class _Postgres(_Waiting, peewee.PostgresqlDatabase):
    def _mark(self) -> object:
        return None

    def _idle(self, connection: Any) -> bool:
        return not connection.closed and connection.info.transaction_status.name == "IDLE"


class _Sqlite(_Waiting, peewee.SqliteDatabase):
    def _mark(self) -> object:
        # Another file may have been put in its place: one that was restored. And one that is gone
        # is not to come back as an empty one.
        try:
            found = Path(str(self.database)).stat()
        except OSError as error:
            raise peewee.OperationalError(*error.args) from error
        return found.st_dev, found.st_ino

    def _idle(self, connection: Any) -> bool:
        return not connection.in_transaction


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
    return _Sqlite(
        str(path),
        # That it writes a log first is kept in the file, see `make_private`.
        pragmas={"foreign_keys": 1, "synchronous": "full"},
        timeout=busy_timeout,
        autoconnect=False,
        check_same_thread=False,
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
    return _Postgres(
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
