"""Connections to either kind of database, which wait for their next use."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import peewee

from app.core.errors import UserError

CONNECT_SECONDS = 3
STATEMENT_SECONDS = 20
_WAITING_MOST = 16
_BROKEN = object()
_TCP_MILLISECONDS = 5_000
_IDLE = 0
"""What libpq calls a connection that is open, and in no transaction: PQTRANS_IDLE."""


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
        # `connection.info` would be made anew for the question.
        idle: bool = connection.pgconn.transaction_status == _IDLE
        return idle

    def have_one(self) -> None:
        """See to it that a connection waits, where this thread is about to want one."""
        if not self._waiting:
            self._close(self._connect())

    def ask_alone(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement that only reads, and is no part of anything.

        Past peewee, which lets one connect at a time and takes as long again as the question.
        """
        rows = self._asked(statement, values)
        if rows is None:
            # The connection was lost while it waited, and with it those that waited beside it.
            self.forget()
            rows = self._asked(statement, values, again=True)
        assert rows is not None, "raised otherwise"
        return rows

    def _asked(
        self, statement: str, values: tuple[object, ...], *, again: bool = False
    ) -> list[tuple[Any, ...]] | None:
        """Return the rows; None where the connection may have been lost, unless asked again."""
        from app.relay.tables.binary import asked  # noqa: PLC0415  # of an extra

        connection = self._connect()
        try:
            return asked(connection, statement, values)
        except Exception:
            # A server that ends says so first: the connection does not know of its end yet.
            connection.close()
            if again:
                raise
            return None
        finally:
            self._close(connection)


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


def sqlite(path: Path, busy_timeout: float) -> peewee.SqliteDatabase:
    """Return a database in a file, which is opened with its first use."""
    return _Sqlite(
        str(path),
        # That it writes a log first is kept in the file, see `make_private`.
        pragmas={"foreign_keys": 1, "synchronous": "full"},
        timeout=busy_timeout,
        autoconnect=False,
        check_same_thread=False,
    )


def postgres(address: str, busy_timeout: float) -> peewee.PostgresqlDatabase:
    """Return a database of PostgreSQL, which is asked with its first use.

    Raises:
        UserError: what speaks with it is not installed.
    """
    try:
        from app.relay.tables.binary import BinaryCursor  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise UserError(
            "For PostgreSQL the calendar service needs one more package. Please install it: "
            "pip install zimmerfrei[relay]"
        ) from error
    _, _, rest = address.partition("://")
    return _Postgres(
        f"postgresql://{rest}",
        prefer_psycopg3=True,
        cursor_factory=BinaryCursor,
        client_encoding="utf8",
        autoconnect=False,
        connect_timeout=CONNECT_SECONDS,
        # A server that vanishes without a word is not waited for.
        tcp_user_timeout=_TCP_MILLISECONDS,
        keepalives_idle=CONNECT_SECONDS,
        # Whatever the server's own settings: what was confirmed is on the disk.
        options=f"-c synchronous_commit=on -c statement_timeout={STATEMENT_SECONDS}s "
        f"-c lock_timeout={int(busy_timeout)}s -c timezone=UTC",
        application_name="zimmerfrei-relay",
    )
