"""Copies of the database: whole while others write, one a day, the newest fourteen kept."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.storage import backup
from app.storage.database import Database
from app.storage.settings import SettingTable
from tests.conftest import Start

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
    assert (folder / "copy.db").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


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
    with pytest.raises(UserError, match="data folder"):
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


def test_the_newest_fourteen_days_are_kept(database: Database, folder: Path) -> None:
    backup.backup(database.path, folder / "zimmerfrei-before-0002_more.db")
    (folder / "my own copy.db").touch()
    days = [TODAY + timedelta(days=3 * n) for n in range(16)]
    for day in days:
        backup.daily(database.path, folder, day)
    assert sorted(file.name for file in folder.glob("zimmerfrei-2*.db")) == [
        f"zimmerfrei-{day}.db" for day in days[-14:]
    ]
    assert (folder / "zimmerfrei-before-0002_more.db").exists()
    assert (folder / "my own copy.db").exists()


def test_what_an_interrupted_backup_left_goes_with_the_next_one(
    database: Database, folder: Path
) -> None:
    folder.mkdir()
    interrupted = folder / ".zimmerfrei-2027-07-05.db.4711"
    under_way = folder / ".zimmerfrei-2027-07-06.db.4712"
    for file in (interrupted, under_way):
        file.write_bytes(b"half a copy")
    yesterday = time.time() - 24 * 3600
    os.utime(interrupted, (yesterday, yesterday))
    backup.daily(database.path, folder, TODAY)
    assert sorted(folder.iterdir()) == [under_way, folder / "zimmerfrei-2027-07-06.db"]
