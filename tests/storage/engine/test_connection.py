"""Connections to a database file that peewee does not make."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.engine.connection import connected, one_transaction


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Gäste und Häuser.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE unit (name TEXT UNIQUE ON CONFLICT ROLLBACK)")
    return path


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(connected(file, timeout=0, isolation_level=None)) as connection:
        yield connection


def names(file: Path) -> list[str]:
    with closing(connected(file, timeout=0)) as other:
        return [name for (name,) in other.execute("SELECT name FROM unit ORDER BY name")]


def add(connection: sqlite3.Connection, *found: str) -> None:
    connection.executemany("INSERT INTO unit VALUES (?)", [(name,) for name in found])


def test_what_is_changed_is_there_for_others_at_the_end(
    file: Path, connection: sqlite3.Connection
) -> None:
    with one_transaction(connection):
        add(connection, "Kajüte", "Möwe")
        assert names(file) == []
    assert names(file) == ["Kajüte", "Möwe"]


def test_nothing_of_what_has_failed_stays(file: Path, connection: sqlite3.Connection) -> None:
    def broken_off() -> None:
        add(connection, "Möwe")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), one_transaction(connection):
        broken_off()
    assert names(file) == []
    with one_transaction(connection):
        add(connection, "Kajüte")
    assert names(file) == ["Kajüte"]


def test_a_fault_that_has_ended_the_transaction_is_told_as_it_is(
    file: Path, connection: sqlite3.Connection
) -> None:
    with pytest.raises(sqlite3.IntegrityError), one_transaction(connection):
        add(connection, "Möwe", "Möwe")
    assert not connection.in_transaction
    assert names(file) == []


def test_others_cannot_write_meanwhile(file: Path, connection: sqlite3.Connection) -> None:
    with (
        closing(connected(file, timeout=0, isolation_level=None)) as other,
        one_transaction(connection),
        pytest.raises(sqlite3.OperationalError, match="locked"),
        one_transaction(other),
    ):
        add(other, "Möwe")
    assert names(file) == []


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connected(tmp_path / "none.db", timeout=0)
    assert list(tmp_path.iterdir()) == []
