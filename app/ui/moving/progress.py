"""Carries the progress of long work to the window, and the wish to stop it the other way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.moving.moves import stopped

if TYPE_CHECKING:
    from app.ui.kit import BusyBar


class Progress(QObject):
    """Called on the thread that works; ends the work once its bar's button was pressed.

    Signals:
        told(int, int): so many kilobytes of so many are done.
    """

    told = Signal(int, int)

    def __init__(self, bar: BusyBar, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self.told.connect(bar.set_progress)
        bar.cancelled.connect(self.stop)

    def begin(self) -> None:
        """Forget that the last work was to stop."""
        self._stop.clear()

    def stop(self) -> None:
        """Have the work end soon."""
        self._stop.set()

    def __call__(self, done: int, total: int) -> None:
        """Tell how many bytes of how many are done (MoveStoppedError where that is enough)."""
        if self._stop.is_set():
            raise stopped()
        # A signal takes no more than 2 GiB.
        self.told.emit(done >> 10, total >> 10)
