"""A backup on each day of use, also of a program that runs for weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.base.work import Work

if TYPE_CHECKING:
    from datetime import date

    from app.core.clock import Clock
    from app.services.backups.backups import Backups

_LOOK_EVERY_MS = 10 * 60_000


class Upkeep(QObject):
    """Makes the day's backup on a worker thread, once a day.

    Signals:
        failed(UserError): today's backup could not be made; it is tried again tomorrow.
    """

    failed = Signal(object)

    def __init__(self, backups: Backups, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._backups = backups
        self._clock = clock
        self._day: date | None = None
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Look now, and on each day from now on."""
        self._timer.start()
        self._look()

    def look_again(self) -> None:
        """The data is another now: see at once whether it has its backup."""
        self._day = None
        self._look()

    def _look(self) -> None:
        today = self._clock.today()
        if today == self._day:
            return
        self._day = today
        work = Work(self._backups.daily)
        work.failed.connect(self.failed)
        work.start()
