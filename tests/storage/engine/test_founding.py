"""A first start that is broken off, whenever that is: the next one works."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.storage.engine import founding
from app.storage.engine.claim import Claim
from app.storage.engine.database import APPLICATION_ID, Database
from tests.conftest import Start

DIES = """
    import os, sys
    from pathlib import Path
    from app.storage.engine.database import Database
    from playhouse.migrations import Runner

    last, calls = int(sys.argv[2]), 0

    def count(_frame, event, _argument):
        global calls
        if event in ("c_call", "c_return"):
            calls += 1
            if calls == last:
                os.kill(os.getpid(), 9)

    database = Database(Path(sys.argv[1]), busy_timeout=5)
    sys.setprofile(count)
    database.migrate(lambda _: None)
    sys.setprofile(None)
    print(calls, flush=True)
"""


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        return {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}


def migrated(path: Path) -> None:
    Database(path, busy_timeout=0.25).migrate(lambda _: pytest.fail("there is nothing to save"))
    assert {"unit", "occupancy", "schema_migration"} <= tables(path)
    assert not founding.begun(path)


def test_a_first_start_that_is_killed_leaves_nothing_or_everything(
    tmp_path: Path, start: Start
) -> None:
    whole = start(DIES, tmp_path / "whole.db", 0)
    assert whole.stdout is not None
    calls = int(whole.stdout.readline())
    # Evenly, and closely at the end, where the database is put in its place.
    moments = sorted({*range(calls // 8, calls, calls // 8), *range(calls - 60, calls, 4)})
    processes = []
    for moment in moments:
        folder = tmp_path / str(moment)
        folder.mkdir()
        processes.append((folder / "zimmerfrei.db", start(DIES, folder / "zimmerfrei.db", moment)))
        if len(processes) % 4 == 0:
            for _, process in processes[-4:]:
                process.wait()
    for path, process in processes:
        process.wait()
        if path.exists():
            assert {"unit", "schema_migration"} <= tables(path)
        migrated(path)


def hot_journal(path: Path, statements: tuple[str, ...]) -> None:
    """Leave a database as a process leaves it that is killed while it writes (no WAL)."""
    original = path.with_name("original.db")
    with closing(sqlite3.connect(original, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("CREATE TABLE IF NOT EXISTS filler (content)")
        raw.execute("DROP TABLE filler")
        for statement in statements:
            raw.execute(statement)
        raw.execute("BEGIN")
        raw.execute("CREATE TABLE property (content)")
        raw.executemany("INSERT INTO property VALUES (?)", [("x" * 3000,)] * 200)
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{original}{suffix}", f"{path}{suffix}")
    original.unlink()
    assert Path(f"{path}-journal").stat().st_size > 0
    with (
        pytest.raises(sqlite3.OperationalError),
        closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as raw,
    ):
        raw.execute("SELECT * FROM sqlite_master")


OURS = f"PRAGMA application_id = {APPLICATION_ID}"


@pytest.mark.parametrize("statements", [(), (OURS,)])
def test_a_journal_that_an_earlier_version_left_at_its_first_start_is_mended(
    path: Path, statements: tuple[str, ...]
) -> None:
    hot_journal(path, statements)
    migrated(path)
    assert "property" in tables(path)


def test_a_journal_beside_a_database_of_another_program_stays(path: Path) -> None:
    hot_journal(path, ("CREATE TABLE album (title)",))
    before = [path.read_bytes(), Path(f"{path}-journal").read_bytes()]
    with pytest.raises(UserError, match="damaged or no Zimmerfrei"):
        Database(path, busy_timeout=0.25).migrate(lambda _: None)
    assert [path.read_bytes(), Path(f"{path}-journal").read_bytes()] == before


def test_a_database_with_tables_and_a_journal_is_mended_by_its_first_use(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "zimmerfrei.db"
    with closing(sqlite3.connect(database.path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = delete")
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN")
        raw.executemany(
            "INSERT INTO setting VALUES (?, ?)", [(str(n), "x" * 3000) for n in range(200)]
        )
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{database.path}{suffix}", f"{path}{suffix}")
    mended = Database(path, busy_timeout=0.25)
    mended.migrate(lambda _: pytest.fail("it is complete"))
    with mended.read():
        assert list(mended.table("setting").select().tuples()) == []


def test_where_none_may_be_made_none_is_made(path: Path) -> None:
    def refuse() -> None:
        raise UserError("It is lost.")

    for content in (None, b""):
        if content is not None:
            path.write_bytes(content)
        before = sorted(path.parent.glob("*.db*"))
        with pytest.raises(UserError, match="lost"):
            Database(path, busy_timeout=0.25).migrate(lambda _: None, anew=refuse)
        assert sorted(path.parent.glob("*.db*")) == before


def test_one_that_was_begun_is_finished_whatever_lies_there_by_now(path: Path) -> None:
    founding.begin(path)
    Database(path, busy_timeout=0.25).migrate(
        lambda _: None, anew=lambda: pytest.fail("it was never lost")
    )
    assert "unit" in tables(path)
    assert not founding.begun(path)


def test_who_waits_for_another_ones_migration_says_so_and_gives_up(path: Path) -> None:
    other = Claim(path.with_suffix(".migrating.lock"))
    assert other.take()
    waited: list[float] = []
    database = Database(path, busy_timeout=0.25, patience=0.4)
    with pytest.raises(UserError, match=r"bringing the data in .* up to date for too long"):
        database.migrate(lambda _: None, waiting=lambda: waited.append(time.monotonic()))
    assert len(waited) > 1
    assert not path.exists()
    other.release()
    migrated(path)


def test_who_waits_goes_on_as_soon_as_the_other_is_done(path: Path) -> None:
    other = Claim(path.with_suffix(".migrating.lock"))
    assert other.take()
    said = threading.Event()

    def end() -> None:
        said.wait(30)
        other.release()

    thread = threading.Thread(target=end)
    thread.start()
    Database(path, busy_timeout=0.25).migrate(lambda _: None, waiting=said.set)
    thread.join()
    assert said.is_set()
    assert "unit" in tables(path)
