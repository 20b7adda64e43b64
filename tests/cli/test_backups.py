"""The commands about backups: list, now, restore, check."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ExpectLog

from .conftest import Say, Zimmerfrei, real, sentence
from .test_bad_data import spoiled

NAME = "zimmerfrei-2027-07-06.db"


def emptied(database: Path) -> None:
    database.write_bytes(b"")


@pytest.fixture
def house(done: Say, data: Path) -> Path:
    """A house with one stay that is backed up, and one that is not."""
    done("unit", "add", "A")
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21", "--guest", "Huber")
    done("link", "enable", "A")
    (data / "backups" / NAME).unlink(missing_ok=True)
    done("unit", "list")
    done("occupancy", "add", "A", "2027-12-04", "2027-12-11", "--guest", "Åström")
    return data


def test_backups_are_listed(house: Path, zimmerfrei: Zimmerfrei, done: Say) -> None:
    assert NAME in done("backup", "list")
    (row,) = zimmerfrei("backup", "list", "--json").json
    assert row["name"] == NAME
    assert row["path"] == str(house / "backups" / NAME)
    assert (row["kind"], row["kept_as"], row["soundness"]) == ("daily", "daily", "sound")
    assert (row["units"], row["occupancies"], row["links"]) == (1, 1, 1)
    assert row["size"] == (house / "backups" / NAME).stat().st_size


def test_there_is_none_yet(done: Say, zimmerfrei: Zimmerfrei) -> None:
    assert done("backup", "list") == "There is no backup yet.\n"
    assert zimmerfrei("backup", "list", "--json").json == []


@pytest.mark.usefixtures("house")
def test_one_by_hand_is_made_and_kept(done: Say, zimmerfrei: Zimmerfrei) -> None:
    first, second = (Path(done("backup", "now").strip()) for _ in range(2))
    assert first != second
    kinds = [row["kind"] for row in zimmerfrei("backup", "list", "--json").json]
    assert sorted(kinds) == ["by hand", "by hand", "daily"]


@pytest.mark.usefixtures("house")
def test_what_would_be_missing_is_shown_and_nothing_changed(done: Say) -> None:
    before = done("occupancy", "list", "--json")
    told = done("backup", "restore", NAME, "--dry-run")
    assert "1 occupancy" in told
    assert "Åström, A, 4–11 Dec 2027" in told
    assert "Huber" not in told
    assert done("occupancy", "list", "--json") == before


def test_it_goes_back_and_forth(house: Path, done: Say, zimmerfrei: Zimmerfrei) -> None:
    def guests() -> list[str]:
        return [row["guest"] for row in zimmerfrei("occupancy", "list", "--json").json]

    told = done("backup", "restore", NAME.removesuffix(".db"))
    assert guests() == ["Huber"]
    (saved,) = (house / "backups").glob("zimmerfrei-before-restore-*.db")
    assert str(saved) in told
    done("backup", "restore", str(saved))
    assert guests() == ["Huber", "Åström"]


@pytest.mark.usefixtures("house")
def test_what_cannot_be_gone_back_to_is_refused(refused: Say, data: Path, tmp_path: Path) -> None:
    assert "nowhere.db" in refused("backup", "restore", "nowhere.db")
    assert "present data itself" in refused("backup", "restore", str(data / "zimmerfrei.db"))
    (tmp_path / "text.db").write_text("Liebe Gäste")
    assert "no data of Zimmerfrei" in refused("backup", "restore", str(tmp_path / "text.db"))


@pytest.mark.parametrize("damage", [spoiled, emptied, Path.unlink])
def test_check_tells_and_restore_mends(
    house: Path, done: Say, zimmerfrei: Zimmerfrei, damage: Callable[[Path], None]
) -> None:
    assert "checked" in done("backup", "check")
    assert zimmerfrei("backup", "check", "--json").json["data"]["sound"] is True
    damage(house / "zimmerfrei.db")
    for line in (("backup", "check"), ("backup", "check", "--json")):
        answer = zimmerfrei(*line)
        assert answer.status == 1
        assert "zimmerfrei backup restore" in sentence(answer)
    assert NAME in done("backup", "list")
    assert "cannot be read" in done("backup", "restore", NAME)
    assert "checked" in done("backup", "check")
    assert len(zimmerfrei("occupancy", "list", "--json").json) == 1


def test_check_names_a_backup_that_is_bad(house: Path, zimmerfrei: Zimmerfrei) -> None:
    spoiled(house / "backups" / NAME)
    answer = zimmerfrei("backup", "check")
    assert answer.status == 1
    assert NAME in sentence(answer)
    assert "damaged" in answer.out


def test_damage_ends_a_command_before_it_changes_anything(
    house: Path, zimmerfrei: Zimmerfrei, expect_log: ExpectLog
) -> None:
    expect_log("app.cli.common.session", "no backup today")
    (house / "backups" / NAME).unlink()
    with closing(sqlite3.connect(house / "zimmerfrei.db", isolation_level=None)) as raw:
        raw.execute(
            "INSERT INTO retired_token (token, retired_at) VALUES ('x', CAST(x'ff' AS TEXT))"
        )
    answer = zimmerfrei("unit", "add", "B")
    assert (answer.status, answer.out) == (1, "")
    assert str(house / "zimmerfrei.db") in sentence(answer)
    with closing(sqlite3.connect(house / "zimmerfrei.db")) as raw:
        assert raw.execute("SELECT name FROM unit").fetchall() == [("A",)]
    assert list((house / "backups").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.usefixtures("house")
def test_a_folder_of_backups_that_may_not_be_read(data: Path) -> None:
    folder = data / "backups"
    folder.chmod(0)
    # Permissions hold for root only without these rights.
    rights = "setpriv", "--bounding-set=-dac_override,-dac_read_search"
    through = rights if os.geteuid() == 0 else ()
    try:
        for line, status in ((("unit", "list"), 0), (("backup", "list"), 1)):
            answer = real(*line, through=through)
            assert answer.status == status
            assert str(folder) in sentence(answer)
    finally:
        folder.chmod(0o700)


def test_the_folder_may_be_gone(house: Path, done: Say) -> None:
    shutil.rmtree(house / "backups")
    assert done("backup", "list") == "There is no backup yet.\n"


def test_a_check_says_where_the_data_is_not_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zimmerfrei: Zimmerfrei
) -> None:
    folder = tmp_path / "Dropbox" / "Zimmerfrei"
    monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(folder))
    assert zimmerfrei("unit", "add", "A").status == 0
    told = zimmerfrei("backup", "check")
    assert told.status == 0
    assert str(folder) in told.err
    assert "Dropbox" in told.err
    assert zimmerfrei("backup", "check", "--json").json["place"] == "Dropbox"


def test_a_check_of_a_safe_folder_says_nothing_of_its_place(done: Say) -> None:
    done("unit", "add", "A")
    assert json.loads(done("backup", "check", "--json"))["place"] is None
