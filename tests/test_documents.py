"""The page about the structure names what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = "app|core|storage|services|server|relay|ui|cli|i18n|tests|benchmarks"
PLACES = sorted(set(re.findall(rf"`((?:{ROOMS})/[\w/.]+)`", PAGE)))


def test_the_page_names_places() -> None:
    assert len(PLACES) > 40


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_the_page_names_is_there(place: str) -> None:
    assert (ROOT / place).exists() or (ROOT / "app" / place).exists()


def test_every_row_of_a_table_is_whole() -> None:
    # A line of which the beginning was lost is part of a row, too.
    rows = [line for line in PAGE.splitlines() if line.startswith("|") or line.endswith("|")]
    assert [row for row in rows if not (row.startswith("|") and row.endswith("|"))] == []
    rooms = [row.split("|")[1] for row in rows if not row.startswith("|---")]
    kinds = [kind.strip() for room in rooms for kind in room.split(";") if kind.strip()]
    assert sorted({kind for kind in kinds if kinds.count(kind) > 1}) == []


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_holds_a_place_that_was_to_be_filled(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if re.fullmatch(r"[A-Z_]{3,}|.*\b(TODO|FIXME|TBD)\b.*", line)
    ] == []
