"""Which fetches are a calendar's reading, and whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core.links.link import Fetch, Origin
from app.core.readers.agents import READ_STATUSES, agent_key
from app.services.links.reads import by_calendars, calendar_reads, first_read, who_sends

NOW = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
GOOGLE = "Google-Calendar-Importer"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
UNKNOWN = "Portal-Importer/2.1 (build 7)"


def fetch(agent: str = GOOGLE, status: int = 200, minutes: int = 0) -> Fetch:
    at = NOW + timedelta(minutes=minutes)
    return Fetch(link_id=1, at=at, agent=agent, origin=Origin.OUTSIDE, status=status)


def test_who_is_known_has_the_name_that_everybody_knows() -> None:
    who = who_sends(GOOGLE, {})
    assert who.name == "Google Calendar"
    assert not who.own
    assert not who.person


def test_an_owner_names_only_whom_nobody_knows() -> None:
    names = {agent_key(UNKNOWN): "Feratel", agent_key(GOOGLE): "Mein Google"}
    assert who_sends(UNKNOWN, names).name == "Feratel"
    assert who_sends(UNKNOWN, names).own
    assert who_sends(GOOGLE, names).name == "Google Calendar"
    assert who_sends(UNKNOWN, {}).name is None


def test_a_name_holds_for_the_next_version_of_the_same_reader() -> None:
    names = {agent_key(UNKNOWN): "Feratel"}
    assert who_sends("Portal-Importer/3.0 (build 9)", names).name == "Feratel"
    assert who_sends("Other-Importer/2.1", names).name is None


def test_a_person_with_a_browser_has_read_no_calendar() -> None:
    fetches = [fetch(BROWSER), fetch(GOOGLE)]
    assert [read.fetch.agent for read in by_calendars(fetches, {})] == [GOOGLE]
    assert first_read([fetch(BROWSER)], {}) is None


@pytest.mark.parametrize("status", [200, 304, 404, 410, 503])
def test_only_an_answer_with_the_calendar_is_a_reading(status: int) -> None:
    reads = list(calendar_reads([fetch(status=status)], {}))
    assert bool(reads) is (status in READ_STATUSES)
    assert len(list(by_calendars([fetch(status=status)], {}))) == 1


def test_the_first_reading_is_the_first_as_they_come() -> None:
    fetches = [
        fetch(BROWSER, minutes=3),
        fetch(status=503, minutes=2),
        fetch(UNKNOWN, minutes=1),
        fetch(minutes=0),
    ]
    found = first_read(fetches, {})
    assert found is not None
    assert found.fetch == fetches[2]
    assert found.reader is None
    assert first_read([], {}) is None


def test_it_looks_no_further_than_it_must() -> None:
    def endless() -> object:
        while True:
            yield replace(fetch(), link_id=9)

    found = first_read(endless(), {})  # type: ignore[arg-type]  # it never ends
    assert found is not None
    assert found.fetch.link_id == 9
