"""When a run is due: after changes, on another day, later and later after faults."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta

import pytest

from app.core.links.link import Link
from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.holding import FIRST_WAIT, LONGEST_WAIT
from app.core.publishing.webspace import KeptWebspace, Secret
from app.services.base.jobs import Jobs, Outcome
from app.services.base.watch import Moved
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.publishing import Publishing
from app.services.publishing.turns import Turns
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.finishing import finish
from app.services.upkeep.upkeep import PUBLISH, upkeep
from app.storage.engine.claim import Claim
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.conftest import Web, names_of

PATIENCE = 30


class Seconds:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def turns(
    publishing: Publishing, services: Services, seconds: Seconds, link: Link, kept: KeptWebspace
) -> Turns:
    """Over a house with a link and a webspace; told of every change."""
    assert link.enabled
    assert kept.removed_at is None
    turns = Turns(publishing, services.house_clock, seconds)

    def note(moved: Moved) -> None:
        turns.moved(moved)

    services.watch.subscribe(note)
    return turns


def offline(monkeypatch: pytest.MonkeyPatch, error: WebspaceError) -> pytest.MonkeyPatch:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("app.services.publishing.runs.folder.opened", refuse)
    return monkeypatch


def fail(turns: Turns) -> None:
    assert turns.wanted()
    with pytest.raises(WebspaceError):
        turns.run()
    assert not turns.wanted()


def test_the_first_turn_is_at_the_start_and_the_next_after_a_change(
    turns: Turns, services: Services, stay: Stay
) -> None:
    assert turns.wanted()
    assert turns.run().uploaded
    # What the run itself has noted is looked at once more, and that is all.
    services.watch.poll()
    assert turns.run().uploaded == ()
    services.watch.poll()
    assert not turns.wanted()
    services.occupancies.add(stay(1))
    assert turns.wanted()
    assert turns.run().uploaded


def test_another_day_is_a_turn(turns: Turns, services: Services, clock: SetClock) -> None:
    turns.run()
    turns.run()
    services.watch.poll()
    turns.run()
    assert not turns.wanted()
    clock.passes(days=1)
    assert turns.wanted()


@pytest.mark.parametrize(
    ("moved", "asks"),
    [
        (Moved(units=frozenset({1})), True),
        (Moved(links=frozenset({1})), True),
        (Moved(settings=True), True),
        (Moved(publishing=True), True),
        (Moved(restored=True), True),
        (Moved(fetches=True), False),
        (Moved(readers=True), False),
    ],
)
def test_what_may_be_something_to_upload(turns: Turns, moved: Moved, asks: bool) -> None:
    assert turns.moved(moved) is asks


def test_after_faults_it_is_tried_later_and_later(
    turns: Turns,
    services: Services,
    seconds: Seconds,
    stay: Stay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offline(monkeypatch, faults.no_answer("example.org"))
    waits = []
    for number in range(12):
        fail(turns)
        # More changes are no reason to ask a server again that does not answer.
        services.occupancies.add(stay(1, 10 * number, 2))
        assert not turns.wanted()
        next_try = services.publishing.status().next_try
        assert next_try is not None
        waits.append((next_try - services.clock.now()) / timedelta(seconds=1))
        seconds.now += waits[-1] - 0.5
        assert not turns.wanted()
        seconds.now += 0.5
    assert FIRST_WAIT <= waits[0] <= 2 * FIRST_WAIT
    doubling = waits[:7]
    assert doubling == sorted(doubling)
    assert LONGEST_WAIT / 2 <= waits[-1] <= LONGEST_WAIT


def test_a_wrong_password_is_tried_once_an_hour(
    turns: Turns,
    services: Services,
    seconds: Seconds,
    stay: Stay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offline(monkeypatch, faults.sign_in_refused("example.org", "anna"))
    fail(turns)
    services.occupancies.add(stay(1))
    seconds.now += LONGEST_WAIT - 1
    assert not turns.wanted()
    seconds.now += LONGEST_WAIT
    assert turns.wanted()


def test_setting_it_up_anew_is_a_reason_to_try_at_once(
    turns: Turns, publishing: Publishing, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        offline(patch, faults.sign_in_refused("example.org", "anna"))
        fail(turns)
    publishing.set_up(web.webspace(preset="ionos"), Secret(), Keeping.ASK)
    assert turns.wanted()
    assert turns.run().uploaded


def test_when_the_network_is_back_it_is_tried_at_once(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(monkeypatch, faults.no_answer("example.org"))
    fail(turns)
    turns.hurry()
    fail(turns)


def test_while_another_process_is_at_it_the_turn_is_not_over(
    turns: Turns, services: Services
) -> None:
    claim = Claim(services.folder.publishing_lock)
    assert claim.take()
    assert turns.run().busy
    assert turns.wanted()
    claim.release()
    assert turns.run().uploaded


def test_a_fault_of_the_data_is_no_reason_to_ask_without_end(
    turns: Turns, publishing: Publishing, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(publishing, "run", broken)
    with pytest.raises(ZeroDivisionError):
        turns.run()
    assert not turns.wanted()
    seconds.now += FIRST_WAIT
    assert turns.wanted()


# ---- as a job ----


@pytest.fixture
def jobs(services: Services) -> Jobs:
    return upkeep(services, DailyBackup(services), watching=True)


class Ended:
    """Waits for runs of the job that did something."""

    def __init__(self, jobs: Jobs) -> None:
        self._runs = threading.Semaphore(0)
        jobs.subscribe(self._listen)

    def _listen(self, outcome: Outcome) -> None:
        if outcome.job == PUBLISH and bool(getattr(outcome.result, "uploaded", False)):
            self._runs.release()

    def wait(self) -> None:
        assert self._runs.acquire(timeout=PATIENCE)


@pytest.mark.usefixtures("kept")
def test_the_job_brings_each_change_also_one_of_another_process(
    services: Services, link: Link, jobs: Jobs, stay: Stay, web: Web, start: object
) -> None:
    ended = Ended(jobs)
    with jobs:
        ended.wait()
        assert web.names() == names_of(link)
        services.occupancies.add(stay(link.unit_id))
        ended.wait()
        assert b"20270801" in web.read(f"{link.token}.ics")
        with closing(
            start(  # type: ignore[operator]  # a fixture of the tests
                """
                import sys
                from datetime import date
                from pathlib import Path
                from app.bootstrap import opened
                from app.core.stays.occupancy import OccupancyDraft
                from app.services.data_folder.folder import DataFolder
                with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services:
                    services.occupancies.add(OccupancyDraft(
                        unit_id=1, arrival=date(2027, 9, 1), departure=date(2027, 9, 5)))
                """,
                services.folder.path,
            ).stdout
        ) as output:
            output.read()
        ended.wait()
        assert b"20270901" in web.read(f"{link.token}.ics")


@pytest.mark.usefixtures("kept")
def test_at_the_end_what_is_pending_gets_its_chance(
    services: Services, link: Link, jobs: Jobs, stay: Stay, web: Web
) -> None:
    ended = Ended(jobs)
    with jobs:
        ended.wait()
        services.occupancies.add(stay(link.unit_id))
        assert finish(services, jobs, PATIENCE) == 0
        assert b"20270801" in web.read(f"{link.token}.ics")
        assert finish(services, jobs, 0) == 0


@pytest.mark.usefixtures("kept", "link")
def test_a_webspace_that_hangs_keeps_no_end_waiting_and_nothing_is_forgotten(
    services: Services, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, over = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        hanging.set()
        over.wait(PATIENCE)
        raise faults.no_answer("example.org")

    monkeypatch.setattr("app.services.publishing.runs.folder.opened", hang)
    with jobs:
        assert hanging.wait(PATIENCE)
        assert finish(services, jobs, 0.05) == 1
    # The jobs have ended although the run has not.
    assert not over.is_set()
    over.set()
    assert services.publishing.pending_links() == {1}
