"""Long work on a worker thread, with its end told on the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

from app.core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable


class Work(QObject):
    """One job. Connect its signals to methods of a QObject, then `start` it.

    It lives until its job has ended, whatever becomes of those who listen.

    Signals:
        done(object): what the job returned.
        failed(UserError): what went wrong.
    """

    done = Signal(object)
    failed = Signal(object)
    _broke = Signal(object)
    _ended = Signal()

    def __init__(self, job: Callable[[], object]) -> None:
        super().__init__(QCoreApplication.instance())
        self._job = job
        self._broke.connect(self._raise)
        self._ended.connect(self.deleteLater)

    def start(self) -> None:
        """Begin, when a thread is free."""
        QThreadPool.globalInstance().start(self._run)

    def _run(self) -> None:
        try:
            result = self._job()
        except UserError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001  # a bug: told where bugs of the window are told
            self._broke.emit(error)
        else:
            self.done.emit(result)
        self._ended.emit()

    def _raise(self, error: Exception) -> None:
        raise error
