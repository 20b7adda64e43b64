"""Bugs: logged, told once in a dialog that says where the log lies, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.ui.base.bridge import JobBugError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtWidgets import QDialog, QWidget

    from app.i18n import Catalogue

logger = logging.getLogger(__name__)


class Faults(QObject):
    """Takes what nobody expected, from any thread.

    Args:
        window: the dialog's parent.
        texts: returns the owner's language as it is then.
        logs: the folder of the log.

    Signals:
        refused(UserError): something the owner can mend, where no page has said so.
    """

    refused = Signal(object)
    _happened = Signal()

    def __init__(self, window: QWidget, texts: Callable[[], Catalogue], logs: Path) -> None:
        super().__init__(window)
        self._window = window
        self._texts = texts
        self._logs = logs
        self._dialog: QDialog | None = None
        self._before = sys.excepthook
        self._before_in_threads = threading.excepthook
        self._happened.connect(self._tell)

    def install(self) -> None:
        """Take what escapes from Qt's slots and from threads."""
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        """Leave it to Python again."""
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
        if not isinstance(error, JobBugError):
            logger.error("nobody expected this", exc_info=(kind, error, trace))
        self._happened.emit()

    def _tell(self) -> None:
        if self._dialog is not None:
            return
        from app.ui.kit.dialog import tell  # noqa: PLC0415  # hopefully never

        texts = self._texts()
        self._dialog = tell(
            self._window,
            title=texts.tr("Something went wrong that should not have"),
            text=texts.tr(
                "Your data is safe, and Zimmerfrei goes on. If it happens again, please send the "
                "log to whoever looks after Zimmerfrei for you. It lies in {folder}.",
                folder=str(self._logs),
            ),
            close=texts.tr("Close"),
            name="fault",
        )
        self._dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self._dialog = None
