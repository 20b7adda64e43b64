"""Readers that would keep the others out: too many, too slow, or asking for more than they take."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from app.server import connections
from app.server.host import Host, listen
from app.server.limits import CONNECTION_LIMIT, Limits, reader_at
from tests.server.test_rough_readers import request, statuses

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
        joined.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
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


def test_readers_that_take_nothing_keep_no_thread() -> None:
    with crowded(large) as crowd:
        greedy = [crowd.joins(request("/large") * 155) for _ in range(5)]
        for _ in range(5):
            assert crowd.asks() == 200
        for one in greedy:
            assert one.recv(12) == b"HTTP/1.1 200"


def test_what_is_sent_ahead_is_answered_one_after_the_other_and_whole() -> None:
    with crowded(large) as crowd:
        ahead = [request("/large"), request("/"), request("/large"), request("/"), ASK]
        got = everything(crowd.joins(b"".join(ahead)))
    assert statuses(got) == [200] * 5
    assert got.count(LARGE) == 2
    assert got.count(b"\r\n\r\nok") == 3


def test_no_more_than_one_request_of_a_reader_is_under_way() -> None:
    asked: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        begun.set()
        assert go_on.wait(10)
        return small(environ, start_response)

    with crowded(app) as crowd:
        ahead = crowd.joins(b"".join(request(f"/{number}") for number in range(100)) + ASK)
        assert begun.wait(10)
        (channel,) = crowd.host._server.active_channels.values()
        assert len(channel.requests) == 1
        assert len(channel.ahead) <= 8192
        assert asked == ["/0"]
        go_on.set()
        assert statuses(everything(ahead)) == [200] * 101
    assert asked == [*(f"/{number}" for number in range(100)), "/"]


def test_large_answers_are_not_copied_for_each_reader() -> None:
    with crowded(large) as crowd:
        for _ in range(5):
            assert crowd.joins(request("/large")).recv(12) == b"HTTP/1.1 200"
        channels = list(crowd.host._server.active_channels.values())
        held = [buffer for channel in channels for buffer in channel.outbufs if len(buffer)]
        assert len(held) == 5
        assert all(buffer.get().obj is LARGE for buffer in held)


@pytest.mark.parametrize(
    "half", [b"", b"GET /", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9"]
)
def test_a_request_has_one_deadline_however_slowly_it_comes(half: bytes) -> None:
    with crowded(ask=20) as crowd:
        slow = crowd.joins(half)
        crowd.lets_pass(12)
        if half:
            slow.sendall(b"x")
        crowd.lets_pass(7)
        slow.sendall(b"x")
        crowd.lets_pass(2)
        assert hung_up(slow)


def test_a_later_request_has_the_same_deadline() -> None:
    with crowded(ask=20) as crowd:
        slow = crowd.joins()
        assert still_served(slow)
        crowd.lets_pass(100)
        slow.sendall(b"GET /")
        crowd.lets_pass(19)
        slow.sendall(b"x")
        crowd.lets_pass(2)
        assert hung_up(slow)


def test_blank_lines_keep_no_connection_open() -> None:
    with crowded() as crowd:
        blank = crowd.joins()
        assert still_served(blank)
        for _ in range(2):
            crowd.lets_pass(70)
            blank.sendall(b"\r\n\r\n")
        crowd.lets_pass(20)
        assert hung_up(blank)


def test_an_unused_connection_is_kept_longer_than_proxies_keep_theirs() -> None:
    with crowded() as crowd:
        proxy = crowd.joins()
        assert still_served(proxy)
        # Caddy keeps them for two minutes, Go and Traefik for 90 seconds, nginx for one minute.
        for _ in range(3):
            crowd.lets_pass(125)
            assert still_served(proxy)
        crowd.lets_pass(160)
        assert hung_up(proxy)


def test_who_does_not_take_the_answer_is_closed_and_who_takes_it_slowly_is_not() -> None:
    with crowded(large, take=60) as crowd:
        stuck, slow = (crowd.joins(request("/large", "Connection: close")) for _ in range(2))
        assert stuck.recv(12) == slow.recv(12) == b"HTTP/1.1 200"
        taken = 0
        for part in range(1, 4):
            crowd.lets_pass(40)
            while taken < part * len(LARGE) // 4:
                taken += len(slow.recv(1 << 16))
        assert taken < len(LARGE)
        assert taken + len(everything(slow)) > len(LARGE)
        # What the system has taken over for it still comes.
        assert len(everything(stuck)) < len(LARGE) // 2


def test_the_clock_of_the_computer_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    with crowded() as crowd:
        kept = crowd.joins()
        assert still_served(kept)
        monkeypatch.setattr("time.time", lambda: 4e9)
        crowd.lets_pass(10)
        assert still_served(kept)
        monkeypatch.setattr("time.time", lambda: 0.0)
        crowd.lets_pass(160)
        assert hung_up(kept)


def test_the_oldest_that_is_not_whole_makes_room() -> None:
    with crowded(connections=3) as crowd:
        oldest, unused = crowd.joins(b"GET /"), crowd.joins()
        crowd.time.passes(2)
        assert still_served(unused)
        newer = crowd.joins(b"GET /")
        crowd.time.passes(2)
        assert crowd.asks() == 200
        assert hung_up(oldest)
        assert still_served(unused)
        # Who is closed now is the one that has come only then.
        for _ in range(5):
            assert crowd.asks() == 200
        newer.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert newer.recv(12) == b"HTTP/1.1 200"


def test_unused_connections_make_room_before_those_that_have_just_come() -> None:
    with crowded(connections=3) as crowd:
        unused = []
        for _ in range(3):
            unused.append(crowd.joins())
            assert still_served(unused[-1])
            crowd.time.passes(5)
        coming = crowd.joins(b"GET /")
        assert crowd.asks() == 200
        assert hung_up(unused[0])
        assert hung_up(unused[1])
        assert still_served(unused[2])
        coming.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert coming.recv(12) == b"HTTP/1.1 200"


def test_nobody_is_dropped_whom_we_keep_waiting() -> None:
    go_on = threading.Event()
    begun = threading.Semaphore(0)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.release()
            assert go_on.wait(10)
        return small(environ, start_response)

    with crowded(app, connections=2) as crowd:
        waiting = [crowd.joins(request("/slow", "Connection: close")) for _ in range(2)]
        assert all(begun.acquire(timeout=10) for _ in waiting)
        crowd.lets_pass(1000)
        go_on.set()
        assert [statuses(everything(one)) for one in waiting] == [[200], [200]]


def test_one_reader_has_so_many_connections_and_no_more() -> None:
    with crowded(of_one_reader=3) as crowd:
        mine = [crowd.joins(b"GET /", ELSEWHERE) for _ in range(3)]
        others = crowd.joins(b"GET /", "127.0.0.3")
        crowd.is_seen()
        assert crowd.asks(ELSEWHERE) == 200
        assert hung_up(mine[0])
        for one in (*mine[1:], others):
            one.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
            assert one.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(("source", "proxy"), [("127.0.0.1", ""), (ELSEWHERE, ELSEWHERE)])
def test_a_proxy_may_have_as_many_as_there_are(source: str, proxy: str) -> None:
    with crowded(of_one_reader=3, trusted_proxy=proxy) as crowd:
        through = [crowd.joins(b"GET /", source) for _ in range(20)]
        crowd.lets_pass(2)
        assert crowd.asks(source) == 200
        for one in through:
            one.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
            assert one.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("address", "reader"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::1"),
        ("127.0.0.1", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("rubbish", "rubbish"),
    ],
)
def test_a_reader_is_an_address_or_a_network_of_ipv6(address: str, reader: str | None) -> None:
    assert reader_at(address) == reader


def test_when_descriptors_run_out_somebody_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    with crowded() as crowd:
        slow = crowd.joins(b"GET /")
        crowd.lets_pass(2)
        accept = connections.Server.accept
        failures = iter([OSError(24, "Too many open files")])

        def run_out(server: connections.Server) -> object:
            for failure in failures:
                raise failure
            return accept(server)

        monkeypatch.setattr(connections.Server, "accept", run_out)
        assert crowd.asks() == 200
        assert hung_up(slow)


def test_urgent_data_ends_the_connection_and_is_no_noise() -> None:
    with crowded() as crowd:
        urgent = crowd.joins(b"GET /")
        urgent.send(b"!", socket.MSG_OOB)
        assert hung_up(urgent)
        assert crowd.asks() == 200


def test_everybody_who_has_come_fits_into_what_the_system_can_watch() -> None:
    """select() of Windows takes 512 sockets, our own two among them."""
    watched = CONNECTION_LIMIT + connections.AT_ONCE + 2
    assert watched <= 512 or sys.platform != "win32"
    assert 400 + connections.AT_ONCE + 2 <= 512
