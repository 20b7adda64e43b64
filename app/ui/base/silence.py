"""Keeps an eye on readers that have gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.services.base.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.base.jobs import Jobs, Outcome
    from app.services.base.watch import Moved
    from app.services.links.readers import SilentReader
    from app.services.services import Services
    from app.ui.base.bridge import Bridge

JOB = "silence"
_EVERY = 60.0
# Seconds: what moves comes in bursts, and a look takes a while where there are many links.
_SOON = 0.1
_FETCHES = 5.0


class Silence(QObject):
    """Asks for silent readers once a minute, and when somebody has read.

    Whoever shows data says what is wrong with it: a look that fails leaves what was found before.

    Signals:
        changed(): other readers are silent than before, see `of` and `count`.
    """

    changed = Signal()

    def __init__(self, services: Services, jobs: Jobs, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._found: dict[int, list[SilentReader]] = {}
        jobs.add(Job(JOB, self._silent, every=_EVERY, at_once=False))
        bridge.job_ended.connect(self._take)
        bridge.moved.connect(self._moved)

    @property
    def count(self) -> int:
        """How many readers of any link are silent."""
        return sum(map(len, self._found.values()))

    def of(self, link_id: int) -> tuple[SilentReader, ...]:
        """Return who of this link's readers is silent, the longest silence first."""
        return tuple(self._found.get(link_id, ()))

    def look(self) -> None:
        """Look now who is silent."""
        self._jobs.ask(JOB)

    def _silent(self) -> Mapping[int, list[SilentReader]]:
        return self._services.readers.silent()

    def _take(self, outcome: Outcome) -> None:
        if outcome.job == JOB and outcome.error is None:
            self._tell(cast("Mapping[int, list[SilentReader]]", outcome.result))

    def _tell(self, silent: Mapping[int, list[SilentReader]]) -> None:
        if silent != self._found:
            self._found = dict(silent)
            self.changed.emit()

    def _moved(self, moved: Moved) -> None:
        if moved.links or moved.units or moved.readers:
            self._jobs.ask(JOB, within=_SOON)
        elif moved.fetches:
            self._jobs.ask(JOB, within=_FETCHES)
