"""Undo and redo of what the owner did in this window."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.services.base.changes import AnyChange
    from app.services.services import Services
    from app.services.taking_back import TakingBack

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done, with the owner's words for it ("Seeblick 1, Familie Huber changed").

    It keeps its `number` however often it is undone and done again.
    """

    number: int
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
        self._services = services
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._numbers = count()

    @cached_property
    def _taking_back(self) -> TakingBack:
        # With all use cases, which nobody needs before something is done.
        from app.services.taking_back import TakingBack  # noqa: PLC0415

        services = self._services
        return TakingBack(
            services.occupancies,
            services.links,
            services.staff,
            services.units,
            services.double_bookings,
            services.sources,
        )

    def record(self, change: AnyChange, what: str) -> Step | None:
        """Note what the owner has just done; a change that changed nothing is no step."""
        if not change.changed:
            return None
        step = Step(next(self._numbers), change, what)
        self._done = [*self._done, step][-_KEPT:]
        self._undone.clear()
        self.changed.emit()
        return step

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

    def undo(self, step: Step | None = None) -> Step | None:
        """Take the last thing back and return it.

        Args:
            step: does nothing where another one than this is the last. What offers to undo a step
                may stand in the window longer than that.

        Raises:
            UserError: it has become impossible; nothing happened.
        """
        return self._move(self._done, self._undone, step)

    def redo(self, step: Step | None = None) -> Step | None:
        """Do again what was undone last, as `undo` takes back."""
        return self._move(self._undone, self._done, step)

    def _move(self, source: list[Step], target: list[Step], wanted: Step | None) -> Step | None:
        if not source or (wanted is not None and source[-1].number != wanted.number):
            return None
        step = source[-1]
        try:
            done = self._taking_back.take_back(step.change)
        except UserError:
            # A conflict may still go away, a busy database is free again soon. What was changed
            # elsewhere can never be taken back any more.
            if self._taking_back.has_moved(step.change):
                source.pop()
                self.changed.emit()
            raise
        source.pop()
        # The other steps of the same occupancy, link or unit hear of its new sequence.
        for steps in (self._done, self._undone):
            steps[:] = [replace(one, change=done.again.follow(one.change)) for one in steps]
        target.append(replace(step, change=done.reverse))
        self.changed.emit()
        return step
