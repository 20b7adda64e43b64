"""Turns callbacks of services and server into signals on the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.core.server_state import ServerState
    from app.services.base.control import ServerController
    from app.services.base.jobs import Jobs, Outcome
    from app.services.base.watch import Moved, Watch

LOOK_EVERY_MS = 1000


class JobBugError(Exception):
    """A job has failed by a bug, which the log has already."""


class Bridge(QObject):
    """The one place where other threads meet the window.

    Also asks once a second what other processes have changed, and whether another day has begun:
    at midnight, after the computer has slept, or because its clock was set.

    Signals:
        moved(Moved): what has changed, whoever changed it.
        day_changed(): today is another day than before.
        server_changed(ServerState): the server's new state.
        job_ended(Outcome): how a run of one of the jobs has ended.
        failed(UserError): the data cannot be looked at; told once until it can be again.
        seen_again(): it can be; whatever was shown meanwhile is told as moved.
    """

    moved = Signal(object)
    day_changed = Signal()
    server_changed = Signal(object)
    job_ended = Signal(object)
    failed = Signal(object)
    seen_again = Signal()

    def __init__(
        self,
        watch: Watch,
        server: ServerController,
        clock: Clock,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._clock = clock
        self._today = clock.today()
        self._blind = False
        # Emitting is safe from any thread: to a receiver that lives on the GUI thread, Qt queues.
        self._endings = [
            watch.subscribe(self._tell_moved),
            server.on_change(self._tell_server),
            jobs.subscribe(self._tell_job),
        ]
        self.job_ended.connect(self._raise_bug)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now what has moved, and what day it is."""
        today = self._clock.today()
        if today != self._today:
            self._today = today
            self.day_changed.emit()
        try:
            self._watch.poll()
            everything = self._watch.everything() if self._blind else None
        except UserError as error:
            if not self._blind:
                self._blind = True
                self.failed.emit(error)
            return
        if everything is not None:
            self._blind = False
            self.seen_again.emit()
            self.moved.emit(everything)

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        for end in self._endings:
            end()
        self._endings.clear()

    def _tell_moved(self, moved: Moved) -> None:
        self.moved.emit(moved)

    def _tell_server(self, state: ServerState) -> None:
        self.server_changed.emit(state)

    def _tell_job(self, outcome: Outcome) -> None:
        self.job_ended.emit(outcome)

    def _raise_bug(self, outcome: Outcome) -> None:
        """Let a bug in a job be told where bugs of the window are told."""
        error = outcome.error
        if error is not None and not outcome.again and not isinstance(error, UserError):
            raise JobBugError(outcome.job) from error
