"""Taking back and doing again, with a word to the owner about what it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.base.changes import AnyChange
    from app.ui.base.context import Context
    from app.ui.base.history import Step


class Undoing:
    """Moves through the history of `context` and says so in its notices.

    `refused` is called after it was said that a step cannot be taken back or done again.
    """

    def __init__(self, context: Context, refused: Callable[[], object] = lambda: None) -> None:
        self._context = context
        self._refused = refused

    def record(self, change: AnyChange, what: str, said: str = "") -> None:
        """Note what was done, say it (`said`, else `what`), and offer to take it back."""
        step = self._context.history.record(change, what)
        if step is not None:
            undo = self._context.texts.tr("Undo")
            self._context.notices.say(said or f"{what}.", undo, partial(self.undo_step, step))

    def undo(self) -> None:
        """Take back the last thing done, and say so."""
        if self._context.history.next_undo is None:
            self._context.notices.say(self._context.texts.tr("There is nothing to undo."))
        else:
            self._say_undone(self._tried(self._context.history.undo))

    def redo(self) -> None:
        """Do again what was undone last, and say so."""
        if self._context.history.next_redo is None:
            self._context.notices.say(self._context.texts.tr("There is nothing to redo."))
        else:
            self._say_done_again(self._tried(self._context.history.redo))

    def undo_step(self, step: Step) -> None:
        """Take back what was done in `step`, unless something else was done since."""
        self._say_undone(self._tried(partial(self._context.history.undo, step)))

    def redo_step(self, step: Step) -> None:
        """Do again what was done in `step`, unless something else was undone or done since."""
        self._say_done_again(self._tried(partial(self._context.history.redo, step)))

    def _say_undone(self, step: Step | None) -> None:
        if step is not None:
            tr = self._context.texts.tr
            said = tr("Undone: {what}", what=step.what)
            self._context.notices.say(said, tr("Redo"), partial(self.redo_step, step))

    def _say_done_again(self, step: Step | None) -> None:
        if step is not None:
            tr = self._context.texts.tr
            said = tr("Done again: {what}", what=step.what)
            self._context.notices.say(said, tr("Undo"), partial(self.undo_step, step))

    def _tried(self, move: Callable[[], Step | None]) -> Step | None:
        try:
            return move()
        except UserError as error:
            self._context.notices.fail(error)
            self._refused()
            return None
