"""Undo and redo of what the owner did in this window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.services.taking_back import TakingBack

if TYPE_CHECKING:
    from app.services.base.changes import AnyChange
    from app.services.services import Services

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, with the owner's words for it ("Seeblick 1, Familie Huber changed")."""

    change: AnyChange
    what: str


class History(QObject):
    """The undo history of the window. Taking back is a new change through the same checks.

    Signals:
        changed(): there is another thing to undo or redo.
    """

    changed = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._taking_back = TakingBack(
            services.occupancies,
            services.links,
            services.staff,
            services.units,
            services.double_bookings,
        )
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    def record(self, change: AnyChange, what: str) -> None:
        """Note what the owner has just done; a change that changed nothing is none."""
        if not change.changed:
            return
        self._done = [*self._done, Entry(change, what)][-_KEPT:]
        self._undone.clear()
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: what was done is not what stands there any more."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    @property
    def next_undo(self) -> str | None:
        """What would be undone, in words."""
        return self._done[-1].what if self._done else None

    @property
    def next_redo(self) -> str | None:
        """What would be done again, in words."""
        return self._undone[-1].what if self._undone else None

    def undo(self) -> Entry | None:
        """Take the last thing back; None where there is none.

        Raises:
            UserError: it has become impossible; nothing happened.
        """
        return self._move(self._done, self._undone)

    def redo(self) -> Entry | None:
        """Do again what was undone last (UserError where it has become impossible)."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Entry], target: list[Entry]) -> Entry | None:
        if not source:
            return None
        entry = source[-1]
        try:
            done = self._taking_back.take_back(entry.change)
        except UserError:
            # A conflict may still go away, a busy database is free again soon. What was changed
            # elsewhere can never be taken back any more.
            if self._taking_back.has_moved(entry.change):
                source.pop()
                self.changed.emit()
            raise
        source.pop()
        # The other steps of the same occupancy or link hear of its new sequence.
        for entries in (self._done, self._undone):
            entries[:] = [replace(one, change=done.again.follow(one.change)) for one in entries]
        target.append(replace(entry, change=done.reverse))
        self.changed.emit()
        return entry
