"""Builds on a worker what readers get, and drops what is stale by the time it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.ui.work import Work

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.ical import CalendarView
    from app.core.link import Link
    from app.services.links import Links


@dataclass(frozen=True, slots=True)
class Sent:
    """What the readers of `link` get: the bytes, and how they are read."""

    link: Link
    body: bytes
    view: CalendarView


@dataclass(frozen=True, slots=True)
class _Built:
    sent: Sent
    turn: int


class PreviewLoader(QObject):
    """One build at a time; of several wishes that come meanwhile only the last is met.

    Signals:
        loaded(Sent): what the readers of the link that was asked for last get.
        failed(UserError): it could not be read.
    """

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, links: Links, parent: QObject) -> None:
        super().__init__(parent)
        self._links = links
        self._link: Link | None = None
        self._turn = 0
        self._under_way: int | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being built, or is about to be."""
        return self._under_way is not None

    def load(self, link: Link | None) -> None:
        """Build what the readers of `link` get now; None only drops what is under way."""
        self._turn += 1
        self._link = link
        if self._under_way is None:
            self._begin()

    def _begin(self) -> None:
        if self._link is None:
            return
        self._under_way = self._turn
        work = Work(partial(_build, self._links, self._link, self._turn))
        work.done.connect(self._take)
        work.failed.connect(self._tell)
        # However it ends, also by a bug.
        work.destroyed.connect(self._over)
        work.start()

    def _take(self, result: object) -> None:
        built = cast("_Built", result)
        if built.turn == self._turn:
            self.loaded.emit(built.sent)

    def _tell(self, error: UserError) -> None:
        if self._under_way == self._turn:
            self.failed.emit(error)

    def _over(self) -> None:
        stale = self._under_way != self._turn
        self._under_way = None
        if stale:
            self._begin()


def _build(links: Links, link: Link, turn: int) -> _Built:
    from app.core.ical import CalendarView  # noqa: PLC0415  # on the worker: it takes a while

    body = links.preview(link)
    return _Built(Sent(link, body, CalendarView(body)), turn)
