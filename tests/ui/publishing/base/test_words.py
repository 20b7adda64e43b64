"""What is said of an address in the window: one word and one colour for whatever is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.core.links.address import (
    READABILITY_WORDS,
    Check,
    Finding,
    LinkAddress,
    Readability,
    ReadAt,
    readability,
)
from app.core.links.reach import CHECKED_FOR, Reach
from app.core.publishing.outside.problems import FINDINGS, Problem, template
from app.core.server_state import Phase
from app.i18n import Catalogue, catalogue
from app.ui.kit import Tone
from app.ui.links.base.access import Access, access_chip
from app.ui.publishing.base import words

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
URL = "https://haus.example/kalender/Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
TEXTS = [catalogue("de"), catalogue("en")]


def addresses() -> Iterator[LinkAddress]:
    """Every kind of address there can be."""
    for reach in Reach:
        for read_at in ReadAt:
            for finding in (None, *Finding):
                problem = next((each for each, is_of in FINDINGS.items() if is_of is finding), None)
                check = None if finding is None else Check(URL, NOW, finding, problem or "", "x")
                for pending, failing in ((False, False), (True, False), (True, True)):
                    yield LinkAddress(
                        url=URL,
                        calendar_url=URL,
                        read_at=read_at,
                        reach=reach,
                        check=check,
                        pending=pending,
                        failing=failing,
                    )


def test_each_has_a_word_and_a_colour_in_every_language() -> None:
    said = set()
    for address in addresses():
        for texts in TEXTS:
            found = readability(address, NOW)
            assert words.chip(texts, address, NOW) == (
                texts.tr(READABILITY_WORDS[found]),
                words.TONES[found],
            )
            assert words.sentence(texts, address, NOW)
            said.add(found)
    assert said == set(Readability) == set(words.TONES)


def test_green_is_what_everybody_can_read_and_nothing_else() -> None:
    assert [found for found, tone in words.TONES.items() if tone is Tone.GOOD] == [
        Readability.READABLE
    ]


@pytest.mark.parametrize("texts", TEXTS, ids=["de", "en"])
def test_the_page_of_links_says_the_same_as_the_wizard(texts: Catalogue) -> None:
    serving, off = Access(Phase.RUNNING), Access(Phase.STOPPED)
    for address in addresses():
        assert access_chip(texts, serving, address, NOW) == words.chip(texts, address, NOW)
        elsewhere = address.read_at is ReadAt.WEBSPACE
        same = access_chip(texts, off, address, NOW) == words.chip(texts, address, NOW)
        assert same is elsewhere


def test_when_it_was_looked_is_said_until_that_is_long_ago() -> None:
    english = catalogue("en")
    check = Check(URL, NOW - CHECKED_FOR, Finding.READABLE)
    address = LinkAddress(URL, URL, ReadAt.WEBSPACE, Reach.EVERYWHERE, check)
    assert "everybody gets exactly the newest calendar" in words.sentence(english, address, NOW)
    later = NOW + timedelta(seconds=1)
    assert words.sentence(english, address, later) == (
        "It lies on haus.example. Whether everybody can read it there was not checked lately."
    )
    assert words.checked(english, LinkAddress(URL, URL, ReadAt.HERE, Reach.HOME), NOW) == ""


@pytest.mark.parametrize("texts", TEXTS, ids=["de", "en"])
@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_said_in_full(texts: Catalogue, problem: Problem) -> None:
    finding = FINDINGS.get(problem, Finding.CLOSED)
    check = Check(URL, NOW, finding, problem, "haus.example")
    address = LinkAddress(URL, URL, ReadAt.WEBSPACE, Reach.EVERYWHERE, check)
    told = words.sentence(texts, address, NOW)
    assert told
    assert "{" not in told
    # What could not be tried says nothing of the address.
    if finding is not Finding.UNTRIED:
        assert ("haus.example" in told) is ("{detail}" in template(problem))
