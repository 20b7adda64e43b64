"""Builds on a worker what a preview shows, and drops what is stale by the time it is ready."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.dataclass import dataclass
from app.ui.base.work import Work

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.ical.ours import CalendarView
    from app.core.links.link import Link
    from app.services.links.links import Links


@dataclass(frozen=True, slots=True)
class Sent:
    """What the readers of `link` get: the bytes, and how they are read."""

    link: Link
    body: bytes
    view: CalendarView


Job = Callable[[], object]


class Latest(QObject):
    """Does one job at a time; of several that are wished for meanwhile only the last.

    Signals:
        loaded(object): what the job that was wished for last returned.
        failed(UserError): what went wrong with it.
    """

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._turn = 0
        self._under_way: int | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being done, or is about to be."""
        return self._under_way is not None

    def wish(self, job: Job | None) -> None:
        """Do this as soon as can be; None only drops what is under way."""
        self._turn += 1
        self._job = job
        if self._under_way is None:
            self._begin()

    def _begin(self) -> None:
        if self._job is None:
            return
        self._under_way = self._turn
        work = Work(partial(_numbered, self._job, self._turn))
        work.done.connect(self._take)
        work.failed.connect(self._tell)
        # However it ends, also by a bug.
        work.destroyed.connect(self._over)
        work.start()

    def _take(self, result: object) -> None:
        turn, found = cast("tuple[int, object]", result)
        if turn == self._turn:
            self.loaded.emit(found)

    def _tell(self, error: UserError) -> None:
        if self._under_way == self._turn:
            self.failed.emit(error)

    def _over(self) -> None:
        stale = self._under_way != self._turn
        self._under_way = None
        if stale:
            self._begin()


class PreviewLoader(Latest):
    """Builds what the readers of a link get, a `Sent`."""

    def __init__(self, links: Links, parent: QObject) -> None:
        super().__init__(parent)
        self._links = links

    def load(self, link: Link | None) -> None:
        """Build what the readers of `link` get now; None only drops what is under way."""
        self.wish(None if link is None else partial(_sent, self._links, link))


def _numbered(job: Job, turn: int) -> tuple[int, object]:
    return turn, job()


def _sent(links: Links, link: Link) -> Sent:
    from app.core.ical.ours import CalendarView  # noqa: PLC0415  # on the worker: it takes a while

    body = links.preview(link)
    view = CalendarView(body)
    # What reads events is imported with the first one, here and not where the window would wait.
    view.entries(0, 1)
    return Sent(link, body, view)
