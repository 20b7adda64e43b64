"""What hosts read of the service, in both languages, is what it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.relay import opening
from app.relay.tables.fetches import KEPT_FOR
from app.relay.uses.answers import KEPT_BYTES, OLD_AFTER

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "docs" / "relay.md").read_text("utf-8")
GERMAN = (ROOT / "docs" / "dienst.md").read_text("utf-8")
PAPERS = pytest.mark.parametrize("paper", [ENGLISH, GERMAN], ids=["en", "de"])


def number(said: str) -> float:
    """Return a figure as either language writes it."""
    if re.fullmatch(r"\d+(?:[.,]\d{3})+", said):
        return float(re.sub(r"[.,]", "", said))
    return float(said.replace(",", "."))


def figures(paper: str) -> list[float]:
    """Return all figures of the chapters that reckon."""
    reckoned = re.split(r"^## ", paper, flags=re.MULTILINE)[4:]
    return sorted(number(said) for said in re.findall(r"\d+(?:[.,]\d+)*", "".join(reckoned)))


@PAPERS
def test_what_the_environment_may_say_is_what_the_service_reads(paper: str) -> None:
    known = {opening.DATABASE, opening.PROXY, opening.CACHE}
    assert set(re.findall(r"ZIMMERFREI_RELAY_\w+", paper)) == known
    assert f": {KEPT_BYTES // 2**20}" in paper


@PAPERS
def test_how_long_is_kept_and_how_soon_is_known(paper: str) -> None:
    assert re.search(rf"(?:after|Nach) {KEPT_FOR.days} (?:days|Tagen)", paper)
    assert OLD_AFTER == 1, "both say: a second later"


@PAPERS
def test_every_file_and_link_that_is_named_is_there(paper: str) -> None:
    for place in re.findall(r"\]\(([^)#]+)\)", paper):
        assert (ROOT / "docs" / place).exists(), place
    for place in re.findall(r"`((?:tools|benchmarks|deploy)/[\w/.]+)", paper):
        assert (ROOT / place).exists(), place
    assert (ROOT / "deploy" / "relay" / "Auftragsverarbeitung.md").is_file()


def test_both_languages_reckon_alike() -> None:
    assert figures(ENGLISH) == figures(GERMAN)
    assert len(re.findall(r"^## ", ENGLISH, re.MULTILINE)) == 5
    assert [line.count("|") for line in ENGLISH.splitlines() if line.startswith("|")] == [
        line.count("|") for line in GERMAN.splitlines() if line.startswith("|")
    ]


@PAPERS
def test_the_arithmetic_is_right(paper: str) -> None:
    """Follow it from what it begins with: links, readings, bytes."""
    found = set(figures(paper))
    a_link = 24 + 24 + 3 + 2 * 24
    assert round(a_link, -1) == 100
    a_day = 1_000 * 6 * 100
    assert a_day in found
    assert round(a_day / 86_400) == 7
    assert {7, 35} <= found
    assert round(7 * 0.42 / 10, 1) == 0.3
    assert round(a_day * 30 * 155 / 1e9, 1) == 2.8
    assert round(a_day * 30 * 31 / 1e6, -1) == 560
    assert {2.8, 560, 155, 29, 27} <= found
    region = 1_000_000 * 100
    assert round(region / 86_400, -1) == 1_160
    assert round(1_160 * 5 * 0.42 / 1_000, 1) == 2.4
    assert round(region * 30 * 155 / 1e9) == 465
    assert round(region * 30 * 31 / 1e9) == 93_000 / 1_000
    assert {1_160, 5_800, 465, 47, 93} <= found
