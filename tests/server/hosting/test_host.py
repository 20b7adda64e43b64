"""The listening socket and the threads: bound first, ours alone, let go without a trace."""

from __future__ import annotations

import errno
import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import psutil
import pytest

from app.core.errors import UserError
from app.core.server_state import AddressMissingError
from app.server.hosting.host import THREADS, Host, PortTakenError, listen
from app.server.hosting.speed import SWITCH_SECONDS
from tests.conftest import ExpectLog
from tests.systems import WINDOWS, open_handles

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CYCLES = 20


def says_address(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["REMOTE_ADDR"].encode()]


@contextmanager
def hosted(
    app: WSGIApplication = says_address,
    address: str = "127.0.0.1",
    trusted_proxy: str = "",
) -> Iterator[Host]:
    host = Host(app, listen(address, 0), trusted_proxy=trusted_proxy)
    try:
        yield host
    finally:
        host.stop()


def ask(port: int, *headers: str, to: str = "127.0.0.1") -> str:
    lines = ["GET / HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    with socket.create_connection((to, port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        with closing(connection.makefile("rb")) as answer:
            return answer.read().decode().partition("\r\n\r\n")[2]


def waitress_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith(("waitress", "server"))]


def test_twenty_starts_and_stops_leave_nothing() -> None:
    process = psutil.Process()
    with hosted() as host:
        ask(host.port)
    before = open_handles(process)
    for _ in range(CYCLES):
        with hosted() as host:
            assert ask(host.port) == "127.0.0.1"
    for thread in waitress_threads():
        thread.join(timeout=10)
    assert waitress_threads() == []
    assert open_handles(process) == before


def test_an_answer_that_takes_long_keeps_nobody_else_waiting() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_X_SLOW" in environ:
            begun.set()
            assert go_on.wait(10)
        return says_address(environ, start_response)

    with hosted(app) as host, ThreadPoolExecutor(1) as slow:
        answer = slow.submit(ask, host.port, "X-Slow: yes")
        assert begun.wait(10)
        assert [ask(host.port) for _ in range(5)] == ["127.0.0.1"] * 5
        assert not answer.done()
        go_on.set()
        assert answer.result(10) == "127.0.0.1"


def test_threads_take_short_turns_while_anybody_serves_and_no_longer() -> None:
    before = sys.getswitchinterval()
    assert before > SWITCH_SECONDS
    with hosted() as first:
        ask(first.port)
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
        with hosted() as second:
            ask(second.port)
            first.stop()
            assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    assert sys.getswitchinterval() == before


def test_answers_that_take_long_keep_no_other_waiting() -> None:
    begun = threading.Semaphore(0)
    go_on = threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_X_LONG" in environ:
            begun.release()
            assert go_on.wait(10)
        return says_address(environ, start_response)

    with hosted(app) as host, ThreadPoolExecutor(THREADS) as readers:
        long = [readers.submit(ask, host.port, "X-Long: yes") for _ in range(THREADS - 1)]
        for _ in long:
            assert begun.acquire(timeout=10)
        assert ask(host.port) == "127.0.0.1"
        assert not any(answer.done() for answer in long)
        go_on.set()
        assert [answer.result(10) for answer in long] == ["127.0.0.1"] * len(long)


def test_a_stopped_host_lets_its_port_go() -> None:
    with hosted() as host:
        port = host.port
        ask(port)
    with pytest.raises(ConnectionRefusedError):
        ask(port)
    listen("127.0.0.1", port).close()


def test_listening_begins_before_anybody_serves() -> None:
    with closing(listen("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname(), timeout=10).close()


@pytest.mark.parametrize("held", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("wanted", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_a_sentence_that_says_what_to_do(held: str, wanted: str) -> None:
    with closing(listen(held, 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTakenError) as refused:
            listen(wanted, port)
    assert f"Port {port} is used by another program" in str(refused.value)


@pytest.mark.parametrize("host", ["no-such-name.invalid", "", "a" * 64, "1.2.3.4.5", "ä\0"])
def test_an_unknown_host_is_a_sentence(host: str) -> None:
    with pytest.raises(UserError, match="no address of this computer"):
        listen(host or "x" * 300, 0)


def test_a_name_that_cannot_be_asked_for_now_may_be_there_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody_to_ask(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    # What the system says is not ours to bring about.
    monkeypatch.setattr(socket, "getaddrinfo", nobody_to_ask)
    with pytest.raises(AddressMissingError, match="no address of this computer"):
        listen("raspberry.example", 0)


def test_an_address_of_another_computer_is_a_sentence() -> None:
    with pytest.raises(AddressMissingError, match=r"does not have the address 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_is_none_is_a_sentence(port: int) -> None:
    with pytest.raises(UserError):
        listen("127.0.0.1", port)


def test_a_port_that_may_not_be_used_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Whoever runs the tests may be allowed to use every port.
    monkeypatch.setattr(socket.socket, "bind", refuse)
    # Windows lets every program use every port, and refuses so what another one has for itself.
    said = "is used by another program" if WINDOWS else "does not let Zimmerfrei use port 80"
    with pytest.raises(UserError, match=said):
        listen("127.0.0.1", 80)


def test_localhost_is_the_address_that_links_say() -> None:
    with hosted(address="localhost") as host:
        assert ask(host.port) == "127.0.0.1"


def test_ipv6_is_served() -> None:
    with hosted(address="::1") as host:
        assert ask(host.port, to="::1") == "::1"


def test_every_address_of_both_kinds_is_served() -> None:
    with hosted(address="::", trusted_proxy="127.0.0.1") as host:
        assert ask(host.port, to="::1") == "::1"
        assert ask(host.port) == "::ffff:127.0.0.1"
        assert ask(host.port, "X-Forwarded-For: 203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxy", "seen"),
    [("127.0.0.1", "203.0.113.7"), ("", "127.0.0.1"), ("192.168.1.2", "127.0.0.1")],
)
def test_forwarded_addresses_are_believed_from_the_trusted_proxy_only(
    proxy: str, seen: str
) -> None:
    with hosted(trusted_proxy=proxy) as host:
        # The first one is the reader's own invention; the proxy added the second.
        assert ask(host.port, "X-Forwarded-For: 127.0.0.1, 203.0.113.7") == seen


def test_what_is_under_way_is_answered_before_the_end() -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.set()
        assert answer.wait(10)
        start_response("200 OK", [])
        return [b"whole"]

    host = Host(slow, listen("127.0.0.1", 0))
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(ask(host.port)))
    reader.start()
    assert asked.wait(10)
    stopper = threading.Thread(target=host.stop)
    stopper.start()
    answer.set()
    for thread in (stopper, reader):
        thread.join(10)
    assert got == ["whole"]


def test_stopping_twice_does_nothing() -> None:
    with hosted() as host:
        host.stop()


def test_a_host_that_ends_by_itself_says_so(
    monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("app.server.hosting.host", "ended by itself")
    crashed = threading.Event()

    def fail(**_: object) -> None:
        raise OSError("no more descriptors")

    monkeypatch.setattr("waitress.wasyncore.loop", fail)
    host = Host(says_address, listen("127.0.0.1", 0), on_crash=crashed.set)
    assert crashed.wait(10)
    host.stop()
    with pytest.raises(ConnectionRefusedError):
        ask(host.port)


def test_waitress_is_quiet_about_its_queue_and_discreet_about_paths(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    with hosted():
        logging.getLogger("waitress.queue").warning("Task queue depth is %d", 3)
        logging.getLogger("waitress").info("Client left %s", "/cal/sEcReT/seeblick 1.ics")
        logging.getLogger("waitress").info("total open connections reached the limit")
    assert [record.getMessage() for record in caplog.records] == [
        "Client left /cal/…",
        "total open connections reached the limit",
    ]


def test_a_crowd_of_readers_is_no_noise() -> None:
    with hosted() as host:
        connections = [socket.create_connection(("127.0.0.1", host.port)) for _ in range(200)]
        for connection in connections:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for connection in connections:
            assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
            connection.close()
        assert urlopen(f"http://127.0.0.1:{host.port}/", timeout=10).read() == b"127.0.0.1"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no descriptors")
def test_there_is_room_for_a_thousand_connections() -> None:
    code = """
import resource, socket
from contextlib import ExitStack
from app.server.hosting.host import Host, listen
resource.setrlimit(resource.RLIMIT_NOFILE, (200, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
host = Host(lambda environ, start_response: [], listen("127.0.0.1", 0))
with ExitStack() as readers:
    for _ in range(300):
        readers.enter_context(socket.create_connection(("127.0.0.1", host.port), timeout=10))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
host.stop()
print(soft == 2000 or soft == hard, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True 200\n", "")


def answered(port: int, request: str) -> list[str]:
    """Return the first lines of all answers to a request after which the client only waits."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{request}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        with closing(connection.makefile("rb")) as answer:
            lines = answer.read().decode().splitlines()
    return [line for line in lines if line.startswith("HTTP/")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", "200 OK"),
        ("\r\nContent-Length: 0", "200 OK"),
        ("\r\nContent-Length: 999999999", "413 Request Entity Too Large"),
        ("\r\nContent-Length: many", "400 Bad Request"),
    ],
)
def test_who_waits_to_be_asked_for_a_body_is_answered_at_once(body: str, status: str) -> None:
    """RFC 9110 §10.1.1: no 100 where no body is wanted."""
    with hosted() as host:
        got = answered(host.port, f"GET / HTTP/1.1\r\nExpect: 100-continue{body}")
    assert [line.partition(" ")[2] for line in got] == [status]


def test_a_body_that_is_to_come_is_asked_for() -> None:
    head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue"
    with (
        hosted() as host,
        socket.create_connection(("127.0.0.1", host.port), timeout=10) as connection,
        closing(connection.makefile("rb")) as answer,
    ):
        connection.sendall(f"{head}\r\nContent-Length: 4\r\n\r\n".encode())
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        connection.sendall(b"body")
        assert b"HTTP/1.1 200 OK\r\n" in answer.read()
