"""`zimmerfrei print`: what the window prints, as PDF files, over a real data folder."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Say, Zimmerfrei, real
from tests.ui.paper.test_sheets import needs_pdftotext

# The application of the window's tests, which may run in the same process.
pytestmark = [needs_pdftotext, pytest.mark.usefixtures("qapp")]
TODAY = date(2027, 7, 6)
"""As the clock of these tests has it."""


def day(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


@pytest.fixture(autouse=True)
def house(done: Say) -> None:
    done("unit", "add", "Seeblick 1", "--property", "Haus Seeblick")
    done("unit", "add", "Berghütte", "--property", "Haus Berg")
    add = ("occupancy", "add")
    done(*add, "Seeblick 1", day(0), day(3), "--guest", "Anna Huber", "--phone", "0171 2345",
         "--note", "mag Ruhe", "--persons", "3")  # fmt: skip
    done(*add, "Berghütte", day(1), day(5), "--guest", "Öztürk")
    done(*add, "Berghütte", day(20), day(22), "--guest", "Kern")
    done("occupancy", "cancel", "3")


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def printed(done: Say, tmp_path: Path) -> Say:
    def printed(*line: str) -> str:
        out = tmp_path / "Blatt.pdf"
        assert done("print", *line, "--out", str(out)) == "Saved: Blatt.pdf\n"
        return text_of(out)

    return printed


def test_today_and_tomorrow(printed: Say) -> None:
    said = printed("day")
    for word in ("Anna Huber", "0171 2345", "mag Ruhe", "Öztürk", "Seeblick 1", "Berghütte"):
        assert word in said
    assert "Kern" not in said


def test_what_shall_not_stand_there_does_not(printed: Say) -> None:
    said = printed("day", "--without", "names", "--without", "contacts", "--without", "notes")
    assert "Seeblick 1" in said
    for word in ("Huber", "0171", "Ruhe", "Öztürk"):
        assert word not in said


def test_another_day_of_one_property(printed: Say) -> None:
    said = printed("day", day(3), "--property", "Haus Seeblick")
    assert "Anna Huber" in said
    assert "Öztürk" not in said


def test_a_month_and_a_year(printed: Say) -> None:
    said = printed("month", day(0))
    assert "Seeblick 1" in said
    assert "Berghütte" in said
    assert "Huber" in said
    assert "Huber" not in printed("month", "--without-names")
    year = printed("year", "Seeblick 1", "--year", str(TODAY.year))
    assert "Huber" in year
    assert "Berghütte" not in year
    assert "Huber" not in printed("year", "Seeblick 1", "--year", "2001")


def test_the_list(printed: Say) -> None:
    said = printed("list")
    assert re.search(r"Seeblick 1 .* Anna Huber .* mag Ruhe", said)
    assert "2 occupancies" in said
    assert "Kern" not in said
    assert "Kern" in printed("list", "--all")
    assert "Öztürk" not in printed("list", "--unit", "Seeblick 1")
    assert "Öztürk" not in printed("list", "--to", day(0))
    assert "Huber" not in printed("list", "--from", day(3))
    nameless = printed("list", "--without-names")
    assert "Huber" not in nameless
    assert "Ruhe" not in nameless
    assert "Seeblick 1" in nameless


def test_nothing_to_print_is_a_page_all_the_same(printed: Say) -> None:
    assert "Occupancies" in printed("list", "--from", "2090-01-01")
    assert printed("day", "2090-01-01")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (("year", "Nirgends"), "There is no unit"),
        (("year", "Seeblick 1", "--year", "1"), "cannot be right"),
        (("day", "--property", "Nirgends"), "There is no property"),
        (("list", "--unit", "Nirgends"), "There is no unit"),
    ],
)
def test_what_is_not_there_is_told(
    zimmerfrei: Zimmerfrei, tmp_path: Path, line: tuple[str, ...], why: str
) -> None:
    out = tmp_path / "x.pdf"
    answer = zimmerfrei("print", *line, "--out", str(out))
    assert answer.status == 1
    assert why in answer.err
    assert not out.exists()


def test_where_nothing_can_be_written_that_is_told(zimmerfrei: Zimmerfrei, tmp_path: Path) -> None:
    answer = zimmerfrei("print", "list", "--out", str(tmp_path / "gone" / "x.pdf"))
    assert answer.status == 1
    assert "is gone" in answer.err


@pytest.mark.parametrize("line", [("day", "morgen"), ("list",), ("year",), ()])
def test_what_is_not_understood(zimmerfrei: Zimmerfrei, line: tuple[str, ...]) -> None:
    assert zimmerfrei("print", *line).status == 2


def test_no_screen_is_needed(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "Tag.pdf"
    answer = real("print", "day", "--out", str(out), "--data-dir", str(data))
    assert (answer.status, answer.out) == (0, "Saved: Tag.pdf\n")
    assert out.read_bytes().startswith(b"%PDF")
