"""Copies of the database: whole while others write, one a day, proven before it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.backups.copies import kept
from app.core.errors import UnsoundError, UserError
from app.storage.backups import backup, soundness
from app.storage.engine.database import Database
from app.storage.tables.settings import SettingTable
from tests.conftest import Start
from tests.systems import is_private

DATABASES = "PRAGMA database_list"
TODAY = date(2027, 7, 6)
# Every transaction leaves as many rows of one table as of the other.
BUSY = """
    import sqlite3, sys
    raw = sqlite3.connect(sys.argv[1], timeout=5, isolation_level=None)
    for number in range(10 ** 9):
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO setting VALUES (?, ?)", (f"key {number}", "x" * 2000))
        raw.execute(
            "INSERT INTO retired_token (token, retired_at) VALUES (?, ?)",
            (f"token {number}", "x" * 2000),
        )
        raw.execute("COMMIT")
        print(number, flush=True)
"""


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent / "backups"


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_backup_holds_what_was_committed_and_can_be_opened(
    database: Database, folder: Path
) -> None:
    with database.write():
        SettingTable(database).set({"key": "value"})
    target = folder / "copy.db"
    backup.backup(database.path, target)
    copy = Database(target, busy_timeout=0.25)
    copy.migrate(lambda _: pytest.fail("the copy is complete"))
    with copy.read():
        assert SettingTable(copy).all() == {"key": "value"}


def test_only_its_owner_may_read_it(database: Database, folder: Path) -> None:
    backup.backup(database.path, folder / "copy.db")
    assert is_private(folder / "copy.db")
    assert is_private(folder)


def test_backups_are_whole_while_another_process_writes(
    database: Database, folder: Path, start: Start
) -> None:
    other = start(BUSY, database.path)
    assert other.stdout is not None
    sizes = []
    for number in range(10):
        other.stdout.readline()
        backup.backup(database.path, folder / f"{number}.db")
        sizes.append(rows(folder / f"{number}.db", "setting"))
        assert sizes[-1] == rows(folder / f"{number}.db", "retired_token")
    assert 0 < sizes[0] < sizes[-1]


def test_a_backup_that_fails_leaves_nothing(path: Path, folder: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError, match="no Zimmerfrei database") as fault:
        backup.backup(path, folder / "copy.db")
    assert (fault.value.values["file"], fault.value.values["backups"]) == (str(path), str(folder))
    assert list(folder.iterdir()) == []


def test_a_backup_that_fails_keeps_the_one_that_was_there(path: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "copy.db").write_bytes(b"the older one")
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError):
        backup.backup(path, folder / "copy.db")
    assert (folder / "copy.db").read_bytes() == b"the older one"


def test_a_database_that_was_taken_away_comes_back_neither_empty_nor_as_a_backup(
    database: Database, folder: Path
) -> None:
    for file in database.path.parent.glob("*.db*"):
        file.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        backup.daily(database.path, folder, TODAY)
    assert not database.path.exists()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(database: Database, path: Path) -> None:
    (path.parent / "backups").touch()
    with pytest.raises(UserError, match="No backups can be kept in"):
        backup.backup(database.path, path.parent / "backups" / "copy.db")


def test_there_is_one_backup_a_day(database: Database, folder: Path) -> None:
    made = backup.daily(database.path, folder, TODAY)
    assert made == folder / "zimmerfrei-2027-07-06.db"
    content = made.read_bytes()
    with database.write():
        SettingTable(database).set({"key": "later that day"})
    assert backup.daily(database.path, folder, TODAY) is None
    assert made.read_bytes() == content
    assert backup.daily(database.path, folder, TODAY + timedelta(days=1)) is not None


def test_fourteen_days_and_weeks_and_months_before_them_are_kept(
    database: Database, folder: Path
) -> None:
    folder.mkdir()
    days = [TODAY - timedelta(days=n) for n in range(1, 500)]
    ahead = [TODAY + timedelta(days=400), TODAY + timedelta(days=1)]
    for day in [*days, *ahead]:
        (folder / f"zimmerfrei-{day}.db").touch()
    others = {"zimmerfrei-before-0002_more.db", "zimmerfrei-2026-01-01-120000.db", "my own.db"}
    for name in others:
        (folder / name).touch()
    made = backup.daily(database.path, folder, TODAY)
    left = {file.name for file in folder.iterdir()}
    wanted = {f"zimmerfrei-{day}.db" for day in [*kept([*days, TODAY], TODAY), *ahead]}
    assert left == wanted | others
    assert made == folder / f"zimmerfrei-{TODAY}.db"
    assert rows(made, "setting") == 0


def test_a_clock_that_is_far_behind_takes_nothing_away(database: Database, folder: Path) -> None:
    folder.mkdir()
    there = [f"zimmerfrei-{TODAY - timedelta(days=n)}.db" for n in range(20)]
    for name in there:
        (folder / name).touch()
    made = backup.daily(database.path, folder, date(1970, 1, 1))
    assert made is not None
    assert {file.name for file in folder.iterdir()} == {*there, made.name}


def test_what_an_interrupted_backup_left_goes_with_the_next_one(
    database: Database, folder: Path, start: Start
) -> None:
    slow = start(
        """
        import sys, pathlib, sqlite3
        from app.storage.backups import backup, soundness
        soundness.is_sound = lambda _: print("half way", flush=True) or sys.stdin.readline()
        backup.backup(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) / "zimmerfrei-1.db")
        """,
        database.path,
        folder,
    )
    assert slow.stdout is not None
    assert slow.stdout.readline() == "half way\n"
    assert [file.suffix for file in folder.iterdir()] == [".unfinished"]
    slow.kill()
    slow.wait()
    backup.backup(database.path, folder / "zimmerfrei-2.db")
    assert list(folder.iterdir()) == [folder / "zimmerfrei-2.db"]


def spoil_a_page(path: Path) -> None:
    """Damage one page in the middle, as a dying disk does; nothing but a check notices."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'retired_token_link'"
        ).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def spoil_a_text(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("INSERT INTO setting VALUES ('key', CAST(x'ff' AS TEXT))")


def spoil_a_reference(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO fetch VALUES (1, 99, '', '', '', 200)")


@pytest.mark.parametrize("spoil", [spoil_a_page, spoil_a_text, spoil_a_reference])
def test_damage_is_told_and_pushes_no_backup_out(
    database: Database, folder: Path, spoil: Callable[[Path], None]
) -> None:
    for day in range(20):
        backup.daily(database.path, folder, TODAY + timedelta(days=day))
    there = sorted(folder.iterdir())
    spoil(database.path)
    with pytest.raises(UnsoundError) as fault:
        backup.daily(database.path, folder, TODAY + timedelta(days=20))
    assert fault.value.values["file"] == str(database.path)
    assert sorted(folder.iterdir()) == there


def test_a_copy_that_lacks_rows_is_none(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = soundness.count
    monkeypatch.setattr(
        soundness, "count", lambda c: real(c) | {"unit": len(c.execute(DATABASES).fetchone()[2])}
    )
    with pytest.raises(UnsoundError, match="does not read back"):
        backup.backup(database.path, folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_listed_is_a_sentence(path: Path, folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(UserError, match="No backups can be kept in"):
        backup.backups(folder)
    with pytest.raises(UserError, match="No backups can be kept in"):
        backup.daily(path, folder, TODAY)
