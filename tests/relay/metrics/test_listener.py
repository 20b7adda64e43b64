"""Who is told numbers: this computer, and nobody for whom a proxy asks."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from werkzeug.test import Client

from app.core.errors import UserError
from app.core.links.link import Origin
from app.relay.metrics.counting import Counting
from app.relay.metrics.counts import Kind
from app.relay.metrics.listener import METRICS, Listener, local_place
from app.relay.metrics.metrics import Metrics
from app.relay.opening import metrics_of
from app.server.hosting.host import listen
from tests.conftest import ExpectLog
from tests.relay.conftest import Service
from tests.relay.metrics.conftest import Counted, numbers

LINE = re.compile(r'zimmerfrei_relay_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+')


def ask(port: int | None, path: str = "/metrics", **headers: str) -> tuple[int, str]:
    """Ask the listener; a header that is empty is not sent."""
    assert port is not None
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            if value:
                connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture
def port() -> Iterator[int]:
    listener = Listener(listen("127.0.0.1", 0), lambda: "told\n")
    yield listener.port
    listener.end()


def test_who_asks_on_this_computer_is_told(port: int) -> None:
    assert ask(port) == (200, "told\n")
    for host in ("localhost", f"localhost:{port}", "127.0.0.1", f"[::1]:{port}", "[::1]"):
        assert ask(port, Host=host) == (200, "told\n"), host


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": "192.0.2.7"},
        {"x_forwarded_for": "127.0.0.1"},
        {"Forwarded": "for=192.0.2.7"},
        {"Via": "1.1 caddy"},
        {"X_Real_IP": "192.0.2.7"},
        {"Host": "kalender.example.org"},
        {"Host": "127.0.0.1.example.org"},
        {"Host": "192.0.2.7:8644"},
        {"Host": ""},
    ],
)
def test_whoever_a_proxy_or_a_foreign_name_brings_is_refused(
    port: int, headers: dict[str, str]
) -> None:
    status, said = ask(port, **headers)
    assert status == 403
    assert "told" not in said


@pytest.mark.parametrize("path", ["/", "/metrics/", "/metrics?x", "/metricsx", "/health"])
def test_nothing_else_is_told(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


def test_who_sends_nonsense_or_goes_away_does_no_harm(port: int) -> None:
    for said in (b"", b"\0\xff\r\n\r\n", b"GET\r\n\r\n", b"POST /metrics HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1_000):
                pass
    assert ask(port)[0] == 200


def test_one_worker_tells_and_another_takes_over(service: Service, tmp_path: Path) -> None:
    first = Metrics(service.relay, tmp_path, "127.0.0.1", 0)
    first.start()
    first._turn()
    assert first.port is not None
    second = Metrics(service.relay, tmp_path, "127.0.0.1", first.port)
    second.counts().note(Kind.CALENDAR, 200, 0.001, 7)
    second._turn()
    ports: list[int | None] = [first.port, second.port]
    assert ports[1] is None
    status, text = ask(first.port)
    assert status == 200
    told = numbers(text)
    assert (told["workers"], told['requests_total{kind="calendar",status="200"}']) == (2, 1)
    first.stop()
    second._turn()
    ports += [second.port]
    assert ports[2] == ports[0]
    assert numbers(ask(ports[0])[1])["workers"] == 1
    second.stop()
    # What was stopped counts no more, and is no fault.
    second.counts().note(Kind.CALENDAR, 200, 0.001, 7)
    with pytest.raises(ConnectionRefusedError):
        ask(ports[0])


def test_a_folder_that_cannot_be_made_ends_no_service(
    service: Service, tmp_path: Path, expect_log: ExpectLog
) -> None:
    (tmp_path / "file").write_text("")
    metrics = Metrics(service.relay, tmp_path / "file" / "metrics", "127.0.0.1", 0)
    expect_log("app.relay.metrics.metrics", "nothing is counted")
    service.client = Client(Counting(service.app, metrics.counts))
    assert service.ask("GET", "/health").status_code == 200
    metrics.stop()


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("8644", ("127.0.0.1", 8644)),
        ("127.0.0.1:8644", ("127.0.0.1", 8644)),
        ("localhost:1", ("127.0.0.1", 1)),
        ("127.9.9.9:65535", ("127.9.9.9", 65535)),
        ("[::1]:8644", ("::1", 8644)),
        (" 8644 ", ("127.0.0.1", 8644)),
    ],
)
def test_a_place_of_this_computer(said: str, place: tuple[str, int]) -> None:
    assert local_place(said) == place


@pytest.mark.parametrize(
    "said",
    [
        *("0.0.0.0:8644", "192.168.1.5:8644", "[::]:8644", "example.org:8644"),
        *("x", ":", "127.0.0.1:", "127.0.0.1", "65536", "-1", "²", "1e3", "8644:x", "9" * 12),
    ],
)
def test_a_place_that_others_could_reach_is_refused(said: str) -> None:
    with pytest.raises(UserError, match=METRICS):
        local_place(said)


def test_nothing_is_counted_unless_the_environment_wants_it(
    service: Service, tmp_path: Path
) -> None:
    for environment in ({}, {METRICS: ""}, {METRICS: "  "}):
        assert metrics_of(environment, tmp_path, service.relay) is None
    metrics = metrics_of({METRICS: "0"}, tmp_path, service.relay)
    assert metrics is not None
    assert not (tmp_path / "metrics").exists()
    metrics.start()
    assert list((tmp_path / "metrics").iterdir())
    metrics.stop()


def test_no_address_of_a_calendar_and_no_name_is_told(counted: Counted) -> None:
    owner = counted.service.owner("Huber")
    token = owner.published()
    counted.service.ask("GET", f"/cal/{token}/x.ics")
    counted.service.relay.fetch_queue.record(1, "Google", Origin.OUTSIDE, 200)
    text = counted.metrics.text()
    for secret in (token, owner.key, "Huber", "Google"):
        assert secret not in text
