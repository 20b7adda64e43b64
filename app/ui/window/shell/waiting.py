"""Long work that nothing else may be done beside: over the window, with its progress and a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.override import override
from app.ui.base.long_work import LongWork
from app.ui.kit.busy import BusyBar
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.core.progress import Report
    from app.i18n import Catalogue


class WaitingDialog(Dialog):
    """Begins at once and closes when the work has ended; Escape and its button stop the work."""

    def __init__(
        self,
        texts: Catalogue,
        parent: QWidget,
        words: str,
        job: Callable[[Report], object],
        *,
        on_done: Callable[[object], object],
        on_failed: Callable[[UserError], object],
    ) -> None:
        """`on_done` is called with what the job returned, None where it was stopped."""
        super().__init__(texts.tr("One moment …"), texts.tr("Stop"), name="waiting", parent=parent)
        self._on_done = on_done
        self._on_failed = on_failed
        self._bar = BusyBar("", name="waiting_busy", parent=self)
        self.content.addWidget(self._bar)
        self._bar.start(words)
        self.submitted.connect(self._stop)
        self._work = LongWork(job)
        self._work.progressed.connect(self._bar.set_progress)
        self._work.done.connect(self._end)
        self._work.failed.connect(self._fail)
        self._work.start()

    @override
    def reject(self) -> None:
        """Stop the work; the dialog closes when it has."""
        self._stop()

    def _stop(self) -> None:
        self.primary_button.setEnabled(False)
        self._work.stop()

    def _end(self, result: object) -> None:
        self.accept()
        self._on_done(result)

    def _fail(self, error: UserError) -> None:
        self.accept()
        self._on_failed(error)
