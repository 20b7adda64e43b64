"""The owner's backups: each day of use, and before the tables change."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from app.services.backups.backups import Backups
from app.services.services import Services
from app.storage.engine.database import Database
from app.storage.engine.steps import MIGRATIONS


def units_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [row[0] for row in raw.execute("SELECT name FROM unit ORDER BY id")]


def test_a_backup_each_day_of_use(services: Services) -> None:
    assert services.backups.newest() is None
    services.units.first_house("Haus", ["Eins"])
    first = services.backups.daily()
    assert first == services.folder.backups / "zimmerfrei-2027-07-06.db"
    services.units.rename(1, "Zwei", sequence=0)
    assert services.backups.daily() is None
    assert units_in(first) == ["Eins"]
    services.clock.moment += timedelta(days=1)  # type: ignore[attr-defined]  # the tests' own clock
    second = services.backups.daily()
    assert second is not None
    assert units_in(second) == ["Zwei"]
    newest = services.backups.newest()
    assert newest is not None
    assert newest.name == second.name


def test_before_the_tables_change_the_old_ones_are_saved(
    services: Services, tmp_path: Path
) -> None:
    services.units.first_house("Haus", ["Eins"])
    steps = tmp_path / "steps"
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "0999_wipe.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('DELETE FROM unit')\n", encoding="utf-8"
    )
    backups = Backups(services.folder.database, services.folder.backups, services.clock)
    Database(services.folder.database, 0.25, migrations=steps).migrate(backups.before)
    assert units_in(services.folder.database) == []
    assert units_in(services.folder.backups / "zimmerfrei-before-0999_wipe.db") == ["Eins"]
