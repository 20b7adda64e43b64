"""Every reason for which a calendar could not be read has its own sentence, in German, too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core.errors import UserError
from app.core.ical.foreign import read, too_much
from app.core.importing.faults import AskedToWaitError, UnreadableError, own_link
from app.core.publishing.outside.problems import Problem
from app.i18n import catalogue

HOST = "portal.example"
# What a reading of a calendar meets with: its transport, its redirects and its answers.
MET = [
    Problem.HOUSE_ONLY,
    Problem.TAILNET,
    Problem.NAME_UNKNOWN,
    Problem.OFFLINE,
    Problem.NO_ANSWER,
    Problem.BROKEN_OFF,
    Problem.NO_WEB_SERVER,
    Problem.IPV6_ONLY,
    Problem.CERTIFICATE_EXPIRED,
    Problem.CERTIFICATE_TOO_YOUNG,
    Problem.CERTIFICATE_OF_ANOTHER,
    Problem.CERTIFICATE_UNKNOWN,
    Problem.NO_ENCRYPTION,
    Problem.LEADS_ROUND,
    Problem.LEADS_NOWHERE,
    Problem.NOT_ENCRYPTED,
    Problem.TOO_LARGE,
    Problem.COMPRESSED,
    Problem.SIGN_IN,
    Problem.FORBIDDEN,
    Problem.NOT_THERE,
    Problem.SERVER_FAULT,
    Problem.REFUSED,
]
BODIES = {
    "nothing": b"",
    "a page": b"<!doctype html><title>Kalender</title>",
    "a page to sign in": b"<html><form>Bitte anmelden</form>",
    "something else": b"PK\x03\x04",
    "the beginning of one": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
}


def german(error: UserError) -> str:
    """Return what the owner reads, which is another sentence than the English one."""
    told = catalogue("de").tr(error.message, **error.values)
    assert told != catalogue("en").tr(error.message, **error.values)
    assert told.endswith((".", "?"))
    assert "{" not in told
    return told


def test_each_problem_has_a_sentence_of_its_own() -> None:
    sentences = {german(UnreadableError(problem, HOST, status=500)) for problem in MET}
    assert len(sentences) == len(MET)


@pytest.mark.parametrize("problem", [one for one in MET if one is not Problem.OFFLINE])
def test_it_says_who_is_meant(problem: Problem) -> None:
    assert HOST in german(UnreadableError(problem, HOST))


@pytest.mark.parametrize("problem", [one for one in Problem if one not in MET])
def test_what_no_reading_of_a_calendar_meets_with_would_be_no_bug_either(problem: Problem) -> None:
    assert german(UnreadableError(problem, HOST)) == german(
        UnreadableError(Problem.NO_ANSWER, HOST)
    )


def test_what_comes_instead_of_a_calendar_has_sentences_of_its_own() -> None:
    sentences = set()
    for body in BODIES.values():
        with pytest.raises(UserError) as caught:
            read(body)
        sentences.add(german(caught.value))
    sentences |= {german(too_much(20_000)), german(own_link())}
    assert len(sentences) == len(BODIES) + 2
    assert "Das ist Ihr eigener Link" in german(own_link())


def test_a_wish_to_wait_says_until_when() -> None:
    until = datetime(2027, 7, 6, 12, 30, tzinfo=UTC)
    told = german(AskedToWaitError(HOST, until))
    assert HOST in told
    assert "2027" in told
    assert AskedToWaitError(HOST, until).until == until
