"""Undo and redo of what the owner did to occupancies in this window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError

if TYPE_CHECKING:
    from app.services.occupancies import Change, Occupancies

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, with the owner's words for it ("Seeblick 1, Familie Huber changed")."""

    change: Change
    what: str


class History(QObject):
    """The undo history of the window. Taking back is a new change through the same checks.

    Signals:
        changed(): there is another thing to undo or redo.
    """

    changed = Signal()

    def __init__(self, occupancies: Occupancies, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._occupancies = occupancies
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    def record(self, change: Change, what: str) -> None:
        """Note what the owner has just done; a change that changed nothing is none."""
        if not change.changed:
            return
        self._done = [*self._done, Entry(change, what)][-_KEPT:]
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
            reverse = self._occupancies.take_back(entry.change)
        except UserError:
            # A conflict may still go away, a busy database is free again soon. What was changed
            # elsewhere can never be taken back any more.
            if self._has_moved(entry):
                source.pop()
                self.changed.emit()
            raise
        source.pop()
        self._follow(entry.change, reverse)
        target.append(Entry(reverse, entry.what))
        self.changed.emit()
        return entry

    def _has_moved(self, entry: Entry) -> bool:
        after = entry.change.after
        try:
            return self._occupancies.get(after.id).sequence != after.sequence
        except UserError:
            return False

    def _follow(self, taken_back: Change, reverse: Change) -> None:
        """Let the other steps of this occupancy know its new sequence.

        The state before `taken_back` stands again, under a higher number.
        """
        if taken_back.before is None:
            return
        sequence = taken_back.before.sequence
        for entries in (self._done, self._undone):
            for index, entry in enumerate(entries):
                after = entry.change.after
                if after.id == reverse.after.id and after.sequence == sequence:
                    change = replace(entry.change, after=reverse.after)
                    entries[index] = replace(entry, change=change)
