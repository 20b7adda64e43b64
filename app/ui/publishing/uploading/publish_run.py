"""Setting a webspace up and bringing all calendars there, on workers, with what comes of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError
from app.ui.base.work import Work
from app.ui.publishing.secret.keeping_choice import keeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.publishing.status import PublishingStatus, RunResult
    from app.core.publishing.webspace import Secret, Webspace
    from app.services.publishing.keeping.secrets import Keeping
    from app.ui.base.context import Context

_LOOK_MS = 200
"""How often to look how far it is: the run itself tells nobody."""


class Stage(enum.Enum):
    """How far it is."""

    SETTING_UP = enum.auto()
    UPLOADING = enum.auto()
    CHECKING = enum.auto()
    DONE = enum.auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: of `total` calendars `done` lie there."""

    stage: Stage = Stage.SETTING_UP
    done: int = 0
    total: int = 0


class PublishRun(QObject):
    """Sets up (where asked to), uploads, has the addresses read from outside.

    Whatever becomes of the window: what is not there yet is uploaded by the job in the background.

    Signals:
        moved(): `progress` is another than before.
        ended(): all is there, and was read from outside as far as that could be tried.
        failed(UserError): it did not work; `set_up_failed` tells whether nothing was changed.
    """

    moved = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.progress = Progress()
        self.set_up_failed = False
        self._job_is_at_it = False
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._follow)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._look.isActive()

    def set_up(self, webspace: Webspace, secret: Secret, chosen: Keeping | None) -> None:
        """Put all links there from now on, then upload.

        `chosen` is where the secret shall be kept, None where the owner has not been asked.
        """
        publishing = self._context.services.publishing
        self._begin(Progress(Stage.SETTING_UP))
        self._do(
            lambda: publishing.set_up(webspace, secret, keeping(self._context, chosen)),
            self._set_up,
            self._not_set_up,
        )

    def upload(self) -> None:
        """Upload what is not there yet."""
        status = self._status()
        pending = 0 if status is None else status.pending
        self._begin(Progress(Stage.UPLOADING, 0, pending))
        self._do(self._context.services.publishing.run, self._uploaded, self._fail)

    def take_over(self) -> None:
        """Make the folder ours although another Zimmerfrei uses it, then upload."""
        self._begin(Progress(Stage.SETTING_UP))
        self._do(self._context.services.publishing.take_over, self._set_up, self._fail)

    def check(self) -> None:
        """Have the addresses read as a stranger would."""
        self._begin(Progress(Stage.CHECKING, self.progress.done, self.progress.total))
        checks = self._context.services.address_checks
        self._do(checks.check, self._checked, self._fail)

    def tell_content_type(self) -> None:
        """Have the webspace's server told what calendars are, then all addresses read."""
        self._begin(Progress(Stage.CHECKING, self.progress.done, self.progress.total))
        self._do(self._context.services.server_types.tell, self._checked, self._fail)

    # ---- one thing after the other ----

    def _do(
        self,
        job: Callable[[], object],
        then: Callable[..., object],
        otherwise: Callable[[UserError], object],
    ) -> None:
        work = Work(job)
        work.done.connect(then)
        work.failed.connect(otherwise)
        work.start()

    def _begin(self, progress: Progress) -> None:
        self.progress = progress
        self._job_is_at_it = False
        self._look.start()
        self.moved.emit()

    def _set_up(self, _kept: object) -> None:
        self.upload()

    def _uploaded(self, result: RunResult) -> None:
        # The job in the background may be at it: `_follow` sees how that ends.
        self._job_is_at_it = result.busy
        if not result.busy:
            self.check()

    def _checked(self, _found: object) -> None:
        self._look.stop()
        self.progress = Progress(Stage.DONE, self.progress.total, self.progress.total)
        self.moved.emit()
        self.ended.emit()

    def _not_set_up(self, error: UserError) -> None:
        self.set_up_failed = True
        self._fail(error)

    def _fail(self, error: UserError) -> None:
        self._look.stop()
        self.moved.emit()
        self.failed.emit(error)

    def _follow(self) -> None:
        status = self._status() if self.progress.stage is Stage.UPLOADING else None
        if status is None:
            return
        total = max(self.progress.total, status.pending)
        done = total - status.pending
        if (done, total) != (self.progress.done, self.progress.total):
            self.progress = Progress(Stage.UPLOADING, done, total)
            self.moved.emit()
        if not self._job_is_at_it:
            return
        if status.error is not None:
            self._fail(status.error)
        elif not status.pending or status.questions:
            self.check()

    def _status(self) -> PublishingStatus | None:
        try:
            return self._context.services.publishing.status()
        except UserError:
            return None  # busy just now; the next look tells
