"""The commands about the webspace."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.publishing.apache.script import SCRIPT_FILE
from app.core.publishing.setup.trial import board
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.i18n import catalogue
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.internet import Internet
from app.services.publishing.runs.marker import MARKER
from app.services.publishing.trial import try_out
from app.services.services import Services
from tests.cli.conftest import Say, Zimmerfrei
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.publishing.webspaces.servers.apache import apache
from tests.web_sites import web_of

ENGLISH = catalogue("en")
ADDRESS = "https://example.org/kalender"


@pytest.fixture
def house(done: Say, data: Path) -> DataFolder:
    """One unit, its link enabled."""
    done("unit", "add", "Seeblick 1")
    done("link", "enable", "Seeblick 1")
    return DataFolder(data)


@pytest.fixture
def web(house: DataFolder, tmp_path: Path) -> Path:
    """The folder that is set up as webspace; the trial of its address is another test's."""
    path = tmp_path / "web"
    path.mkdir()
    with opened(house, busy_timeout=5, clock=SetClock()) as services:
        webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(path), address=ADDRESS)
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    return path


def calendars(web: Path) -> list[str]:
    return sorted(file.name for file in web.iterdir() if file.name != MARKER)


@pytest.mark.usefixtures("house")
def test_without_a_webspace_each_says_so(done: Say, refused: Say) -> None:
    assert "No webspace is set up" in done("publish", "status")
    for command in ("now", "remove"):
        assert refused("publish", command) == "Error: No webspace is set up yet."
    for command in ("allow", "keep-back"):
        assert refused("publish", command) == "Error: Nothing is held back."
        assert refused("publish", command, "x.ics") == "Error: No webspace is set up yet."
    status = json.loads(done("publish", "status", "--json"))
    assert (status["webspace"], status["pending"], status["error"]) == (None, 0, None)


def test_now_brings_it_up_to_date_and_status_tells(done: Say, web: Path) -> None:
    assert "1 calendar is not up to date there." in done("publish", "status")
    assert done("publish", "now") == "1 calendar uploaded.\n"
    assert len(calendars(web)) == 1
    told = done("publish", "status")
    assert f"Webspace: {web} (folder)" in told
    assert f"Public address: {ADDRESS}" in told
    assert "1 calendar lies there." in told
    assert "All is up to date." in told
    assert done("publish", "now") == "0 calendars uploaded.\n"


def test_the_same_as_json(done: Say, web: Path) -> None:
    assert json.loads(done("publish", "now", "--json")) == {
        "uploaded": [1],
        "deleted": 0,
        "pending": 0,
        "held_back": [],
    }
    status = json.loads(done("publish", "status", "--json"))
    assert status["webspace"]["folder"] == str(web)
    assert status["webspace"]["kind"] == "folder"
    assert (status["held"], status["pending"], status["leaving"]) == (1, 0, [])
    assert status["last_success"] == "2027-07-06T12:00:00+00:00"


def test_giving_it_up_as_json(done: Say, web: Path) -> None:
    done("publish", "now")
    assert json.loads(done("publish", "remove", "--json")) == {"deleted": 1, "leaving": []}
    assert calendars(web) == []


def test_forgetting_it_as_json_leaves_what_lies_there(done: Say, web: Path) -> None:
    done("publish", "now")
    found = json.loads(done("publish", "remove", "--forget", "--json"))
    assert found == {"deleted": 0, "leaving": []}
    assert len(calendars(web)) == 1


def test_what_goes_wrong_is_one_sentence_and_stays_known(
    done: Say, refused: Say, web: Path
) -> None:
    web.rmdir()
    web.write_text("no folder")
    sentence = refused("publish", "now").removeprefix("Error: ")
    assert sentence.startswith("There is no folder")
    told = done("publish", "status")
    assert sentence in told
    assert "Next try: " in told
    assert json.loads(done("publish", "status", "--json"))["error"] == sentence


def test_remove_takes_the_files_away(done: Say, web: Path) -> None:
    done("publish", "now")
    assert done("publish", "remove") == "1 file was taken away from the webspace.\n"
    assert list(web.iterdir()) == []
    assert "No webspace is set up" in done("publish", "status")


def test_forget_leaves_them(done: Say, web: Path) -> None:
    done("publish", "now")
    assert "stays there" in done("publish", "remove", "--forget")
    assert len(calendars(web)) == 1
    assert json.loads(done("publish", "status", "--json"))["leaving"] == []


def test_remove_that_fails_is_seen_and_can_be_forgotten(done: Say, refused: Say, web: Path) -> None:
    done("publish", "now")
    (calendar,) = calendars(web)
    (web / calendar).unlink()
    (web / MARKER).unlink()
    web.rmdir()
    web.write_text("no folder")
    assert "There is no folder" in refused("publish", "remove")
    assert f"Is being given up: {web}" in done("publish", "status")
    done("publish", "remove", "--forget")
    assert str(web) not in done("publish", "status")


def test_what_is_held_back_is_asked_and_answered(done: Say, web: Path, house: DataFolder) -> None:
    for month in (8, 9, 10, 11):
        done("occupancy", "add", "Seeblick 1", f"2027-{month:02}-01", f"2027-{month:02}-05")
    done("publish", "now")
    with opened(house, busy_timeout=5, clock=SetClock()) as services, services.work.change():
        services.database.table("occupancy").update(status="cancelled").execute()
        services.work.revisions.raise_units([1], services.work.clock.now())
    told = done("publish", "now")
    assert "shows 4 coming stays, and would show none now" in told
    (calendar,) = calendars(web)
    assert f"zimmerfrei publish allow {calendar}" in told
    assert json.loads(done("publish", "status", "--json"))["held_back"] == [
        {"name": calendar, "link_id": 1, "before": 4, "after": 0}
    ]
    assert "1 calendar stays as it is" in done("publish", "keep-back")
    assert "Is that right" not in done("publish", "status")
    assert done("publish", "allow", calendar) == "1 calendar uploaded.\n"
    assert b"VEVENT" not in (web / calendar).read_bytes()


@pytest.mark.usefixtures("house")
def test_setup_says_what_is_missing(refused: Say, zimmerfrei: Zimmerfrei) -> None:
    assert "sftp, ftps, webdav, nextcloud, s3, folder" in refused("publish", "setup")
    assert refused("publish", "setup", "--take-over") == "Error: No webspace is set up yet."
    assert "folder" in refused("publish", "setup", "folder")
    assert "server" in refused("publish", "setup", "sftp")
    assert "There is no hoster “nobody”" in refused("publish", "setup", "--preset", "nobody")
    assert zimmerfrei("publish", "setup", "gopher").status == 2


@pytest.mark.usefixtures("house")
def test_setup_never_asks_for_a_password(refused: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    place = ("--host", "sftp.example.org", "--user", "anna", "--address", ADDRESS)
    assert "password" in refused("publish", "setup", "sftp", *place, "--folder", "web")


def test_take_over_goes_on_in_a_folder_that_another_one_uses(
    done: Say, refused: Say, web: Path
) -> None:
    (web / MARKER).write_text('{"house": "another", "webspace": 1}')
    assert "Another Zimmerfrei puts its calendars" in refused("publish", "now")
    assert "yours now" in done("publish", "setup", "--take-over")
    assert done("publish", "now") == "1 calendar uploaded.\n"


def test_a_clock_that_is_wrong_uploads_nothing(
    refused: Say, house: DataFolder, web: Path, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.house_clock", "the clock shows")
    with opened(house, busy_timeout=5, clock=SetClock()) as services, services.database.write():
        services.database.table("setting").update(value="2031-01-01T00:00:00.000000+00:00").where(
            services.database.table("setting").c.key == "known_time"
        ).execute()
    assert "clock is wrong" in refused("publish", "now")
    assert list(web.iterdir()) == []


@pytest.fixture
def internet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the internet reads under ADDRESS, as the trial sees it; all else is real."""
    folder = tmp_path / "website"
    folder.mkdir()
    with web_of(tmp_path, monkeypatch.setenv) as sites:
        sites.site("example.org").folders["/kalender"] = folder
        on_loopback = partial(try_out, internet=sites.internet(), clock=SetClock())
        monkeypatch.setattr("app.services.publishing.trial.try_out", on_loopback)
        yield folder


@pytest.mark.usefixtures("house")
def test_setup_tries_it_step_by_step_and_brings_the_calendars_there(
    done: Say, internet: Path
) -> None:
    place = ("--folder", str(internet), "--address", ADDRESS)
    lines = done("publish", "setup", "folder", *place).splitlines()
    # What the window shows, line by line, each once.
    shown = board(Webspace(kind=WebspaceKind.FOLDER, folder=str(internet))).lines
    titles = [ENGLISH.tr(line.title.text, **line.title.values) for line in shown]
    assert [line[2:].split(": ")[0] for line in lines[:-2]] == titles
    assert all(line[0] in "✓!" for line in lines[:-2])
    assert lines[0] == f"✓ Open the folder {internet}"
    assert lines[1] == "✓ Writing: File made, replaced and deleted again"
    assert lines[-2:] == [f"Public address: {ADDRESS}", "1 calendar uploaded."]
    assert len(calendars(internet)) == 1
    assert "All is up to date." in done("publish", "status")


@pytest.mark.usefixtures("house")
def test_a_folder_that_is_carried_away_later_is_set_up_with_a_note(
    done: Say, internet: Path, tmp_path: Path
) -> None:
    place = ("--folder", str(tmp_path / "carried away"), "--address", ADDRESS)
    lines = done("publish", "setup", "folder", *place).splitlines()
    assert any(line.startswith("! Read from outside") for line in lines)
    assert len(calendars(tmp_path / "carried away")) == 1
    assert list(internet.iterdir()) == []


@pytest.mark.usefixtures("house", "internet")
def test_an_address_that_only_the_house_reaches_sets_nothing_up(
    zimmerfrei: Zimmerfrei, done: Say, tmp_path: Path
) -> None:
    place = ("--folder", str(tmp_path / "web"), "--address", "http://127.0.0.1:8080")
    answer = zimmerfrei("publish", "setup", "folder", *place)
    assert answer.status == 1
    assert "✗ Read from outside" in answer.out
    assert answer.err.count("\n") == 1
    assert "No webspace is set up" in done("publish", "status")
    assert list((tmp_path / "web").iterdir()) == []


@pytest.mark.usefixtures("house", "internet")
def test_a_password_from_standard_input_needs_a_place_to_be_kept(
    zimmerfrei: Zimmerfrei, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ganz geheim\n"))
    place = ("--host", "127.0.0.1", "--port", "1", "--user", "anna", "--address", ADDRESS)
    answer = zimmerfrei("publish", "setup", "sftp", *place, "--folder", "web", "--keep", "file")
    assert answer.status == 1
    assert "127.0.0.1 does not answer" in answer.err
    assert "geheim" not in answer.out + answer.err


@pytest.mark.usefixtures("house")
def test_setup_as_json_tells_each_step_and_what_was_brought(done: Say, internet: Path) -> None:
    place = ("--folder", str(internet), "--address", ADDRESS, "--json")
    found = json.loads(done("publish", "setup", "folder", *place))
    states = {step["step"]: step["state"] for step in found["steps"]}
    assert states["connect"] == "done"
    assert states["read_back"] in {"done", "note"}
    assert "failed" not in states.values()
    assert all(step["error"] is None for step in found["steps"])
    assert (found["webspace"]["kind"], found["webspace"]["address"]) == ("folder", ADDRESS)
    assert (found["uploaded"], found["pending"]) == ([1], 0)
    taken = json.loads(done("publish", "setup", "--take-over", "--json"))
    assert taken["webspace"] == found["webspace"]


def test_the_answers_to_what_is_held_back_as_json(done: Say, web: Path, house: DataFolder) -> None:
    for month in (8, 9, 10, 11):
        done("occupancy", "add", "Seeblick 1", f"2027-{month:02}-01", f"2027-{month:02}-05")
    done("publish", "now")
    with opened(house, busy_timeout=5, clock=SetClock()) as services, services.work.change():
        services.database.table("occupancy").update(status="cancelled").execute()
        services.work.revisions.raise_units([1], services.work.clock.now())
    done("publish", "now")
    (calendar,) = calendars(web)
    assert json.loads(done("publish", "keep-back", "--json")) == {"kept_back": [calendar]}
    found = json.loads(done("publish", "allow", calendar, "--json"))
    assert (found["uploaded"], found["held_back"]) == ([1], [])


class TestReaders:
    """Counting readers by a script; over a real server it is the use case's test."""

    def test_without_a_webspace_it_is_said(
        self, done: Say, refused: Say, house: DataFolder
    ) -> None:
        assert house.path.is_dir()
        for switch in ("on", "off"):
            assert refused("publish", "readers", switch) == "Error: No webspace is set up yet."
        assert done("publish", "readers") == "Readers are not counted on the webspace.\n"
        assert json.loads(done("publish", "readers", "--json")) == {
            "counted": False,
            "since": None,
            "looked_at": None,
        }

    def test_it_is_switched_on_and_off(
        self, done: Say, house: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with apache() as (folder, port):
            internet = Internet(
                resolved=lambda _: ["1.2.3.4"],
                is_public=lambda _: True,
                door=lambda _, __: ("127.0.0.1", port),
            )
            monkeypatch.setattr(Services, "internet", internet)
            place = Webspace(
                kind=WebspaceKind.FOLDER, folder=str(folder), address="http://example.org/kalender"
            )
            with opened(house, busy_timeout=5, clock=SetClock()) as services:
                services.publishing.set_up(place, Secret(), Keeping.ASK)
            assert "Readers are not counted on the webspace." in done("publish", "status")
            told = "Readers have been counted on the webspace since"
            assert told in done("publish", "readers", "on")
            assert (folder / SCRIPT_FILE).exists()
            assert told in done("publish", "readers")
            assert told in done("publish", "status")
            counted = json.loads(done("publish", "status", "--json"))["readers"]
            assert counted["counted"] is True
            assert counted["since"] == counted["looked_at"]
            off = done("publish", "readers", "off")
            assert off == "Readers are not counted on the webspace.\n"
            assert not (folder / SCRIPT_FILE).exists()

    def test_where_it_does_not_work_the_reason_is_said(
        self, refused: Say, house: DataFolder
    ) -> None:
        with opened(house, busy_timeout=5, clock=SetClock()) as services:
            place = Webspace(kind=WebspaceKind.S3, host="https://s3.example", address=ADDRESS)
            services.publishing.set_up(place, Secret(), Keeping.ASK)
        assert "Nextcloud and S3" in refused("publish", "readers", "on")

    def test_another_word_is_no_switch(self, zimmerfrei: Zimmerfrei) -> None:
        assert zimmerfrei("publish", "readers", "maybe").status == 2
