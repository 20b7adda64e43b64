"""Old step 0006 over names that look alike: none is lost, and each is found."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core import texts
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.services.data_folder.folder import DataFolder
from app.storage.engine.database import Database
from app.storage.engine.steps import BEFORE_FIRST

AT = "2027-07-01T12:00:00.000000+00:00"
UNITS = [
    # id, name, archived
    (1, "See\u200bblick", AT),
    (2, "Seeblick", None),
    (3, "SEEBLICK\u2060", None),
    (4, "\u3164", None),
    (5, "\u115f", None),
    (6, "Zimmer ７", None),
    (7, "Straße", None),
]
STAFF = [(1, "Maria", None), (2, "Maria\u200b", None), (3, "Maria", AT), (4, "Jörg", None)]


def old_key(name: str) -> str:
    return name.casefold()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A folder as the version before left it."""
    folder, steps = tmp_path / "data", tmp_path / "steps"
    folder.mkdir()
    steps.mkdir()
    for step in BEFORE_FIRST.glob("000[1-5]*.py"):
        shutil.copy(step, steps)
    path = folder / "zimmerfrei.db"
    Database(path, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "INSERT INTO property (id, name, address, position, sequence)"
            " VALUES (1, 'Haus', '', 0, 0)"
        )
        raw.executemany(
            "INSERT INTO unit (id, property_id, name, name_key, address, kind, colour, position,"
            " archived_at, sequence, revision, changed_at)"
            " VALUES (?, 1, ?, ?, '', 'apartment', '#2a7d93', 0, ?, 3, 5, ?)",
            [(at, name, old_key(name), gone, AT) for at, name, gone in UNITS],
        )
        raw.executemany(
            "INSERT INTO staff (id, name, name_key, role, removed_at, sequence, created_at)"
            " VALUES (?, ?, ?, '', ?, 2, ?)",
            [(at, name, old_key(name), gone, AT) for at, name, gone in STAFF],
        )
        raw.commit()
    return DataFolder(folder)


def test_every_name_stays_and_those_alone_have_their_key(folder: DataFolder) -> None:
    with opened(folder, busy_timeout=1) as services:
        units = services.units.all(archived=True)
        assert sorted((unit.id, unit.name) for unit in units) == [(n, name) for n, name, _ in UNITS]
        assert {(unit.sequence, unit.revision) for unit in units} == {(3, 5)}
        assert {one.name for one in services.staff.all()} == {"Maria", "Maria\u200b", "Jörg"}
    with closing(sqlite3.connect(folder.database)) as raw:
        keys = dict(raw.execute("SELECT id, name_key FROM unit"))
    for at, name, _ in UNITS:
        assert keys[at].partition("\n")[0] == texts.name_key(name)
    assert sorted(at for at, key in keys.items() if "\n" not in key) == [2, 4, 6, 7]


def test_those_that_look_alike_are_found_changed_and_renamed(folder: DataFolder) -> None:
    with opened(folder, busy_timeout=1) as services:
        assert services.units.find("Seeblick").id == 2
        assert services.units.find("SEEBLICK\u2060").id == 3
        assert services.units.find("Zimmer 7").id == 6
        with pytest.raises(UserError, match="id:1, id:2, id:3"):
            services.units.find("seeblick")
        third = services.units.get(3)
        services.units.rename(3, "Seeblick ", sequence=third.sequence)
        services.units.rename(3, "Bergblick", sequence=third.sequence + 1)
        assert services.units.find("bergblick").id == 3
        with pytest.raises(UserError, match="already a unit called"):
            services.units.rename(3, "SEEBLICK", sequence=third.sequence + 2)
        second = services.staff.find("id:2")
        changed = StaffDraft(name=second.name, role="Reinigung")
        assert services.staff.change(2, changed, sequence=second.sequence).role == "Reinigung"


def test_a_new_name_that_looks_like_one_is_refused(folder: DataFolder) -> None:
    with opened(folder, busy_timeout=1) as services:
        for name in ("Maria", "MARIA\u200d", "\u2067Jörg\u2069"):
            with pytest.raises(UserError, match="already a staff member"):
                services.staff.add(StaffDraft(name=name))
