"""Taking back and doing again, with a word to the owner about what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.context import Context
    from app.ui.base.history import Entry


class Undoing:
    """Moves through the history of `context` and says so in its notices."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def undo(self) -> None:
        """Take back the last thing done, and say so."""
        texts, history = self._context.texts, self._context.history
        entry = self._moved(history.undo, texts.tr("There is nothing to undo."))
        if entry is not None:
            said = texts.tr("Undone: {what}", what=entry.what)
            self._context.notices.say(said, texts.tr("Redo"), self.redo)

    def redo(self) -> None:
        """Do again what was undone last, and say so."""
        texts, history = self._context.texts, self._context.history
        entry = self._moved(history.redo, texts.tr("There is nothing to redo."))
        if entry is not None:
            said = texts.tr("Done again: {what}", what=entry.what)
            self._context.notices.say(said, texts.tr("Undo"), self.undo)

    def _moved(self, move: Callable[[], Entry | None], nothing: str) -> Entry | None:
        try:
            entry = move()
        except UserError as error:
            self._context.notices.fail(error)
            return None
        if entry is None:
            self._context.notices.say(nothing)
        return entry
