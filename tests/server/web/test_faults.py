"""A fault gives 503, never a calendar with less than there is; and it passes with its cause."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from app.services.data_folder.folder import DataFolder
from tests.conftest import ExpectLog
from tests.server.conftest import House
from tests.systems import open_files

REFUSED = "a feed was refused"


@contextmanager
def directly(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    """Do to the database what no part of the program would."""
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
        yield connection


def test_a_missing_table_and_its_return(
    house: House, folder: DataFolder, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("app.server", REFUSED)
    house.occupy(0)
    whole = house.get()
    with directly(folder) as connection:
        connection.execute("ALTER TABLE occupancy RENAME TO elsewhere")
        # What shows in the feed has moved, so kept bytes are no answer.
        connection.execute("UPDATE unit SET revision = revision + 1")
        fault = house.get(If_None_Match=whole.headers["Etag"])
        assert (fault.status, fault.headers["Retry-After"]) == (503, "120")
        assert b"VCALENDAR" not in fault.body
        assert house.get(method="HEAD").status == 503
        connection.execute("ALTER TABLE elsewhere RENAME TO occupancy")
    assert house.get() == whole
    assert house.link.token not in caplog.text


def test_a_link_table_that_is_gone(house: House, folder: DataFolder, expect_log: ExpectLog) -> None:
    expect_log("app.server", REFUSED)
    with directly(folder) as connection:
        connection.execute("ALTER TABLE retired_token RENAME TO elsewhere")
        assert house.get().status == 503
        assert house.get("/cal/nobody/x.ics").status == 503
        assert house.get("/health").status == 200
        connection.execute("ALTER TABLE elsewhere RENAME TO retired_token")
    assert house.get().status == 200
    assert house.get("/cal/nobody/x.ics").status == 404


def test_a_row_that_makes_no_sense(house: House, folder: DataFolder, expect_log: ExpectLog) -> None:
    expect_log("app.server", REFUSED)
    house.occupy(0)
    house.occupy(10)
    with directly(folder) as connection:
        connection.execute("UPDATE occupancy SET departure = 'soon' WHERE id = 1")
        connection.execute("UPDATE unit SET revision = revision + 1")
        assert house.get().status == 503
        connection.execute("UPDATE occupancy SET departure = '2027-08-04' WHERE id = 1")
    assert len(house.get().arrivals) == 2


@pytest.mark.parametrize("rubbish", [b"rubbish " * 4096, b"x", b""])
def test_rubbish_in_place_of_the_database(
    house: House, folder: DataFolder, expect_log: ExpectLog, rubbish: bytes
) -> None:
    expect_log("app.server", REFUSED)
    whole = house.get()
    with directly(folder) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = folder.database.read_bytes()
    folder.database.write_bytes(rubbish)
    assert house.get().status == 503
    assert folder.database.read_bytes() == rubbish
    folder.database.write_bytes(content)
    assert house.get() == whole


@open_files
@pytest.mark.parametrize("instead", [None, b"rubbish " * 4096])
def test_a_database_that_is_away_for_a_while(
    house: House, folder: DataFolder, expect_log: ExpectLog, instead: bytes | None
) -> None:
    expect_log("app.server", REFUSED)
    whole = house.get()
    with directly(folder) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = folder.path / "aside.db"
    folder.database.rename(aside)
    if instead is not None:
        folder.database.write_bytes(instead)
        assert house.get().status == 503
        folder.database.unlink()
    assert house.get().status == 503
    assert not folder.database.exists()
    aside.rename(folder.database)
    assert house.get() == whole


@open_files
def test_another_database_in_its_place_is_read(house: House, folder: DataFolder) -> None:
    house.occupy(0)
    earlier = folder.path / "earlier.db"
    with directly(folder) as connection, closing(sqlite3.connect(earlier)) as copy:
        connection.backup(copy)
    house.occupy(10)
    assert len(house.get().arrivals) == 2
    for leftover in folder.path.glob("zimmerfrei.db-*"):
        leftover.unlink()
    earlier.replace(folder.database)
    assert len(house.get().arrivals) == 1


def test_a_long_write_elsewhere_delays_nobody(house: House, folder: DataFolder) -> None:
    house.occupy(0)
    with directly(folder) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE unit SET revision = revision + 1, name = 'half done'")
        answer = house.get()
        assert b"half done" not in answer.body
        connection.execute("ROLLBACK")
    assert house.get() == answer
