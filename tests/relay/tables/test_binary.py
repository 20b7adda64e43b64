"""Questions that stand alone, as libpq itself asks them: the same values as by a cursor."""

from __future__ import annotations

from collections.abc import Iterator

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.relay.tables.engine import Engine
from tests.relay.cluster import Cluster

EVERYTHING = (
    "SELECT small, whole, big, name, body FROM everything WHERE big = ? OR name = ? ORDER BY big"
)


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    engine = Engine(cluster.address)
    with engine.write():
        engine.run("DROP TABLE IF EXISTS everything")
        engine.run(
            "CREATE TABLE everything (small SMALLINT, whole INTEGER, big BIGINT, name TEXT, "
            "body BYTEA)"
        )
    yield engine
    engine.close()


def kept(engine: Engine, *rows: tuple[object, ...]) -> None:
    with engine.write():
        engine.run("DELETE FROM everything")
        engine.run_all("INSERT INTO everything VALUES (?, ?, ?, ?, ?)", list(rows))


def inside(engine: Engine, *values: object) -> list[tuple[object, ...]]:
    """Ask in a transaction, which is done by a cursor."""
    with engine.read():
        return engine.run(EVERYTHING, *values)


# PostgreSQL keeps no NUL in a text.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def numbers(bits: int) -> st.SearchStrategy[int]:
    edges = st.sampled_from([-(2 ** (bits - 1)), -1, 0, 1, 2 ** (bits - 1) - 1])
    return edges | st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(numbers(16), numbers(32), numbers(64), TEXTS, st.binary())
def test_each_value_is_what_it_was(
    engine: Engine, small: int, whole: int, big: int, name: str, body: bytes
) -> None:
    row = (small, whole, big, name, body)
    kept(engine, row)
    assert engine.run(EVERYTHING, big, "") == inside(engine, big, "") == [row]
    assert engine.run(EVERYTHING, 7, name) == inside(engine, 7, name)


def test_nothing_is_none_and_many_are_in_order(engine: Engine) -> None:
    empty: tuple[object, ...] = (None, None, 1, None, None)
    other = (1, 2, 3, "ä %s ?", b"")
    kept(engine, other, empty)
    assert engine.run(EVERYTHING, 1, "ä %s ?") == [empty, other]
    assert engine.run(EVERYTHING, 9, "nobody") == []
    assert engine.run("SELECT 1, 'a', NULL WHERE false") == []


def test_what_was_prepared_is_so_again_after_a_transaction_was_taken_back(engine: Engine) -> None:
    kept(engine, (1, 2, 3, "a", b"b"))

    def taken_back() -> None:
        with engine.write():
            engine.run("UPDATE everything SET name = ?", "x")
            raise KeyError

    for _ in range(3):
        assert engine.run(EVERYTHING, 3, "") == [(1, 2, 3, "a", b"b")]
        with pytest.raises(KeyError):
            taken_back()


def test_what_is_forgotten_by_the_server_is_prepared_anew(engine: Engine) -> None:
    kept(engine, (1, 2, 3, "a", b"b"))
    assert engine.run(EVERYTHING, 3, "") == [(1, 2, 3, "a", b"b")]
    with engine.read():
        engine.run("DEALLOCATE ALL")
    assert engine.run(EVERYTHING, 3, "") == [(1, 2, 3, "a", b"b")]


def test_a_wrong_question_is_a_bug_as_with_a_cursor(engine: Engine) -> None:
    with pytest.raises(peewee.ProgrammingError):
        engine.run("SELECT nothing FROM everything")
    with pytest.raises(peewee.DataError):
        engine.run("SELECT name FROM everything WHERE big = CAST(? AS BIGINT)", "no number")
    assert engine.run("SELECT 1") == [(1,)]


def test_a_server_that_speaks_latin_1_says_the_same(cluster: Cluster, engine: Engine) -> None:
    kept(engine, (1, 2, 3, "Gästehaus", b""))
    with engine.write():
        engine.run("ALTER ROLE relay SET client_encoding = 'LATIN1'")
    other = Engine(cluster.address)
    try:
        assert other.run(EVERYTHING, 0, "Gästehaus") == [(1, 2, 3, "Gästehaus", b"")]
    finally:
        other.close()
        with engine.write():
            engine.run("ALTER ROLE relay RESET client_encoding")
