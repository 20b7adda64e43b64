"""Work that comes again and again, without a window: backups, looks at the clock, at readers.

Each job has a thread of its own, so that a slow one keeps no other waiting, and at most one run at
a time. One that fails is told about and logged, and has its next turn as if nothing had happened.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Protocol, Self

from app.core.errors import UserError
from app.dataclass import dataclass

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done again and again.

    Args:
        name: one word for it, in logs and for who asks for a run.
        run: does it; what it returns is told to who listens.
        every: seconds from the end of one run to the next.
        wanted: tells when a turn has come whether there is anything to do.
        jitter: a turn comes up to so many seconds later than `every`, by chance: programs on many
            computers do not all ask at the same moment.
        at_once: the first turn is when the jobs start, not `every` seconds later.
        patience: how many seconds the end of all jobs waits for a run of this one, which is left
            to itself then; for runs that can be broken off at any moment. None: until it has ended.
        end: called when all jobs end, before any is waited for: lets a run end soon.
    """

    name: str
    run: Callable[[], object]
    every: float
    wanted: Callable[[], bool] = lambda: True
    jitter: float = 0.0
    at_once: bool = True
    patience: float | None = None
    end: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run has ended: with a `result`, or with the `error` that kept it from one.

    `again` says that the run before has failed for the same reason.
    """

    job: str
    result: object = None
    error: Exception | None = None
    again: bool = False


class Timer(Protocol):
    """Time as it passes here, which nobody sets."""

    def seconds(self) -> float:
        """Return the seconds since some moment."""
        ...

    def wait(self, bell: threading.Condition, seconds: float) -> None:
        """Wait so long, or until the bell rings; it is held before and after."""
        ...


class SystemTimer:
    """The computer's own time."""

    def seconds(self) -> float:
        return time.monotonic()

    def wait(self, bell: threading.Condition, seconds: float) -> None:
        # Systems know a longest time, Windows 50 days; who waits looks at the time again.
        bell.wait(min(seconds, threading.TIMEOUT_MAX))


Listener = Callable[[Outcome], None]


class Jobs:
    """Runs jobs in turn from `start` to `stop`; may be started again.

    Args:
        timer: what passes time, the computer's own where None.
        chance: returns a part of the jitter, from 0 to 1.
    """

    def __init__(
        self, timer: Timer | None = None, chance: Callable[[], float] = random.random
    ) -> None:
        self._timer = timer or SystemTimer()
        self._chance = chance
        self._turns: dict[str, _Turns] = {}
        self._listeners: list[Listener] = []
        self._started = False

    def add(self, job: Job) -> None:
        """Have a job run as well, from now on where the others run already.

        A job of the same name is replaced by it; a run of that is waited for.
        """
        before = self._turns.pop(job.name, None)
        if before is not None:
            before.stop()
        turns = self._turns[job.name] = _Turns(job, self._timer, self._chance, self._tell)
        if self._started:
            turns.start()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called after each run, on the job's thread; returns what ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def last(self, name: str) -> Outcome | None:
        """Return how the last run of a job has ended, None where there was none."""
        return self._turns[name].last

    def ask(self, name: str, within: float = 0.0) -> None:
        """Have a job run in at most so many seconds; once more where it is running now."""
        self._turns[name].ask(within)

    def start(self) -> None:
        """Begin, each job on its own thread."""
        if not self._started:
            self._started = True
            for turns in self._turns.values():
                turns.start()

    def stop(self) -> None:
        """End; what is running is waited for, as long as its patience says, and nothing begins."""
        self._started = False
        for turns in self._turns.values():
            turns.ring_out()
        for turns in self._turns.values():
            turns.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _tell(self, outcome: Outcome) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(outcome)
            except Exception:
                logger.exception("a listener failed")


class _Turns:
    """One job on its thread: waits for its turn, runs, waits for the next."""

    def __init__(
        self, job: Job, timer: Timer, chance: Callable[[], float], tell: Callable[[Outcome], None]
    ) -> None:
        self._job = job
        self._timer = timer
        self._chance = chance
        self._tell = tell
        # Guards all below; rings when the next turn is another, or the end has come.
        self._bell = threading.Condition()
        self._due = 0.0
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.last: Outcome | None = None

    def start(self) -> None:
        self._stopping = False
        self._due = self._timer.seconds() if self._job.at_once else self._next()
        self._thread = threading.Thread(target=self._go_on, name=self._job.name, daemon=True)
        self._thread.start()

    def ring_out(self) -> None:
        with self._bell:
            self._stopping = True
            self._bell.notify_all()
        self._job.end()

    def stop(self) -> None:
        self.ring_out()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(self._job.patience)
            if thread.is_alive():
                logger.info("%s is left to itself", self._job.name)

    def ask(self, within: float) -> None:
        with self._bell:
            self._due = min(self._due, self._timer.seconds() + within)
            self._bell.notify_all()

    def _go_on(self) -> None:
        while self._turn_has_come():
            self._take_turn()
            with self._bell:
                # Who has asked meanwhile gets a run of their own.
                self._due = min(self._due, self._next())

    def _turn_has_come(self) -> bool:
        """Wait for the next turn; False where the end comes first."""
        with self._bell:
            while not self._stopping and (left := self._due - self._timer.seconds()) > 0:
                self._timer.wait(self._bell, left)
            self._due = float("inf")
            # Another thread takes the turns where this one was left to itself, and begun anew.
            return not self._stopping and self._thread is threading.current_thread()

    def _next(self) -> float:
        return self._timer.seconds() + self._job.every + self._chance() * self._job.jitter

    def _take_turn(self) -> None:
        before = self.last.error if self.last is not None else None
        try:
            if not self._job.wanted():
                return
            outcome = Outcome(self._job.name, result=self._job.run())
        except Exception as error:  # noqa: BLE001  # logged and told below, whatever it is
            again = _same(before, error)
            outcome = Outcome(self._job.name, error=error, again=again)
            if not again:
                self._log(error)
        self.last = outcome
        self._tell(outcome)

    def _log(self, error: Exception) -> None:
        if isinstance(error, UserError):
            logger.info("%s is tried again later: %s", self._job.name, error)
        else:
            logger.error("%s failed", self._job.name, exc_info=error)


def _same(before: Exception | None, error: Exception) -> bool:
    """Tell whether both say the same; other errors than our own by their type."""
    if isinstance(before, UserError) and isinstance(error, UserError):
        return (before.message, before.values) == (error.message, error.values)
    return type(before) is type(error)
