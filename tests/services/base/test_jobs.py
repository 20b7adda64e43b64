"""Jobs: their turns, by a time that the test passes; each on a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.services.base.jobs import Job, Jobs, Outcome, SystemTimer
from tests.conftest import ExpectLog

PATIENCE = 10
EVERY = 60.0


class PassedTime:
    """Stands until a test lets it pass; tells when a job has begun to wait for its turn."""

    def __init__(self) -> None:
        self._now = 0.0
        self._bells: set[threading.Condition] = set()
        self.waits: queue.SimpleQueue[float] = queue.SimpleQueue()

    def seconds(self) -> float:
        return self._now

    def wait(self, bell: threading.Condition, seconds: float) -> None:
        self._bells.add(bell)
        self.waits.put(seconds)
        bell.wait()

    def next_wait(self) -> float:
        """Return for how long a job now waits."""
        return self.waits.get(timeout=PATIENCE)

    def passes(self, seconds: float) -> None:
        self._now += seconds
        for bell in tuple(self._bells):
            with bell:
                bell.notify_all()


@pytest.fixture
def time() -> PassedTime:
    return PassedTime()


@pytest.fixture
def jobs(time: PassedTime) -> Iterator[Jobs]:
    jobs = Jobs(time, chance=lambda: 0.5)
    yield jobs
    jobs.stop()


@pytest.fixture
def told(jobs: Jobs) -> queue.SimpleQueue[Outcome]:
    told: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    jobs.subscribe(told.put)
    return told


Told = queue.SimpleQueue[Outcome]


def counting() -> Callable[[], int]:
    turns = iter(range(1, 1000))
    return lambda: next(turns)


def test_a_job_runs_at_the_start_and_at_each_turn(jobs: Jobs, time: PassedTime, told: Told) -> None:
    jobs.add(Job("count", counting(), every=EVERY))
    assert jobs.last("count") is None
    jobs.start()
    assert told.get(timeout=PATIENCE) == Outcome("count", result=1)
    assert time.next_wait() == EVERY
    time.passes(EVERY - 1)
    assert time.next_wait() == 1
    assert told.empty()
    time.passes(1)
    assert told.get(timeout=PATIENCE) == jobs.last("count") == Outcome("count", result=2)


def test_the_first_turn_may_come_later(jobs: Jobs, time: PassedTime, told: Told) -> None:
    jobs.add(Job("count", counting(), every=EVERY, at_once=False))
    jobs.start()
    assert time.next_wait() == EVERY
    assert told.empty()


def test_jitter_lets_a_turn_come_later_by_chance(jobs: Jobs, time: PassedTime) -> None:
    jobs.add(Job("count", counting(), every=EVERY, jitter=8, at_once=False))
    jobs.start()
    assert time.next_wait() == EVERY + 4


def test_a_turn_with_nothing_to_do_is_no_run(jobs: Jobs, time: PassedTime, told: Told) -> None:
    wanted = [False, True]
    jobs.add(Job("count", counting(), every=EVERY, wanted=lambda: wanted.pop(0)))
    jobs.start()
    assert time.next_wait() == EVERY
    assert told.empty()
    time.passes(EVERY)
    assert told.get(timeout=PATIENCE).result == 1


def test_who_asks_gets_a_run_in_time(jobs: Jobs, time: PassedTime, told: Told) -> None:
    jobs.add(Job("count", counting(), every=EVERY, at_once=False))
    jobs.start()
    assert time.next_wait() == EVERY
    jobs.ask("count", within=5)
    assert time.next_wait() == 5
    # A later wish moves nothing.
    jobs.ask("count", within=50)
    assert time.next_wait() == 5
    time.passes(5)
    assert told.get(timeout=PATIENCE).result == 1
    assert time.next_wait() == EVERY


def test_never_two_runs_at_once_and_who_asks_meanwhile_gets_one_more(
    jobs: Jobs, time: PassedTime, told: Told
) -> None:
    running = threading.Semaphore(0)
    go_on = threading.Semaphore(0)
    busy = threading.Lock()

    def run() -> bool:
        alone = busy.acquire(blocking=False)
        running.release()
        assert go_on.acquire(timeout=PATIENCE)
        busy.release()
        return alone

    jobs.add(Job("slow", run, every=EVERY))
    jobs.start()
    assert running.acquire(timeout=PATIENCE)
    for _ in range(3):
        jobs.ask("slow")
    time.passes(10 * EVERY)
    go_on.release()
    assert running.acquire(timeout=PATIENCE)
    go_on.release()
    assert told.get(timeout=PATIENCE).result is True
    assert told.get(timeout=PATIENCE).result is True
    assert time.next_wait() == EVERY
    assert told.empty()


def test_a_slow_job_keeps_no_other_waiting(jobs: Jobs, told: Told) -> None:
    go_on = threading.Event()
    jobs.add(Job("slow", lambda: go_on.wait(PATIENCE), every=EVERY))
    jobs.add(Job("quick", lambda: "done", every=EVERY))
    jobs.start()
    assert told.get(timeout=PATIENCE) == Outcome("quick", result="done")
    go_on.set()
    assert told.get(timeout=PATIENCE) == Outcome("slow", result=True)


def test_a_failure_is_told_and_logged_once_and_the_job_goes_on(
    jobs: Jobs,
    time: PassedTime,
    told: Told,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log("app.services.base.jobs", "work failed")
    caplog.set_level("INFO", logger="app.services.base.jobs")
    full, other, bug = UserError("Full."), UserError("Still {what}.", what="full"), ValueError("?")
    ends: list[Exception | None] = [full, UserError("Full."), other, bug, ValueError("!"), None]

    def run() -> str:
        end = ends.pop(0)
        if end is not None:
            raise end
        return "fine"

    jobs.add(Job("work", run, every=EVERY))
    jobs.start()
    outcomes = []
    for _ in range(6):
        outcomes.append(told.get(timeout=PATIENCE))
        assert time.next_wait() == EVERY
        time.passes(EVERY)
        if not ends:
            ends.append(None)
    assert [outcome.again for outcome in outcomes] == [False, True, False, False, True, False]
    assert [outcome.error for outcome in outcomes[2:4]] == [other, bug]
    assert outcomes[-1] == Outcome("work", result="fine")
    said = [one.message for one in caplog.records if one.name == "app.services.base.jobs"]
    assert len(said) == 3


def test_a_condition_that_fails_is_a_failure_too(
    jobs: Jobs, told: Told, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.jobs", "work failed")
    jobs.add(Job("work", lambda: None, every=EVERY, wanted=lambda: bool(1 / 0)))
    jobs.start()
    assert isinstance(told.get(timeout=PATIENCE).error, ZeroDivisionError)


def test_a_listener_that_fails_keeps_no_other_from_hearing(
    jobs: Jobs, told: Told, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.jobs", "a listener failed")
    later: Told = queue.SimpleQueue()
    end = jobs.subscribe(lambda _: 1 / 0)  # type: ignore[arg-type]
    jobs.subscribe(later.put)
    jobs.add(Job("count", counting(), every=EVERY))
    jobs.start()
    assert told.get(timeout=PATIENCE) == later.get(timeout=PATIENCE)
    end()
    jobs.ask("count")
    assert told.get(timeout=PATIENCE) == later.get(timeout=PATIENCE) == Outcome("count", result=2)


def test_the_end_waits_for_what_runs_and_begins_nothing(
    jobs: Jobs, time: PassedTime, told: Told
) -> None:
    running, go_on = threading.Event(), threading.Event()

    def run() -> bool:
        running.set()
        return go_on.wait(PATIENCE)

    jobs.add(Job("slow", run, every=EVERY))
    jobs.start()
    assert running.wait(PATIENCE)
    ending = threading.Thread(target=jobs.stop)
    ending.start()
    jobs.ask("slow")
    go_on.set()
    ending.join(PATIENCE)
    assert not ending.is_alive()
    assert told.get(timeout=PATIENCE).result is True
    time.passes(10 * EVERY)
    jobs.ask("slow")
    assert told.empty()
    jobs.start()
    assert told.get(timeout=PATIENCE).result is True


def test_a_job_may_end_them_all(jobs: Jobs, told: Told) -> None:
    jobs.add(Job("last", jobs.stop, every=0))
    jobs.start()
    assert told.get(timeout=PATIENCE).error is None


def test_a_job_that_is_added_again_replaces_the_one_before(
    jobs: Jobs, time: PassedTime, told: Told
) -> None:
    jobs.start()
    jobs.add(Job("work", lambda: "old", every=EVERY))
    assert told.get(timeout=PATIENCE).result == "old"
    jobs.add(Job("work", lambda: "new", every=EVERY))
    assert told.get(timeout=PATIENCE).result == "new"
    time.passes(EVERY)
    assert told.get(timeout=PATIENCE).result == "new"


def test_they_run_by_the_computers_own_time() -> None:
    told: Told = queue.SimpleQueue()
    jobs = Jobs()
    jobs.subscribe(told.put)
    jobs.add(Job("count", counting(), every=0.001, jitter=0.001))
    with jobs:
        assert [told.get(timeout=PATIENCE).result for _ in range(3)] == [1, 2, 3]


def test_the_systems_timer_waits_no_longer_than_it_is_told() -> None:
    timer, bell = SystemTimer(), threading.Condition()
    began = timer.seconds()
    with bell:
        timer.wait(bell, 0.001)
    assert timer.seconds() > began


@given(st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 1e4))
def test_no_turn_is_early_nor_later_than_the_jitter(
    chance: float, every: float, jitter: float
) -> None:
    time = PassedTime()
    jobs = Jobs(time, chance=lambda: chance)
    jobs.add(Job("work", lambda: None, every=every + 1, jitter=jitter, at_once=False))
    with jobs:
        assert every + 1 <= time.next_wait() <= every + 1 + jitter


def test_a_pause_longer_than_the_system_knows_can_be_waited_for() -> None:
    bell = threading.Condition()
    ring = threading.Timer(0, lambda: rung(bell))
    with bell:
        ring.start()
        SystemTimer().wait(bell, float("inf"))
    ring.join()


def rung(bell: threading.Condition) -> None:
    with bell:
        bell.notify_all()
