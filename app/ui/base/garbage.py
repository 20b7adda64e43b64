"""Clears away Python's garbage on the GUI thread alone, where Qt's objects may end."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 250
_WORTH_IT: Final = 4
"""All objects are looked through once those that have lasted are a quarter more than last time."""


class GarbageCollector(QObject):
    """Takes the place of Python's own collecting from `start` to `stop`.

    Python collects on whatever thread happens to make an object: a reader's request, an upload. If
    the garbage then holds a widget, that ends while the GUI thread may be painting it, and the
    program with it. So nobody collects but a timer here, by Python's own rules of when it is due.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._lasting = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Collect here from now on, and nowhere else."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again, if it was."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def collect(self) -> None:
        """Collect what is due: the young, sometimes those that have lasted, seldom all."""
        youngest, middle, oldest = (
            count > threshold
            for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if youngest:
            gc.collect(1 if middle else 0)
            if middle and oldest:
                self._collect_all()

    def _collect_all(self) -> None:
        if len(gc.get_objects(2)) >= self._lasting + self._lasting // _WORTH_IT:
            gc.collect()
            self._lasting = len(gc.get_objects(2))
