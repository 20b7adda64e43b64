"""The computer was asleep: readers, clock and uploads go on where they were."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.links.link import Link, Origin
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, calendar_file
from app.services.base.jobs import Jobs, Outcome
from app.services.base.network import Network, NetworkChange
from app.services.feeds.feeds import Feed
from app.services.feeds.fetch_log import FetchLog
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.upkeep import ADDRESS_CHECK, PUBLISH, READ_SOURCES, READERS, upkeep
from app.storage.tables.fetches import FetchTable, ServedTable
from tests.clocks import SetClock
from tests.conftest import ExpectLog

PATIENCE = 20


class Computer:
    """What a computer is that sleeps: time goes on, its own seconds do not."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.addresses = frozenset({"192.168.178.20"})
        self.seconds = 0.0
        self.network = Network(clock, lambda: self.addresses, lambda: self.seconds)

    def works(self, seconds: float = 5.0) -> NetworkChange | None:
        self.seconds += seconds
        self.clock.passes(seconds=seconds)
        return self.network.look()

    def sleeps(self, **amount: float) -> NetworkChange | None:
        self.clock.passes(**amount)
        return self.network.look()


@pytest.fixture
def computer(services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Computer:
    computer = Computer(clock)
    monkeypatch.setitem(services.__dict__, "network", computer.network)
    return computer


@pytest.fixture
def link(services: Services) -> Link:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    return services.links.enable_unit(unit.id).after


@pytest.fixture
def place(services: Services, tmp_path: Path) -> Path:
    """The folder that is the webspace; it is not there yet."""
    place = tmp_path / "webspace"
    webspace = Webspace(
        kind=WebspaceKind.FOLDER, folder=str(place), address="https://haus.example/kalender"
    )
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    return place


@pytest.fixture
def told() -> queue.SimpleQueue[Outcome]:
    return queue.SimpleQueue()


@pytest.fixture
def jobs(
    services: Services, computer: Computer, told: queue.SimpleQueue[Outcome]
) -> Iterator[Jobs]:
    """All of upkeep; window and `serve` run these very jobs."""
    assert services.network is computer.network
    jobs = upkeep(services, DailyBackup(services), watching=True)
    jobs.subscribe(told.put)
    yield jobs
    jobs.stop()


@pytest.fixture
def asked(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that are asked for a run from now on; none of them runs."""
    asked: list[str] = []

    def ask(name: str, within: float = 0.0) -> None:
        assert within >= 0
        asked.append(name)

    monkeypatch.setattr(jobs, "ask", ask)
    return asked


def ended(told: queue.SimpleQueue[Outcome], job: str) -> Outcome:
    """Return how the next run of a job ends."""
    while True:
        outcome = told.get(timeout=PATIENCE)
        if outcome.job == job:
            return outcome


def test_an_upload_that_waits_is_tried_as_soon_as_it_wakes(
    jobs: Jobs, computer: Computer, link: Link, place: Path, told: queue.SimpleQueue[Outcome]
) -> None:
    jobs.start()
    assert ended(told, PUBLISH).error is not None
    place.mkdir()
    change = computer.sleeps(hours=8)
    assert change == NetworkChange(online=True, woke=True)
    assert ended(told, PUBLISH).error is None
    assert (place / calendar_file(link)).exists()


def test_who_read_there_meanwhile_is_asked_for(computer: Computer, asked: list[str]) -> None:
    assert computer.works() is None
    assert asked == []
    computer.sleeps(minutes=20)
    assert asked == [PUBLISH, ADDRESS_CHECK, READERS, READ_SOURCES]


def test_one_that_wakes_offline_waits_for_the_network(computer: Computer, asked: list[str]) -> None:
    computer.addresses = frozenset()
    assert computer.sleeps(hours=8) == NetworkChange(online=False, woke=True)
    assert asked == []
    computer.addresses = frozenset({"10.0.0.9"})
    assert computer.works() == NetworkChange(online=True)
    assert asked == [PUBLISH, ADDRESS_CHECK, READERS, READ_SOURCES]


def test_the_turn_of_the_month_while_it_slept_is_uploaded(
    jobs: Jobs,
    services: Services,
    computer: Computer,
    link: Link,
    place: Path,
    told: queue.SimpleQueue[Outcome],
) -> None:
    assert link.enabled
    place.mkdir()
    services.publishing.run()
    assert services.publishing.status().pending == 0
    jobs.start()
    ended(told, PUBLISH)
    computer.sleeps(days=40)
    while services.publishing.status().pending:
        assert ended(told, PUBLISH).error is None


def test_nobody_is_missed_for_the_time_it_slept(
    services: Services, link: Link, clock: SetClock
) -> None:
    log = FetchLog(services.database, services.house_clock)
    log.start()
    began = clock.moment
    for _ in range(6):
        clock.passes(minutes=9)
        log.record(link.id, "Airbnb", Origin.OUTSIDE, 200)
        log._write()
    fell_asleep = clock.moment
    clock.passes(hours=60)
    woke = clock.moment
    log._write()
    log.record(link.id, "Airbnb", Origin.OUTSIDE, 200)
    clock.passes(minutes=9)
    log.stop()
    with services.database.read():
        served = ServedTable(services.database).all()
        reads = FetchTable(services.database).of_link(link.id)
    assert served == [(began, fell_asleep), (woke, clock.moment)]
    assert len(reads) == 7
    assert services.readers.silent() == {}


def in_doubt(services: Services) -> bool:
    return services.house_clock.doubt is not None


def test_a_clock_that_wakes_in_another_year_is_doubted_until_it_is_right(
    services: Services, link: Link, computer: Computer, clock: SetClock, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    right = clock.moment + timedelta(hours=8)
    feeds = services.feeds()
    try:
        assert isinstance(feeds.answer(link.token), Feed)
        clock.moment = datetime(2000, 1, 1, tzinfo=UTC)
        computer.network.look()
        services.house_clock.look()
        assert in_doubt(services)
        clock.moment = right
        computer.network.look()
        services.house_clock.look()
        assert not in_doubt(services)
        assert isinstance(feeds.answer(link.token), Feed)
    finally:
        feeds.close()
