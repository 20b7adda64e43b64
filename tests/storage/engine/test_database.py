"""How the file is opened, read and written: pragmas, transactions, locks, faults."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee
import pytest

from app.core.errors import UserError
from app.storage.engine import errors
from app.storage.engine.database import APPLICATION_ID, Database
from app.storage.tables.settings import SettingTable
from tests.conftest import Start
from tests.systems import is_private

WRITER = """
    import sys
    from pathlib import Path
    from app.storage.engine.database import Database
    from app.storage.tables.settings import SettingTable

    database = Database(Path(sys.argv[1]), busy_timeout=5)
    settings = SettingTable(database)
    with database.write():
        settings.set({"key": "of the other process"})
        print("in", flush=True)
        sys.stdin.readline()
"""


def settings_of(database: Database) -> dict[str, str]:
    with database.read():
        return SettingTable(database).all()


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def pragma(database: Database, name: str) -> object:
    with database.read():
        return database._sqlite.pragma(name)


def test_the_file_is_in_wal_mode_has_foreign_keys_and_says_whose_it_is(database: Database) -> None:
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "application_id") == APPLICATION_ID
    assert database.path.read_bytes()[68:72] == b"Zimf"


def test_foreign_keys_hold(database: Database) -> None:
    unit = database.table("unit")
    with pytest.raises(peewee.IntegrityError), database.write():
        unit.insert(
            property_id=7,
            name="Seeblick",
            name_key="seeblick",
            address="",
            kind="room",
            colour="#000000",
            position=0,
            sequence=0,
            revision=0,
            changed_at="",
        ).execute()


def test_a_write_is_whole_or_not_at_all(database: Database) -> None:
    settings = SettingTable(database)

    def write_half() -> None:
        with database.write():
            settings.set({"key": "half"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert settings_of(database) == {}


def test_a_write_holds_the_lock_from_its_first_moment(database: Database) -> None:
    with (
        closing(sqlite3.connect(database.path, timeout=0)) as other,
        database.write(),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_read_sees_one_moment_while_another_process_commits(
    database: Database, start: Start
) -> None:
    settings = SettingTable(database)
    with database.read():
        assert settings.all() == {}
        other = start(WRITER, database.path)
        assert hear(other) == "in"
        say(other, "commit")
        assert other.wait() == 0
        assert settings.all() == {}
    assert settings_of(database) == {"key": "of the other process"}


def test_reading_goes_on_while_another_process_writes(database: Database, start: Start) -> None:
    other = start(WRITER, database.path)
    assert hear(other) == "in"
    assert settings_of(database) == {}
    say(other, "commit")
    assert other.wait() == 0
    assert settings_of(database) == {"key": "of the other process"}


def test_a_locked_database_is_a_sentence_within_the_busy_timeout(
    database: Database, start: Start
) -> None:
    other = start(WRITER, database.path)
    assert hear(other) == "in"
    began = time.monotonic()
    with pytest.raises(UserError, match="changed by another program just now"), database.write():
        pytest.fail("two write at once")
    assert 0.2 <= time.monotonic() - began < 1
    say(other, "commit")
    assert other.wait() == 0
    with database.write():
        SettingTable(database).set({"key": "mine"})
    assert settings_of(database) == {"key": "mine"}


def test_a_process_that_is_killed_in_a_write_leaves_nothing_of_it(
    database: Database, start: Start
) -> None:
    with database.write():
        SettingTable(database).set({"key": "before"})
    other = start(WRITER, database.path)
    assert hear(other) == "in"
    other.kill()
    other.wait()
    assert settings_of(database) == {"key": "before"}
    with database.write():
        SettingTable(database).set({"key": "after"})
    with closing(sqlite3.connect(database.path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_a_sentence(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as raw:
        raw.execute("PRAGMA max_page_count = 1")
        with (
            pytest.raises(UserError, match=r"is full\. Nothing was changed"),
            errors.explained(database.path),
        ):
            raw.execute("INSERT INTO setting VALUES ('key', zeroblob(1000000))")


def test_a_folder_that_may_not_be_written_to_is_a_sentence(database: Database) -> None:
    address = database.path.as_uri() + "?mode=ro"
    with (
        pytest.raises(UserError, match="cannot be written to"),
        errors.explained(database.path),
        closing(sqlite3.connect(address, uri=True)) as raw,
    ):
        raw.execute("INSERT INTO setting VALUES ('key', 'value')")


def test_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    database = Database(tmp_path / "missing" / "zimmerfrei.db", busy_timeout=0.25)
    with pytest.raises(UserError, match="cannot be read"), database.write():
        pytest.fail("there is nowhere to write")


def test_a_file_that_was_taken_away_is_a_sentence_and_comes_not_back_empty(
    database: Database,
) -> None:
    database.path.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        settings_of(database)
    with pytest.raises(UserError, match="cannot be read"), database.write():
        pytest.fail("there is nothing to write to")
    assert not database.path.exists()


def test_only_its_owner_may_read_the_file(database: Database) -> None:
    assert is_private(database.path)


def test_a_file_that_is_damaged_later_is_a_sentence(database: Database) -> None:
    with database.write():
        SettingTable(database).set({str(n): "x" * 500 for n in range(100)})
    with closing(sqlite3.connect(database.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database.path.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    database.path.write_bytes(content)
    with pytest.raises(UserError, match="is damaged or no Zimmerfrei database"):
        settings_of(database)


def test_a_bug_stays_a_bug(database: Database) -> None:
    with pytest.raises(peewee.OperationalError, match="no such table"), database.read():
        list(database.table("nothing").select().dicts())


def connection_of(database: Database) -> object:
    sqlite: Any = database._sqlite
    return sqlite.connection()


def test_units_of_work_share_a_connection_that_is_kept_open(database: Database) -> None:
    with database.kept_open():
        with database.read():
            first = connection_of(database)
        with database.write():
            assert connection_of(database) is first
            SettingTable(database).set({"language": "en"})
        with database.read():
            assert connection_of(database) is first
            assert SettingTable(database).all()["language"] == "en"
    with database.read():
        assert connection_of(database) is not first


def test_a_change_is_known_apart_from_those_before_it_on_the_same_connection(
    database: Database,
) -> None:
    with database.kept_open():
        with database.write():
            SettingTable(database).set({"language": "en"})
            assert database.changed()
        with database.write():
            assert not database.changed()
            SettingTable(database).set({"language": "de"})
            assert database.changed()


def write_and_fail(database: Database) -> None:
    with database.write():
        SettingTable(database).set({"language": "de"})
        raise RuntimeError


def test_a_unit_of_work_that_fails_is_taken_back_alone(database: Database) -> None:
    with database.kept_open():
        with database.write():
            SettingTable(database).set({"language": "en"})
        with pytest.raises(RuntimeError):
            write_and_fail(database)
        assert settings_of(database)["language"] == "en"
    assert settings_of(database)["language"] == "en"


def test_what_another_process_writes_meanwhile_is_seen(database: Database, path: Path) -> None:
    with database.kept_open():
        settings_of(database)
        other = Database(path, busy_timeout=1)
        with other.write():
            SettingTable(other).set({"language": "en"})
        assert settings_of(database)["language"] == "en"


def test_another_thread_has_a_connection_of_its_own(database: Database) -> None:
    found: list[object] = []

    def look() -> None:
        with database.read():
            found.append(connection_of(database))

    with database.kept_open():
        with database.read():
            own = connection_of(database)
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found
    assert found[0] is not own


def test_a_connection_is_let_go_after_a_fault(database: Database) -> None:
    with pytest.raises(RuntimeError), database.kept_open():
        raise RuntimeError
    assert database._sqlite.is_closed()
    settings_of(database)
