"""More readers than there is room for: who goes, and who never does."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from app.server.hosting.connections import Server
from app.server.hosting.limits import CONNECTION_LIMIT, reader_at
from app.server.hosting.speed import AT_ONCE
from tests.server.hosting.crowd import ELSEWHERE, crowded, everything, hung_up, small, still_served
from tests.server.hosting.test_rough_readers import request, statuses

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


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
        accept = Server.accept
        failures = iter([OSError(24, "Too many open files")])

        def run_out(server: Server) -> object:
            for failure in failures:
                raise failure
            return accept(server)

        monkeypatch.setattr(Server, "accept", run_out)
        assert crowd.asks() == 200
        assert hung_up(slow)


@pytest.mark.parametrize("number", [errno.ECONNABORTED, errno.ECONNRESET, errno.ENOTCONN])
def test_for_one_who_was_gone_before_being_let_in_nobody_goes(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Windows tells of such a caller by an error, as it tells that there is no room."""
    with crowded() as crowd:
        slow = crowd.joins(b"GET /")
        crowd.lets_pass(2)
        accept = Server.accept
        failures = iter([OSError(number, "gone")])

        def gone(server: Server) -> object:
            for failure in failures:
                raise failure
            return accept(server)

        monkeypatch.setattr(Server, "accept", gone)
        for _ in range(3):
            assert crowd.asks() == 200
        slow.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(12) == b"HTTP/1.1 200"


def test_urgent_data_ends_the_connection_and_is_no_noise() -> None:
    with crowded() as crowd:
        urgent = crowd.joins(b"GET /")
        urgent.send(b"!", socket.MSG_OOB)
        assert hung_up(urgent)
        assert crowd.asks() == 200


def test_more_than_select_of_windows_takes_end_nobodys_service() -> None:
    """It takes 512; whoever comes beyond the limit goes, and everybody else is answered."""
    with crowded(connections=400) as crowd:
        waiting = [crowd.joins(b"GET /") for _ in range(520)]
        assert crowd.asks() == 200
        crowd.time.passes(2)
        assert crowd.asks() == 200
        assert crowd.host.alive
        last = waiting[-1]
        last.sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert last.recv(12) == b"HTTP/1.1 200"


def test_everybody_who_has_come_fits_into_what_the_system_can_watch() -> None:
    """select() of Windows takes 512 sockets, our own two among them."""
    watched = CONNECTION_LIMIT + AT_ONCE + 2
    assert watched <= 512 or sys.platform != "win32"
    assert 400 + AT_ONCE + 2 <= 512
