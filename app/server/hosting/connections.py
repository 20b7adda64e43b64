"""The connections of all readers: who is let in, and who has to go."""

from __future__ import annotations

import errno
import logging
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from app.server.hosting.channel import Channel
from app.server.hosting.limits import Limits, Wait, reader_at
from app.server.hosting.speed import AT_ONCE
from app.server.web.origins import read_address
from app.server.web.token_app import at_once_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

logger = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds in which a reader is not held to be slow, even where there are too many."""
_GONE = {errno.ECONNABORTED, errno.ECONNRESET, errno.ENOTCONN}
"""What systems say of a reader that was gone before it was let in: Windows and Wine the latter."""
_SEND_BUFFER = 256 * 1024
"""What the system may hold of one answer: else it is megabytes, and nobody sees who takes none."""


class Server(TcpWSGIServer):
    """waitress with bounds that nobody can use to lock the others out.

    Whoever comes is let in; where that makes too many, those go that have kept us waiting longest.

    Args:
        app: what answers.
        listener: a socket that listens.
        sockets: waitress's map of everything to look after, shared with its loop.
        limits: how many connections, and for how long.
        trusted_proxy: an address through which everybody may come, empty for none.
        now: seconds that never go back.
        adjustments: waitress's own settings.
    """

    active_channels: dict[int, Channel]  # type: ignore[assignment]  # of our own, all of them
    _map: dict[int, Any]

    def __init__(
        self,
        app: WSGIApplication,
        listener: socket.socket,
        sockets: dict[int, Any],
        *,
        limits: Limits,
        trusted_proxy: str,
        now: Callable[[], float],
        **adjustments: Any,
    ) -> None:
        self._now = now
        self._limits = limits
        self._proxy = read_address(trusted_proxy)
        self._next_look = now()
        self._crowded = False
        self._came: set[Channel] = set()
        self._short = False
        self._at_once = at_once_of(app)
        adj = _adjusted(listener, **adjustments)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(adj.threads)
        super().__init__(
            app,
            sockets,
            True,
            listener,
            dispatcher=dispatcher,
            adj=adj,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def readable(self) -> bool:
        # waitress would look after its connections here, by a clock that may be set.
        return bool(self.accepting) and self._room() > 0

    def handle_accept(self) -> None:
        for _ in range(min(self._room(), AT_ONCE)):
            try:
                accepted = self.accept()
            except OSError as error:
                if error.errno in _GONE:
                    continue
                # No more descriptors or memory: somebody has to go first.
                self._short = True
                return
            if accepted is None:
                return
            self._let_in(*accepted)

    def look_after(self) -> None:
        """Close the connections of those that take too long, or too much.

        Between two rounds of the loop: within one, the number of a closed socket may have become
        another's.
        """
        moment = self._now()
        channels = list(self.active_channels.values())
        if self._came or self._short:
            self._make_room(channels, moment)
        if moment >= self._next_look:
            self._next_look = moment + self._limits.look
            for channel in channels:
                wait = channel.wait
                if wait and moment - channel.since > self._limits.of(wait) and channel.connected:
                    channel.handle_close()

    def _room(self) -> int:
        return self._limits.connections + AT_ONCE - len(self.active_channels)

    def _let_in(self, connection: socket.socket, address: Any) -> None:
        try:
            self.set_socket_options(connection)
        except OSError:
            # Some systems refuse where the reader has gone already.
            connection.close()
            return
        channel = Channel(
            self,
            connection,
            address,
            self.adj,
            self._map,
            now=self._now,
            at_once=self._at_once,
        )
        if read_address(address[0]) != self._proxy:
            channel.reader = reader_at(address[0])
        self._came.add(channel)

    def _make_room(self, channels: list[Channel], moment: float) -> None:
        of_reader: dict[str, list[Channel]] = defaultdict(list)
        for channel in channels:
            if channel.reader is not None:
                of_reader[channel.reader].append(channel)
        for theirs in of_reader.values():
            self._drop(theirs, len(theirs) - self._limits.of_one_reader, moment)
        left = [channel for channel in channels if channel.connected]
        too_many = len(left) - self._limits.connections
        self._drop(left, max(too_many, int(self._short)), moment)
        self._came.clear()
        self._short = False
        if too_many > 0 and not self._crowded:
            logger.info("more connections than can be kept; those that wait longest are closed")
        self._crowded = too_many > 0 or (self._crowded and len(left) > self._limits.connections / 2)

    def _drop(self, channels: Iterable[Channel], count: int, moment: float) -> None:
        """Close `count` connections: first of slow readers, then unused ones, the oldest first.

        Nobody is closed whom we keep waiting, nor before we have looked at what was sent.
        """
        if count <= 0:
            return

        def worth(channel: Channel) -> tuple[int, float]:
            if channel.wait is Wait.ASK_AGAIN:
                return 1, channel.since
            return 0 if moment - channel.since > PATIENCE else 2, channel.since

        waiting = (c for c in channels if c.wait is not None and c not in self._came)
        for channel in sorted(waiting, key=worth)[:count]:
            channel.handle_close()


def _adjusted(listener: socket.socket, **settings: Any) -> Adjustments:
    adjusted = Adjustments(
        sockets=[listener],
        # Readers that vanish are no news.
        log_socket_errors=False,
        # Nobody reads them; `Forwarded` is in front where somebody is believed.
        clear_untrusted_proxy_headers=False,
        **settings,
    )
    adjusted.socket_options = [
        *Adjustments.socket_options,
        (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER),
    ]
    return adjusted
