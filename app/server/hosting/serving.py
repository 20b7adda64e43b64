"""A running server as a whole: feeds, the log of fetches, the app and its host."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.settings import Settings
from app.server.hosting.host import Host, PortTakenError, listen
from app.server.web.app import create_app
from app.services.feeds.feeds import Feeds
from app.services.feeds.fetch_log import FetchLog

if TYPE_CHECKING:
    import socket


class Serving:
    """Serves `feeds` at one address after the other, without a gap where that is possible.

    Args:
        feeds: closed with this object.
        fetch_log: started now, stopped with this object.
        clock: what time it is.
        settings: where to listen, and whose forwarded headers are believed.
        save: called when the address is bound and before anything is served; what it raises ends
            the matter.
        on_crash: called if the server ends without having been told to.

    Raises:
        UserError: the address cannot be had.
    """

    def __init__(
        self,
        feeds: Feeds,
        fetch_log: FetchLog,
        clock: Clock,
        settings: Settings,
        save: Callable[[], object],
        on_crash: Callable[[], None],
    ) -> None:
        self._feeds = feeds
        self._fetch_log = fetch_log
        self._on_crash = on_crash
        self._app = create_app(feeds, fetch_log.record, clock)
        self.settings = settings
        try:
            self._host: Host | None = self._hosted(_listening(settings, save), settings)
        except BaseException:
            feeds.close()
            raise
        self._fetch_log.start()
        self.port = self._host.port

    @property
    def alive(self) -> bool:
        """Whether anything is served; not after a move that lost the old address as well."""
        return self._host is not None and self._host.alive

    def move(self, settings: Settings, save: Callable[[], object]) -> None:
        """Serve as `settings` say: bind, `save`, then let the old address go.

        Raises:
            UserError: the new address cannot be had. The old one is served on.
        """
        same = (settings.host, settings.port) == (self.settings.host, self.settings.port)
        if same and settings.trusted_proxy == self.settings.trusted_proxy:
            save()
        elif same:
            save()
            self._take_over(self._running.second_listener(), settings)
        else:
            try:
                self._take_over(_listening(settings, save), settings)
            except PortTakenError:
                if settings.port != self.port:
                    raise
                self._move_beneath(settings, save)
        self.settings = settings

    def close(self) -> None:
        """Answer what is under way, store the fetches, let everything go."""
        if self._host is not None:
            self._host.stop()
            self._host = None
        self._fetch_log.stop()
        self._feeds.close()

    @property
    def _running(self) -> Host:
        assert self._host is not None
        return self._host

    def _hosted(self, listener: socket.socket, settings: Settings) -> Host:
        return Host(
            self._app, listener, trusted_proxy=settings.trusted_proxy, on_crash=self._on_crash
        )

    def _take_over(self, listener: socket.socket, settings: Settings) -> None:
        before = self._running
        self._host = self._hosted(listener, settings)
        self.port = self._host.port
        before.stop()

    def _move_beneath(self, settings: Settings, save: Callable[[], object]) -> None:
        """Move between addresses that share the port, such as 127.0.0.1 and 0.0.0.0.

        The system lets nobody have the second while the first is held, not even ourselves: the
        first is let go for a moment, and taken back when the second cannot be had.
        """
        self._running.stop()
        self._host = None
        try:
            listener = _listening(settings, save)
        except BaseException:
            self._host = self._hosted(listen(self.settings.host, self.port), self.settings)
            raise
        self._host = self._hosted(listener, settings)


def _listening(settings: Settings, save: Callable[[], object]) -> socket.socket:
    listener = listen(settings.host, settings.port)
    try:
        save()
    except BaseException:
        listener.close()
        raise
    return listener
