"""When links were served is noted: from start to end, in steps, with sleeps left out."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from app.core.readers.rhythm import Interval
from app.services.base.jobs import Outcome
from app.services.data_folder.folder import DataFolder
from app.services.feeds import fetch_log
from app.services.feeds.fetch_log import FetchLog
from app.services.feeds.served import EXTEND_AFTER, KEPT, ServedNotes
from app.services.services import Services
from app.storage.tables.fetches import ServedTable
from tests.clocks import SetClock
from tests.conftest import ExpectLog

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def log(services: Services) -> Iterator[FetchLog]:
    log = services.fetch_log()
    yield log
    log.stop()


def intervals(services: Services) -> list[Interval]:
    with services.database.read():
        return ServedTable(services.database).all()


def wait_for(services: Services, wanted: list[Interval], log: FetchLog) -> None:
    """Wait for the log to have noted this; it looks every few milliseconds here."""
    assert log._jobs is not None
    runs: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    end = log._jobs.subscribe(runs.put)
    for _ in range(1000):
        if intervals(services) == wanted:
            break
        runs.get(timeout=10)
    end()
    assert intervals(services) == wanted


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_log, "_PAUSE", 0.005)


@pytest.mark.usefixtures("hurry")
def test_it_is_noted_from_the_start_and_every_five_minutes_and_at_the_end(
    services: Services, log: FetchLog, clock: SetClock
) -> None:
    start = clock.moment
    log.start()
    wait_for(services, [(start, start)], log)
    clock.moment = start + EXTEND_AFTER
    wait_for(services, [(start, start + EXTEND_AFTER)], log)
    clock.moment = start + EXTEND_AFTER + MINUTE
    log.stop()
    assert intervals(services) == [(start, start + EXTEND_AFTER + MINUTE)]


def test_nothing_is_noted_before_it_serves_nor_afterwards(
    services: Services, log: FetchLog, clock: SetClock
) -> None:
    assert intervals(services) == []
    start = clock.moment
    log.start()
    log.stop()
    clock.moment += HOUR
    log.stop()
    assert intervals(services) == [(start, start)]
    log.start()
    log.stop()
    assert intervals(services) == [(start, start), (start + HOUR, start + HOUR)]


def noted(services: Services, start: datetime, *steps: timedelta) -> list[Interval]:
    notes = ServedNotes(ServedTable(services.database), start)
    for step in [timedelta(0), *steps]:
        if notes.due(start + step):
            with services.database.write():
                notes.note(start + step)
    return intervals(services)


def test_it_is_not_written_more_often_than_every_five_minutes(
    services: Services, clock: SetClock
) -> None:
    seconds = [timedelta(seconds=s) for s in range(3600)]
    changes = services.database
    notes = ServedNotes(ServedTable(changes), clock.moment)
    written = 0
    for second in seconds:
        if notes.due(clock.moment + second):
            written += 1
            with services.database.write():
                notes.note(clock.moment + second)
    assert written == 12
    assert intervals(services) == [(clock.moment, clock.moment + 55 * MINUTE)]


def test_a_sleep_is_left_out(services: Services, clock: SetClock) -> None:
    start = clock.moment
    steps = [5 * MINUTE, 15 * MINUTE, 15 * MINUTE + 8 * HOUR, 20 * MINUTE + 8 * HOUR]
    assert noted(services, start, *steps) == [
        (start, start + 15 * MINUTE),
        (start + 15 * MINUTE + 8 * HOUR, start + 20 * MINUTE + 8 * HOUR),
    ]


def test_a_clock_that_is_set_back_begins_anew(services: Services, clock: SetClock) -> None:
    start = clock.moment
    assert noted(services, start, 5 * MINUTE, -HOUR, -HOUR + 5 * MINUTE) == [
        (start, start + 5 * MINUTE),
        (start - HOUR, start - HOUR + 5 * MINUTE),
    ]


def test_an_interval_that_a_restored_backup_lacks_is_noted_anew(
    services: Services, folder: DataFolder, clock: SetClock
) -> None:
    start = clock.moment
    notes = ServedNotes(ServedTable(services.database), start)
    with services.database.write():
        notes.note(start)
    with closing(sqlite3.connect(folder.database)) as other, other:
        other.execute("DELETE FROM served")
    with services.database.write():
        notes.note(start + 5 * MINUTE)
    assert intervals(services) == [(start, start + 5 * MINUTE)]


def test_old_intervals_are_let_go(services: Services, clock: SetClock) -> None:
    table = ServedTable(services.database)
    now = clock.moment
    with services.database.write():
        table.begin(now - KEPT - 2 * HOUR, now - KEPT - HOUR)
        table.begin(now - KEPT - 2 * HOUR, now - KEPT + HOUR)
    assert noted(services, now) == [(now - KEPT - 2 * HOUR, now - KEPT + HOUR), (now, now)]


def test_a_service_that_is_started_again_and_again_stays_in_bounds(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.tables.fetches.INTERVALS_KEPT", 20)
    table = ServedTable(services.database)
    with services.database.write():
        for n in range(30):
            newest = table.begin(clock.moment + n * MINUTE, clock.moment + n * MINUTE)
        table.trim(clock.moment - KEPT, newest)
        kept = table.all()
    assert [begin for begin, _ in kept] == [clock.moment + n * MINUTE for n in range(10, 30)]


def test_while_another_writes_it_is_noted_later(
    services: Services, folder: DataFolder, log: FetchLog, clock: SetClock
) -> None:
    start = clock.moment
    notes = ServedNotes(ServedTable(services.database), start)
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        log._note(notes, start)
        other.execute("ROLLBACK")
    assert intervals(services) == []
    assert notes.due(start + MINUTE)
    log._note(notes, start + MINUTE)
    assert intervals(services) == [(start, start + MINUTE)]


def test_a_bug_in_it_does_not_end_the_log(
    services: Services, folder: DataFolder, log: FetchLog, expect_log: ExpectLog
) -> None:
    expect_log("app.services.feeds.fetch_log", "not noted that links are served")
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("ALTER TABLE served RENAME TO elsewhere")
        log.start()
        log.stop()
        other.execute("ALTER TABLE elsewhere RENAME TO served")
    log.start()
    log.stop()
    assert len(intervals(services)) == 1
