"""The commands about guests and the letter, over a real data folder."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Say, Zimmerfrei
from tests.ui.paper.test_sheets import needs_pdftotext


@pytest.fixture
def house(done: Say) -> None:
    done("unit", "add", "Eins")
    add = ("occupancy", "add", "Eins")
    huber = ("--guest", "Anna Huber", "--email", "anna@example.org", "--note", "mag Ruhe")
    done(*add, "2020-07-01", "2020-07-05", *huber, "--persons", "2")
    done(*add, "2026-07-01", "2026-07-05", "--guest", "Maier", "--phone", "0171 2345678")
    done(*add, "2028-07-01", "2028-07-05", *huber)


def guests(zimmerfrei: Zimmerfrei) -> list[str]:
    return [one["name"] for one in zimmerfrei("guest", "list", "--json").json]


@pytest.mark.usefixtures("house")
def test_guests_are_listed_and_shown(zimmerfrei: Zimmerfrei, done: Say) -> None:
    listed = zimmerfrei("guest", "list", "--json").json
    assert listed[0] == {
        "name": "Anna Huber",
        "phone": "",
        "email": "anna@example.org",
        "contact": "",
        "stays": 2,
        "last_arrival": "2028-07-01",
        "last_departure": "2028-07-05",
    }
    assert "0171 2345678" in done("guest", "list")
    shown = done("guest", "show", "ANNA@example.org")
    assert "mag Ruhe" in shown
    assert "1–5 Jul 2020" in shown
    record = zimmerfrei("guest", "show", "Anna Huber", "--json").json
    assert [one["arrival"] for one in record["stays"]] == ["2028-07-01", "2020-07-01"]


def test_of_an_empty_house_nothing_is_known(done: Say, zimmerfrei: Zimmerfrei) -> None:
    assert done("guest", "list") == "Nothing is known of any guest.\n"
    assert zimmerfrei("guest", "list", "--json").json == []


@pytest.mark.usefixtures("house")
def test_who_is_to_come_is_not_forgotten_but_single_stays_can_be(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say
) -> None:
    assert "is not over yet" in refused("guest", "forget", "Anna Huber")
    assert "is none of this guest" in refused("guest", "forget", "Anna Huber", "--stay", "2")
    said = done("guest", "forget", "Anna Huber", "--stay", "1")
    assert said.startswith("1 stay says no more whose it was. 0 cancelled stays are deleted.")
    assert zimmerfrei("guest", "show", "Anna Huber", "--json").json["stays"][0]["id"] == 3
    done("occupancy", "cancel", "3")
    assert "1 cancelled stay is deleted." in done("guest", "forget", "Anna Huber")
    assert guests(zimmerfrei) == ["Maier"]
    assert "Nothing is known of a guest" in refused("guest", "forget", "Anna Huber")


@pytest.mark.usefixtures("house")
def test_what_is_due_is_shown_before_it_is_set(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say
) -> None:
    assert "--years 3" in refused("guest", "due")
    assert done("guest", "due", "--years", "5").endswith("1 stay departed that long ago.\n")
    assert done("guest", "due", "--years", "30") == "0 stays departed that long ago.\n"
    done("settings", "set", "guest_years", "5")
    (due,) = zimmerfrei("guest", "due", "--json").json
    assert (due["id"], due["guest"]) == (1, "Anna Huber")
    assert guests(zimmerfrei) == ["Anna Huber", "Maier"], "nothing was changed"
    for wrong in ("0", "31", "x"):
        assert zimmerfrei("guest", "due", "--years", wrong).status == 2


@pytest.mark.usefixtures("house")
def test_all_of_a_guest_is_written_as_json(done: Say, refused: Say, tmp_path: Path) -> None:
    target = tmp_path / "Hubér.json"
    assert done("guest", "export", "Anna Huber", "--out", str(target)) == "Saved: Hubér.json\n"
    record = json.loads(target.read_text("utf-8"))
    assert record["guest"] == "Anna Huber"
    assert record["stays"][1]["note"] == "mag Ruhe"
    assert "ends in .pdf or .json" in refused("guest", "export", "Maier", "--out", "maier.txt")
    gone = tmp_path / "weg" / "a.json"
    assert "gone" in refused("guest", "export", "Maier", "--out", str(gone))


@needs_pdftotext
@pytest.mark.usefixtures("house")
def test_letters_are_written_without_a_screen(tmp_path: Path) -> None:
    """As programs of their own: here Qt has an application already."""
    letter, own = tmp_path / "letter.pdf", tmp_path / "own.pdf"
    for words in (
        ("occupancy", "letter", "3", "--out", str(letter), "--language", "de"),
        ("guest", "export", "Maier", "--out", str(own)),
    ):
        answer = started(*words)
        assert (answer.status, answer.err) == (0, "")
    assert "Guten Tag Anna Huber," in text_of(letter)
    assert "0171 2345678" in text_of(own)


@pytest.mark.usefixtures("house")
def test_a_letter_that_cannot_be_is_refused(done: Say, refused: Say, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "a.pdf"))
    assert "no occupancy with the number 99" in refused("occupancy", "letter", "99", *out)
    assert "no occupancy" in refused("occupancy", "letter", str(2**70), *out)
    done("occupancy", "cancel", "3")
    assert "is cancelled" in refused("occupancy", "letter", "3", *out)
    done("occupancy", "add", "Eins", "2028-08-01", "2028-08-03", "--kind", "block")
    assert "A block has no guest" in refused("occupancy", "letter", "4", *out)
    assert not (tmp_path / "a.pdf").exists()


def started(*words: str) -> Answer:
    import os
    import sys

    environment = {**os.environ}
    environment.pop("QT_QPA_PLATFORM", None)
    environment.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def text_of(pdf: Path) -> str:
    read = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return read.stdout
