"""Bringing the file up to date: once, whole, with a backup before, and only what is ours."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.storage.engine.database import Database
from app.storage.engine.peek import peek
from app.storage.engine.steps import MIGRATIONS
from tests.conftest import Start

STEP = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE pet (name TEXT)")
    db.execute_sql("INSERT INTO pet VALUES ('dog')")
    {then}
"""
STARTER = """
    import sys
    from pathlib import Path
    from app.storage.engine.database import Database

    def say(*words):
        print(*words, flush=True)

    waits = iter(["waiting"])
    database = Database(Path(sys.argv[1]), busy_timeout=60, migrations=Path(sys.argv[2]))
    say("ready")
    sys.stdin.readline()
    database.migrate(lambda step: say("before", step), waiting=lambda: list(map(say, waits)))
    say("done")
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A folder with the program's own steps; `add_step` adds one that is still to come."""
    folder = tmp_path / "steps"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def add_step(folder: Path, then: str = "") -> None:
    (folder / "0999_pets.py").write_text(STEP.format(then=then), encoding="utf-8")


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def refused(path: Path) -> UserError:
    """Return why `path` is not opened; nothing of it or beside it may have changed by that."""
    before = contents(path.parent)
    with pytest.raises(UserError) as refusal:
        Database(path, busy_timeout=0.25).migrate(lambda _: pytest.fail("nothing to prepare"))
    assert contents(path.parent) == before
    return refusal.value


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder; of SQLite's ``-shm``, which says who reads, only that it is."""
    return {
        file.name: b"" if file.name.endswith("-shm") else file.read_bytes()
        for file in folder.iterdir()
    }


LATER = "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2099')"


def test_a_fresh_file_gets_every_table_without_a_backup(path: Path) -> None:
    Database(path, busy_timeout=0.25).migrate(lambda _: pytest.fail("there is nothing to back up"))
    tables = {row[0] for row in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables >= {"property", "unit", "occupancy", "link", "fetch", "setting", "revision"}
    names = [step.stem for step in sorted(MIGRATIONS.glob("[0-9]*.py"))]
    assert query(path, "SELECT name FROM schema_migration ORDER BY name") == [(n,) for n in names]


def test_a_file_that_is_up_to_date_stays_as_it_is(database: Database) -> None:
    before = database.path.read_bytes()
    database.migrate(lambda _: pytest.fail("there is nothing to do"))
    assert database.path.read_bytes() == before


def test_an_empty_file_is_filled(path: Path) -> None:
    path.touch()
    Database(path, busy_timeout=0.25).migrate(lambda _: pytest.fail("there is nothing to back up"))
    assert query(path, "SELECT count(*) FROM unit") == [(0,)]


def test_a_newer_file_is_refused_untouched(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute(LATER)
    assert "newer version" in str(refused(database.path))


@pytest.mark.parametrize("beside", [("-wal", "-shm"), ("-wal",)])
def test_what_a_newer_version_has_left_beside_its_file_counts_and_stays(
    database: Database, tmp_path: Path, beside: tuple[str, ...]
) -> None:
    """As after a crash, or in a copied folder: the newest step stands in the log alone."""
    copy = tmp_path / "copy" / database.path.name
    copy.parent.mkdir()
    with closing(sqlite3.connect(database.path)) as raw:
        with raw:
            raw.execute(LATER)
        for suffix in ("", *beside):
            shutil.copyfile(f"{database.path}{suffix}", f"{copy}{suffix}")
    assert "newer version" in str(refused(copy))


@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
def test_empty_files_beside_a_newer_one_stay(database: Database, beside: str) -> None:
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute(LATER)
    Path(f"{database.path}{beside}").touch()
    assert "newer version" in str(refused(database.path))


def test_what_is_written_while_it_is_looked_at_counts(database: Database) -> None:
    found: list[int] = []

    def look(connection: sqlite3.Connection) -> int:
        found.append(connection.execute("SELECT count(*) FROM schema_migration").fetchone()[0])
        if len(found) == 1:
            with closing(sqlite3.connect(database.path)) as other, other:
                other.execute(LATER)
        return found[-1]

    assert peek(database.path, look) == found[0] + 1
    assert len(found) == 2


@pytest.mark.parametrize("text", ["Das ist kein Kalender.\n", "SQLite format 3\x00", "\x00" * 5000])
def test_a_file_that_is_no_database_is_refused_untouched(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert "damaged or no Zimmerfrei database" in str(refused(path))


@pytest.mark.parametrize(
    "table", ["album (title TEXT)", "schema_migration (name TEXT)", "schema_migration (version)"]
)
def test_the_database_of_another_program_is_refused_untouched(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"CREATE TABLE {table}")
        raw.execute(f"INSERT INTO {table.split(maxsplit=1)[0]} VALUES ('0001_first')")
    assert "damaged or no Zimmerfrei database" in str(refused(path))


def test_a_folder_in_place_of_the_file_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UserError, match="cannot be read"):
        Database(path, busy_timeout=0.25).migrate(lambda _: None)


def test_before_a_step_the_old_state_can_be_saved(database: Database, steps: Path) -> None:
    add_step(steps)
    seen = []

    def before(step: str) -> None:
        seen.append((step, query(database.path, "SELECT name FROM sqlite_master")))

    Database(database.path, busy_timeout=0.25, migrations=steps).migrate(before)
    ((step, tables),) = seen
    assert step == "0999_pets"
    assert ("pet",) not in tables
    assert query(database.path, "SELECT name FROM pet") == [("dog",)]


def test_without_the_backup_no_step_is_made(database: Database, steps: Path) -> None:
    add_step(steps)

    def fail(_step: str) -> None:
        raise UserError("The disk is full.")

    with pytest.raises(UserError, match="full"):
        Database(database.path, busy_timeout=0.25, migrations=steps).migrate(fail)
    assert query(database.path, "SELECT name FROM sqlite_master WHERE name = 'pet'") == []


def test_a_step_that_fails_leaves_nothing_behind_and_can_be_tried_again(
    database: Database, steps: Path
) -> None:
    add_step(steps, then="raise ZeroDivisionError")
    updated = Database(database.path, busy_timeout=0.25, migrations=steps)
    with pytest.raises(ZeroDivisionError):
        updated.migrate(lambda _: None)
    assert query(database.path, "SELECT name FROM sqlite_master WHERE name = 'pet'") == []
    add_step(steps)
    updated.migrate(lambda _: None)
    assert query(database.path, "SELECT name FROM pet") == [("dog",)]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_process_killed_in_a_step_leaves_a_file_that_the_next_one_brings_up_to_date(
    path: Path, steps: Path, start: Start, fresh: bool
) -> None:
    if not fresh:
        Database(path, busy_timeout=0.25).migrate(lambda _: None)
    add_step(steps, then="import os; os._exit(9)")
    process = start(STARTER, path, steps)
    process.communicate("go\n")
    assert process.returncode == 9
    add_step(steps)
    Database(path, busy_timeout=0.25, migrations=steps).migrate(lambda _: None)
    assert query(path, "SELECT name FROM pet") == [("dog",)]


@pytest.mark.parametrize("fresh", [True, False])
def test_starts_at_the_same_moment_migrate_once(
    path: Path, steps: Path, start: Start, fresh: bool
) -> None:
    if not fresh:
        Database(path, busy_timeout=5).migrate(lambda _: None)
    add_step(steps, then="import sys; print('in the step', flush=True); sys.stdin.readline()")
    pair = [start(STARTER, path, steps) for _ in range(2)]
    assert [line_of(process) for process in pair] == ["ready", "ready"]
    for process in pair:
        tell(process, "go")
    # Whoever comes first is in the step until the other one waits for it.
    said = {line_of(process): process for process in pair}
    first = said.pop("in the step" if fresh else "before 0999_pets")
    second = said.pop("waiting")
    if not fresh:
        assert line_of(first) == "in the step"
    tell(first, "on")
    assert first.communicate()[0] == "done\n"
    assert second.communicate()[0] == "done\n"
    assert query(path, "SELECT name FROM pet") == [("dog",)]


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
