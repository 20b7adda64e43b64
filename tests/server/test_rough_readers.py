"""Readers that behave badly: each gets a clean refusal, and the next reader is served as ever."""

from __future__ import annotations

import re
import socket
from contextlib import closing

import pytest

from app.bootstrap import Services
from app.server.app import create_app
from app.server.host import Host, listen
from tests.server.conftest import House


def request(path: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode("latin-1")


def statuses(answers: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answers)]


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (request("/", f"X-Long: {'x' * (1 << 20)}"), 431),
        (request(f"/cal/{'x' * 100_000}/y.ics"), 431),
        (request(f"/cal/{'x' * 50_000}/y.ics", "Connection: close"), 404),
        (request("/cal/%00%00/%00.ics", "Connection: close"), 404),
        (request("/cal/../../etc/passwd", "Connection: close"), 404),
        (request("/cal/..%2f..%2fetc/x.ics", "Connection: close"), 404),
        (request("/cal/\xff\xfe/\xe4.ics", "Connection: close"), 400),
        (request("http://[::1/cal/x", "Connection: close"), 400),
        (request("*", "Connection: close", method="OPTIONS"), 404),
        (request("/cal/x/y.ics", "Content-Length: 99999999", method="POST"), 413),
        (request("/", "Content-Length: many"), 400),
        (request("/", "Transfer-Encoding: gzip"), 501),
        (request("/", method="get"), 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: x\n\r\n\r\n", 400),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else str(value),
)
def test_nonsense_gets_a_clean_refusal(house: House, sent: bytes, refusal: int) -> None:
    assert statuses(house.raw(sent)) == [refusal]
    assert house.get().status == 200


def test_requests_in_a_row_are_answered_in_order(house: House) -> None:
    paths = [house.path, "/cal/nobody/x.ics", "/health", house.path]
    sent = b"".join(request(path) for path in paths[:-1]) + request(paths[-1], "Connection: close")
    assert statuses(house.raw(sent)) == [200, 404, 200, 200]


def test_a_connection_serves_again_and_again(house: House) -> None:
    with (
        socket.create_connection(("127.0.0.1", house.port), timeout=10) as connection,
        closing(connection.makefile("rb")) as answers,
    ):
        for _ in range(3):
            connection.sendall(request(house.path))
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            lines = iter(lambda: answers.readline().strip(), b"")
            headers = dict(line.split(b": ", 1) for line in lines)
            assert answers.read(int(headers[b"Content-Length"])).endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("half", [b"", b"GET /cal/x", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_half_a_request_is_waited_for_so_long_and_no_longer(
    services: Services, house: House, half: bytes
) -> None:
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *_: None, services.clock)
        host = Host(app, listen("127.0.0.1", 0), channel_timeout=1)
        patient = House(services, house.unit, house.link, host.port)
        try:
            with socket.create_connection(("127.0.0.1", host.port), timeout=20) as waiting:
                waiting.sendall(half)
                # Others are served meanwhile.
                assert patient.get().status == 200
                assert waiting.recv(1) == b""
        finally:
            host.stop()


def test_half_a_request_ends_with_the_server(house: House, services: Services) -> None:
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *_: None, services.clock)
        host = Host(app, listen("127.0.0.1", 0))
        with socket.create_connection(("127.0.0.1", host.port), timeout=20) as waiting:
            waiting.sendall(b"GET / HT")
            assert House(services, house.unit, house.link, host.port).get("/health").status == 200
            host.stop()
            assert waiting.recv(1) == b""


def test_a_reader_that_goes_away_is_no_noise_and_shows_no_token(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", house.port), timeout=10) as connection:
            connection.sendall(request(house.path) * 5)
    assert house.get().status == 200
    assert house.link.token not in caplog.text
