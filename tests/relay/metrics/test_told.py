"""What Prometheus is told: in its format, of real requests, and to nobody but this computer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from app import __version__
from app.core.errors import UserError
from app.core.links.link import Origin
from app.core.publishing.relay.protocol import API
from app.relay.metrics.counting import Counting, kind_of
from app.relay.metrics.counts import SECONDS, Kind
from app.relay.metrics.listener import METRICS, Listener, local_place
from app.relay.metrics.metrics import Metrics
from app.relay.opening import metrics_of
from app.relay.uses.owners import Standing, to_look_at
from app.relay.uses.relay import Relay
from app.server.hosting.host import listen
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import Service, calendar, database_of, new_token, take_down

LINE = re.compile(r'zimmerfrei_relay_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+')


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "relay.db")


def numbers(text: str) -> dict[str, float]:
    """Return the samples of a text, each of which is one in the format of Prometheus."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    meaning = ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            meaning = line.split()[2]
            continue
        if line.startswith("# TYPE "):
            # Once for each family, behind what it means.
            assert line.split()[2] == meaning
            assert line.split()[3] in {"counter", "gauge", "histogram"}
            continue
        assert LINE.fullmatch(line), line
        name, value = line.rsplit(" ", 1)
        assert name.startswith(meaning)
        assert name not in found
        found[name.removeprefix("zimmerfrei_relay_")] = float(value)
    return found


@dataclass
class Counted:
    """A service that is counted, and what asks it."""

    service: Service
    metrics: Metrics

    def told(self) -> dict[str, float]:
        return numbers(self.metrics.text())


@pytest.fixture
def counted(service: Service, tmp_path: Path) -> Iterator[Counted]:
    metrics = Metrics(service.relay, tmp_path / "metrics", "127.0.0.1", 0)
    service.client = Client(Counting(service.app, metrics.counts))
    yield Counted(service, metrics)
    metrics.stop()


def test_real_requests_are_counted_by_what_they_ask_and_how_it_ended(counted: Counted) -> None:
    service = counted.service
    owner = service.owner()
    token = owner.published()
    body = calendar()
    for _ in range(3):
        assert service.ask("GET", f"/cal/{token}/x.ics").data == body
    etag = service.ask("HEAD", f"/cal/{token}/x.ics").headers["ETag"]
    service.ask("GET", f"/cal/{token}/x.ics", headers={"If-None-Match": etag})
    service.ask("GET", f"/cal/{new_token()}/x.ics")
    service.ask("GET", f"/kalender/{new_token()}")
    owner.put(new_token(), b"<html>")
    owner.files()
    service.ask("GET", "/einladung/x")
    service.ask("GET", "/betreiber/")
    service.ask("GET", "/robots.txt")
    told = counted.told()
    assert told['requests_total{kind="calendar",status="200"}'] == 4
    assert told['requests_total{kind="calendar",status="304"}'] == 1
    assert told['requests_total{kind="calendar",status="404"}'] == 1
    assert told['requests_total{kind="page",status="404"}'] == 1
    assert told['requests_total{kind="upload",status="200"}'] == 1
    assert told['requests_total{kind="upload",status="422"}'] == 1
    # Accepting, and the look at the files.
    assert told['requests_total{kind="api",status="200"}'] == 2
    assert told['requests_total{kind="invitation",status="404"}'] == 1
    assert told['requests_total{kind="host",status="403"}'] == 1
    assert told['requests_total{kind="other",status="200"}'] == 1
    assert told["uploads_total"] == 1
    assert told["uploaded_bytes_total"] == len(body)
    # Of a HEAD no body is sent, of a 304 neither.
    assert told['sent_bytes_total{kind="calendar"}'] == 3 * len(body) + len(b"Not Found\n")


def test_the_times_are_a_histogram(counted: Counted) -> None:
    for _ in range(5):
        counted.service.ask("GET", "/health")
    told = counted.told()
    ends = [*map(str, SECONDS), "+Inf"]
    rows = [told[f'answer_seconds_bucket{{kind="other",le="{end}"}}'] for end in ends]
    assert rows == sorted(rows)
    assert rows[-1] == told['answer_seconds_count{kind="other"}'] == 5
    assert told['answer_seconds_sum{kind="other"}'] > 0


def test_the_cache_is_told(counted: Counted) -> None:
    service = counted.service
    token = service.owner().published()
    for _ in range(4):
        service.ask("GET", f"/cal/{token}/x.ics")
    told = counted.told()
    assert (told["cache_hits_total"], told["cache_misses_total"]) == (3, 1)
    assert told["cache_bytes"] == service.relay.answers.kept_bytes > len(calendar())
    assert told["workers"] == 1


def test_owners_and_the_state_of_the_database_are_told(
    counted: Counted, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = counted.service.relay
    counted.service.owner("Huber").published()
    clock.passes(days=8)
    counted.service.owner("Maier", house="b")
    relay.hosting.invite("Öztürk", days=2)
    relay.hosting.invite("Kern")
    relay.hosting.revoke("Kern")
    told = counted.told()
    assert {one: told[f'owners{{standing="{one}"}}'] for one in Standing} == {
        "silent": 1,
        "expired": 0,
        "invited": 1,
        "active": 1,
        "revoked": 1,
    }
    assert (told["links"], told["stored_bytes"]) == (1, len(calendar()))
    assert told["database_up"] == 1
    assert told[f'info{{version="{__version__}",database="sqlite"}}'] == 1
    counted.metrics._state_until = 0
    take_down(monkeypatch, relay)
    told = counted.told()
    assert told["database_up"] == 0
    # Nothing is made up of what cannot be asked; what was counted is there still.
    assert not any(name.startswith(("owners", "links", "stored_bytes")) for name in told)
    assert told['requests_total{kind="upload",status="200"}'] == 1


def test_the_database_is_not_asked_for_every_look(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = counted.metrics._owners.counted

    def watched() -> object:
        asked.append(1)
        return real()

    monkeypatch.setattr(counted.metrics._owners, "counted", watched)
    for _ in range(5):
        counted.told()
    assert len(asked) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_standings_are_counted_as_the_host_s_page_tells_them(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, kind: str
) -> None:
    request.param = kind
    relay = Relay(database_of(request, tmp_path), clock)
    relay.prepare()
    relay.hosting.describe("https://kalender.example.org")
    from app.core.publishing.relay.protocol import new_secret
    from app.relay.uses.owners import Owners

    for at in range(12):
        invited = relay.hosting.invite(f"n{at}", days=1 + at % 4)
        if at % 3:
            relay.accepting.accept(invited.secret, new_secret(), f"h{at}")
        if at % 5 == 0:
            relay.hosting.revoke(f"n{at}")
        elif at % 7 == 0:
            relay.hosting.invite_again(f"n{at}", days=30)
        clock.passes(hours=11)
    owners = Owners(relay.store)
    for _ in range(8):
        now = clock.now()
        found = to_look_at(owners.stand(), now)
        counts = {one: sum(each.standing_at(now) is one for each in found) for one in Standing}
        assert owners.counted().owners == counts
        clock.passes(days=2)
    relay.stop()


def test_a_fault_of_the_app_is_counted_and_goes_on() -> None:
    from app.relay.metrics.counts import Counts

    counts = Counts()

    def broken(*_: object) -> list[bytes]:
        raise KeyError

    client = Client(Counting(broken, lambda: counts))
    with pytest.raises(KeyError):
        client.get("/cal/x/x.ics")
    assert counts.requests(Kind.CALENDAR)[500] == 1


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("PUT", f"{API}/files/x.ics", Kind.UPLOAD),
        ("GET", f"{API}/files/x.ics", Kind.API),
        ("DELETE", f"{API}/files/x.ics", Kind.API),
        ("PUT", f"{API}/states", Kind.API),
        ("PUT", f"{API}/files", Kind.API),
        ("GET", "/cal", Kind.OTHER),
        ("GET", "/calx/", Kind.OTHER),
        ("GET", "", Kind.OTHER),
        ("GET", "/betreiber", Kind.HOST),
    ],
)
def test_what_is_asked_is_told_by_path_and_method(method: str, path: str, kind: Kind) -> None:
    assert kind_of(path, method) is kind


@given(st.text(max_size=30), st.text(max_size=8))
def test_any_request_is_of_some_kind(path: str, method: str) -> None:
    assert kind_of(path, method) in Kind


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
