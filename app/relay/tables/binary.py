"""How PostgreSQL is asked for values: as the bytes that they are, not as digits that tell them.

A calendar would travel at twice its size, written out on one side and read on the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus, Format

_BYTEA, _INT8, _INT2, _INT4, _TEXT = 17, 20, 21, 23, 25
"""What PostgreSQL numbers these types by (pg_type.dat)."""
_FORGOTTEN = b"26000"
"""invalid_sql_statement_name: what psycopg rolls back, it has all that was prepared forgotten with;
so may a pooler in between."""


class BinaryCursor(psycopg.Cursor[Any]):
    """A cursor whose results come in binary form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format = Format.BINARY


def asked(
    connection: psycopg.Connection, statement: str, values: tuple[object, ...]
) -> list[tuple[Any, ...]]:
    """Ask one question outside of any transaction, by libpq itself; return its rows.

    All of it is one call, in which other threads go on. Cursors hand over to them some five times,
    and each time has to be waited for under load: half of what an answer cost there.

    Args:
        connection: one that nobody else uses; what is asked is prepared once in it.
        statement: finds numbers, texts and bytes; with ``%s`` for values.
        values: numbers and texts.

    Raises:
        psycopg.Error: as a cursor.
    """
    prepared: dict[str, bytes] = vars(connection).setdefault("prepared", {})
    sent = [str(value).encode() for value in values]
    name = prepared.get(statement)
    if name is None:
        name = prepared[statement] = b"zimmerfrei-%d" % len(prepared)
        result = None
    else:
        result = connection.pgconn.exec_prepared(name, sent, None, Format.BINARY)
    if result is None or result.error_field(DiagnosticField.SQLSTATE) == _FORGOTTEN:
        _good(connection.pgconn.prepare(name, _numbered(statement, len(values))))
        result = connection.pgconn.exec_prepared(name, sent, None, Format.BINARY)
    _good(result)
    width, value_at = result.nfields, result.get_value
    readers = [_READ[result.ftype(column)] for column in range(width)]
    return [
        tuple(
            None if (told := value_at(row, column)) is None else readers[column](told)
            for column in range(width)
        )
        for row in range(result.ntuples)
    ]


def _numbered(statement: str, values: int) -> bytes:
    """Return a statement with its values as PostgreSQL itself marks them."""
    for number in range(1, values + 1):
        statement = statement.replace("%s", f"${number}", 1)
    return statement.encode()


def _good(result: psycopg.pq.abc.PGresult) -> None:
    if result.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise psycopg.errors.error_from_result(result)


def _number(told: bytes) -> int:
    return int.from_bytes(told, "big", signed=True)


_READ: dict[int, Callable[[bytes], Any]] = {
    _BYTEA: bytes,
    _INT2: _number,
    _INT4: _number,
    _INT8: _number,
    _TEXT: bytes.decode,
}
