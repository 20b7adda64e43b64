"""The service as `deploy/relay` runs it: two workers of the real gunicorn over one database."""

from __future__ import annotations

import json
import os
import re
import signal
import sys

import pytest

from app.core.publishing.relay.protocol import API, INVITATION_PAGE
from app.relay.uses.relay import Relay
from tests.relay.conftest import ADDRESS, calendar, new_token
from tests.relay.workers import running

pytest.importorskip("gunicorn")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the unit is one for Linux")


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
