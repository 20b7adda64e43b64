"""The service as `deploy/relay` runs it: two workers of the real gunicorn over one database."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.core.publishing.relay.protocol import API, INVITATION_PAGE
from app.relay.uses.relay import Relay
from tests.ports import free_port
from tests.relay.conftest import ADDRESS, calendar, new_token
from tests.relay.workers import Running, running

pytest.importorskip("gunicorn")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the unit is one for Linux")

ASKED = 20_000
"""So often is looked whether somebody listens, before that counts as a fault."""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of what is started; it is not there yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def invited(database: str) -> str:
    """The secret of an invitation; the service is not running yet."""
    relay = Relay(database)
    relay.hosting.describe(ADDRESS, "Tourist board Seeland")
    secret = relay.hosting.invite("Huber").secret
    relay.stop()
    return secret


def test_two_workers_serve_what_an_invited_owner_publishes(database: str, invited: str) -> None:
    token, body = new_token(), calendar()
    with running(database) as service:
        status, page = service.ask("GET", f"{INVITATION_PAGE}{invited}", Accept_Language="en")
        assert (status, b"Tourist board Seeland" in page) == (200, True)
        key = service.accept(invited)
        assert service.ask("GET", f"{INVITATION_PAGE}{invited}")[0] == 404
        put = service.ask("PUT", f"{API}/files/{token}.ics", body, Authorization=key)
        assert put[0] == 200
        for number in range(20):
            agent = f"reader {number}"
            assert service.ask("GET", f"/cal/{token}/x.ics", User_Agent=agent) == (200, body)
        assert service.ask("GET", f"/cal/{new_token()}/x.ics")[0] == 404
        # Each worker stores what it has noted before it ends.
        assert service.end() == 0
    relay = Relay(database)
    account = relay.uploading.signed_in(key.removeprefix("Bearer "))
    lines = relay.read_log.reads(account, 0).decode()
    relay.stop()
    assert set(re.findall(r"reader \d+", lines)) == {f"reader {number}" for number in range(20)}


def test_a_worker_that_is_killed_takes_nothing_with_it(database: str, invited: str) -> None:
    with running(database) as service:
        key = service.accept(invited)
        confirmed: dict[str, bytes] = {}
        for number in range(6):
            token, body = new_token(), calendar(nights=number + 1)
            path = f"{API}/files/{token}.ics"
            if service.ask("PUT", path, body, Authorization=key)[0] == 200:
                confirmed[token] = body
            if number == 2:
                os.kill(service.workers[0], signal.SIGKILL)
        assert len(confirmed) == 6
        for token, body in confirmed.items():
            assert service.ask("GET", f"/cal/{token}/x.ics") == (200, body)
        assert service.end() == 0


def test_what_is_confirmed_is_there_after_all_were_killed(database: str, invited: str) -> None:
    token, body = new_token(), calendar()
    with running(database) as service:
        key = service.accept(invited)
        assert service.ask("PUT", f"{API}/files/{token}.ics", body, Authorization=key)[0] == 200
        for one in (service.process.pid, *service.workers):
            os.kill(one, signal.SIGKILL)
        service.process.wait(timeout=60)
    with running(database, workers=1) as service:
        assert service.ask("GET", f"/cal/{token}/x.ics") == (200, body)
        files = json.loads(service.ask("GET", f"{API}/files", Authorization=key)[1])
        assert list(files["files"]) == [f"{token}.ics"]
        assert service.end() == 0


def metrics_at(service: Running, port: int) -> dict[str, float]:
    """Return what is told there; asks the service until one of its workers listens."""
    for _ in range(ASKED):
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                connection.request("GET", "/metrics")
                lines = connection.getresponse().read().decode().splitlines()
        except ConnectionError:
            # Each worker begins with the first request that it gets.
            with suppress(ConnectionError):
                service.ask("GET", "/health")
            continue
        return {
            name: float(value)
            for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
        }
    pytest.fail("nobody tells any numbers")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_of_the_workers_tells_numbers_for_all(database: str, invited: str, data: Path) -> None:
    port = free_port()
    token, body = new_token(), calendar()
    answered = 'zimmerfrei_relay_requests_total{kind="calendar",status="200"}'
    with running(database, environment={"ZIMMERFREI_RELAY_METRICS": str(port)}) as service:
        key = service.accept(invited)
        put = service.ask("PUT", f"{API}/files/{token}.ics", body, Authorization=key)
        assert put[0] == 200
        for _ in range(40):
            assert service.ask("GET", f"/cal/{token}/x.ics")[0] == 200
        told = metrics_at(service, port)
        assert told["zimmerfrei_relay_uploads_total"] <= 1
        assert told["zimmerfrei_relay_database_up"] == 1
        assert 1 <= told["zimmerfrei_relay_workers"] <= 2
        assert told[answered] <= 40
        # Whoever tells has ended: another one does, and nothing has gone back.
        for worker in service.workers:
            os.kill(worker, signal.SIGTERM)
        assert metrics_at(service, port)[answered] >= told[answered]
        assert service.end() == 0
    # What the workers had counted is whole once they have ended.
    with running(
        database, workers=1, environment={"ZIMMERFREI_RELAY_METRICS": str(port)}
    ) as service:
        told = metrics_at(service, port)
        assert told[answered] == 40
        assert told["zimmerfrei_relay_uploads_total"] == 1
        assert told["zimmerfrei_relay_uploaded_bytes_total"] == len(body)
        assert told["zimmerfrei_relay_workers"] == 1
        assert service.end() == 0
    assert (data / "metrics").is_dir()
