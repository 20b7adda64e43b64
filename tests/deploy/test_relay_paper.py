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
    if re.fullmatch(r"[1-9]\d*(?:[.,]\d{3})+", said):
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
def test_the_arithmetic_of_a_thousand_owners_is_right(paper: str) -> None:
    """Follow it from what it begins with: links, readings, bytes."""
    found = set(figures(paper))
    a_link = 24 + 24 + 3 + 2 * 24
    assert round(a_link, -1) == 100
    a_day = 1_000 * 6 * 100
    assert round(a_day / 86_400) == 7
    assert (round(7 * 0.77 / 10, 1), round(35 * 0.77 / 10, 1)) == (0.5, 2.7)
    assert round(1_000 * 20 / 86_400, 1) == 0.2
    assert round((292 - 34) * 6 / 60) == 26
    assert round(6_000 * 4.5 / 1e3) == 27
    assert round(a_day * 30 * 155 / 1e9, 1) == 2.8
    assert round(a_day * 30 * 31 / 1e6, -1) == 560
    assert {a_day, 7, 35, 0.77, 0.5, 2.7, 0.2, 292, 34, 26, 27, 155, 2.8, 560} <= found
    assert (round(0.006 * 730), round(0.011 * 730), round(560 * 0.09)) == (4, 8, 50)
    assert {0.006, 0.011, 0.09, 730, 4, 8, 5, 10, 50, 5.6} <= found


@PAPERS
def test_the_arithmetic_of_a_million_links_is_right(paper: str) -> None:
    found = set(figures(paper))
    owners = round(1_000_000 / 6, -3)
    a_day = 1_000_000 * 100
    assert round(a_day / 86_400, -1) == 1_160
    assert round(1_160 * 5 * 0.77 / 1_000, 1) == 4.5
    assert round(a_day * 30 * 155 / 1e9) == 465
    assert round(a_day * 3 * 155 / 1e9, -1) == round(47, -1)
    traffic = round(a_day * 30 * 31 / 1e9)
    assert traffic == 93_000 / 1_000
    assert traffic <= 5 * 20
    assert round(owners * 20 / 86_400) == 39
    assert {owners, 1_160, 5_800, 4.5, 465, 47, traffic, 39, 20} <= found
    readings, writings = a_day * 30 * 0.36 / 1e6, owners * 20 * 30 * 4.5 / 1e6
    assert (round(readings), round(writings), round(30.4 * 0.015, 2)) == (1_080, 451, 0.46)
    assert round(traffic * 1_000 * 0.09) == 8_370
    assert {0.36, 4.5, 30.4, 0.015, 1_080, 451, 0.46, 8_370} <= found
    a_second = traffic * 1e12 * 8 / (30 * 86_400)
    assert (round(a_second / 1e6, -1), round(a_second * 5 / 1e9, 1)) == (290, 1.4)
    assert (round(24 * 60 / 100), round(20 / 6, 1)) == (14, 3.3)
    assert {290, 1.4, 14, 3.3} <= found


@PAPERS
def test_readers_learn_how_old_figures_and_prices_are(paper: str) -> None:
    assert re.search(r"28\.? November 2026", paper)
    assert re.search(r"check them before you rely|nach, bevor Sie sich darauf verlassen", paper)
    assert re.search(r"before VAT|ohne Mehrwertsteuer", paper)
