"""The day's backup and looks at the clock, as jobs of a program that runs for long."""

from __future__ import annotations

import queue
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import UserError
from app.services.base.jobs import Job, Outcome
from app.services.base.network import SETTLED, Network
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.services.upkeep.daily_backup import BACKUP, DailyBackup
from app.services.upkeep.upkeep import ADDRESS_CHECK, CLOCK, PUBLISH, READ_SOURCES, READERS, upkeep
from tests.clocks import SetClock
from tests.conftest import ExpectLog

PATIENCE = 10


@pytest.fixture
def house(services: Services) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])


@pytest.fixture
def daily(services: Services) -> DailyBackup:
    return DailyBackup(services)


def made(folder: DataFolder) -> list[str]:
    return sorted(file.name for file in folder.backups.glob("*.db"))


def test_an_empty_house_is_looked_at_again_until_there_is_something_to_keep(
    services: Services, folder: DataFolder, daily: DailyBackup
) -> None:
    assert daily.wanted()
    assert daily.make() is None
    assert made(folder) == []
    assert daily.wanted()
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    assert daily.make() is not None
    assert not daily.wanted()


@pytest.mark.usefixtures("house")
def test_one_is_made_on_each_day(folder: DataFolder, daily: DailyBackup, clock: SetClock) -> None:
    for _ in range(3):
        assert daily.wanted()
        assert daily.make() == folder.backups / f"zimmerfrei-{clock.today()}.db"
        assert not daily.wanted()
        clock.moment += timedelta(days=1)
    assert len(made(folder)) == 3


@pytest.mark.usefixtures("house")
def test_one_that_somebody_else_has_made_is_as_good(services: Services, daily: DailyBackup) -> None:
    services.backups.daily()
    assert daily.make() is None
    assert not daily.wanted()


@pytest.mark.usefixtures("house")
def test_one_that_could_not_be_made_is_tried_again_an_hour_later(
    folder: DataFolder, daily: DailyBackup, clock: SetClock
) -> None:
    folder.backups.write_text("a file where the folder should be")
    with pytest.raises(UserError):
        daily.make()
    assert not daily.wanted()
    clock.moment += timedelta(minutes=59, seconds=59)
    assert not daily.wanted()
    clock.moment += timedelta(seconds=1)
    assert daily.wanted()
    folder.backups.unlink()
    assert daily.make() is not None
    assert not daily.wanted()


@pytest.mark.usefixtures("house")
def test_a_clock_that_was_set_back_keeps_no_backup_waiting(
    folder: DataFolder, daily: DailyBackup, clock: SetClock
) -> None:
    folder.backups.write_text("a file where the folder should be")
    with pytest.raises(UserError):
        daily.make()
    clock.moment -= timedelta(minutes=5)
    assert daily.wanted()


@pytest.mark.usefixtures("house")
def test_after_a_restore_it_is_looked_at_anew(daily: DailyBackup) -> None:
    daily.make()
    daily.forget()
    assert daily.wanted()
    assert daily.make() is None


@pytest.mark.usefixtures("house")
def test_the_jobs_back_up_and_look_at_the_clock(
    services: Services,
    folder: DataFolder,
    daily: DailyBackup,
    clock: SetClock,
    expect_log: ExpectLog,
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    clock.moment = datetime(1970, 1, 1, tzinfo=UTC)
    told: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    jobs = upkeep(services, daily)
    jobs.subscribe(told.put)
    ended: set[str] = set()
    with jobs:
        while not {BACKUP, CLOCK} <= ended:
            ended.add(told.get(timeout=PATIENCE).job)
    assert services.house_clock.doubt is not None
    assert jobs.last(CLOCK) is not None
    assert len(made(folder)) == 1


def test_another_network_lets_everything_be_tried_again(
    services: Services, daily: DailyBackup, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = frozenset({"192.168.178.20"})
    network = Network(services.clock, lambda: addresses, lambda: 0.0)
    monkeypatch.setitem(services.__dict__, "network", network)
    jobs = upkeep(services, daily)
    asked: list[tuple[str, float]] = []
    monkeypatch.setattr(jobs, "ask", lambda name, within=0.0: asked.append((name, within)))
    addresses = frozenset()
    network.look()
    # Offline there is nothing to try.
    assert asked == []
    addresses = frozenset({"10.0.0.7"})
    network.look()
    tried = [PUBLISH, ADDRESS_CHECK, READERS, READ_SOURCES]
    assert asked == [(name, SETTLED) for name in tried]


def test_what_was_uploaded_is_looked_at(services: Services, daily: DailyBackup) -> None:
    jobs = upkeep(services, daily)
    runs: queue.SimpleQueue[str] = queue.SimpleQueue()
    jobs.subscribe(lambda outcome: runs.put(outcome.job))
    # In place of what looks at the world: a run that only tells that it was.
    jobs.add(Job(ADDRESS_CHECK, lambda: None, every=1e9, at_once=False))
    jobs.add(Job(PUBLISH, lambda: None, every=1e9))
    ended: list[str] = []
    with jobs:
        while ADDRESS_CHECK not in ended:
            ended.append(runs.get(timeout=PATIENCE))
    assert ended.index(PUBLISH) < ended.index(ADDRESS_CHECK)
