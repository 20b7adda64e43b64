"""Readers that behave badly: each gets a clean refusal, and the next reader is served as ever."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from app.core.readers.agents import AGENT_LIMIT
from app.server.hosting.embedded import served
from app.server.hosting.host import Host, listen
from app.server.hosting.limits import Limits
from app.server.web.app import create_app
from app.services.services import Services
from app.storage.tables.fetches import FETCHES_KEPT
from tests.fetches import fetches_of
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
        host = Host(app, listen("127.0.0.1", 0), limits=Limits(ask=0.2))
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


@contextmanager
def serving(services: Services) -> Iterator[House]:
    """Serve a house; what was noted of its readers is stored at the end."""
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    link = services.links.enable_unit(unit.id).after
    with served(services, port=0) as state:
        yield House(services, unit, link, state.port)


def test_an_agent_of_64_kilobytes_or_of_raw_bytes_is_noted_in_bounds(services: Services) -> None:
    agents = [
        b"x" * 65_000,
        b"Portal/2.1 " + b"1.2 " * 16_000,
        bytes(range(128, 256)),
        b"\xc3\xa4\xff",
        b"",
    ]
    with serving(services) as house:
        head = request(house.path, "Connection: close", "User-Agent: ")
        for agent in agents:
            sent = head.replace(b"User-Agent: ", b"User-Agent: " + agent)
            assert statuses(house.raw(sent)) == [200]
        for agent, refusal in ((b"x" * 65_536, 431), (b"\x01\x7f\x1b[2J", 400)):
            sent = head.replace(b"User-Agent: ", b"User-Agent: " + agent)
            assert statuses(house.raw(sent)) == [refusal]
        assert house.get().status == 200
    kept = [fetch.agent for fetch in fetches_of(services, house.link.id)][::-1]
    assert len(kept) == len(agents) + 1
    assert kept[0] == "x" * AGENT_LIMIT
    assert kept[-2:] == ["", ""]
    for noted in kept:
        assert len(noted) <= AGENT_LIMIT
        assert noted.isprintable()
        services.readers.name(noted, "Portal")
    assert [read.reader for read in services.readers.readers(house.link.id)] == ["Portal"]


def test_a_hasty_reader_makes_nobody_else_be_forgotten(services: Services) -> None:
    with serving(services) as house:
        google = request(house.path, "User-Agent: Google-Calendar-Importer", "Connection: close")
        assert statuses(house.raw(google)) == [200]
        one = request(house.path, "User-Agent: hasty/1")
        last = request(house.path, "User-Agent: hasty/1", "Connection: close")
        for _ in range(12):
            assert statuses(house.raw(one * 99 + last)) == [200] * 100
    kept = [fetch.agent for fetch in fetches_of(services, house.link.id, 2 * FETCHES_KEPT)]
    assert len(kept) == FETCHES_KEPT
    assert kept.count("Google-Calendar-Importer") == 1
    readers = services.readers.readers(house.link.id)
    assert [read.reader for read in readers] == [None, "Google Calendar"]
