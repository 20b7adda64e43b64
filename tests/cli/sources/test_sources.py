"""The commands about calendars that are read, over a portal that really answers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Say, Zimmerfrei, sentence
from tests.feeds_of_portals import Event, calendar
from tests.web_sites import CALENDAR, PAGE, Site, reply

PATH = "/ical/1.ics?s=geheim"
LISTED = {
    "id", "unit", "unit_id", "portal", "label", "enabled", "last_read", "state", "occupancies",
    "rules", "questions", "error",
}  # fmt: skip
READ = {"id", "new", "changed", "gone", "kept", "refused", "rules", "error"}


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    found.pages[PATH] = reply(calendar([Event(3), Event(20)]), CALENDAR)
    yield found
    found.close()


@pytest.fixture
def url(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}{PATH}"


@pytest.fixture
def unit(done: Say) -> str:
    done("unit", "add", "Seeblick 1")
    done("unit", "add", "Seeblick 2")
    return "Seeblick 1"


@pytest.fixture
def added(done: Say, unit: str, url: str) -> str:
    return done("source", "add", unit, url, "--portal", "fewo-direkt", "--allow-private").strip()


def listed(zimmerfrei: Zimmerfrei, *more: str) -> list[dict[str, Any]]:
    answer = zimmerfrei("source", "list", "--json", *more)
    assert (answer.status, answer.err) == (0, "")
    found: list[dict[str, Any]] = answer.json
    return found


def test_a_calendar_is_added_and_read_at_once(zimmerfrei: Zimmerfrei, added: str) -> None:
    assert added == "1"
    (row,) = listed(zimmerfrei)
    assert set(row) == LISTED
    assert row == {
        "id": 1,
        "unit": "Seeblick 1",
        "unit_id": 1,
        "portal": "fewo-direkt",
        "label": "FeWo-direkt",
        "enabled": True,
        "last_read": "2027-07-06T12:00:00+00:00",
        "state": "ok",
        "occupancies": 2,
        "rules": 0,
        "questions": [],
        "error": None,
    }
    stays = zimmerfrei("occupancy", "list", "--json").json
    assert [(stay["source_id"], stay["source"]) for stay in stays] == [(1, "feed:1")] * 2


def test_what_is_entered_by_hand_has_no_source(zimmerfrei: Zimmerfrei, unit: str) -> None:
    zimmerfrei("occupancy", "add", unit, "2027-08-01", "2027-08-05")
    (stay,) = zimmerfrei("occupancy", "list", "--json").json
    assert stay["source_id"] is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (reply(b"<html>hello", PAGE), "web page"),
        (reply(b"", {}, 404), "no calendar at this address"),
        (reply(b"", {"Retry-After": "600"}, 429), "asks not to be read again before"),
    ],
)
def test_one_that_cannot_be_read_yet_is_added_all_the_same(
    zimmerfrei: Zimmerfrei, unit: str, site: Site, url: str, answer: bytes, says: str
) -> None:
    site.pages[PATH] = answer
    added = zimmerfrei("source", "add", unit, url, "--allow-private")
    assert (added.status, added.out) == (0, "1\n")
    assert says in sentence(added)
    assert "geheim" not in added.err
    (row,) = listed(zimmerfrei)
    assert says in row["error"]
    assert row["state"] == "failing"
    assert row["last_read"] is None
    failed = zimmerfrei("source", "read", "--json")
    assert failed.status == 1
    assert set(failed.json[0]) == READ
    assert says in failed.json[0]["error"]
    # By hand it is read at once, also within a back-off; but a portal's wish is a wish.
    asked = len(site.asked)
    assert asked == (1 if b"429" in answer else 2)


def test_a_private_address_is_refused_unless_it_is_allowed(
    zimmerfrei: Zimmerfrei, unit: str, site: Site, url: str
) -> None:
    added = zimmerfrei("source", "add", unit, url)
    assert (added.status, added.out) == (0, "1\n")
    assert "leads into your own network (127.0.0.1)" in sentence(added)
    assert site.asked == []


@pytest.mark.parametrize(
    "url", ["", "   ", "ftp://x.example/a", "https://a:b@x.example/", "nonsense"]
)
def test_what_is_no_address_is_refused(refused: Say, unit: str, url: str) -> None:
    said = refused("source", "add", unit, url)
    assert "export link" in said
    assert "a:b" not in said


def test_our_own_link_is_refused(done: Say, refused: Say, unit: str) -> None:
    link = done("link", "enable", unit).strip().splitlines()[-1]
    address = next(word for word in link.split() if word.startswith("http"))
    assert "your own link" in refused("source", "add", "Seeblick 2", address, "--allow-private")


def test_one_link_at_two_units_is_refused(refused: Say, added: str, url: str) -> None:
    assert added
    said = refused("source", "add", "Seeblick 2", url, "--allow-private")
    assert "read for Seeblick 1 already" in said


def test_an_address_can_come_from_standard_input(
    zimmerfrei: Zimmerfrei, unit: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{url}\n"))
    added = zimmerfrei("source", "add", unit, "-", "--allow-private", "--label", "Mein Portal")
    assert (added.status, added.out, added.err) == (0, "1\n", "")
    (row,) = listed(zimmerfrei, "--show-secrets")
    assert (row["address"], row["label"], row["portal"]) == (url, "Mein Portal", "")


def test_secrets_are_shown_to_who_asks_for_them(
    zimmerfrei: Zimmerfrei, done: Say, added: str
) -> None:
    for command in (("list",), ("show", added)):
        for form in ((), ("--json",)):
            assert "geheim" not in done("source", *command, *form)
            assert "geheim" in done("source", *command, *form, "--show-secrets")
    assert "address" not in listed(zimmerfrei)[0]


def test_secrets_stand_in_no_log(
    zimmerfrei: Zimmerfrei, data: Path, added: str, site: Site
) -> None:
    assert added
    for answer in (reply(b"", {}, 500), reply(b"BEGIN:VCALENDAR", CALENDAR), b"HTTP/9\r\n\r\n"):
        site.pages[PATH] = answer
        assert zimmerfrei("source", "read").status == 1
    logs = "".join(file.read_text(encoding="utf-8") for file in (data / "logs").iterdir())
    assert "geheim" not in logs


def test_all_that_is_known_is_shown(zimmerfrei: Zimmerfrei, done: Say, added: str) -> None:
    shown = zimmerfrei("source", "show", added, "--json").json
    assert [stay["taken_for"] for stay in shown["stays"]] == ["booking", "booking"]
    assert shown["address"].startswith("127.0.0.1:")
    said = done("source", "show", added)
    assert "Booking" in said
    assert "just now, 2 new" in said


def test_reading_says_what_it_did(
    zimmerfrei: Zimmerfrei, done: Say, added: str, site: Site
) -> None:
    site.pages[PATH] = reply(calendar([Event(3), Event(20), Event(40)]), CALENDAR)
    answer = zimmerfrei("source", "read", added, "--json")
    assert answer.status == 0
    assert answer.json == [
        {"id": 1, "new": 1, "changed": 0, "gone": 0, "kept": 0, "refused": 0, "rules": 0,
         "error": None}
    ]  # fmt: skip
    assert "nothing new" in done("source", "read")
    site.pages[PATH] = reply(b"", {}, 304)
    assert zimmerfrei("source", "read", "--json").status in {0, 1}


def test_unchanged_is_a_complete_reading(
    zimmerfrei: Zimmerfrei, unit: str, site: Site, url: str
) -> None:
    site.pages[PATH] = reply(calendar([Event(3)]), {**CALENDAR, "ETag": '"a"'})
    zimmerfrei("source", "add", unit, url, "--allow-private")
    site.pages[PATH] = reply(b"", {}, 304)
    answer = zimmerfrei("source", "read", "--json")
    assert answer.status == 0
    assert answer.json[0]["error"] is None
    assert site.asked[-1].headers["if-none-match"] == '"a"'


def test_one_is_switched_off_and_on(
    zimmerfrei: Zimmerfrei, done: Say, added: str, site: Site
) -> None:
    assert "not read any more" in done("source", "disable", added)
    asked = len(site.asked)
    assert zimmerfrei("source", "read", "--json").json == []
    assert zimmerfrei("source", "read", added).status == 1
    assert len(site.asked) == asked
    (row,) = listed(zimmerfrei)
    assert (row["enabled"], row["state"], row["occupancies"]) == (False, "off", 2)
    assert json.loads(done("source", "enable", added, "--json")) == {"id": 1, "enabled": True}
    assert zimmerfrei("source", "read").status == 0


@pytest.mark.parametrize("keep", [False, True])
def test_one_goes_with_what_it_has_brought_or_without(
    zimmerfrei: Zimmerfrei, done: Say, added: str, keep: bool
) -> None:
    said = done("source", "remove", added, *(["--keep"] if keep else []), "--json")
    assert json.loads(said) == {"id": 1, "cancelled": 0 if keep else 2}
    assert listed(zimmerfrei) == []
    assert len(zimmerfrei("occupancy", "list", "--json").json) == (2 if keep else 0)
    assert "adds the first" in done("source", "list")


def test_a_question_is_listed_and_answered(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say, unit: str, site: Site, url: str
) -> None:
    done("occupancy", "add", unit, "2027-08-01", "2027-08-05", "--portal", "fewo-direkt")
    site.pages[PATH] = reply(calendar([Event(90), Event(120)]), CALENDAR)
    zimmerfrei("source", "add", unit, url, "--portal", "fewo-direkt", "--allow-private")
    (row,) = listed(zimmerfrei)
    (question,) = row["questions"]
    assert set(question) == {"id", "kind", "text"}
    assert question["kind"] == "stranger"
    assert "right calendar?" in question["text"]
    assert "1 question" in done("source", "list")
    assert "Answered" in done("source", "answer", "1", str(question["id"]), "yes")
    assert listed(zimmerfrei)[0]["questions"] == []
    assert "not open any more" in refused("source", "answer", "1", str(question["id"]), "no")


@pytest.mark.parametrize("number", ["0", "-1", "99", str(2**70)])
@pytest.mark.parametrize("command", [("show",), ("enable",), ("disable",), ("remove",), ("read",)])
def test_a_number_that_nobody_has_is_refused(
    refused: Say, unit: str, command: tuple[str, ...], number: str
) -> None:
    assert unit
    said = refused("source", *command, "--", number)
    assert f"no calendar with the number {number}" in said


def test_no_command_asks(
    zimmerfrei: Zimmerfrei, added: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object, **__: object) -> str:
        raise AssertionError("a command asked")

    monkeypatch.setattr("builtins.input", asked)
    monkeypatch.setattr("click.confirm", asked)
    assert zimmerfrei("source", "remove", added).status == 0
