"""Old step 0003 over a file that the version before has filled: nothing that was said goes back."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import opened
from app.core.links.link import Link, LinkKind
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.engine.database import Database
from app.storage.engine.steps import BEFORE_FIRST
from app.storage.tables.stays.touched import TouchedTable
from tests.clocks import SetClock

AT = "2027-07-0{}T12:00:00.000000+00:00"
STAYS = [
    # id, unit, arrival, departure, status, guest, staff, uid, sequence
    (1, 1, "2027-07-14", "2027-07-21", "confirmed", "Familie Groß", 1, "one@zimmerfrei", 6),
    (3, 2, "2027-08-01", "2027-08-08", "cancelled", "", None, "three@zimmerfrei", 2),
    (4, 1, "2027-07-21", "2027-07-25", "option", "", None, "four@zimmerfrei", 0),
    (9, 2, "2020-07-21", "2020-07-25", "confirmed", "", None, "nine@zimmerfrei", 1),
]
LINKS = [
    # id, kind, scope, unit, property, staff, main, token, fields, deleted
    (2, "calendar", "unit", 1, None, None, 1, "m" * 24, "guest", None),
    (4, "calendar", "house", None, None, None, 0, "h" * 24, "", None),
    (5, "calendar", "property", None, 5, None, 0, "p" * 24, "address", AT.format(5)),
    (6, "changeovers", "staff", None, None, 1, 0, "c" * 24, "persons", None),
    (7, "website", "unit", 1, None, None, 0, "w" * 24, "", None),
    (8, "website", "unit", 2, None, None, 0, "x" * 24, "", None),
]


NOON = datetime(2027, 7, 9, 12, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the version before left it, with links of every kind."""
    folder, steps = tmp_path / "data", tmp_path / "steps"
    folder.mkdir()
    steps.mkdir()
    for step in ("0001_initial.py", "0002_links.py"):
        shutil.copy(BEFORE_FIRST / step, steps)
    path = folder / "zimmerfrei.db"
    Database(path, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO property VALUES (5, 'Haus Seeblick', 'Uferweg 12', 0, 2)")
        raw.executemany(
            "INSERT INTO unit VALUES (?, 5, ?, ?, '', 'apartment', '#2a7d93', 4, ?, NULL, 1, ?, ?)",
            [(1, "Eins", "eins", 0, 8, AT.format(4)), (2, "Zwei", "zwei", 1, 3, AT.format(1))],
        )
        raw.execute(
            f"INSERT INTO staff VALUES (1, 'Maria', 'maria', '', NULL, 0, '{AT.format(1)}')"
        )
        raw.execute("INSERT INTO staff_unit VALUES (1, 1)")
        for stay in STAYS:
            number, unit, arrival, departure, status, guest, staff, uid, sequence = stay
            raw.execute(
                "INSERT INTO occupancy (id, unit_id, arrival, departure, kind, status,"
                " option_until, guest, contact, persons, note, portal, source, uid, sequence,"
                " created_at, changed_at, staff_id) VALUES"
                " (?, ?, ?, ?, 'booking', ?, ?, ?, '', 2, '', '', 'hand', ?, ?, ?, ?, ?)",
                (number, unit, arrival, departure, status, arrival if status == "option" else None,
                 guest, uid, sequence, AT.format(1), AT.format(3), staff),
            )  # fmt: skip
        for number, kind, scope, unit_id, house, member, main, token, fields, deleted in LINKS:
            raw.execute(
                "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?, 1, ?, 'occupied', 1, 1,"
                " 1, 12, NULL, 'de', 3, 5, ?, ?, ?)",
                (number, kind, scope, unit_id, house, member, main, token, fields, AT.format(1),
                 AT.format(2), deleted),
            )  # fmt: skip
    return path


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def link(services: Services, number: int) -> Link:
    return next(one for one in services.links.all() if one.id == number)


def marks(services: Services, number: int) -> list[tuple[str, int, str]]:
    body = services.links.preview(link(services, number)).decode()
    found = re.findall(r"UID:(.*)\r\nSEQUENCE:(.*)\r\nDTSTAMP:(.*)\r\n", body)
    return [(uid, int(sequence), stamp) for uid, sequence, stamp in found]


def test_every_row_is_there_as_it_was(old: Path) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        tables = ("property", "unit", "staff", "staff_unit", "sqlite_sequence")
        found = {table: query(old, f"SELECT * FROM {table} ORDER BY 1") for table in tables}
        found["occupancy"] = query(old, f"SELECT {of_stays} FROM occupancy ORDER BY 1")
        return {**found, "link": query(old, f"SELECT {of_links} FROM link ORDER BY 1")}

    of_stays = ", ".join(str(row[1]) for row in query(old, "PRAGMA table_info(occupancy)"))
    of_links = ", ".join(str(row[1]) for row in query(old, "PRAGMA table_info(link)"))
    before = everything()
    told: list[str] = []
    Database(old, busy_timeout=1).migrate(told.append)
    assert told == ["0001_first"]
    assert everything() == before
    assert query(old, "PRAGMA integrity_check") == [("ok",)]
    assert query(old, "PRAGMA foreign_key_check") == []
    seeds = query(old, "SELECT DISTINCT uid_seed FROM link WHERE length(uid_seed) = 32")
    assert len(seeds) == len(LINKS)
    assert query(old, "SELECT count(*) FROM event_touched") == [(0,)]


def test_calendars_say_to_the_byte_what_they_said(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1, clock=SetClock(NOON)) as services:
        for number in (2, 4):
            assert ("one@zimmerfrei", 6, "20270703T120000Z") in marks(services, number)
            assert ("four@zimmerfrei", 0, "20270703T120000Z") in marks(services, number)
        # A changeover day counted with its unit and its link.
        assert marks(services, 6) == [
            ("one-6-cleaning@zimmerfrei", 13, "20270704T120000Z"),
            ("four-6-cleaning@zimmerfrei", 13, "20270704T120000Z"),
        ]
        assert link(services, 2).revision == 5
    # Also what is out of reach, and of the link that is deleted; nothing of a website.
    kept = query(old, "SELECT link_id, occupancy_id FROM event_mark ORDER BY 1, 2")
    assert kept == [(2, 1), (2, 4), (4, 1), (4, 4), (4, 9), (5, 1), (5, 4), (5, 9), (6, 1), (6, 4)]
    assert query(old, "SELECT value FROM revision WHERE name = 'wording'") != [(0,)]


def test_what_changes_afterwards_counts_on_from_there(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1, clock=SetClock(NOON)) as services:
        main = link(services, 2)
        choices = replace(main.choices(), language="en")
        services.links.change(2, choices, sequence=main.sequence)
        # The guest of the first is no word of the program's, the second is just occupied.
        assert marks(services, 2) == [
            ("one@zimmerfrei", 6, "20270703T120000Z"),
            ("four@zimmerfrei", 1, "20270709T120000Z"),
        ]
        services.units.rename(1, "Neun", sequence=1)
        assert marks(services, 4) == [
            ("one@zimmerfrei", 7, "20270709T120001Z"),
            ("four@zimmerfrei", 1, "20270709T120001Z"),
        ]
        assert [sequence for _, sequence, _ in marks(services, 6)] == [14, 14]


def test_two_websites_tell_uids_of_their_own(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1, clock=SetClock(NOON)) as services:
        ((uid, sequence, stamp),) = marks(services, 7)
        assert (sequence, stamp) == (0, "20270701T120000Z")
        cancelled = services.occupancies.get(3)
        draft = replace(
            cancelled.draft(),
            status=services.occupancies.get(1).status,
            arrival=date(2027, 7, 14),
            departure=date(2027, 7, 25),
        )
        services.occupancies.change(3, draft, sequence=cancelled.sequence)
        ((other, *_),) = marks(services, 8)
        assert other != uid


def test_a_link_that_goes_for_good_takes_its_marks_along(old: Path) -> None:
    with opened(DataFolder(old.parent), busy_timeout=1, clock=SetClock(NOON)) as services:
        with services.database.write():
            table = services.database.table("link")
            table.delete().where(table.c.kind == LinkKind.CHANGEOVERS.value).execute()
        assert query(old, "SELECT count(*) FROM event_mark WHERE link_id = 6") == [(0,)]


def test_what_a_change_touches_is_noted_and_what_it_only_repeats_is_not(old: Path) -> None:
    database = Database(old, busy_timeout=1)
    database.migrate(lambda _: None)
    touched = TouchedTable(database)
    sqlite: Any = database._sqlite
    run = sqlite.execute_sql
    same = (
        "UPDATE unit SET name = name, address = address, colour = '#000000'",
        "UPDATE link SET label = 'x', fields = fields, language = language, enabled = 0",
        "UPDATE property SET name = 'Haus', address = address",
        "UPDATE staff SET role = 'x', name = name",
        "UPDATE link SET language = 'en' WHERE kind = 'website'",
    )
    with database.write():
        for statement in same:
            run(statement)
        assert not touched.take()
        run("UPDATE occupancy SET arrival = '2027-07-15' WHERE id = 1")
        found = touched.take()
        assert found.stays == {1}
        assert found.places == {(1, date(2027, 7, 14)), (1, date(2027, 7, 15))}
        assert not found.units | found.links | found.staff
        run("UPDATE property SET address = 'Am Berg 3'")
        assert touched.take().units == {1, 2}
        run("DELETE FROM staff_unit")
        assert touched.take().links == {6}
        run("UPDATE staff SET removed_at = 'now'")
        assert touched.take().staff == {1}
        assert not touched.take()
