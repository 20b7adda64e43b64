"""Both engines: whole or not at all, faults as one sentence, and connections that are lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from app.core.errors import UserError
from app.relay.tables.engine import DatabaseDownError, Engine, TakenError, is_postgres
from app.relay.tables.steps import bring_up
from app.relay.uses.relay import Relay
from tests.relay.cluster import Cluster
from tests.relay.conftest import command


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with engine.write():
        body = BYTES[engine.postgres]
        engine.run(f"CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, body {body})")
    return engine


BYTES = {True: "BYTEA", False: "BLOB"}


def names(engine: Engine) -> list[str]:
    with engine.read():
        return [name for (name,) in engine.run("SELECT name FROM thing ORDER BY id")]


def test_what_is_written_is_there_for_every_thread(filled: Engine) -> None:
    with filled.write():
        rows = filled.run(
            "INSERT INTO thing (id, name, body) VALUES (?, ?, ?) RETURNING body",
            *(1, "ä?%s", b"\x00\xff"),
        )
    assert bytes(rows[0][0]) == b"\x00\xff"
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(names(filled)))
    thread.start()
    thread.join()
    assert found == ["ä?%s"]


def test_what_is_broken_off_is_not_there(filled: Engine) -> None:
    def broken_off() -> None:
        with filled.write():
            filled.run("INSERT INTO thing (id, name) VALUES (1, 'a')")
            raise KeyError

    with pytest.raises(KeyError):
        broken_off()
    with pytest.raises(TakenError), filled.write():
        filled.run_all("INSERT INTO thing (id, name) VALUES (?, ?)", [(2, "b"), (3, "c"), (2, "d")])
    assert names(filled) == []
    with filled.write():
        filled.run_all("INSERT INTO thing (id, name) VALUES (?, ?)", [(2, "b"), (3, "c")])
        filled.run_all("INSERT INTO thing (id, name) VALUES (?, ?)", [])
    assert names(filled) == ["b", "c"]


def test_a_statement_that_is_wrong_is_a_bug_and_no_fault(filled: Engine) -> None:
    with pytest.raises((peewee.ProgrammingError, DatabaseDownError)), filled.read():
        filled.run("SELECT nothing FROM nowhere")
    assert names(filled) == []


def test_two_starts_at_once_make_the_tables_once(database: str) -> None:
    engines = [Engine(database) for _ in range(4)]
    begin = threading.Barrier(len(engines))
    faults: list[Exception] = []

    def start(engine: Engine) -> None:
        begin.wait()
        try:
            bring_up(engine)
        except Exception as error:  # noqa: BLE001
            faults.append(error)

    threads = [threading.Thread(target=start, args=[engine]) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with engines[0].read():
        assert engines[0].run("SELECT COUNT(*) FROM service") == [(1,)]
        assert engines[0].run("SELECT COUNT(*) FROM change_counter") == [(16,)]
    for engine in engines:
        engine.close()


def test_a_database_of_a_newer_version_is_left_as_it_is(engine: Engine) -> None:
    bring_up(engine)
    bring_up(engine)
    with engine.write():
        engine.run("INSERT INTO relay_step (name) VALUES ('0009_later')")
    with pytest.raises(UserError, match="newer version"):
        bring_up(engine)


@pytest.mark.parametrize(
    ("address", "postgres"),
    [
        ("postgresql://a:b@c/d", True),
        ("postgres://a:b@c/d", True),
        ("/srv/relay.db", False),
        ("C:\\relay.db", False),
        (Path("postgresql:/x"), False),
    ],
)
def test_which_kind_it_is(address: str | Path, postgres: bool) -> None:
    assert is_postgres(address) is postgres


def test_no_password_stands_in_what_is_said() -> None:
    pytest.importorskip("psycopg")
    engine = Engine("postgresql://anna:geheim@127.0.0.1:1/relay")
    with pytest.raises(DatabaseDownError) as caught, engine.read():
        pass
    assert "PostgreSQL 127.0.0.1:1/relay" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("made", ["a folder", "no folder", "no database"])
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, made: str) -> None:
    path = tmp_path / "relay.db"
    if made == "a folder":
        path.mkdir()
    elif made == "no folder":
        path = tmp_path / "none" / "relay.db"
    else:
        path.write_bytes(os.urandom(5000))
    with pytest.raises(DatabaseDownError, match=r"relay\.db"):
        bring_up(Engine(path))


def test_a_postgresql_that_was_restarted_is_asked_anew(cluster: Cluster) -> None:
    engine = Engine(cluster.address)
    with engine.read():
        assert engine.run("SELECT 1") == [(1,)]
    cluster.stop()
    try:
        for _ in range(2):
            with pytest.raises(DatabaseDownError), engine.read():
                engine.run("SELECT 1")
    finally:
        cluster.start()
    with engine.read():
        assert engine.run("SELECT 1") == [(1,)]
    engine.close()


def test_a_statement_that_stands_alone_survives_a_restart(cluster: Cluster) -> None:
    engine = Engine(cluster.address)
    assert engine.run("SELECT 1") == [(1,)]
    cluster.stop()
    try:
        with pytest.raises(DatabaseDownError):
            engine.run("SELECT 1")
    finally:
        cluster.start()
    assert engine.run("SELECT 1") == [(1,)]
    cluster.stop()
    cluster.start()
    # Nobody notices a restart between two questions.
    assert engine.run("SELECT 1") == [(1,)]
    with engine.write():
        assert engine.run("SELECT 1") == [(1,)]
    engine.close()


def test_a_statement_that_stands_alone_is_one_inside_a_transaction_too(filled: Engine) -> None:
    assert filled.run("SELECT name FROM thing") == []
    with filled.write():
        filled.run("INSERT INTO thing (id, name) VALUES (1, 'a')")
        assert filled.run("SELECT name FROM thing") == [("a",)]
    assert filled.run("SELECT name FROM thing WHERE name = ?", "a") == [("a",)]
    with pytest.raises((peewee.ProgrammingError, DatabaseDownError)):
        filled.run("SELECT nothing FROM nowhere")
    assert names(filled) == ["a"]


def test_a_connection_that_is_cut_in_mid_transaction_leaves_nothing(
    cluster: Cluster,
) -> None:
    engine = Engine(cluster.address)
    command(cluster.address, "DROP TABLE IF EXISTS cut")
    command(cluster.address, "CREATE TABLE cut (id INTEGER)")

    def cut() -> None:
        with engine.write():
            engine.run("INSERT INTO cut VALUES (1)")
            [(number,)] = engine.run("SELECT pg_backend_pid()")
            command(cluster.address, f"SELECT pg_terminate_backend({number})")
            engine.run("INSERT INTO cut VALUES (2)")

    with pytest.raises(DatabaseDownError):
        cut()
    with engine.write():
        assert engine.run("SELECT COUNT(*) FROM cut") == [(0,)]
    engine.close()


def test_connections_are_used_again_whichever_thread_asks(cluster: Cluster) -> None:
    engine = Engine(cluster.address)
    numbers = set[int]()

    def ask() -> None:
        with engine.read():
            numbers.update(number for (number,) in engine.run("SELECT pg_backend_pid()"))

    for _ in range(3):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    ask()
    assert len(numbers) == 1
    engine.close()


@pytest.fixture
def child() -> Iterator[list[int]]:
    """Processes that were forked; each is waited for."""
    children: list[int] = []
    yield children
    for number in children:
        _, status = os.waitpid(number, 0)
        assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_worker_has_connections_of_its_own(cluster: Cluster, child: list[int]) -> None:
    engine = Engine(cluster.address)
    with engine.read():
        ours = engine.run("SELECT pg_backend_pid()")
    number = os.fork()
    if number == 0:
        try:
            with engine.read():
                os._exit(int(engine.run("SELECT pg_backend_pid()") == ours))
        finally:
            os._exit(9)
    child.append(number)
    with engine.read():
        assert engine.run("SELECT pg_backend_pid()") == ours
    engine.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file private by its folder")
def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "relay.db")
    bring_up(engine)
    with engine.read():
        assert engine.run("SELECT COUNT(*) FROM service") == [(1,)]
        made = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert "relay.db" in made
    assert set(made.values()) == {0}


def test_another_file_in_its_place_is_the_one_that_is_asked(tmp_path: Path) -> None:
    path, other = tmp_path / "relay.db", tmp_path / "other.db"
    for at in (path, other):
        engine = Engine(at)
        bring_up(engine)
        with engine.write():
            engine.run("UPDATE service SET operator = ?", at.name)
        engine.close()
    engine = Engine(path)
    assert engine.run("SELECT operator FROM service") == [("relay.db",)]
    other.replace(path)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert engine.run("SELECT operator FROM service") == [("other.db",)]
    path.unlink()
    with pytest.raises(DatabaseDownError):
        engine.run("SELECT operator FROM service")
    assert not path.exists()
    engine.close()


def test_many_who_write_at_once_come_one_after_the_other(filled: Engine) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 10):
            with filled.write():
                filled.run("INSERT INTO thing (id, name) VALUES (?, 'x')", number)

    threads = [threading.Thread(target=write, args=[at * 10]) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert filled.run("SELECT COUNT(*) FROM thing") == [(60,)]


def test_what_is_asked_of_many_calendars_reads_none_of_them(tmp_path: Path) -> None:
    relay = Relay(tmp_path / "relay.db")
    relay.prepare()
    engine, asked = relay.store.engine, relay.store.calendars
    plans: list[str] = []
    for ask in (
        lambda: asked.lies(1),
        asked.lies_of_all,
        asked.lies_in_all,
        asked.uploaded,
        lambda: asked.uploaded_by(1),
    ):
        statements: list[str] = []
        with engine.read():
            connection = engine._database.connection()
            connection.set_trace_callback(statements.append)
            ask()
            connection.set_trace_callback(None)
            [statement] = [one for one in statements if one.startswith("SELECT")]
            plans += [row[-1] for row in engine.run(f"EXPLAIN QUERY PLAN {statement}")]
    relay.stop()
    assert len(plans) == 5
    assert all("COVERING INDEX calendar_lies" in plan for plan in plans), plans
