"""What is not on the webspace yet when the owner quits: it gets some seconds, then it is said."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.core.publishing.words import left_pending
from app.services.upkeep.finishing import FINISH_WITHIN, finish
from app.ui.base.work import Work
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.base.jobs import Jobs
    from app.services.services import Services
    from app.ui.window.ending.leaving import Leaving
    from app.ui.window.shell.shell import Shell


class UploadingDialog(Dialog):
    """Shows that something is still on its way; then, where it did not arrive, that it is not."""

    def __init__(self, texts: Catalogue, count: int, parent: Shell) -> None:
        super().__init__(
            texts.tr("Uploading the last changes …"),
            texts.tr("Quit now"),
            texts.tr("Cancel"),
            name="last_uploads",
            parent=parent,
        )
        self._texts = texts
        self._words = self.add_text(
            texts.trn(
                "{n} calendar is on its way to your webspace. This takes a few seconds at most.",
                "{n} calendars are on their way to your webspace. This takes a few seconds at "
                "most.",
                count,
            )
        )

    def show_left(self, count: int) -> None:
        """Say what could not be brought there."""
        texts = self._texts
        title = texts.tr("Not everything is on the webspace yet")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self._words.setText(left_pending(texts, count))
        self.primary_button.setText(texts.tr("Quit"))


class LastUploads(QObject):
    """Lets the program end once what is pending has had its chance.

    Args:
        services: the use cases.
        jobs: the jobs that upload.
        leaving: tells an owner whose window is closed.
        parent: whose end is its end.
        seconds: for how long it is tried.

    Signals:
        done(): the program may end.
    """

    done = Signal()

    def __init__(
        self,
        services: Services,
        jobs: Jobs,
        leaving: Leaving,
        parent: QObject,
        seconds: float = FINISH_WITHIN,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._leaving = leaving
        self._seconds = seconds
        self._dialog: UploadingDialog | None = None
        self._texts: Catalogue
        self._trying = False
        self._unseen = False
        self._enough = threading.Event()

    def begin(self, texts: Catalogue, shell: Shell) -> None:
        """The owner wants to quit, and everything else has been said."""
        if self._trying:
            return
        pending = self._pending()
        if not pending:
            self.done.emit()
            return
        self._trying = True
        self._texts = texts
        self._unseen = not shell.isVisible()
        if not self._unseen:
            dialog = self._dialog = UploadingDialog(texts, pending, shell)
            dialog.submitted.connect(self._end)
            dialog.rejected.connect(self._stay)
            dialog.finished.connect(self._forget)
            dialog.open()
        enough = self._enough = threading.Event()
        work = Work(lambda: finish(self._services, self._jobs, self._seconds, enough))
        work.done.connect(self._tried)
        work.failed.connect(self._failed)
        work.start()

    def _pending(self) -> int:
        try:
            return len(self._services.publishing.pending_links())
        except UserError:
            # The data cannot be read, so nothing can be uploaded either.
            return 0

    def _tried(self, left: int) -> None:
        if not self._trying:
            return  # the owner has decided meanwhile
        if left and self._dialog is not None:
            self._dialog.show_left(left)
            return
        if left and self._unseen:
            title = self._texts.tr("Not everything is on the webspace yet")
            self._leaving.warn(title, left_pending(self._texts, left))
        self._end()

    def _failed(self, _: UserError) -> None:
        if self._trying:
            self._tried(self._pending())

    def _end(self) -> None:
        self._trying = False
        self._enough.set()
        if self._dialog is not None:
            self._dialog.accept()
        self.done.emit()

    def _stay(self) -> None:
        self._trying = False
        self._enough.set()

    def _forget(self) -> None:
        self._dialog = None
