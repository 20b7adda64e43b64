"""What leaves through a link, who has fetched it, and what its readers are called."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.ical.ours import CalendarView
from app.core.links.link import Fetch, Origin
from app.services.data_folder.folder import DataFolder
from app.storage.tables.fetches import FetchTable, ServedTable
from tests.cli.conftest import ROOT, Say, Zimmerfrei
from tests.clocks import SetClock

NOON = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PORTAL = "Portal-Importer/2.1 (bot)"
Read = Callable[..., None]


@pytest.fixture(autouse=True)
def house(done: Say) -> None:
    done("unit", "add", "Seeblick 1")
    done("occupancy", "add", "Seeblick 1", "2027-07-14", "2027-07-21", "--guest", "Familie Groß")
    done("link", "enable", "Seeblick 1")


@pytest.fixture
def read(data: Path) -> Read:
    """Have link 1 read: ``read(agent, *hours_ago)``."""

    def store(agent: str, *hours: float, status: int = 200) -> None:
        with opened(DataFolder(data), busy_timeout=1) as services, services.database.write():
            FetchTable(services.database).add(
                Fetch(
                    link_id=1,
                    at=NOON - ago * HOUR,
                    agent=agent,
                    origin=Origin.OUTSIDE,
                    status=status,
                )
                for ago in hours
            )

    return store


def test_a_preview_is_byte_for_byte_what_a_reader_gets(zimmerfrei: Zimmerfrei, data: Path) -> None:
    with opened(DataFolder(data), busy_timeout=1, clock=SetClock()) as services:
        feeds = services.feeds()
        body = feeds.answer(services.links.get(1).token).body  # type: ignore[union-attr]
        feeds.close()
    printed = subprocess.run(
        [sys.executable, "-m", "app", "link", "preview", "Seeblick 1"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert (printed.stdout, printed.stderr) == (body, b"")
    rows = zimmerfrei("link", "preview", "1", "--json").json
    assert rows == [
        {
            "first": "2027-07-14",
            "end": "2027-07-21",
            "summary": "Occupied",
            "description": "",
            "location": "",
            "tentative": False,
        }
    ]


def test_a_preview_follows_what_is_ticked(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done("link", "disable", "1")
    done("link", "change", "1", "--field", "guest")
    (row,) = zimmerfrei("link", "preview", "1", "--json").json
    assert row["summary"] == "Familie Groß"
    assert len(CalendarView(done("link", "preview", "1").encode())) == 1


def test_fetches_are_listed_the_newest_first(zimmerfrei: Zimmerfrei, done: Say, read: Read) -> None:
    assert "Nobody has fetched" in done("link", "fetches", "1")
    read("Google-Calendar-Importer", 30, 20)
    read("Google-Calendar-Importer", 10, status=304)
    read(PORTAL, 5)
    read("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", 2)
    read(PORTAL, 1, status=410)
    lines = done("link", "fetches", "1").splitlines()[2:]
    assert [re.split(r"\s{2,}", line)[1:] for line in lines] == [
        ["Unknown reader (Portal-Importer/2.1)", "outside", "old address", "1"],
        ["Browser (a person, no calendar)", "outside", "calendar fetched", "1"],
        ["Unknown reader (Portal-Importer/2.1)", "outside", "calendar fetched", "1"],
        ["Google Calendar", "outside", "unchanged", "1"],
        ["Google Calendar", "outside", "calendar fetched", "2"],
    ]
    rows = zimmerfrei("link", "fetches", "Seeblick 1", "--json", "--limit", "3").json
    assert [(row["status"], row["reader"], row["person"]) for row in rows] == [
        (410, None, False),
        (200, "Browser", True),
        (200, None, False),
    ]
    assert rows[0] == {
        "at": "2027-07-06T11:00:00+00:00",
        "since": "2027-07-06T11:00:00+00:00",
        "times": 1,
        "reader": None,
        "agent": PORTAL,
        "person": False,
        "origin": "outside",
        "status": 410,
        "old_address": False,
    }
    assert zimmerfrei("link", "fetches", "1", "--json", "--limit", "-1").json == []
    assert zimmerfrei("link", "fetches", "1", "--limit", "some").status == 2


def test_who_read_last_is_in_every_listing(zimmerfrei: Zimmerfrei, done: Say, read: Read) -> None:
    read("Google-Calendar-Importer", 30)
    read(PORTAL, 5)
    (row,) = zimmerfrei("link", "list", "--json").json
    assert (row["last_read"], row["last_reader"]) == ("2027-07-06T07:00:00+00:00", PORTAL)
    assert "Portal-Importer/2.1" in done("link", "list")
    said = done("link", "show", "1")
    assert said.index("Unknown reader (Portal-Importer/2.1)") < said.index("Google Calendar")


def test_an_unknown_reader_gets_a_name(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say, read: Read
) -> None:
    read(PORTAL, 5)
    assert PORTAL in done("reader", "list")
    assert done("reader", "name", PORTAL, "Verkehrsamt") == (
        f"{PORTAL} is called Verkehrsamt now.\n"
    )
    (row,) = zimmerfrei("reader", "list", "--json").json
    assert (row["reader"], row["agent"], row["link_id"]) == ("Verkehrsamt", PORTAL, 1)
    assert "Verkehrsamt" in done("link", "list")
    assert "no name" in done("reader", "name", PORTAL, "")
    assert zimmerfrei("reader", "list", "--json").json[0]["reader"] is None
    assert "knows this reader" in refused("reader", "name", "Google-Calendar-Importer", "G")
    assert "200" in refused("reader", "name", PORTAL, "x" * 500)


def test_a_silent_reader_is_told_until_it_is_let_go(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say, read: Read, data: Path
) -> None:
    with opened(DataFolder(data), busy_timeout=1) as services, services.database.write():
        ServedTable(services.database).begin(NOON - 400 * HOUR, NOON)
    read(PORTAL, *(300 - 6 * number for number in range(10)))
    read("Google-Calendar-Importer", 3)
    (row,) = zimmerfrei("reader", "list", "--silent", "--json").json
    assert (row["agent"], row["silent"], row["usual_seconds"]) == (PORTAL, True, 6 * 3600)
    assert "silent; usually every 6 h" in done("reader", "list", "--link", "Seeblick 1")
    said = done("link", "show", "1")
    assert "has not read since" in said
    assert "usually does every 6 h." in said
    (silent,) = zimmerfrei("link", "show", "1", "--json").json["silent"]
    assert silent["agent"] == PORTAL
    assert "Nobody" in refused("reader", "let-go", "1", "Nobody")
    assert "not expected any more" in done("reader", "let-go", "1", PORTAL)
    assert "No reader has gone silent" in done("reader", "list", "--silent")
    assert len(zimmerfrei("reader", "list", "--json").json) == 2


def test_an_old_address_that_is_still_asked_for_is_told(
    zimmerfrei: Zimmerfrei, done: Say, data: Path
) -> None:
    done("link", "renew", "1")
    with opened(DataFolder(data), busy_timeout=1) as services, services.database.write():
        late = Fetch(link_id=1, at=NOON + HOUR, agent=PORTAL, origin=Origin.OUTSIDE, status=410)
        FetchTable(services.database).add([late])
    assert "still asks for the old address" in done("link", "show", "1")
    assert zimmerfrei("link", "show", "1", "--json").json["old_address"]["agent"] == PORTAL


def test_the_snippet_of_a_website_link(done: Say, refused: Say) -> None:
    assert "--website" in refused("link", "snippet", "Seeblick 1")
    assert "--website" in refused("link", "snippet", "1")
    address = done("link", "add", "Seeblick 1", "--website").strip()
    snippet = done("link", "snippet", "Seeblick 1")
    assert f'src="{address}"' in snippet
    assert snippet.startswith("<iframe ")
    assert 'title="Availability calendar"' in snippet
    german = done("link", "snippet", "2", "--language", "de")
    assert f'src="{address}?sprache=de"' in german
    assert 'title="Belegungskalender"' in german
    dark = done("link", "snippet", "2", "--language", "de", "--theme", "dark")
    assert f'src="{address}?sprache=de&amp;theme=dark"' in dark
    done("link", "add", "Seeblick 1", "--website", "--label", "Second")
    assert "2, 3" in refused("link", "snippet", "Seeblick 1")
