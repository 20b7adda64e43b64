"""Every problem is a sentence that says what to do, in German and English."""

from __future__ import annotations

import pytest

from app.core.links.address import Check, Finding
from app.core.publishing.outside.problems import (
    PASSING,
    Problem,
    chip,
    finding_of,
    sentence,
    template,
)
from app.i18n import Message, catalogue
from tests.clocks import SetClock

DETAIL = "haus-seeblick.example"


def said(message: Message, language: str) -> str:
    return catalogue(language).tr(message.text, **message.values)


def check(finding: Finding, problem: str = "") -> Check:
    return Check("https://haus.example/a.ics", SetClock().now(), finding, problem, DETAIL)


@pytest.mark.parametrize("problem", Problem)
def test_each_has_a_sentence_of_its_own_in_both_languages(problem: Problem) -> None:
    told = sentence(check(finding_of(problem), problem))
    english, german = said(told, "en"), said(told, "de")
    assert english != german
    assert english.endswith(".")
    assert german.endswith(".")
    if "{detail}" in template(problem):
        assert DETAIL in english
        assert DETAIL in german
    assert len({template(one) for one in Problem}) == len(Problem)


@pytest.mark.parametrize("finding", Finding)
def test_each_finding_has_a_word_or_two(finding: Finding) -> None:
    words = {said(chip(check(one)), "de") for one in Finding}
    assert len(words) == len(Finding)
    assert len(said(chip(check(finding)), "de")) <= 22


def test_the_words_of_the_picture() -> None:
    assert said(chip(check(Finding.READABLE)), "de") == "überall lesbar"
    assert said(chip(check(Finding.CLOSED)), "de") == "nicht lesbar"
    assert said(chip(check(Finding.OUTDATED)), "de") == "veraltet"
    assert said(chip(check(Finding.DOUBTFUL)), "de") == "eingeschränkt lesbar"


def test_all_is_well_is_a_sentence_too() -> None:
    assert said(sentence(check(Finding.READABLE)), "en").startswith("Everybody can read it")


def test_a_problem_of_a_newer_version_has_a_sentence() -> None:
    told = said(sentence(check(Finding.CLOSED, "invented_later")), "de")
    assert "Version" in told


def test_robots_say_who_obeys() -> None:
    told = said(sentence(check(Finding.DOUBTFUL, Problem.ROBOTS)), "en")
    assert "Google obeys it" in told
    assert "Airbnb" in told


def test_what_cannot_be_read_is_never_green() -> None:
    for problem in Problem:
        green = finding_of(problem) is Finding.READABLE
        assert green is (problem is Problem.CERTIFICATE_ENDS)
    assert finding_of(Problem.HOUSE_ONLY) is Finding.CLOSED


def test_what_may_pass_is_nothing_that_only_the_owner_can_mend() -> None:
    assert PASSING.isdisjoint({Problem.HOUSE_ONLY, Problem.SIGN_IN, Problem.CERTIFICATE_EXPIRED})
