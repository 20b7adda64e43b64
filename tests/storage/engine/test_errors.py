"""What SQLite and the system say, in words for owners."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee
import pytest

from app.core.errors import UserError
from app.storage.engine import errors
from app.storage.engine.database import Database
from app.storage.tables.settings import SettingTable
from tests.systems import open_files


def told(fault: Exception, path: Path) -> str:
    with pytest.raises(UserError) as raised, errors.explained(path):
        raise fault
    return str(raised.value)


@pytest.mark.parametrize("name", ["full", "busy", "locked", "corrupt"])
def test_words_in_the_path_mean_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "zimmerfrei.db"
    fault = OSError(errno.EIO, os.strerror(errno.EIO), str(path))
    assert "cannot be read" in told(fault, path)


def test_the_fault_behind_a_failed_rollback_is_told(database: Database) -> None:
    """On a full disk SQLite takes the transaction back, and peewee finds none to take back."""
    sqlite: Any = database._sqlite

    def fill() -> None:
        with sqlite.connection_context(), sqlite.atomic():
            sqlite.pragma("max_page_count", 50)
            sqlite.execute_sql("INSERT INTO setting VALUES ('key', zeroblob(1000000))")

    with pytest.raises(UserError, match="is full"), errors.explained(database.path):
        fill()


NAMES = ["full", "Disk full", "database is locked", "readonly", "malformed", "unable to open"]


@pytest.mark.parametrize("name", NAMES)
def test_a_text_that_is_none_is_damage_whatever_it_says(database: Database, name: str) -> None:
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute(
            "INSERT INTO setting VALUES ('key', CAST(? AS TEXT))", (name.encode() + b"\xff",)
        )
    with pytest.raises(errors.DamagedError) as refused, database.read():
        SettingTable(database).all()
    assert name not in str(refused.value)
    assert "damaged" in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_data_says_chooses_no_sentence(database: Database, name: str) -> None:
    """SQLite quotes what stands in a query, and a query may quote anything."""
    sqlite: Any = database._sqlite
    with pytest.raises(peewee.OperationalError, match=name), database.read():
        sqlite.execute_sql(f'SELECT "setting"."{name}" FROM setting')


def test_a_file_that_was_emptied_is_damaged(database: Database) -> None:
    """SQLite takes it for a database without tables, and has no code of its own for that."""
    with database.read():
        assert SettingTable(database).all() is not None
    with closing(sqlite3.connect(database.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.path.write_bytes(b"")
    with pytest.raises(errors.DamagedError), database.read():
        SettingTable(database).all()
    with pytest.raises(errors.DamagedError), database.write():
        pytest.fail("it is known to be damaged")
    assert database.path.read_bytes() == b""


def test_a_damaged_file_is_written_to_no_more(database: Database) -> None:
    settings = SettingTable(database)
    with database.write():
        settings.set({"key": "value"})
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute("UPDATE setting SET value = CAST(x'ff' AS TEXT)")
    with database.read():
        assert list(database.table("unit").select().dicts()) == []
    with pytest.raises(errors.DamagedError), database.read():
        settings.all()
    before = database.path.read_bytes()
    with pytest.raises(errors.DamagedError), database.write():
        pytest.fail("it is known to be damaged")
    with pytest.raises(errors.DamagedError):
        database.checkpoint()
    assert database.path.read_bytes() == before


@open_files
def test_another_file_in_the_place_of_a_damaged_one_is_written_to(
    database: Database, tmp_path: Path
) -> None:
    settings = SettingTable(database)
    with database.write():
        settings.set({"key": "value"})
    shutil.copyfile(database.path, tmp_path / "sound.db")
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute("UPDATE setting SET value = CAST(x'ff' AS TEXT)")
    with pytest.raises(errors.DamagedError), database.read():
        settings.all()
    (tmp_path / "sound.db").replace(database.path)
    with database.write():
        settings.set({"key": "other"})


@open_files
def test_what_takes_the_place_of_a_damaged_file_meanwhile_is_not_taken_for_it(
    database: Database, tmp_path: Path
) -> None:
    sound = tmp_path / "sound.db"
    with closing(sqlite3.connect(database.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(database.path, sound)
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute("INSERT INTO setting VALUES ('key', CAST(x'ff' AS TEXT))")

    def read() -> None:
        with database.read():
            try:
                SettingTable(database).all()
            finally:
                sound.replace(database.path)

    with pytest.raises(errors.DamagedError):
        read()
    for end in ("-wal", "-shm"):
        database.path.with_name(database.path.name + end).unlink(missing_ok=True)
    with database.write():
        SettingTable(database).set({"key": "value"})


def test_a_bug_passes_through(tmp_path: Path) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        errors.explained(tmp_path / "zimmerfrei.db"),
    ):
        raise sqlite3.OperationalError("no such table: nonsense")


@pytest.mark.parametrize(
    ("is_folder", "sentence"), [(False, "cannot be written to"), (True, "cannot be read")]
)
def test_a_folder_in_the_place_of_the_file_is_no_matter_of_permissions(
    tmp_path: Path, is_folder: bool, sentence: str
) -> None:
    """Windows says of both that access is denied."""
    path = tmp_path / "zimmerfrei.db"
    if is_folder:
        path.mkdir()
    assert sentence in told(PermissionError(errno.EACCES, "x"), path)
