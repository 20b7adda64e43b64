"""Bugs: logged, told in one dialog that can be copied, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.ui.base.bridge import JobBugError
from app.ui.window.troubles.bugs import BugWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.window.troubles.bugs import Bug
    from app.ui.window.troubles.fault_dialog import FaultDialog

logger = logging.getLogger(__name__)


class Faults(QObject):
    """Takes what nobody expected, from any thread of the program.

    A bug that was told already does not open the dialog once more: it is counted, and said in a
    line, for what happens every second would let nobody work.

    Args:
        window: the dialog's parent.
        texts: returns the owner's language as it is then.
        logs: the folder of the log.

    Signals:
        refused(UserError): something the owner can mend, where no page has said so.
        came_again(): a bug has come up once more of which the owner knows.
        report_wanted(): the owner wants to tell somebody of it.
    """

    refused = Signal(object)
    came_again = Signal()
    report_wanted = Signal()
    _happened = Signal(object)

    def __init__(self, window: QWidget, texts: Callable[[], Catalogue], logs: Path) -> None:
        super().__init__(window)
        self._window = window
        self._texts = texts
        self._logs = logs
        self._dialog: FaultDialog | None = None
        self._told: set[object] = set()
        self._dumb = False
        self._watch = BugWatch(self._happened.emit)
        self._before = sys.excepthook
        self._before_in_threads = threading.excepthook
        self._happened.connect(self._tell)

    def install(self) -> None:
        """Take what escapes from Qt's slots and from threads, and what others have logged."""
        self._watch.watch()
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        """Leave it to Python again."""
        self._watch.stop()
        sys.excepthook = self._before
        threading.excepthook = self._before_in_threads

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before(kind, error, trace)
            return
        if isinstance(error, UserError):
            logger.info("told the owner: %s", error)
            self.refused.emit(error)
            return
        # Of a job's the log has told already.
        if not isinstance(error, JobBugError):
            logger.error("nobody expected this", exc_info=(kind, error, trace))

    def _tell(self, bug: Bug) -> None:
        if self._dialog is not None:
            self._told.add(bug.key)
            self._dialog.show_bugs(self._watch.bugs())
        elif bug.key in self._told:
            self.came_again.emit()
        else:
            self._told.add(bug.key)
            self.show_dialog()

    def show_dialog(self) -> None:
        """Show all bugs that there have been."""
        if self._dumb or self._dialog is not None:
            return
        from app.ui.window.troubles.fault_dialog import FaultDialog  # noqa: PLC0415  # hopefully never

        # Where even this goes wrong, telling of it would go wrong as well, and so on.
        self._dumb = True
        dialog = FaultDialog(self._texts(), self._logs, self._window)
        dialog.show_bugs(self._watch.bugs())
        dialog.report_wanted.connect(self.report_wanted)
        dialog.finished.connect(self._forget)
        dialog.open()
        self._dialog, self._dumb = dialog, False

    def _forget(self) -> None:
        self._dialog = None
