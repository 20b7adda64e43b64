"""Old step 0002 over a filled file: nothing is lost, nothing renumbered."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.links.details import Details
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Closed, Feed
from app.storage.engine.database import Database
from app.storage.engine.steps import BEFORE_FIRST, MIGRATIONS
from tests.clocks import SetClock

AT = "2027-07-0{}T12:00:00.000000+00:00"
LINKS = [
    # id, unit, main, label, portal, token, enabled, language, sequence, revision
    (2, 1, 1, "", "", "m" * 24, 1, "de", 3, 5),
    (4, 1, 0, "Airbnb", "airbnb", "a" * 24, 0, "en", 1, 1),
    (7, 2, 1, "Ö <b>&", "Verkehrsamt", "z" * 24, 1, "de", 0, 0),
]
FETCHES = [
    # id, link, day, agent, origin, status
    (11, 2, 1, "Google-Calendar-Importer", "outside", 200),
    (12, 7, 2, "ÿþ weird 'agent'", "home", 304),
    (19, 4, 3, "iOS/18 dataaccessd/1.0", "this_pc", 404),
]
STAYS = [
    # id, unit, arrival, departure, status, guest, uid
    (1, 1, "2027-07-14", "2027-07-21", "confirmed", "Familie Groß", "one@zimmerfrei"),
    (3, 2, "2027-08-01", "2027-08-08", "cancelled", "", "three@zimmerfrei"),
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the version before left it, with data in every table and gaps in every number."""
    folder, steps = tmp_path / "data", tmp_path / "steps"
    folder.mkdir()
    steps.mkdir()
    shutil.copy(BEFORE_FIRST / "0001_initial.py", steps)
    path = folder / "zimmerfrei.db"
    Database(path, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO property VALUES (5, 'Haus Seeblick', 'Uferweg 12', 0, 2)")
        raw.executemany(
            "INSERT INTO unit VALUES (?, 5, ?, ?, '', 'apartment', '#2a7d93', 4, ?, NULL, 1, ?, ?)",
            [
                (1, "Seeblick 1", "seeblick 1", 0, 8, AT.format(4)),
                (2, "Seeblick 2", "seeblick 2", 1, 0, AT.format(1)),
            ],
        )
        raw.executemany(
            "INSERT INTO occupancy VALUES (?, ?, ?, ?, 'booking', ?, NULL, ?, 'c', 2, 'n',"
            f" 'airbnb', 'hand', ?, 6, '{AT.format(1)}', '{AT.format(4)}')",
            STAYS,
        )
        raw.executemany(
            "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, 'occupied', ?, ?, ?,"
            f" '{AT.format(1)}', '{AT.format(2)}')",
            LINKS,
        )
        raw.executemany(
            "INSERT INTO fetch VALUES (?, ?, ?, ?, ?, ?)",
            [(i, link, AT.format(day), *rest) for i, link, day, *rest in FETCHES],
        )
        raw.execute(f"INSERT INTO retired_token VALUES ('{'r' * 24}', '{AT.format(1)}')")
        raw.execute("INSERT INTO setting VALUES ('port', '9000')")
        raw.execute("UPDATE revision SET value = 33 WHERE name = 'house'")
        # Numbers beyond the last rows: those were deleted, and are not given again.
        raw.execute("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'fetch'")
        raw.execute("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'link'")
        raw.commit()
    return path


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def migrated(path: Path) -> Path:
    told: list[str] = []
    Database(path, busy_timeout=1).migrate(told.append)
    assert told == ["0001_first"]
    return path


UNTOUCHED = {
    "property": "*",
    "unit": "*",
    "setting": "*",
    "fetch": "*",
    "retired_token": "token, retired_at",
    "occupancy": (
        "id, unit_id, arrival, departure, kind, status, option_until, guest, contact, persons, "
        "note, portal, source, uid, sequence, created_at, changed_at"
    ),
    "link": (
        "id, unit_id, main, label, portal, token, enabled, language, sequence, revision, "
        "created_at, changed_at"
    ),
    "sqlite_sequence": "*",
}


def test_every_row_is_there_as_it_was(old: Path) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        return {
            table: query(old, f"SELECT {columns} FROM {table} ORDER BY 1")
            for table, columns in UNTOUCHED.items()
        }

    before = everything()
    assert all(before.values())
    migrated(old)
    assert everything() == before
    assert query(old, "PRAGMA integrity_check") == [("ok",)]
    assert query(old, "PRAGMA foreign_key_check") == []
    assert query(old, "SELECT name, value FROM revision ORDER BY name") == [
        ("double_bookings", 0),
        ("house", 33),
        ("publishing", 0),
        ("readers", 0),
        ("settings", 0),
        ("sources", 0),
        ("staff", 0),
        ("wording", 0),
    ]
    assert query(old, "SELECT staff_id, edited FROM occupancy") == [(None, 0)] * len(STAYS)


def test_links_answer_under_their_addresses_with_what_they_said(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1, clock=SetClock()) as services:
        links = services.links.all()
        feeds = services.feeds()
        answers = [feeds.answer(link.token) for link in links]
        retired = feeds.answer("r" * 24)
        feeds.close()
        last = services.readers.last(2)
        assert services.settings.get().port == 9000
    assert [shown(link) for link in links] == [
        (2, Target(Scope.UNIT, 1), True, "", "", "m" * 24, True, 3, 5),
        (4, Target(Scope.UNIT, 1), False, "Airbnb", "airbnb", "a" * 24, False, 1, 1),
        (7, Target(Scope.UNIT, 2), True, "Ö <b>&", "Verkehrsamt", "z" * 24, True, 0, 0),
    ]
    assert all(link.kind is LinkKind.CALENDAR for link in links)
    assert all(link.details == Details() and link.deleted_at is None for link in links)
    main, airbnb, other = answers
    assert isinstance(main, Feed)
    assert b"UID:one@zimmerfrei\r\nSEQUENCE:6\r\nDTSTAMP:20270704T120000Z\r\n" in main.body
    assert b"SUMMARY:Belegt\r\n" in main.body
    assert b"Gro" not in main.body
    assert airbnb == Closed(4)
    assert isinstance(other, Feed)
    assert b"VEVENT" not in other.body
    assert retired == Closed(gone=True)
    assert last is not None
    assert (last.fetch.agent, last.fetch.origin) == ("Google-Calendar-Importer", Origin.OUTSIDE)


def test_numbers_of_what_is_gone_are_not_given_again(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1) as services:
        house = Target(Scope.HOUSE)
        assert services.links.add(LinkKind.CALENDAR, house, LinkChoices()).after.id == 10
    with closing(sqlite3.connect(old)) as raw:
        raw.execute(f"INSERT INTO fetch VALUES (NULL, 2, '{AT.format(5)}', 'x', 'home', 200)")
        assert raw.execute("SELECT max(id) FROM fetch").fetchone() == (41,)


def test_a_fault_on_the_way_leaves_the_file_as_it_was(old: Path, tmp_path: Path) -> None:
    steps = tmp_path / "faulty"
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    step = steps / BEFORE_FIRST.name / "0002_links.py"
    text = step.read_text(encoding="utf-8")
    late = 'STATEMENTS = (*STATEMENTS, "INSERT INTO nowhere VALUES (1)")\n\n\ndef up('
    step.write_text(text.replace("def up(", late), encoding="utf-8")
    before = query(old, "SELECT name, sql FROM sqlite_master ORDER BY 1")
    rows = query(old, "SELECT * FROM link ORDER BY 1"), query(old, "SELECT * FROM fetch ORDER BY 1")
    with pytest.raises(Exception, match="nowhere"):
        Database(old, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    assert query(old, "SELECT name, sql FROM sqlite_master ORDER BY 1") == before
    assert (
        query(old, "SELECT * FROM link ORDER BY 1"),
        query(old, "SELECT * FROM fetch ORDER BY 1"),
    ) == rows
    migrated(old)


def test_a_file_without_links_and_fetches_is_brought_up_to_date(old: Path) -> None:
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("DELETE FROM fetch")
        raw.execute("DELETE FROM link")
        raw.execute("DELETE FROM sqlite_sequence")
        raw.commit()
    migrated(old)
    with opened(DataFolder(old.parent), busy_timeout=1) as services:
        assert services.links.enable_unit(1).after.id == 1


def shown(link: Link) -> tuple[object, ...]:
    return (
        link.id,
        link.target,
        link.main,
        link.label,
        link.portal,
        link.token,
        link.enabled,
        link.sequence,
        link.revision,
    )
