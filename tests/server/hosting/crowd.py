"""Readers of a host whose limits and time are a test's own."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from app.server.hosting.host import Host, listen
from app.server.hosting.limits import Limits
from tests.server.hosting.test_rough_readers import request, statuses

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ASK = request("/", "Connection: close")
LARGE = b"x" * (4 << 20)
ELSEWHERE = "127.0.0.2"
"""An address that is not one of this computer's own programs for the server."""


class Passing:
    """A time that stands until a test lets it pass."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment

    def passes(self, seconds: float) -> None:
        self.moment += seconds


def small(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def large(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    body = LARGE if environ["PATH_INFO"] == "/large" else b"ok"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


class Crowd:
    """Readers of one host, all of them closed at the end."""

    def __init__(self, host: Host, time: Passing, stack: ExitStack) -> None:
        self.host = host
        self.time = time
        self._stack = stack

    def joins(self, sent: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
        """Return a connection over which `sent` has been sent."""
        joined = socket.socket()
        self._stack.enter_context(joined)
        joined.settimeout(10)
        joined.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        joined.bind((source, 0))
        joined.connect(("127.0.0.1", self.host.port))
        joined.sendall(sent)
        return joined

    def asks(self, source: str = "127.0.0.1") -> int:
        """Ask as any honest reader; returns the status."""
        return statuses(everything(self.joins(ASK, source)))[0]

    def lets_pass(self, seconds: float) -> None:
        """Let time pass after the server has seen what was sent, and then let it look."""
        self.is_seen()
        self.time.passes(seconds)
        self.is_seen()

    def is_seen(self) -> None:
        """Wait until the server has been through all its connections."""
        assert self.asks() == 200
        # It looks before a round of its loop: this one is in a later round than the first.
        assert self.asks() == 200


@contextmanager
def crowded(
    app: WSGIApplication = small, trusted_proxy: str = "", **limits: float
) -> Iterator[Crowd]:
    time = Passing()
    host = Host(
        app,
        listen("127.0.0.1", 0),
        trusted_proxy=trusted_proxy,
        limits=Limits(**limits),  # type: ignore[arg-type]
        now=time,
    )
    try:
        with ExitStack() as stack:
            yield Crowd(host, time, stack)
    finally:
        host.stop()


def everything(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(1 << 20):
        received += part
    return received


def hung_up(connection: socket.socket) -> bool:
    """Wait for the server to close; tells whether it did so before anything else came."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def still_served(connection: socket.socket) -> bool:
    """Tell whether a connection that is kept gets an answer."""
    try:
        connection.sendall(request("/"))
        received = b""
        while not received.endswith(b"\r\n\r\nok"):
            part = connection.recv(1 << 16)
            if not part:
                return False
            received += part
    except ConnectionError:
        return False
    return received.startswith(b"HTTP/1.1 200 OK")
