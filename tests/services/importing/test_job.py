"""When calendars are read by themselves: in turn, later after faults, at once when asked."""

from __future__ import annotations

import itertools
import socket
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.house.unit import Unit
from app.core.importing.report.standing import EVERY, SourceDraft, draft_of
from app.services.importing.reading.readings import JITTER, LONGEST_BREAK
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.upkeep import READ_SOURCES, upkeep
from app.storage.engine.claim import Claim
from tests.clocks import SetClock
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import Adds
from tests.web_sites import Request, Web


@pytest.fixture
def settled(services: Services, adds: Adds, portal: Portal) -> Services:
    """A house with one source, after the readings of the start."""
    adds(portal)
    services.sources.read_due()
    return services


def waits(services: Services) -> timedelta:
    (look,) = services.sources.looks()
    assert look.progress.next_try_at is not None
    assert look.progress.tried_at is not None
    return look.progress.next_try_at - look.progress.tried_at


def test_at_the_start_everything_is_read(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    adds(portal)
    assert services.sources.wanted()
    assert len(services.sources.read_due().results) == 1
    assert not services.sources.wanted()
    clock.passes(minutes=14)
    assert not services.sources.wanted()


def test_what_answers_is_read_every_quarter_of_an_hour_with_jitter(
    settled: Services, clock: SetClock
) -> None:
    assert EVERY <= waits(settled) <= EVERY * (1 + JITTER)
    clock.moment += waits(settled)
    assert settled.sources.wanted()
    settled.sources.read_due()
    assert not settled.sources.wanted()


def test_what_fails_is_tried_later_and_later_and_by_hand_at_once(
    settled: Services, clock: SetClock, portal: Portal
) -> None:
    portal.answers(b"", 500)
    found: list[timedelta] = []
    for _ in range(9):
        clock.moment += waits(settled)
        settled.sources.read_due()
        found.append(waits(settled))
    assert found[0] <= EVERY * (1 + JITTER)
    assert all(later >= earlier * 0.8 for earlier, later in itertools.pairwise(found))
    assert LONGEST_BREAK <= found[-1] <= LONGEST_BREAK * (1 + JITTER)
    asked = portal.asked
    portal.shows(Event(3))
    (result,) = settled.sources.read()
    assert result.error is None
    assert portal.asked == asked + 1
    assert waits(settled) <= EVERY * (1 + JITTER)


def test_a_portal_that_asks_to_wait_is_not_asked_before_not_even_by_hand(
    settled: Services, clock: SetClock, portal: Portal
) -> None:
    portal.answers(b"", 429, Retry_After="7200")
    settled.sources.read()
    asked = portal.asked
    clock.passes(minutes=119)
    settled.sources.hurry()
    assert not settled.sources.wanted()
    (result,) = settled.sources.read()
    assert result.error is not None
    assert "asks not to be read again" in result.error.text
    assert portal.asked == asked
    (look,) = settled.sources.looks()
    assert look.progress.failures == 1
    clock.passes(minutes=1)
    portal.shows()
    assert settled.sources.wanted()
    settled.sources.read_due()
    assert portal.asked == asked + 1


def test_another_address_is_read_at_once_and_whole(settled: Services, web: Web) -> None:
    (source,) = settled.sources.all()
    other = Portal(web.site("neu.example", address="1.2.3.6"), "neu.example")
    other.shows(Event(3))
    draft = replace(draft_of(source), address=other.address)
    settled.sources.change(source.id, draft, sequence=source.sequence)
    assert settled.sources.wanted()
    assert len(settled.sources.read_due().change.made) == 1
    assert other.asked == 1


@pytest.mark.parametrize("fails", [False, True])
def test_a_clock_that_is_set_back_leaves_nothing_unread_till_then(
    settled: Services, clock: SetClock, portal: Portal, fails: bool
) -> None:
    clock.passes(hours=20)
    if fails:
        portal.answers(b"", 500)
    settled.sources.read_due()
    assert not settled.sources.wanted()
    clock.passes(hours=-20)
    assert settled.sources.wanted()
    asked = portal.asked
    settled.sources.read_due()
    assert portal.asked == asked + 1
    assert not settled.sources.wanted()
    clock.passes(minutes=18 if not fails else 35)
    assert settled.sources.wanted()


def test_a_clock_that_is_set_back_by_seconds_has_nothing_read_twice(
    settled: Services, clock: SetClock
) -> None:
    clock.passes(hours=1)
    settled.sources.read_due()
    clock.passes(seconds=-30)
    assert not settled.sources.wanted()


def test_who_asked_to_wait_is_not_asked_because_the_clock_was_set_back(
    settled: Services, clock: SetClock, portal: Portal
) -> None:
    portal.answers(b"", 429, Retry_After="600")
    clock.passes(hours=1)
    settled.sources.read_due()
    clock.passes(hours=-1)
    assert not settled.sources.wanted()


def test_of_two_programs_one_reads(settled: Services, portal: Portal) -> None:
    settled.sources.hurry()
    asked = portal.asked
    claim = Claim(settled.folder.reading_lock)
    assert claim.take()
    assert settled.sources.read_due().busy
    assert portal.asked == asked
    claim.release()
    assert not settled.sources.read_due().busy
    assert portal.asked == asked + 1


def test_a_run_ends_when_the_program_does(settled: Services, portal: Portal) -> None:
    asked, ended = threading.Event(), threading.Event()

    def silent(_: Request, connection: socket.socket) -> None:
        asked.set()
        ended.wait(10)
        connection.close()

    portal.site.pages[portal.path] = silent
    settled.sources.hurry()
    run = threading.Thread(target=settled.sources.read_due)
    run.start()
    assert asked.wait(10)
    settled.sources.end()
    run.join(10)
    assert not run.is_alive()
    ended.set()
    # What was broken off is no fault.
    (look,) = settled.sources.looks()
    assert look.progress.failures == 0


def test_the_job_reads_and_the_window_hears_of_it(
    settled: Services, portal: Portal, clock: SetClock
) -> None:
    portal.shows(Event(3))
    clock.moment += waits(settled)
    jobs = upkeep(settled, DailyBackup(settled), backup_at_once=False)
    read = threading.Event()
    jobs.subscribe(lambda outcome: read.set() if outcome.job == READ_SOURCES else None)
    with jobs:
        assert read.wait(10)
    outcome = jobs.last(READ_SOURCES)
    assert outcome is not None
    assert outcome.error is None
    assert len(settled.occupancies.all()) == 1


def test_many_feeds_over_days_leave_nothing_behind_but_what_changed(
    services: Services, units: tuple[Unit, ...], web: Web, clock: SetClock
) -> None:
    site = web.site("portal.example", address="1.2.3.9")
    portals = [Portal(site, "portal.example", f"/{number}.ics?s=x") for number in range(4)]
    for number, portal in enumerate(portals):
        portal.shows(Event(3), Event(30 + number), ETag=f'"{number}"')
        services.sources.add(SourceDraft(unit_id=units[number % 2].id, address=portal.address))

    def rows() -> dict[str, int]:
        with closing(sqlite3.connect(services.folder.database)) as raw:
            names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in names.fetchall()
            }

    services.sources.read()
    before, stays = rows(), services.occupancies.all()
    # At every time of the day, over five days.
    for _ in range(13):
        clock.passes(hours=9)
        services.sources.hurry()
        assert not services.sources.read_due().change.changed
    assert rows() == before
    assert services.occupancies.all() == stays
    portals[0].shows(Event(3), Event(30), Event(50))
    services.sources.hurry()
    assert len(services.sources.read_due().change.made) == 1
    after = rows()
    grown = {name for name in after if after[name] != before[name]}
    assert grown <= {"occupancy", "source_stay", "event_mark"}


def test_what_is_known_of_a_portal_that_writes_the_time_of_the_answer_is_not_written_again(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3, stamp="20270706T120000Z"), Event(9, stamp="20270706T120000Z"))
    source = adds(portal)
    for hour in range(13, 16):
        clock.passes(hours=1)
        stamp = f"20270706T{hour}0000Z"
        portal.shows(Event(3, stamp=stamp), Event(9, stamp=stamp))
        (result,) = services.sources.read([source.id])
        assert not result.change.changed
    assert len(services.sources.report(source.id).seen) == 2
