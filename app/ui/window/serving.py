"""Keeps the embedded server going, and the words for it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError
from app.core.links.reach import Reach, reach
from app.core.moving.moves import MovedAwayError
from app.core.server_state import AddressMissingError, Phase, address_pauses
from app.core.times.ago import ago
from app.ui.window.frame.status import LinksState, drawn
from app.ui.window.troubles import clock

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.server_state import ServerState
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.window.frame.status import Drawn

TAKE_OVER_MS = 5_000
"""How often to look whether the other Zimmerfrei over this folder has ended."""
RETRY_MS = 60_000
"""How often to try again by itself when the server cannot serve: nobody may be at the computer.

Sooner while this computer does not have the address yet, see `address_pauses`.
"""
_MINUTE_MS = 60_000
_READERS_MS = 3_000


class ServerRunner(QObject):
    """Starts the server, takes over from another one, tries again; tells what is to be shown.

    Signals:
        status(Drawn, object): how the server is, and the UserError why it cannot serve, or None.
        doubted(object): the ClockDoubt because of which no calendar is given, or None.
        away(object): the datetime since when the house lives on another computer, None while here.
        last_read(str): who read a link last, in words.
        failed(UserError): the server has just failed, or the clock has just become wrong.
    """

    status = Signal(object, object)
    doubted = Signal(object)
    away = Signal(object)
    last_read = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._phase = Phase.STOPPED
        self._doubted = False
        self._reader: tuple[str, datetime] | None = None
        self._published: bool | None = None
        self._drawn: Drawn | None = None
        self._pauses = address_pauses()
        self._pause_ms = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._tell_times)
        # Readers come in bursts; who was last need not be looked up for each of them.
        self._readers = QTimer(self, singleShot=True, interval=_READERS_MS)
        self._readers.timeout.connect(self.look_for_readers)
        context.bridge.server_changed.connect(self._changed)
        context.bridge.moved.connect(self._moved)

    def start(self) -> None:
        """Start the server, or try again."""
        self._again.stop()
        self._pause_ms = round(1000 * next(self._pauses))
        self._changed(self._context.server.start())

    def _follow_move(self) -> None:
        """Stop where the house has moved to another computer, start where it has come back."""
        moving, server = self._context.services.moving, self._context.server
        since = moving.away_since()
        if isinstance(server.state.error, MovedAwayError) is (since is None):
            server.stop()
            self.start()
        self.away.emit(since)

    def begin(self) -> None:
        """Start the server for the first time, and look at what is shown with it."""
        self._minute.start()
        self.start()
        self.away.emit(self._context.services.moving.away_since())
        self.look_for_readers()

    def state(self) -> Drawn:
        """Return how the server is, in words."""
        context = self._context
        services, state = context.services, context.server.state
        now = services.house_clock.now()
        if state.phase is Phase.STOPPED:
            # Whatever the links are like, nothing is said of them.
            links = LinksState(Reach.THIS_PC, now)
            return drawn(state, published=False, links=links, texts=context.texts)
        here = reach(services.addresses.base())
        links = LinksState(
            reach=here,
            now=now,
            outside=self._outside() if here is Reach.EVERYWHERE else "",
            overview=services.addresses.overview(),
            publishing=services.publishing.status(),
        )
        return drawn(state, published=self._any_published(), links=links, texts=context.texts)

    def tell(self) -> None:
        """Tell how the server is."""
        self._drawn = self.state()
        state = self._context.server.state
        # That a house lives elsewhere is no fault; a strip of its own says so.
        error = None if isinstance(state.error, MovedAwayError) else state.error
        self.status.emit(self._drawn, error)
        self.doubted.emit(state.doubt)

    def look_for_readers(self) -> None:
        """Find out who read a link last, and whether somebody outside has."""
        newest = self._context.services.readers.newest()
        if newest is not None:
            self._reader = (newest.who.text(self._context.texts), newest.fetch.at)
        self._tell_times()

    def _tell_times(self) -> None:
        self._tell_last_read()
        if self.state() != self._drawn:
            self.tell()

    def _tell_last_read(self) -> None:
        if self._reader is None:
            self.last_read.emit("")
            return
        reader, at = self._reader
        texts = self._context.texts
        when = ago(at, self._context.services.house_clock.now(), texts)
        self.last_read.emit(texts.tr("Last read: {reader}, {when}", reader=reader, when=when))

    def _changed(self, state: ServerState) -> None:
        self.tell()
        if state.phase is Phase.FAILED and self._phase is not Phase.FAILED:
            self.failed.emit(state.error)
        if state.doubt is not None and not self._doubted:
            self.failed.emit(clock.wrong_clock(state.doubt))
        self._phase, self._doubted = state.phase, state.doubt is not None
        if state.phase in {Phase.STOPPED, Phase.RUNNING}:
            self._again.stop()
            self._pauses = address_pauses()
        elif state.phase is Phase.ELSEWHERE:
            self._again.start(TAKE_OVER_MS)
        elif isinstance(state.error, AddressMissingError):
            self._again.start(self._pause_ms)
        else:
            self._again.start(RETRY_MS)

    def _moved(self, moved: Moved) -> None:
        if moved.settings or moved.restored:
            self._follow_move()
        if moved.settings or moved.links or moved.units or moved.publishing:
            self._published = None
            self.tell()
        if (moved.fetches or moved.readers) and not self._readers.isActive():
            self._readers.start()

    def _outside(self) -> str:
        """Return in words how long ago somebody outside read a link, empty where not lately."""
        at = self._context.services.readers.read_from_outside()
        return ago(at, self._context.services.house_clock.now(), self._context.texts) if at else ""

    def _any_published(self) -> bool:
        if self._published is None:
            try:
                self._published = any(link.enabled for link in self._context.services.links.all())
            except UserError:
                return True
        return self._published
