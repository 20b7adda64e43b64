"""The trial's last line: what is known of readers, and the way to have them counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.publishing.apache.htaccess import may_lead
from app.core.publishing.setup import trial
from app.core.publishing.setup.trial import Board
from app.core.publishing.webspace import same_folder
from app.ui.publishing.base.reader_count import ReaderCount

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.publishing.webspace import Webspace
    from app.ui.base.context import Context
    from app.ui.publishing.webspace.webspace_form import Filled


class BoardCount(QObject):
    """Has readers counted at a click in the trial, as soon as calendars lie there.

    `board` is the trial as it is shown, which others set while it goes on.

    Signals:
        moved(): `board` or `may_ask` is another than before.
    """

    moved = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.board = Board()
        self._webspace: Webspace | None = None
        self._asked = False
        self._set_up = False
        self._count = ReaderCount(context, self)
        self._count.ended.connect(self._counted)
        self._count.failed.connect(self._not_counted)

    @property
    def may_ask(self) -> bool:
        """Whether a script may count readers there that does not yet."""
        webspace = self._webspace
        return webspace is not None and may_lead(webspace.kind) and not self._asked

    def of(self, webspace: Webspace | None) -> None:
        """Take note of the webspace that was tried; None where another trial begins."""
        self._webspace = webspace
        self._asked = self._set_up = False
        if webspace is not None:
            self.moved.emit()

    def ask(self) -> None:
        """The owner wants readers to be counted."""
        if self.may_ask:
            self._asked = True
            self._show(trial.switching_readers())
            self._begin()

    def set_up(self, *, done: bool) -> None:
        """Take note that the webspace was set up, or could not be."""
        self._set_up = done
        if done:
            self._begin()
        elif self._asked and self._webspace is not None:
            self._asked = False
            self._show(trial.readers(self._webspace))

    def _begin(self) -> None:
        if self._asked and self._set_up:
            self._count.switch(on=True)

    def _counted(self) -> None:
        if self._webspace is not None:
            self._webspace = replace(self._webspace, php=True)
            self._show(trial.readers(self._webspace))

    def _not_counted(self, error: UserError) -> None:
        self._asked = False
        self._show(trial.readers_not_counted(error))

    def _show(self, result: trial.StepResult) -> None:
        self.board = self.board.after(result)
        self.moved.emit()


def counted_as(filled: Filled, kept: Webspace | None) -> Filled:
    """Return what was filled in, with what is known of readers where it is the same folder."""
    if kept is None or not same_folder(kept, filled.webspace):
        return filled
    return replace(filled, webspace=replace(filled.webspace, php=kept.php))
