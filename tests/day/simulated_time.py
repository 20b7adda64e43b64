"""Time that passes when it is told to, for jobs on their own threads: from one turn to the next.

It stands while anything runs, and leaps when all jobs wait for their turns; so a day takes as long
as what is done in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from app.services.base.jobs import Job, Jobs
from tests.clocks import SetClock

PATIENCE = 600
"""Real seconds that a run of a job may take."""


class StuckError(Exception):
    """A job neither waits nor ends."""


class SimulatedTime:
    """``app.services.base.jobs.Timer`` over a clock that goes along with it."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self._seconds = 0.0
        self._jobs = 0
        self._changed = threading.Condition()
        self._due: dict[threading.Condition, float] = {}
        self._asked = False

    # ---- for the jobs ----

    def seconds(self) -> float:
        return self._seconds

    def wait(self, bell: threading.Condition, seconds: float) -> None:
        with self._changed:
            self._due[bell] = self._seconds + seconds
            self._changed.notify_all()
        bell.wait()
        with self._changed:
            self._due.pop(bell, None)

    def begins(self, jobs: int) -> None:
        """So many jobs wait on this time from now on."""
        self._jobs = jobs
        with self._changed:
            self._due.clear()

    def asked(self) -> None:
        """Somebody wants a job sooner than it waits for."""
        self._asked = True

    # ---- for who lets it pass ----

    def passes(self, seconds: float) -> None:
        """Let so much time pass, every turn taken when it is due."""
        until = self._seconds + seconds
        while (bell := self._next(until)) is not None:
            self._ring(bell)
        self._leap(until)

    def sleeps(self, seconds: float) -> None:
        """Let the computer sleep: the clock goes on, and for the jobs no time passes."""
        self._settle()
        self.clock.moment += timedelta(seconds=seconds)

    def _next(self, until: float) -> threading.Condition | None:
        """Leap to the next turn that comes by then, and return its bell; None where none does."""
        self._settle()
        with self._changed:
            if not self._due:
                return None
            bell, due = min(self._due.items(), key=lambda item: item[1])
        if due > until:
            return None
        self._leap(due)
        return bell

    def _leap(self, seconds: float) -> None:
        passed = max(0.0, seconds - self._seconds)
        self._seconds = max(self._seconds, seconds)
        self.clock.moment += timedelta(seconds=passed)

    def _ring(self, bell: threading.Condition) -> None:
        with self._changed:
            self._due.pop(bell, None)
        with bell:
            bell.notify_all()

    def _settle(self) -> None:
        """Return when every job waits, for what it was asked for last."""
        self._wait_for(lambda: len(self._due) == self._jobs)
        while self._asked:
            self._asked = False
            for bell in tuple(self._due):
                self._ring(bell)
            self._wait_for(lambda: len(self._due) == self._jobs)

    def _wait_for(self, quiet: Callable[[], bool]) -> None:
        with self._changed:
            if not self._changed.wait_for(quiet, PATIENCE):
                raise StuckError(f"{len(self._due)} of {self._jobs} jobs wait")


class SimulatedJobs(Jobs):
    """Jobs on a simulated time, which is told how many there are and when one is asked for."""

    def __init__(self, time: SimulatedTime) -> None:
        super().__init__(time, chance=lambda: 0.5)
        self._time = time
        self.names: list[str] = []

    def add(self, job: Job) -> None:
        super().add(job)
        self.names.append(job.name)

    def ask(self, name: str, within: float = 0.0) -> None:
        super().ask(name, within)
        self._time.asked()

    def start(self) -> None:
        self._time.begins(len(self.names))
        super().start()

    def stop(self) -> None:
        super().stop()
        self._time.begins(0)
