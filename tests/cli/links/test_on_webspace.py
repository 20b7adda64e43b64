"""What commands say of links on a webspace: the address, who can read it, what nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import opened
from app.core.links.link import Fetch, Origin
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.storage.tables.fetches import FetchTable
from tests.cli.conftest import Say, Zimmerfrei
from tests.clocks import SetClock

PUBLIC = "https://haus-seeblick.example/kalender"
Open = Callable[[], Any]


@pytest.fixture
def open_data(data: Path) -> Open:
    """Open the data of the commands, as the window does beside them."""

    @contextmanager
    def enter() -> Iterator[Services]:
        with opened(DataFolder(data), busy_timeout=1, clock=SetClock()) as services:
            yield services

    return enter


@pytest.fixture(autouse=True)
def published(done: Say, open_data: Open, tmp_path: Path) -> Path:
    """A unit with its link and one for a website, both on a webspace."""
    done("unit", "add", "Seeblick 1")
    done("link", "enable", "Seeblick 1")
    done("link", "add", "Seeblick 1", "--website")
    folder = tmp_path / "webspace"
    folder.mkdir()
    webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(folder), address=PUBLIC)
    with open_data() as services:
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
        services.publishing.run()
    return folder


@pytest.fixture
def found(open_data: Open) -> Callable[..., None]:
    """Note what a reading of link 1 from outside found."""

    def note(finding: str, problem: str = "") -> None:
        with open_data() as services, services.database.write():
            services.database.table("address_check").insert(
                link_id=1,
                address=services.addresses.of(services.links.get(1)).url,
                at=services.clock.now().isoformat(timespec="microseconds"),
                finding=finding,
                problem=problem,
                detail="haus-seeblick.example",
            ).on_conflict_replace().execute()

    return note


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Callable[[], Any]:
    return lambda: zimmerfrei("link", "list", "--json").json


def test_every_command_that_prints_an_address_prints_that_of_the_webspace(
    done: Say, listed: Callable[[], Any]
) -> None:
    main, website = listed()
    assert main["url"] == done("link", "enable", "Seeblick 1").strip()
    assert main["url"].startswith(f"{PUBLIC}/")
    assert website["url"].endswith(".html")
    assert main["url"] in done("link", "list")
    assert main["url"] in done("link", "show", "1")
    assert done("link", "renew", "1").startswith(f"{PUBLIC}/")
    assert done("link", "add", "Seeblick 1", "--portal", "airbnb").startswith(f"{PUBLIC}/")
    assert f'<iframe src="{website["url"]}"' in done("link", "snippet", "Seeblick 1")


@pytest.mark.parametrize(
    "command",
    [
        ("enable", "Seeblick 1"),
        ("add", "Seeblick 1"),
        ("renew", "1"),
        ("snippet", "Seeblick 1"),
        ("show", "1"),
    ],
)
def test_as_json_they_say_who_can_read_it(zimmerfrei: Zimmerfrei, command: tuple[str, str]) -> None:
    answer = zimmerfrei("link", *command, "--json")
    assert answer.status == 0
    record = json.loads(answer.out)
    assert record["url"].startswith(f"{PUBLIC}/")
    assert (record["read_at"], record["reach"]) == ("webspace", "everywhere")
    assert record["state"] in {"unchecked", "uploading"}
    assert record["state_words"]
    assert (record["check"], record["knows_readers"]) == (None, False)


def test_only_what_was_proven_is_readable_everywhere(
    done: Say, listed: Callable[[], Any], found: Callable[..., None]
) -> None:
    assert listed()[0]["state"] == "unchecked"
    found("readable")
    record = listed()[0]
    assert record["state"] == "readable"
    assert record["check"] == {
        "at": "2027-07-06T12:00:00+00:00",
        "finding": "readable",
        "problem": None,
        "detail": "haus-seeblick.example",
        "certificate_until": None,
    }
    assert "readable everywhere" in done("link", "list")


def test_what_is_amiss_is_told_by_its_key_and_in_a_sentence(
    done: Say, listed: Callable[[], Any], found: Callable[..., None]
) -> None:
    found("closed", "sign_in")
    record = listed()[0]
    assert (record["state"], record["check"]["problem"]) == ("closed", "sign_in")
    assert "demands user and password" in record["state_words"]
    assert "not readable" in done("link", "list")
    assert "take the password protection off" in done("link", "show", "1")


def test_a_link_that_waits_and_one_that_is_disabled(done: Say, listed: Callable[[], Any]) -> None:
    done("unit", "rename", "Seeblick 1", "Seeblick eins")
    assert listed()[0]["state"] == "uploading"
    assert "being uploaded" in done("link", "list")
    done("link", "disable", "1")
    record = listed()[0]
    assert (record["state"], record["state_words"]) == (None, None)
    assert record["url"].startswith(PUBLIC)
    assert "disabled" in done("link", "list")


def test_a_single_link_is_left_out_and_put_back(
    done: Say, listed: Callable[[], Any], published: Path, open_data: Open
) -> None:
    name = listed()[0]["url"].rpartition("/")[2]
    assert (published / name).exists()

    said = done("link", "change", "1", "--here-only")

    assert "Its address is now: http://127.0.0.1:8642/cal/" in said
    record = listed()[0]
    assert (record["read_at"], record["state"], record["here_only"]) == ("here", "this_pc", True)
    assert record["knows_readers"]
    assert "stays here by your choice" in done("link", "show", "1")
    with open_data() as services:
        services.publishing.run()
    assert not (published / name).exists()
    assert "Stays as it is" in done("link", "change", "1", "--here-only")

    assert f"Its address is now: {PUBLIC}/{name}" in done("link", "change", "1", "--on-webspace")
    assert not listed()[0]["here_only"]
    assert "Its address" not in done("link", "change", "1", "--back", "3")


def test_a_further_link_can_be_left_out_from_the_start(done: Say, published: Path) -> None:
    before = {file.name for file in published.iterdir()}
    assert done("link", "add", "Seeblick 1", "--here-only").startswith("http://127.0.0.1:8642/cal/")
    assert {file.name for file in published.iterdir()} == before


def test_who_reads_there_is_not_known_and_said_so(done: Say, open_data: Open) -> None:
    assert "not known" in done("link", "list")
    assert "Nobody has fetched" not in done("link", "fetches", "1")
    assert "a webspace does not tell" in done("link", "fetches", "1")
    assert "a webspace does not tell" in done("link", "show", "1")
    assert "nobody yet" not in done("link", "show", "1")

    with open_data() as services, services.database.write():
        read = Fetch(
            link_id=1,
            at=services.clock.now() + timedelta(hours=1),
            agent="Mozilla/5.0 Thunderbird/128.0",
            origin=Origin.HOME,
            status=200,
        )
        FetchTable(services.database).add([read])

    assert "old address here" in done("link", "list")
    assert "Thunderbird (old address here)" in done("link", "fetches", "1")
    assert "Old address here" in done("link", "show", "1")


def test_settings_of_this_computer_change_no_link_on_the_webspace(
    done: Say, listed: Callable[[], Any]
) -> None:
    before = [row["url"] for row in listed()]
    assert "new address" not in done("settings", "set", "port", "9000")
    assert [row["url"] for row in listed()] == before
    done("link", "change", "1", "--here-only")
    assert "1 link has a new address now" in done("settings", "set", "port", "9001")
