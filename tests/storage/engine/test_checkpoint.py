"""The log moves into the file in one place, never where it could begin anew at the same instant."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.engine.checkpoint import checkpoint, log_kept
from app.storage.engine.connection import connected
from app.storage.engine.database import Database
from app.storage.engine.sqlite import has_wal_reset_fault
from app.storage.tables.revisions import DataVersion
from app.storage.tables.settings import SettingTable


def log_of(database: Database) -> int:
    """Return how large the log is, in bytes."""
    return Path(f"{database.path}-wal").stat().st_size


def put(database: Database, value: str) -> None:
    with database.write():
        SettingTable(database).set({"key": value})


def alone(path: Path, folder: Path) -> dict[str, str]:
    """Return the settings that a copy of the database file alone holds."""
    copy = folder / "alone.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(raw.execute("SELECT key, value FROM setting"))


def state(raw: sqlite3.Connection) -> tuple[int, int]:
    """Return how many pages are in the log and how many of them in the file, changing neither.

    A checkpoint copies nothing as long as somebody reads from the file instead of the log.
    """
    _, in_log, copied = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return in_log, copied


def test_no_commit_moves_the_log_by_itself(database: Database) -> None:
    version = DataVersion(database.path)
    for number in range(40):
        # A page that says the same as before SQLite may leave out of the log.
        put(database, chr(ord("A") + number) * 200_000)
    # Beyond 1000 pages SQLite would have done it.
    with closing(connected(database.path, timeout=1)) as raw:
        assert raw.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    assert log_of(database) > 1500 * 4096
    version.close()


def test_a_checkpoint_makes_the_file_whole_by_itself(database: Database, tmp_path: Path) -> None:
    version = DataVersion(database.path)
    put(database, "value")
    assert alone(database.path, tmp_path) == {}
    assert database.checkpoint().complete
    assert alone(database.path, tmp_path) == {"key": "value"}
    version.close()


def test_a_log_that_is_copied_begins_anew_and_stays_short(database: Database) -> None:
    version = DataVersion(database.path)
    sizes = []
    for number in range(20):
        put(database, str(number) + "x" * 200_000)
        assert database.checkpoint().complete
        sizes.append(log_of(database))
    assert max(sizes) <= 3 * sizes[0]
    version.close()


def test_a_log_that_was_large_becomes_small_again(database: Database) -> None:
    version = DataVersion(database.path)
    for number in range(40):
        put(database, str(number) + "x" * 200_000)
    database.checkpoint()
    put(database, "short")
    assert log_of(database) <= 4 * 2**20
    version.close()


@pytest.mark.parametrize("copied_before", [True, False])
def test_the_log_begins_not_anew_while_it_is_copied(
    database: Database, copied_before: bool
) -> None:
    """What the fault of SQLite needs: a commit that begins the log anew during a checkpoint."""
    version = DataVersion(database.path)
    put(database, "one")
    if copied_before:
        assert database.checkpoint().complete
        put(database, "two")
    with (
        closing(connected(database.path, timeout=1, isolation_level=None)) as reader,
        closing(connected(database.path, timeout=1, isolation_level=None)) as copier,
        log_kept(reader, hold_writers=False),
    ):
        first, copied = state(copier)
        assert first == copied
        put(database, "three")
        put(database, "four")
        # It goes on behind what is copied, instead of at its beginning.
        second, _ = state(copier)
        assert second > first
    assert database.checkpoint().complete
    with database.read():
        assert SettingTable(database).all() == {"key": "four"}
    version.close()


def test_nothing_is_copied_where_all_was_copied_before_the_checkpoint_began(
    database: Database,
) -> None:
    """The fault's other half: a checkpoint that begins with nothing left to copy."""
    version = DataVersion(database.path)
    put(database, "one")
    before = database.checkpoint()
    assert before.complete
    with (
        closing(connected(database.path, timeout=1, isolation_level=None)) as reader,
        closing(connected(database.path, timeout=1, isolation_level=None)) as copier,
        log_kept(reader, hold_writers=False),
    ):
        put(database, "two")  # begins the log anew
        in_log, copied = state(copier)
        assert copied == 0 < in_log <= before.in_log
    assert database.checkpoint().complete
    with database.read():
        assert SettingTable(database).all() == {"key": "two"}
    version.close()


def test_changes_wait_only_where_they_are_held(database: Database) -> None:
    version = DataVersion(database.path)
    put(database, "one")
    for held in (False, True):
        with (
            closing(connected(database.path, timeout=0, isolation_level=None)) as writer,
            closing(connected(database.path, timeout=1, isolation_level=None)) as reader,
            log_kept(reader, hold_writers=held),
        ):
            if held:
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    writer.execute("BEGIN IMMEDIATE")
            else:
                writer.execute("BEGIN IMMEDIATE")
    assert checkpoint(database.path, hold_writers=True).complete
    version.close()


def test_the_last_one_to_close_leaves_the_file_whole(database: Database, tmp_path: Path) -> None:
    version = DataVersion(database.path)
    put(database, "value")
    version.close()
    assert not Path(f"{database.path}-wal").exists()
    assert alone(database.path, tmp_path) == {"key": "value"}


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_which_versions_have_the_fault(version: tuple[int, ...], faulty: bool) -> None:
    assert has_wal_reset_fault(version) is faulty
