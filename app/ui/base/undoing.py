"""Taking back and doing again, with a word to the owner about what it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.base.changes import AnyChange
    from app.ui.base.context import Context
    from app.ui.base.history import Move, Step


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
            self._undo(self._context.history.undoing())

    def redo(self) -> None:
        """Do again what was undone last, and say so."""
        if self._context.history.next_redo is None:
            self._context.notices.say(self._context.texts.tr("There is nothing to redo."))
        else:
            self._redo(self._context.history.redoing())

    def undo_step(self, step: Step) -> None:
        """Take back what was done in `step`, unless something else was done since."""
        self._undo(self._context.history.undoing(step))

    def redo_step(self, step: Step) -> None:
        """Do again what was done in `step`, unless something else was undone or done since."""
        self._redo(self._context.history.redoing(step))

    def _undo(self, move: Move | None) -> None:
        self._make(move, N_("Undoing: {what}"), self._say_undone)

    def _redo(self, move: Move | None) -> None:
        self._make(move, N_("Doing again: {what}"), self._say_done_again)

    def _make(self, move: Move | None, words: str, say: Callable[[Step], object]) -> None:
        """Make a move, a long one on a worker while nothing else can be done; then `say` it."""
        if move is None:
            return
        if move.long:
            self._context.notices.wait_for(
                self._context.texts.tr(words, what=move.step.what),
                move.make,
                on_done=partial(self._made, move, say),
                on_failed=partial(self._fail, move),
            )
            return
        try:
            taken = move.make()
        except UserError as error:
            self._fail(move, error)
        else:
            say(move.done(taken))

    def _made(self, move: Move, say: Callable[[Step], object], taken: object) -> None:
        if taken is not None:
            step = move.done(taken)  # type: ignore[arg-type]  # as `make` returns it
            self._context.bridge.look()
            say(step)

    def _fail(self, move: Move, error: UserError) -> None:
        move.failed(error)
        self._context.notices.fail(error)
        self._refused()

    def _say_undone(self, step: Step) -> None:
        tr = self._context.texts.tr
        said = tr("Undone: {what}", what=step.what)
        self._context.notices.say(said, tr("Redo"), partial(self.redo_step, step))

    def _say_done_again(self, step: Step) -> None:
        tr = self._context.texts.tr
        said = tr("Done again: {what}", what=step.what)
        self._context.notices.say(said, tr("Undo"), partial(self.undo_step, step))
