"""The socket and the threads under the app: waitress, started and stopped within any program."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from waitress import wasyncore

from app.core.errors import UserError
from app.core.server_state import AddressMissingError
from app.i18n import N_
from app.server.hosting.connections import Server
from app.server.hosting.heaps import share_heaps
from app.server.hosting.limits import Limits
from app.server.hosting.process import SERVING, connections_possible
from app.server.web.forwarded import Forwarded

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

logger = logging.getLogger(__name__)

THREADS = 3
HEADER_LIMIT = 64 * 1024
BODY_LIMIT = 64 * 1024
"""Nobody has anything to send us; a body is read only to answer its request properly."""
_BACKLOG = 1024
_GRACE = 2.0


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `host` and `port`, ours alone.

    Args:
        host: an IPv4 or IPv6 address or a name of this computer; ``::`` answers IPv4 as well.
        port: 0 for any free one.

    Raises:
        AddressMissingError: the address is not this computer's, or not yet.
        UserError: the port is taken or not allowed.
    """
    try:
        family, address = _resolved(host, port)
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as error:
        # Who tells addresses of names cannot be asked now: at a start without a network, say.
        later = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise (AddressMissingError if later else UserError)(
            N_(
                "“{host}” is no address of this computer. Please enter 127.0.0.1 (only this "
                "computer) or 0.0.0.0 (the whole home network) in the settings."
            ),
            host=host,
        ) from error
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let any other program take the same port, silently.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address[0] != "::"))
        listener.bind(address)
        # Two sockets with SO_REUSEADDR may be bound to one port; only one may listen.
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _refusal(error, host, port) from error
    return listener


def _resolved(host: str, port: int) -> tuple[int, Any]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # `localhost` is both: the older one is what links say.
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    # Not resolved with the port: glibc makes 0 of 65536.
    return family, (address[0], port, *address[2:])


def _refusal(error: OSError | OverflowError, host: str, port: int) -> UserError:
    number = getattr(error, "errno", None)
    refused = number == errno.EACCES
    if number == errno.EADDRINUSE or (refused and sys.platform == "win32"):
        return PortTakenError(port)
    if refused:
        return UserError(
            "This computer does not let Zimmerfrei use port {port}. Please choose one from 1024 "
            "to 65535 in the settings; 8642 is the usual one.",
            port=str(port),
        )
    if number == errno.EADDRNOTAVAIL:
        return AddressMissingError(
            N_(
                "This computer does not have the address {host} now. Please check the network, or "
                "choose another address in the settings."
            ),
            host=host,
        )
    return UserError(
        "Zimmerfrei cannot listen on {host}, port {port} ({reason}). Please choose another address "
        "or port in the settings.",
        host=host,
        port=str(port),
        # Not its text: that is in the system's words, and in whatever language.
        reason=errno.errorcode.get(number or 0, type(error).__name__),
    )


class PortTakenError(UserError):
    """Somebody listens on this port already."""

    def __init__(self, port: int) -> None:
        super().__init__(
            N_(
                "Port {port} is used by another program. Please end that program, or choose "
                "another port in the settings (the addresses of your links then change)."
            ),
            port=str(port),
        )


class Host:
    """Serves an app on a listening socket from its own threads, until it is stopped.

    Args:
        app: the WSGI app.
        listener: a socket from `listen`; it belongs to the host from now on.
        trusted_proxy: the address whose X-Forwarded-For is believed, empty for nobody's.
        limits: how much readers may take up.
        body_limit: bytes that may be sent with a request.
        now: seconds that never go back.
        on_crash: called on the server's thread if it ends without having been stopped.
    """

    def __init__(
        self,
        app: WSGIApplication,
        listener: socket.socket,
        *,
        trusted_proxy: str = "",
        limits: Limits | None = None,
        body_limit: int = BODY_LIMIT,
        now: Callable[[], float] = time.monotonic,
        on_crash: Callable[[], None] | None = None,
    ) -> None:
        share_heaps()
        limits = limits or Limits()
        limits = replace(limits, connections=connections_possible(limits.connections))
        self._listener = listener
        self._on_crash = on_crash
        self._look = limits.look
        self._map: dict[int, Any] = {}
        self._server: Any = Server(
            Forwarded(app, trusted_proxy) if trusted_proxy else app,
            listener,
            self._map,
            limits=limits,
            trusted_proxy=trusted_proxy,
            now=now,
            threads=THREADS,
            backlog=_BACKLOG,
            max_request_header_size=HEADER_LIMIT,
            max_request_body_size=body_limit,
            ident=None,
        )
        self._stopping = threading.Event()
        self._ended = threading.Lock()
        self._alive = True
        self._thread = threading.Thread(target=self._serve, name="server", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

    @property
    def alive(self) -> bool:
        """Whether it serves still; not after a crash."""
        return self._alive

    def second_listener(self) -> socket.socket:
        """Return another handle on the same listening socket, for the host that takes over."""
        return self._listener.dup()

    def stop(self) -> None:
        """Answer what is under way, for two seconds at most, and let the socket go."""
        self._stopping.set()
        with self._ended:
            if self._alive:
                self._server.pull_trigger()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _serve(self) -> None:
        try:
            with SERVING.held():
                self._answer_all()
                self._end()
        finally:
            if not self._stopping.is_set() and self._on_crash:
                self._on_crash()

    def _answer_all(self) -> None:
        try:
            while not self._stopping.is_set():
                self._server.look_after()
                wasyncore.loop(timeout=self._look, use_poll=True, map=self._map, count=1)
        except Exception:
            logger.exception("the server ended by itself")

    def _end(self) -> None:
        # Not server.close(), which closes the trigger first: a worker still at it would then write
        # to a file descriptor that may be somebody else's by now.
        wasyncore.dispatcher.close(self._server)
        give_up = time.monotonic() + _GRACE
        while self._answering() and time.monotonic() < give_up:
            wasyncore.loop(timeout=0.1, use_poll=True, map=self._map, count=1)
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.task_dispatcher.shutdown()
        with self._ended:
            self._alive = False
            if not self._server.task_dispatcher.threads:
                self._server.trigger.close()

    def _answering(self) -> bool:
        # Requests of readers that have gone still wait for their turn, which they hardly use.
        if self._server.task_dispatcher.queue:
            return True
        channels = list(self._server.active_channels.values())
        return any(
            channel.requests or channel.total_outbufs_len or channel.ahead for channel in channels
        )
