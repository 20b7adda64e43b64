"""Fetches are noted without waiting, stored in batches, bounded, and never lost at the end."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.core.links.link import Fetch, Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.readers.agents import AGENT_LIMIT
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.feeds import fetch_log
from app.services.feeds.fetch_log import QUEUE_LIMIT, FetchLog
from app.services.services import Services
from app.storage.tables.fetches import FETCHES_KEPT
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.fetches import fetches_of
from tests.services.conftest import Told


@pytest.fixture
def link(services: Services) -> Link:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units[0]
    return services.links.enable_unit(unit.id).after


@pytest.fixture
def log(services: Services) -> Iterator[FetchLog]:
    log = services.fetch_log()
    log.start()
    yield log
    log.stop()


def agents(services: Services, link: Link) -> list[str]:
    return [fetch.agent for fetch in fetches_of(services, link.id, FETCHES_KEPT)]


def test_a_fetch_is_kept_as_it_was(
    services: Services, log: FetchLog, link: Link, clock: SetClock, told: Told
) -> None:
    log.record(link.id, "Google-Calendar-Importer", Origin.OUTSIDE, 304)
    log.stop()
    (fetch,) = fetches_of(services, link.id)
    assert (fetch.agent, fetch.origin, fetch.status) == (
        "Google-Calendar-Importer",
        Origin.OUTSIDE,
        304,
    )
    assert fetch.at == clock.moment
    services.watch.poll()
    assert told.take() == [Moved(fetches=True)]


def test_what_is_queued_at_the_end_is_stored_in_order(
    services: Services, log: FetchLog, link: Link
) -> None:
    for number in range(100):
        log.record(link.id, str(number), Origin.HOME, 200)
    log.stop()
    assert agents(services, link) == [str(number) for number in reversed(range(100))]


def test_a_log_may_be_started_again(services: Services, log: FetchLog, link: Link) -> None:
    log.record(link.id, "first", Origin.HOME, 200)
    log.stop()
    log.stop()
    log.start()
    log.record(link.id, "second", Origin.HOME, 200)
    log.stop()
    assert agents(services, link) == ["second", "first"]


def test_the_newest_thousand_of_each_link_are_kept(
    services: Services, log: FetchLog, link: Link
) -> None:
    other = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, link.unit_id), LinkChoices(label="Website")
    ).after
    log.record(other.id, "once", Origin.HOME, 200)
    for number in range(FETCHES_KEPT + 500):
        log.record(link.id, str(number), Origin.HOME, 200)
    log.stop()
    kept = agents(services, link)
    assert len(kept) == FETCHES_KEPT
    assert kept[0] == str(FETCHES_KEPT + 499)
    assert agents(services, other) == ["once"]
    log.start()
    log.record(link.id, "newest", Origin.HOME, 200)
    log.stop()
    assert len(agents(services, link)) == FETCHES_KEPT


def test_a_thousand_a_second_from_one_reader_make_nobody_else_be_forgotten(
    services: Services, log: FetchLog, link: Link
) -> None:
    other = services.links.enable_unit(services.units.all()[1].id).after
    for agent in ("Google-Calendar-Importer", "Evolution/3.46"):
        log.record(link.id, agent, Origin.OUTSIDE, 200)
    log.record(other.id, "Evolution/3.46", Origin.OUTSIDE, 200)
    for second in range(3):
        for _ in range(FETCHES_KEPT):
            log.record(link.id, "hasty/1", Origin.OUTSIDE, 200)
        log.stop()
        kept = agents(services, link)
        assert len(kept) == min((second + 1) * FETCHES_KEPT + 2, FETCHES_KEPT)
        assert Counter(kept) == {
            "Google-Calendar-Importer": 1,
            "Evolution/3.46": 1,
            "hasty/1": FETCHES_KEPT - 2,
        }
        assert agents(services, other) == ["Evolution/3.46"]
        log.start()


def test_what_waits_to_be_stored_is_shared_by_all_readers() -> None:
    def some(link_id: int, agent: str, count: int) -> list[Fetch]:
        at = datetime(2027, 7, 6, tzinfo=UTC)
        return [Fetch(link_id=link_id, at=at, agent=agent, origin=Origin.HOME, status=200)] * count

    hasty = [fetch for n in range(15) for fetch in some(n, "hasty", FETCHES_KEPT)]
    waiting = [*some(99, "Google", 1), *some(3, "Evolution", 5), *hasty]
    kept = fetch_log._kept(waiting)
    assert len(kept) == QUEUE_LIMIT
    assert kept[:6] == waiting[:6]
    each = Counter(fetch.link_id for fetch in kept)
    assert max(each.values()) <= FETCHES_KEPT
    assert min(each[n] for n in range(15)) >= (QUEUE_LIMIT - 6) // 15
    assert kept[-1] == waiting[-1]


def test_the_queue_is_bounded(
    services: Services, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_log, "QUEUE_LIMIT", 10)
    log = services.fetch_log()
    for number in range(100):
        log.record(link.id, str(number), Origin.HOME, 200)
    log.start()
    log.stop()
    assert agents(services, link) == [str(number) for number in reversed(range(90, 100))]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("", ""),
        ("line\r\nbreak\x00and\x1bmore", "line  break and more"),
        ("\xe4\xf6", "\xe4\xf6"),
        ("x" * 100_000, "x" * AGENT_LIMIT),
    ],
)
def test_an_agent_is_kept_readable_and_short(
    services: Services, log: FetchLog, link: Link, sent: str, kept: str
) -> None:
    log.record(link.id, sent, Origin.HOME, 200)
    log.stop()
    assert agents(services, link) == [kept]


def test_fetches_of_a_deleted_link_stay_and_those_of_nobody_are_let_go(
    services: Services, log: FetchLog, link: Link
) -> None:
    services.links.delete(link.id, sequence=link.sequence)
    log.record(link.id, "late", Origin.HOME, 410)
    log.record(999, "lost", Origin.HOME, 200)
    log.stop()
    assert agents(services, link) == ["late"]


def test_nobody_waits_for_a_write_and_nothing_is_lost_while_others_write(
    services: Services, folder: DataFolder, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    log = services.fetch_log()
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        log.record(link.id, "meanwhile", Origin.HOME, 200)
        assert time.monotonic() - begun < 0.1
        unstored = log._store(log._waiting())
        assert [fetch.agent for fetch in unstored] == ["meanwhile"]
        assert "not stored yet" in caplog.text
        other.execute("ROLLBACK")
    assert log._store(unstored) == []
    assert agents(services, link) == ["meanwhile"]


def test_a_bug_does_not_end_the_log(
    services: Services, folder: DataFolder, link: Link, expect_log: ExpectLog
) -> None:
    expect_log("app.services.feeds.fetch_log", "fetches lost")
    log = services.fetch_log()
    log.record(link.id, "lost", Origin.HOME, 200)
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("ALTER TABLE fetch RENAME TO elsewhere")
        log.start()
        log.stop()
        other.execute("ALTER TABLE elsewhere RENAME TO fetch")
    log.start()
    log.record(link.id, "next", Origin.HOME, 200)
    log.stop()
    assert agents(services, link) == ["next"]
