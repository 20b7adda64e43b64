"""Keeps an eye on readers that have gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.base.work import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.links.readers import Readers, SilentReader
    from app.services.watch import Moved
    from app.ui.base.bridge import Bridge

_MINUTE_MS = 60_000
_SOON_MS = 100
_FETCHES_MS = 5_000


class Silence(QObject):
    """Asks for silent readers on a worker: once a minute, and when somebody has read.

    Signals:
        changed(): other readers are silent than before, see `of` and `count`.
    """

    changed = Signal()

    def __init__(self, readers: Readers, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._readers = readers
        self._found: dict[int, list[SilentReader]] = {}
        self._asking = False
        self._closed = False
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.look)
        # What moves comes in bursts, and a look takes a while where there are many links.
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        bridge.moved.connect(self._moved)

    @property
    def count(self) -> int:
        """How many readers of any link are silent."""
        return sum(map(len, self._found.values()))

    def of(self, link_id: int) -> tuple[SilentReader, ...]:
        """Return who of this link's readers is silent, the longest silence first."""
        return tuple(self._found.get(link_id, ()))

    def begin(self) -> None:
        """Look now, and again and again."""
        self._minute.start()
        self.look()

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        self._minute.stop()
        self._soon.stop()

    def look(self) -> None:
        """Look on a worker who is silent."""
        if self._closed:
            return
        if self._asking:
            self._wait(_SOON_MS)
            return
        self._asking = True
        work = Work(self._readers.silent)
        work.done.connect(self._tell)
        # However it ends. Whoever shows data says what is wrong with it; the next look may go well.
        work.destroyed.connect(self._over)
        work.start()

    def _tell(self, found: object) -> None:
        silent = cast("Mapping[int, list[SilentReader]]", found)
        if not self._closed and silent != self._found:
            self._found = dict(silent)
            self.changed.emit()

    def _over(self) -> None:
        self._asking = False

    def _moved(self, moved: Moved) -> None:
        if moved.links or moved.units or moved.readers:
            self._wait(_SOON_MS)
        elif moved.fetches and not self._soon.isActive():
            self._wait(_FETCHES_MS)

    def _wait(self, ms: int) -> None:
        if self._minute.isActive() and not self._closed:
            self._soon.start(ms)
