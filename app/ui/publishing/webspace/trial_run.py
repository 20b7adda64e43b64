"""A trial on a worker: each step told on the GUI thread, stopped when nobody waits any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.core.publishing.setup.trial import board
from app.services.publishing.trial import try_out
from app.ui.base.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import UserError
    from app.core.publishing.setup.trial import Board, StepResult
    from app.core.publishing.webspace import Secret, Webspace
    from app.services.services import Services
    from app.ui.publishing.webspace.webspace_form import Filled


class TrialRun(QObject):
    """Tries one webspace.

    It lives until the trial has ended, whatever becomes of those who listen.

    Signals:
        moved(): `board` is another than before.
        succeeded(Webspace, Secret): it can be used so.
        failed(UserError): it cannot; `board` shows where.
    """

    moved = Signal()
    succeeded = Signal(object, object)
    failed = Signal(object)
    _told = Signal(object)

    def __init__(
        self, services: Services, filled: Filled, kept_secret: Callable[[], Secret | None]
    ) -> None:
        """`kept_secret` is asked, on the worker, where the owner has typed none."""
        super().__init__(QCoreApplication.instance())
        self._services = services
        self._filled = filled
        self._kept_secret = kept_secret
        self._stopped = threading.Event()
        self.board: Board = board(filled.webspace)
        self.running = False
        self._told.connect(self._take_step)

    def start(self) -> None:
        """Begin."""
        self.running = True
        work = Work(self._run)
        work.done.connect(self._succeed)
        work.failed.connect(self._fail)
        work.start()
        self.moved.emit()

    def stop(self) -> None:
        """End it as soon as the server lets go."""
        self._stopped.set()

    def abandon(self) -> None:
        """Nobody waits for it any more."""
        self.stop()
        self.blockSignals(True)

    # ---- on the worker ----

    def _run(self) -> tuple[Webspace, Secret]:
        filled = self._filled
        secret = filled.secret or self._kept_secret() or filled.secret
        tried = try_out(
            filled.webspace,
            secret,
            self._told.emit,
            stopped=self._stopped.is_set,
            internet=self._services.internet,
            clock=self._services.clock,
        )
        return tried, secret

    # ---- on the GUI thread ----

    def _take_step(self, result: StepResult) -> None:
        self.board = self.board.after(result)
        self.moved.emit()

    def _succeed(self, found: tuple[Webspace, Secret]) -> None:
        self.running = False
        self.moved.emit()
        self.succeeded.emit(*found)
        self.deleteLater()

    def _fail(self, error: UserError) -> None:
        self.running = False
        self.moved.emit()
        self.failed.emit(error)
        self.deleteLater()
