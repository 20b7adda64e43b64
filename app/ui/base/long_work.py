"""Long work on a worker that tells how far it is, and can be stopped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core.progress import Report, StoppedError
from app.ui.base.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable


class LongWork(Work):
    """One job that reports. `done` tells what it returned, None where it was stopped.

    Signals:
        progressed(int, int): how much of how much is done.
    """

    progressed = Signal(int, int)

    def __init__(self, job: Callable[[Report], object]) -> None:
        super().__init__(self._reporting)
        self._reporting_job = job
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let the job end at its next report; nothing happens where it has ended."""
        self._stopped.set()

    def _reporting(self) -> object:
        try:
            return self._reporting_job(self._report)
        except StoppedError:
            return None

    def _report(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._stopped.is_set()
