"""A program that runs for long keeps the database file current by itself."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.house.unit import UnitDraft
from app.override import override
from app.services.backups.checkpoints import Checkpoints
from app.services.data_folder.folder import DataFolder
from app.services.program.engine import has_wal_reset_fault, sqlite_version
from app.services.services import Services
from app.storage.engine import errors
from app.storage.engine.checkpoint import Progress
from app.storage.engine.database import Database
from tests.conftest import Start

PATIENCE = 30.0
CHANGE = 40_000
"""How much each change writes, in bytes."""
CHANGES_ON_AND_ON = """
    import sys
    from pathlib import Path
    from app.storage.engine.database import Database
    from app.storage.tables.settings import SettingTable

    database = Database(Path(sys.argv[1]), busy_timeout=5)
    settings = SettingTable(database)
    with database.read():  # so that it is not the last to close
        pass
    number = 0
    while True:
        number += 1
        with database.write():
            settings.set({"number": f"{number}" + "x" * int(sys.argv[2])})
        print(number, flush=True)
"""


def add(services: Services, name: str) -> None:
    if services.units.empty():
        services.units.first_house("Haus Seeblick", [name])
    else:
        services.units.add(UnitDraft(property_id=1, name=name))


def alone(folder: DataFolder, copy: Path) -> list[str]:
    """Return the names of units that a copy of the database file alone holds."""
    copy.write_bytes(folder.database.read_bytes())
    with closing(sqlite3.connect(copy)) as raw:
        return [name for (name,) in raw.execute("SELECT name FROM unit ORDER BY id")]


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; the end of a hanging test, and no bound."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if true():
            return
        pause.wait(0.01)
    pytest.fail("it never came to that")


def test_a_copy_of_the_file_alone_holds_what_was_changed(
    services: Services, folder: DataFolder, tmp_path: Path
) -> None:
    copy = tmp_path / "alone.db"
    with Checkpoints(services.database, look=0.01):
        add(services, "Seeblick 1")
        until(lambda: alone(folder, copy) == ["Seeblick 1"])
        add(services, "Seeblick 2")
        until(lambda: alone(folder, copy) == ["Seeblick 1", "Seeblick 2"])


def test_what_stood_in_the_log_before_is_moved_too(
    services: Services, folder: DataFolder, tmp_path: Path
) -> None:
    add(services, "Seeblick 1")
    copy = tmp_path / "alone.db"
    assert alone(folder, copy) == []
    with Checkpoints(services.database, look=0.01):
        until(lambda: alone(folder, copy) == ["Seeblick 1"])


def test_changes_that_never_pause_are_moved_and_the_log_stays_bounded(
    services: Services, folder: DataFolder, start: Start
) -> None:
    add(services, "Seeblick 1")
    log = Path(f"{folder.database}-wal")
    with Checkpoints(services.database, look=0.02, longest=0.1, large=500):
        process = start(CHANGES_ON_AND_ON, folder.database, CHANGE)
        assert process.stdout is not None
        written = 0
        for _ in range(4_000):
            assert process.stdout.readline()
            written += CHANGE
            # However fast they come, the log begins anew: it holds a part of them only.
            if 3 * log.stat().st_size < written:
                break
        else:
            pytest.fail("the log has grown with every change")
        process.kill()


class Counting(Database):
    """Counts how often it was to checkpoint."""

    asked = 0

    @override
    def checkpoint(self, *, hold_writers: bool = False) -> Progress:
        self.asked += 1
        return super().checkpoint(hold_writers=hold_writers)


@pytest.mark.usefixtures("services")
def test_a_damaged_file_is_not_touched_and_said_once(
    folder: DataFolder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "app")
    database = Counting(folder.database, busy_timeout=0.25)
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("INSERT INTO setting VALUES ('key', CAST(x'ff' AS TEXT))")
    with pytest.raises(errors.DamagedError), database.read():
        list(database.table("setting").select().tuples())
    before = folder.database.read_bytes()
    said = "checkpoints is tried again"
    with Checkpoints(database, look=0.01):
        until(lambda: database.asked >= 3)
    assert caplog.text.count(said) == 1
    assert folder.database.read_bytes() == before


def test_a_database_that_comes_back_is_seen_to_again(
    folder: DataFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "app")
    with opened(folder, busy_timeout=0.25) as services:
        add(services, "Seeblick 1")
    away = folder.database.with_name("away")
    with Checkpoints(services.database, look=0.01):
        folder.database.rename(away)
        until(lambda: "checkpoints is tried again" in caplog.text)
        away.rename(folder.database)
        with opened(folder, busy_timeout=0.25) as again:
            add(again, "Seeblick 2")
            until(lambda: len(alone(folder, tmp_path / "alone.db")) == 2)


def test_which_sqlite_this_is() -> None:
    assert sqlite_version() == sqlite3.sqlite_version
    assert has_wal_reset_fault() in {True, False}
