"""One reader's connection: one request at a time, and no thread that waits for its reader."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from app.server.hosting.limits import Wait
from app.server.hosting.parser import Parser
from app.server.hosting.speed import part_to_send

if TYPE_CHECKING:
    from socket import socket

    from waitress.adjustments import Adjustments
    from waitress.server import TcpWSGIServer

    from app.server.web.token_app import AtOnce


class Task(WSGITask):
    """Answers one request, in the environment that an answer which is ready lies in."""

    request: Parser  # type: ignore[assignment]  # no error, which its stubs say

    def get_environment(self) -> dict[str, Any]:
        return self.request.environ or super().get_environment()

    def set_close_on_finish(self) -> None:
        # It takes an answer without a body for one whose end nobody sees (RFC 9112 §6.3).
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if asked or self.version == "1.0" or self.has_body:
            super().set_close_on_finish()


class Channel(HTTPChannel):
    """A connection whose requests are answered one after the other.

    What is ready is answered at once, on the thread that has read the request; everything else by
    the threads that wait for work.

    What is sent ahead of an answer stays as it came, at most one read of it, until that answer has
    left; meanwhile nothing more is read. So no reader has more than one request and one answer
    here, and a thread never waits for one that does not take what it asked for.

    `since` is when the reader last moved (by `now`), `answered` whether anything was, `reader` whom
    the connection is counted for (see `reader_at`).

    Args:
        server: waitress's own.
        sock: the connection.
        addr: where the reader is.
        adj: waitress's settings.
        map: waitress's map of everything to look after.
        now: seconds that never go back.
        at_once: tells which answers of the app are ready.
    """

    parser_class = Parser
    task_class = Task
    requests_lock: threading.Lock
    reader: str | None = None
    request: Parser | None
    requests: list[Parser]
    total_outbufs_len: int

    def __init__(
        self,
        server: TcpWSGIServer,
        sock: socket,
        addr: Any,
        adj: Adjustments,
        map: Any,  # noqa: A002  # as waitress calls it
        *,
        now: Callable[[], float],
        at_once: AtOnce,
    ) -> None:
        self._now = now
        self._at_once = at_once
        self.ahead = b""
        self.answered = False
        self.since = now()
        super().__init__(server, sock, addr, adj, map=map)

    @property
    def wait(self) -> Wait | None:
        """What the reader has to do next; None while it is our turn."""
        if self.requests:
            return None
        if self.total_outbufs_len or self.ahead:
            # What was sent ahead is taken up as soon as there is room for an answer to it.
            return Wait.TAKE
        return Wait.ASK_AGAIN if self.answered and self.request is None else Wait.ASK

    # ---- on the server's thread ----

    def readable(self) -> bool:
        return not self.ahead and bool(super().readable())

    def writable(self) -> bool:
        return bool(self.ahead and not self.requests) or bool(super().writable())

    def handle_write(self) -> None:
        super().handle_write()
        if self.connected and self.ahead and not (self.requests or self.total_outbufs_len):
            self.received(b"")

    def handle_expt(self) -> None:
        # Urgent data, which HTTP does not know: it would be told of again and again.
        self.handle_close()

    def received(self, data: bytes) -> bool:
        """Take up the next request in what was sent ahead and `data`, where none is under way."""
        with self.requests_lock:
            if self.will_close or self.close_when_flushed:
                return False
            new, waited = self.request is None, bool(self.requests)
            data = self.ahead + data
            while data and not self.requests:
                data = data[self._take(data) :]
            self.ahead = data
            if new and self.request is not None and self.answered:
                self.since = self._now()
        if self.requests and not waited:
            self._answer(self.requests[0])
        return True

    def _answer(self, request: Parser) -> None:
        if not request.error:
            environ = Task(self, request).get_environment()  # type: ignore[arg-type]  # as waitress does
            if self._at_once(environ):
                request.environ = environ
                self.service()
                return
        self.server.add_task(self)  # type: ignore[arg-type]  # as waitress does

    def _take(self, data: bytes) -> int:
        request = self.request = self.request or self.parser_class(self.adj)
        consumed = request.received(data)
        if request.expect_continue and request.headers_finished and not self.sent_continue:
            self.send_continue()
        if request.completed:
            self.sent_continue = False
            self.request = None
            if not request.empty:
                self.requests.append(request)
        return consumed

    # ---- on any thread ----

    def _flush_some(self, do_close: bool = True) -> bool:
        moved = bool(super()._flush_some(do_close=do_close))  # type: ignore[misc]  # not in its stubs
        if moved:
            self.since = self._now()
        return moved

    # ---- on a thread that answers ----

    def service(self) -> None:
        self.answered = True
        super().service()

    def write_soon(self, data: bytes) -> int:
        self.since = self._now()
        return int(super().write_soon(part_to_send(data)))

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Wait for nobody: there is one answer at most, and it is whole."""
