"""A file from before the first release is brought over: no row is lost, nothing tells it apart."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.services.data_folder.folder import DataFolder
from app.storage.engine.database import Database
from app.storage.engine.steps import BEFORE_FIRST, HISTORY, MIGRATIONS, missing
from tests.conftest import Start
from tests.systems import KILLED

STEPS = sorted(step.name for step in BEFORE_FIRST.glob("[0-9]*.py"))
PRESENT = sorted(step.stem for step in MIGRATIONS.glob("[0-9]*.py"))
AT = "2027-07-0{}T12:00:00.000000+00:00"
SEED = "s" * 32
ROWS: dict[str, list[dict[str, object]]] = {
    "property": [{"id": 5, "name": "Haus", "address": "Uferweg 12", "position": 0, "sequence": 2}],
    "unit": [
        {"id": 3, "property_id": 5, "name": "Ö <b>&", "name_key": "ö <b>&", "address": "oben",
         "kind": "apartment", "colour": "#2a7d93", "capacity": 4, "position": 1,
         "archived_at": AT.format(6), "sequence": 1, "revision": 8, "changed_at": AT.format(6)},
        {"id": 1, "property_id": 5, "name": "Eins", "name_key": "eins", "address": "",
         "kind": "room", "colour": "#000000", "capacity": None, "position": 0,
         "archived_at": None, "sequence": 0, "revision": 0, "changed_at": AT.format(1)},
    ],
    "staff": [
        {"id": 2, "name": "Maria", "name_key": "maria", "role": "Reinigung", "removed_at": None,
         "sequence": 4, "created_at": AT.format(1)},
    ],
    "staff_unit": [{"staff_id": 2, "unit_id": 1}],
    "occupancy": [
        {"id": 7, "unit_id": 1, "arrival": "2027-07-14", "departure": "2027-07-21",
         "kind": "booking", "status": "option", "option_until": "2027-07-01", "guest": "Groß",
         "contact": "0170", "persons": 2, "note": "n", "portal": "airbnb", "source": "hand",
         "uid": "seven@zimmerfrei", "sequence": 6, "created_at": AT.format(1),
         "changed_at": AT.format(4), "staff_id": 2, "edited": 1},
        {"id": 9, "unit_id": 3, "arrival": "2027-08-01", "departure": "2027-08-08",
         "kind": "block", "status": "cancelled", "option_until": None, "guest": "",
         "contact": "", "persons": None, "note": "", "portal": "", "source": "demo",
         "uid": "nine@zimmerfrei", "sequence": 0, "created_at": AT.format(2),
         "changed_at": AT.format(2), "staff_id": None, "edited": 0},
    ],
    "link": [
        {"id": 4, "kind": "calendar", "scope": "unit", "unit_id": 1, "property_id": None,
         "staff_id": None, "main": 1, "label": "", "portal": "", "token": "m" * 24,
         "enabled": 1, "fields": "guest", "options": "occupied", "owner_stays": 1, "blocks": 0,
         "own_entries": 1, "months_back": 12, "months_ahead": None, "language": "de",
         "sequence": 3, "revision": 5, "created_at": AT.format(1), "changed_at": AT.format(2),
         "deleted_at": None, "uid_seed": SEED, "details": "occupied"},
    ],
    "retired_token": [{"token": "r" * 24, "retired_at": AT.format(3), "link_id": 4}],
    "fetch": [
        {"id": 11, "link_id": 4, "at": AT.format(3), "agent": "ÿþ 'agent'", "origin": "outside",
         "status": 304},
    ],
    "reader_name": [{"agent": "weird", "name": "Verkehrsamt"}],
    "reader_let_go": [{"link_id": 4, "reader": "weird", "at": AT.format(5)}],
    "served": [{"id": 6, "began_at": AT.format(1), "until": AT.format(4)}],
    "setting": [{"key": "port", "value": "9000"}],
    "event_mark": [
        {"link_id": 4, "occupancy_id": 7, "digest": b"\x00\xff", "sequence": 9,
         "changed_at": 1_814_000_000},
    ],
    "event_touched": [{"what": "stay", "id": 7, "day": ""}],
}  # fmt: skip
NOT_THERE_BEFORE = (
    "webspace",
    "upload",
    "address_check",
    "source",
    "source_stay",
    "source_question",
    "given",
    "double_booking",
)
NEW_REVISIONS = ("publishing", "sources", "double_bookings")
FED = {
    "fed_portal": "",
    "fed_unit": None,
    "fed_arrival": None,
    "fed_departure": None,
    "moved_from": None,
    "phone": "",
    "email": "",
    "arrival_time": None,
    "children": None,
    "pets": None,
}
DIES = """
    import os, sys
    from pathlib import Path
    from app.storage.engine.database import Database

    last, calls = int(sys.argv[2]), 0

    def count(_frame, event, function):
        global calls
        if event == "c_call" and function.__name__ in ("execute", "commit", "__exit__"):
            calls += 1
            if calls == last:
                os.kill(os.getpid(), 9)

    database = Database(Path(sys.argv[1]), busy_timeout=5)
    sys.setprofile(count)
    database.migrate(lambda _: None)
    sys.setprofile(None)
    print(calls, flush=True)
"""


def old_file(path: Path, steps: int) -> None:
    """Make what the first of the old steps leave, with data in every table and gaps in numbers."""
    folder = path.with_name(f"{path.stem} steps")
    folder.mkdir()
    for step in STEPS[:steps]:
        shutil.copy(BEFORE_FIRST / step, folder)
    Database(path, busy_timeout=1, migrations=folder).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw, raw:
        for table, rows in ROWS.items():
            there = columns(raw, table)
            for row in rows if there else []:
                values = {name: value for name, value in row.items() if name in there}
                marks = ", ".join("?" * len(values))
                raw.execute(
                    f"INSERT OR REPLACE INTO {table} ({', '.join(values)}) VALUES ({marks})",
                    tuple(values.values()),
                )
        if columns(raw, "event_touched"):
            raw.execute("DELETE FROM event_touched WHERE what <> 'stay' OR id <> 7")
        raw.execute("UPDATE revision SET value = 33 WHERE name = 'house'")
        raw.execute("UPDATE sqlite_sequence SET seq = seq + 40")


def columns(raw: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in raw.execute(f'PRAGMA table_info("{table}")')]


def schema(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        return raw.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table, the seeds that are drawn by chance left out.

    What old steps do not know is left out as well: nothing may stand there.
    """
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        named = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {
            table: [dict(row) for row in raw.execute(f'SELECT * FROM "{table}"')]
            for (table,) in named
            if table != HISTORY
        }
    for table in NOT_THERE_BEFORE:
        assert not found.pop(table, [])
    found["revision"] = [row for row in found["revision"] if row["name"] not in NEW_REVISIONS]
    for stay in found["occupancy"]:
        assert {name: stay.pop(name, value) for name, value in FED.items()} == FED
    for link in found["link"]:
        assert link.pop("here_only", 0) == 0
        assert len(str(link["uid_seed"])) == len(SEED)
        if link["uid_seed"] != SEED:
            del link["uid_seed"]
    return {
        table: sorted(all_of, key=lambda row: [str(row[name]) for name in sorted(row)])
        for table, all_of in found.items()
    }


def history(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(f"SELECT id, name FROM {HISTORY}").fetchall()


@pytest.fixture(params=range(1, len(STEPS) + 1), ids=lambda count: f"after {STEPS[count - 1]}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file after the first, the first two, … of the old steps."""
    path = tmp_path / "old" / "zimmerfrei.db"
    path.parent.mkdir()
    old_file(path, request.param)
    return path


def test_every_row_is_there_and_the_tables_are_those_of_a_fresh_file(
    old: Path, database: Database, tmp_path: Path
) -> None:
    by_old_steps = tmp_path / "by old steps.db"
    shutil.copy(old, by_old_steps)
    Database(by_old_steps, 1, migrations=BEFORE_FIRST).migrate(lambda _: None)
    expected = rows(by_old_steps)
    # Each table but that of what is touched has rows to lose, where it was there already.
    with closing(sqlite3.connect(old)) as raw:
        assert all(expected[table] for table in ROWS if columns(raw, table))
    told: list[str] = []
    Database(old, busy_timeout=1).migrate(told.append)
    assert told == ["0001_first"]
    assert rows(old) == expected
    assert schema(old) == schema(database.path)
    assert history(old) == history(database.path)


def test_today_s_file_is_brought_over_value_by_value(tmp_path: Path) -> None:
    path = tmp_path / "zimmerfrei.db"
    old_file(path, len(STEPS))
    Database(path, busy_timeout=1).migrate(lambda _: None)
    found = rows(path)
    for table, all_of in ROWS.items():
        for row in all_of:
            assert {name: value for name, value in row.items() if name != "details"} in found[table]
    assert {"name": "fetch", "seq": 51} in found["sqlite_sequence"]


def test_a_second_start_finds_nothing_to_do(old: Path) -> None:
    Database(old, busy_timeout=1).migrate(lambda _: None)
    before = rows(old)
    Database(old, busy_timeout=1).migrate(lambda _: pytest.fail("it was brought over"))
    assert rows(old) == before


def test_the_old_state_is_saved_before_and_can_be_gone_back_to(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1) as services:
        assert [unit.name for unit in services.units.all()] == ["Eins"]
        (saved,) = (old.parent / "backups").glob("zimmerfrei-before-0001_first.db")
        services.units.rename(1, "Zwei", sequence=0)
        services.backups.restore(saved)
        assert [unit.name for unit in services.units.all()] == ["Eins"]
        assert services.settings.get().port == 9000


def test_without_the_backup_nothing_is_changed(old: Path) -> None:
    before = old.read_bytes()

    def refuse(_step: str) -> None:
        raise UserError("The disk is full.")

    with pytest.raises(UserError, match="full"):
        Database(old, busy_timeout=1).migrate(refuse)
    assert old.read_bytes() == before


def test_a_fault_on_the_way_leaves_the_file_as_it_was(old: Path, tmp_path: Path) -> None:
    steps = tmp_path / "faulty"
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    first = steps / "0001_first.py"
    text = first.read_text(encoding="utf-8")
    late = 'STATEMENTS = (*STATEMENTS, "INSERT INTO nowhere VALUES (1)")\n\n\ndef up('
    first.write_text(text.replace("def up(", late), encoding="utf-8")
    before = schema(old), history(old)
    with pytest.raises(Exception, match="nowhere"):
        Database(old, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    assert (schema(old), history(old)) == before
    Database(old, busy_timeout=1).migrate(lambda _: None)


def test_one_that_is_killed_on_the_way_is_brought_over_by_the_next_start(
    tmp_path: Path, start: Start
) -> None:
    old_file(tmp_path / "old.db", 1)
    shutil.copy(tmp_path / "old.db", tmp_path / "whole.db")
    whole = start(DIES, tmp_path / "whole.db", 0)
    assert whole.stdout is not None
    calls = int(whole.stdout.readline())
    expected, tables = rows(tmp_path / "whole.db"), schema(tmp_path / "whole.db")
    for moment in (*range(1, calls, calls // 8), *range(calls - 6, calls)):
        path = tmp_path / f"{moment}.db"
        shutil.copy(tmp_path / "old.db", path)
        process = start(DIES, path, moment)
        assert process.wait() == KILLED
        names = [name for _, name in history(path)]
        assert names in (
            ["0001_initial"],
            *(PRESENT[:count] for count in range(1, len(PRESENT) + 1)),
        )
        Database(path, busy_timeout=1).migrate(lambda _: None)
        assert rows(path) == expected
        assert schema(path) == tables


def test_a_later_step_follows_at_once(old: Path, tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "0999_pets.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE pet (name TEXT)')\n"
    )
    told: list[str] = []
    Database(old, busy_timeout=1, migrations=steps).migrate(told.append)
    assert told == ["0001_first"]
    assert [name for _, name in history(old)] == [*PRESENT, "0999_pets"]


def test_a_file_with_a_step_that_nobody_knows_is_refused(old: Path) -> None:
    with closing(sqlite3.connect(old)) as raw, raw:
        raw.execute(f"INSERT INTO {HISTORY} (name, applied) VALUES ('0007_later', '2099')")
    before = old.read_bytes()
    with pytest.raises(UserError, match="newer version"):
        Database(old, busy_timeout=1).migrate(lambda _: pytest.fail("nothing to prepare"))
    assert old.read_bytes() == before


def test_what_is_missing_is_told_by_the_names_alone() -> None:
    names = [step.removesuffix(".py") for step in STEPS]
    assert missing([]) == PRESENT
    assert missing(names[:1]) == PRESENT
    assert missing(names) == PRESENT
    assert missing(PRESENT[:1]) == PRESENT[1:]
    assert missing(PRESENT) == []
    assert missing([*PRESENT, "9999_later"]) is None
