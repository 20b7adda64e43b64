"""Undo and redo of what the owner did in this window."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.core.progress import Report, unheard
from app.dataclass import dataclass
from app.services.base.changes import CompositeChange

if TYPE_CHECKING:
    from app.services.base.changes import AnyChange
    from app.services.services import Services
    from app.services.taking_back import TakenBack, TakingBack

_KEPT = 100
_AT_ONCE = 200
"""So many parts of a step are taken back in less time than anybody notices."""


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
        return self._made(self.undoing(step))

    def redo(self, step: Step | None = None) -> Step | None:
        """Do again what was undone last, as `undo` takes back."""
        return self._made(self.redoing(step))

    def undoing(self, step: Step | None = None) -> Move | None:
        """Return the move that takes the last thing back, as `undo` does, for a worker."""
        return self._move(self._done, self._undone, step)

    def redoing(self, step: Step | None = None) -> Move | None:
        """Return the move that does again what was undone last, as `redo` does, for a worker."""
        return self._move(self._undone, self._done, step)

    def _move(self, source: list[Step], target: list[Step], wanted: Step | None) -> Move | None:
        if not source or (wanted is not None and source[-1].number != wanted.number):
            return None
        return Move(self, self._taking_back, source[-1], source, target)

    @staticmethod
    def _made(move: Move | None) -> Step | None:
        if move is None:
            return None
        try:
            done = move.make()
        except UserError as error:
            move.failed(error)
            raise
        return move.done(done)

    def moved(
        self, step: Step, source: list[Step], target: list[Step], done: TakenBack | None
    ) -> None:
        """Note that a step has gone from one side to the other; `done` is None where it is void."""
        source[:] = [one for one in source if one.number != step.number]
        if done is not None:
            # The other steps of the same occupancy, link or unit hear of its new sequence.
            for steps in (self._done, self._undone):
                steps[:] = [replace(one, change=done.again.follow(one.change)) for one in steps]
            target.append(replace(step, change=done.reverse))
        self.changed.emit()


class Move:
    """One step to be taken back or done again: `make` it on any thread, then say how it ended.

    What ends it is called on the GUI thread.
    """

    def __init__(
        self,
        history: History,
        taking_back: TakingBack,
        step: Step,
        source: list[Step],
        target: list[Step],
    ) -> None:
        self.step = step
        self._history = history
        self._taking_back = taking_back
        self._source = source
        self._target = target

    @property
    def long(self) -> bool:
        """Whether it is so much that nobody should wait for it."""
        change = self.step.change
        return isinstance(change, CompositeChange) and len(change.parts) > _AT_ONCE

    def make(self, report: Report = unheard) -> TakenBack:
        """Take it back (UserError: impossible; StoppedError: `report` said so)."""
        return self._taking_back.take_back(self.step.change, report)

    def done(self, taken: TakenBack) -> Step:
        """Note what `make` has returned, and return the step."""
        self._history.moved(self.step, self._source, self._target, taken)
        return self.step

    def failed(self, _error: UserError) -> None:
        """Note that `make` has failed.

        A conflict may still go away, a busy database is free again soon. What was changed elsewhere
        can never be taken back any more.
        """
        if self._taking_back.has_moved(self.step.change):
            self._history.moved(self.step, self._source, self._target, None)
