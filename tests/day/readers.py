"""Readers of links over real sockets, some of them over a connection that they keep."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

_PATIENCE = 30


@dataclass
class Reader:
    """One program that reads a link again and again.

    Attributes:
        path: of the link.
        keeps: whether it keeps its connection and takes the whole calendar each time; else it asks
            whether that has changed, which ends the connection.
        every: seconds between two readings.
        body: what it knows.
    """

    port: int
    path: str
    keeps: bool
    every: float
    agent: str
    body: bytes = b""
    status: int = 0
    _etag: str = ""
    _connection: HTTPConnection | None = field(default=None, repr=False)

    def reads(self) -> int:
        """Read; returns the status, 0 where nobody answers."""
        try:
            self.status = self._ask()
        except (OSError, HTTPException):
            # The server has closed what was kept, as any may between two requests.
            self.hangs_up()
            try:
                self.status = self._ask()
            except (OSError, HTTPException):
                self.hangs_up()
                self.status = 0
        return self.status

    def hangs_up(self) -> None:
        """Let the connection go, as when a computer sleeps or a network is gone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):
                connection.close()

    def _ask(self) -> int:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        headers = {"User-Agent": self.agent}
        if not self.keeps:
            headers["Connection"] = "close"
            if self._etag:
                headers["If-None-Match"] = self._etag
        self._connection.request("GET", self.path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            self.body, self._etag = body, answer.headers["ETag"] or ""
        if not self.keeps:
            self.hangs_up()
        return answer.status
