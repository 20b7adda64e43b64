"""Tries addresses on a worker; what was asked last is what counts."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.ui.base.work import Work

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.importing.report.standing import Preview
    from app.services.importing.sources import Sources


class Trial(QObject):
    """One address at a time: another one stops the one before.

    Signals:
        began(): it is being tried.
        found(Preview): it gives a calendar, and what would come of it.
        failed(UserError): it gives none.
    """

    began = Signal()
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, sources: Sources, parent: QObject) -> None:
        super().__init__(parent)
        self._sources = sources
        self._stopped = threading.Event()
        self._number = 0
        self.running = False

    def start(self, unit_id: int, address: str, portal: str, *, allow_private: bool) -> None:
        """Try this address for a unit."""
        self.stop()
        stopped = self._stopped = threading.Event()
        self._number += 1
        self.running = True
        sources = self._sources
        work = Work(
            lambda: sources.try_out(
                unit_id,
                address,
                portal=portal,
                allow_private=allow_private,
                stopped=stopped.is_set,
            )
        )
        work.done.connect(partial(self._take, self._number))
        work.failed.connect(partial(self._fail, self._number))
        work.start()
        self.began.emit()

    def stop(self) -> None:
        """Nobody waits for what is being tried any more."""
        self._stopped.set()
        self._number += 1
        self.running = False

    def _take(self, number: int, preview: object) -> None:
        if number == self._number:
            self.running = False
            self.found.emit(cast("Preview", preview))

    def _fail(self, number: int, error: UserError) -> None:
        if number == self._number:
            self.running = False
            self.failed.emit(error)
