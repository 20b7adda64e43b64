"""The address of this computer at which numbers are told, and to whom.

It answers nobody for whom a proxy asks: a proxy that leads here would show the numbers to all.
"""

from __future__ import annotations

import logging
import re
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import Any, ClassVar

from app.core.errors import UserError
from app.override import override
from app.relay.metrics.told import CONTENT_TYPE

logger = logging.getLogger(__name__)

METRICS = "ZIMMERFREI_RELAY_METRICS"
"""In the environment: where on this computer numbers are told; nowhere where it is empty."""
PATH = "/metrics"
_BY_PROXY = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")
_HOST = re.compile(r"(\[[^]]*\]|[^:]*)(?::\d+)?")
_LAST_PORT = 65_535
_PATIENCE = 5.0
"""Seconds that who asks may take for it."""


class Listener(HTTPServer):
    """Tells `text` at a socket that listens already, on a thread of its own."""

    def __init__(self, listener: socket.socket, text: Callable[[], str]) -> None:
        place = listener.getsockname()
        super().__init__(place[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.text = text
        self.port = int(place[1])
        self._thread = threading.Thread(
            target=self.serve_forever, name="relay-metrics-listener", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """Let the socket go."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        # As a rule who asks has gone; the service goes on whatever it is.
        logger.info("numbers were not told: %s", type(sys.exception()).__name__)


class _Handler(BaseHTTPRequestHandler):
    timeout: ClassVar[float] = _PATIENCE
    server: Listener

    def do_GET(self) -> None:
        if self.path != PATH:
            self._answer(404, "Not Found\n")
        elif any(name in self.headers for name in _BY_PROXY) or not self._asked_of_here():
            self._answer(403, "These numbers are for this computer alone.\n")
        else:
            self._answer(200, self.server.text())

    @override
    def version_string(self) -> str:
        return "zimmerfrei"

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who asks for numbers does so all the time."""

    def _asked_of_here(self) -> bool:
        """Tell whether it is asked of this computer, and of no name that was led here."""
        found = _HOST.fullmatch(self.headers.get("Host", ""))
        return found is not None and (found[1] == "localhost" or _is_loopback(found[1].strip("[]")))

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        kind = CONTENT_TYPE if status == 200 else "text/plain; charset=utf-8"
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def local_place(text: str) -> tuple[str, int]:
    """Return address and port that a host has named: ``8644``, ``127.0.0.1:8644``, ``[::1]:8644``.

    Raises:
        UserError: it is none, or one that others could reach.
    """
    named, _, port = text.strip().rpartition(":")
    host = named.strip("[]") or "127.0.0.1"
    host = "127.0.0.1" if host == "localhost" else host
    is_port = port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= _LAST_PORT
    if not _is_loopback(host) or not is_port:
        raise UserError(
            "{variable} must be a port, or an address of this computer alone with a port, such as "
            "127.0.0.1:8644.",
            variable=METRICS,
        )
    return host, int(port)


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False
