"""The program as `serve` runs it, its jobs on a simulated time; it may be ended and begun again."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.core.errors import UserError
from app.core.server_state import Phase
from app.server.hosting.embedded import served
from app.services.base.jobs import Outcome
from app.services.base.network import Network
from app.services.data_folder.folder import DataFolder
from app.services.publishing.turns import Turns
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.finishing import finish
from app.services.upkeep.upkeep import upkeep
from tests.day.simulated_time import SimulatedJobs, SimulatedTime
from tests.day.world import World
from tests.ports import free_port

logger = logging.getLogger(__name__)

_OF_SERVER = ("server", "fetch-log", "checkpoints")


class Program:
    """One installation in its folder. `runs` counts how jobs have ended, by job and `ok` or why."""

    def __init__(self, folder: Path, time: SimulatedTime, world: World) -> None:
        self._folder = DataFolder(folder)
        self._time = time
        self._world = world
        self._running = ExitStack()
        self._jobs: SimulatedJobs | None = None
        self._services: Services | None = None
        self.port = free_port()
        self.runs: Counter[tuple[str, str]] = Counter()
        self.bugs: list[str] = []

    @property
    def folder(self) -> DataFolder:
        return self._folder

    @property
    def services(self) -> Services:
        assert self._services is not None
        return self._services

    def start(self) -> None:
        """Begin: the data is opened, links are served, and every job takes its turns."""
        with ExitStack() as stack:
            services = stack.enter_context(
                opened(self._folder, busy_timeout=COMMAND_BUSY_TIMEOUT, clock=self._time.clock)
            )
            services.__dict__["internet"] = self._world.internet()
            services.__dict__["network"] = Network(
                services.clock, self._world.addresses, self._time.seconds
            )
            services.__dict__["publishing_turns"] = Turns(
                services.publishing, services.house_clock, self._time.seconds
            )
            daily = DailyBackup(services)
            daily.make()
            stack.enter_context(services.checkpoints())
            state = stack.enter_context(served(services, host="127.0.0.1", port=self.port))
            assert state.phase is Phase.RUNNING
            jobs = SimulatedJobs(self._time)
            upkeep(services, daily, jobs=jobs, backup_at_once=False, watching=True)
            jobs.subscribe(self._ended)
            stack.enter_context(jobs)
            self._services, self._jobs = services, jobs
            self._running = stack.pop_all()

    def stop(self) -> None:
        """End as when asked to: what is pending is uploaded, where that can be done."""
        assert self._jobs is not None
        finish(self.services, self._jobs)
        self._jobs = self._services = None
        self._running.close()

    def missing_threads(self) -> set[str]:
        """Return the names of threads that should be there and have died."""
        assert self._jobs is not None
        alive = {thread.name for thread in threading.enumerate() if thread.is_alive()}
        return {*self._jobs.names, *_OF_SERVER} - alive

    def _ended(self, outcome: Outcome) -> None:
        error = outcome.error
        self.runs[outcome.job, "ok" if error is None else type(error).__name__] += 1
        if error is not None and not isinstance(error, UserError):
            self.bugs.append(f"{outcome.job}: {error!r}")
