"""Simulated time: every turn is taken in its order, and none is lost when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.base.jobs import Job
from tests.clocks import SetClock
from tests.day.held import Held, grown
from tests.day.plans import DAY, HOUR, MINUTE, ONE_HOUR, Plan, Spell, Trouble
from tests.day.simulated_time import SimulatedJobs, SimulatedTime

NOON = SetClock().moment


@pytest.fixture
def time() -> SimulatedTime:
    return SimulatedTime(SetClock())


@pytest.fixture
def jobs(time: SimulatedTime) -> Iterator[SimulatedJobs]:
    jobs = SimulatedJobs(time)
    yield jobs
    jobs.stop()


def test_each_job_has_its_turns_at_their_moments(time: SimulatedTime, jobs: SimulatedJobs) -> None:
    ran: list[tuple[str, float]] = []
    jobs.add(Job("often", lambda: ran.append(("often", time.seconds())), every=2.0))
    jobs.add(Job("seldom", lambda: ran.append(("seldom", time.seconds())), every=5.0))
    jobs.start()
    time.passes(10)
    assert [at for name, at in ran if name == "often"] == [0, 2, 4, 6, 8, 10]
    assert [at for name, at in ran if name == "seldom"] == [0, 5, 10]
    assert [at for _, at in ran] == sorted(at for _, at in ran)
    assert time.clock.moment == NOON + timedelta(seconds=10)


def test_while_the_computer_sleeps_no_turn_comes(time: SimulatedTime, jobs: SimulatedJobs) -> None:
    ran: list[float] = []
    jobs.add(Job("job", lambda: ran.append(time.seconds()), every=60.0))
    jobs.start()
    time.passes(30)
    time.sleeps(8 * HOUR)
    assert time.seconds() == 30
    time.passes(30)
    assert ran == [0, 60]
    assert time.clock.moment == NOON + timedelta(seconds=60, hours=8)


def test_who_asks_is_heard_at_the_moment_that_was_asked_for(
    time: SimulatedTime, jobs: SimulatedJobs
) -> None:
    ran: list[float] = []
    jobs.add(Job("asked", lambda: ran.append(time.seconds()), every=1000.0, at_once=False))
    jobs.add(Job("asks", lambda: jobs.ask("asked", 2.5), every=100.0))
    jobs.start()
    time.passes(150)
    jobs.ask("asked")
    time.passes(0)
    assert ran == [2.5, 102.5, 150]


def test_it_can_be_begun_again(time: SimulatedTime, jobs: SimulatedJobs) -> None:
    ran: list[float] = []
    jobs.add(Job("job", lambda: ran.append(time.seconds()), every=4.0))
    for _ in range(2):
        jobs.start()
        time.passes(5)
        jobs.stop()
    time.passes(100)
    assert ran == [0, 4, 5, 9]


@settings(max_examples=25)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.floats(0, 20, allow_nan=False), max_size=5),
)
def test_in_whatever_steps_time_passes_the_turns_are_the_same(
    every: list[int], steps: list[float]
) -> None:
    def ran(steps: list[float]) -> dict[str, list[float]]:
        time, found = SimulatedTime(SetClock()), dict[str, list[float]]()
        jobs = SimulatedJobs(time)
        for number, seconds in enumerate(every):
            turns = found[f"job {number}"] = []

            def run(turns: list[float] = turns) -> None:
                turns.append(time.seconds())

            jobs.add(Job(f"job {number}", run, every=seconds))
        with jobs:
            for step in steps:
                time.passes(step)
            time.passes(0)
        return found

    whole = sum(steps)
    found = ran(steps)
    for number, seconds in enumerate(every):
        turns = found[f"job {number}"]
        assert len(turns) in {int(whole // seconds) + 1, int((whole - 1e-6) // seconds) + 1}
        assert all(abs(at - seconds * place) < 1e-6 for place, at in enumerate(turns))


HOLDS = Held(memory=100, resident=120, objects=1000, threads=10, files=50, sockets=20, databases=9)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (HOLDS, ()),
        (Held(900, 950, 1020, 11, 53, 22, 12), ()),
        (Held(100, 120, 1021, 10, 50, 20, 9), ("objects",)),
        (Held(100, 120, 1000, 12, 54, 23, 13), ("threads", "files", "sockets", "databases")),
    ],
)
def test_what_has_grown_beyond_chance_is_told(last: Held, words: tuple[str, ...]) -> None:
    assert [said.split()[0] for said in grown(HOLDS, last)] == list(words)


@pytest.mark.parametrize("plan", [DAY, ONE_HOUR])
def test_a_plan_has_every_trouble_and_begins_and_ends_in_calm(plan: Plan) -> None:
    assert {spell.trouble for spell in plan.spells} == set(Trouble)
    assert plan.calm(0, plan.first)
    assert plan.calm(plan.lasts - 5 * MINUTE, plan.lasts)
    assert not plan.calm(0, plan.lasts)
    moment, looks = 0.0, []
    while (moment := plan.next_measure(moment)) <= plan.lasts:
        looks.append(moment)
    assert looks[0] == plan.first
    assert looks[-1] == plan.lasts


def test_between_two_spells_it_is_calm() -> None:
    spells = (Spell(Trouble.GONE, 10, 5), Spell(Trouble.SLEEP, 30, 5))
    plan = Plan(60, 1, 1, 1, 1, 1, 1, 1, spells)
    assert plan.calm(16, 29)
    assert not plan.calm(15, 29)
    assert not plan.calm(16, 30)
    assert plan.connected(0, 29)
    assert not plan.connected(34, 36)
