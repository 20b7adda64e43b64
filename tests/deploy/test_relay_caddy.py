"""A calendar service as `deploy/relay` brings it to the internet: Caddy before real workers."""

from __future__ import annotations

import json
import shutil
import ssl
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import pytest

from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.publishing.relay.protocol import (
    ACCEPT_PATH,
    CALENDAR_MOST,
    FILES_PATH,
    INVITATION_PAGE,
    READS_PATH,
    new_secret,
)
from app.relay.uses.relay import Relay
from app.relay.web.host.visit import SECURE_COOKIE
from tests.deploy.fronts import NAME, Front, Pinned, assert_nothing_is_written_down, caddy
from tests.ports import free_port
from tests.relay.workers import HOUSE, running

pytest.importorskip("gunicorn")
pytestmark = [
    pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy"),
    pytest.mark.skipif(sys.platform != "linux", reason="the workers are those of Linux"),
]

CADDYFILE = Path(__file__).parents[2] / "deploy" / "relay" / "Caddyfile"
WORKERS = 2
GUESSES = 250
"""More than all workers together look at in a minute."""
TOKEN = "a" * 24


@dataclass(frozen=True)
class Region:
    """A service that the internet reaches, and its database as a command of its host opens it."""

    front: Front
    relay: Relay

    def accepted(self) -> str:
        """Invite an owner who accepts; return the header that lets their desktop in."""
        secret = self.relay.hosting.invite("Gästehaus Huber").secret
        page, body = self.front.get(INVITATION_PAGE + secret, Accept_Language="de")
        assert page.status == 200
        assert f"https://{NAME}{INVITATION_PAGE}{secret}" in body.decode()
        key = new_secret()
        told = {"secret": secret, "key": key, "house": HOUSE}
        answer, _ = self.front.ask("POST", ACCEPT_PATH, json.dumps(told).encode())
        assert answer.status == 200
        return f"Bearer {key}"

    def put(self, key: str, body: bytes) -> HTTPResponse:
        path = f"{FILES_PATH}/{TOKEN}.ics"
        return self.front.ask("PUT", path, body, Authorization=key)[0]


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    """Run two workers over a file of SQLite, and Caddy by our Caddyfile in front."""
    database = str(tmp_path / "relay.db")
    relay = Relay(database)
    relay.hosting.describe(f"https://{NAME}", "Tourismusverband Seeland")
    relay.stop()
    http, https = free_port(), free_port()
    with (
        pytest.MonkeyPatch.context() as patch,
        running(database, WORKERS) as workers,
    ):
        patch.setenv("ZIMMERFREI_RELAY_NAME", NAME)
        patch.setenv("ZIMMERFREI_RELAY_SERVER", f"127.0.0.1:{workers.port}")
        # An authority of its own, which this test alone believes.
        with caddy(
            CADDYFILE.read_text(), (http, https), "local_certs\nskip_install_trust", tmp_path
        ):
            root = tmp_path / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            relay = Relay(database)
            yield Region(Front(https, ssl.create_default_context(cafile=str(root))), relay)
            relay.stop()


def large_calendar(most: int) -> bytes:
    """Return a calendar of ours that is nearly as large as one may be."""
    name = "Seeblick " + "ä" * 30

    def entry(number: int) -> CalendarEntry:
        first = date(2027, 8, 1) + timedelta(days=number)
        return CalendarEntry(
            uid=f"{number:08}@zimmerfrei",
            sequence=0,
            changed_at=datetime(2027, 7, 1, tzinfo=UTC),
            first=first,
            end=first + timedelta(days=1),
            summary=name,
        )

    a_hundred = len(calendar_bytes(name, map(entry, range(100))))
    return calendar_bytes(name, map(entry, range(most * 99 // a_hundred)))


def test_the_largest_calendar_goes_through_and_comes_back_byte_for_byte(region: Region) -> None:
    key, body = region.accepted(), large_calendar(CALENDAR_MOST)
    assert 0.9 * CALENDAR_MOST < len(body) <= CALENDAR_MOST
    assert region.put(key, body).status == 200
    answer, got = region.front.get(
        f"/cal/{TOKEN}/x.ics", User_Agent="Google-Calendar-Importer", Accept_Encoding="gzip, br"
    )
    assert (answer.status, got == body) == (200, True)
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Server"] is None
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again, nothing = region.front.get(f"/cal/{TOKEN}/x.ics", If_None_Match=answer.headers["ETag"])
    assert (again.status, nothing) == (304, b"")


def test_who_sends_too_much_is_told_so_and_not_that_the_service_is_away(region: Region) -> None:
    key, path = region.accepted(), f"{FILES_PATH}/{TOKEN}.ics"
    for _ in range(5):
        answer, said = region.front.ask(
            "PUT", path, b" " * (CALENDAR_MOST + CALENDAR_MOST // 10), Authorization=key
        )
        assert (answer.status, json.loads(said)) == (413, {"error": "too_large"})


def test_who_guesses_hides_behind_no_address_of_his_own_invention(region: Region) -> None:
    with closing(Pinned(NAME, region.front.port, context=region.front.trust)) as connection:
        for number in range(GUESSES):
            connection.request(
                "GET",
                READS_PATH,
                headers={
                    "Authorization": f"Bearer {new_secret()}",
                    "X-Forwarded-For": f"192.0.2.{number}",
                },
            )
            answer = connection.getresponse()
            answer.read()
            assert answer.status in {401, 429}
            if answer.status == 429:
                return
    pytest.fail("each guess was looked at")


def test_while_no_worker_lives_readers_come_back_and_nothing_is_written_down(
    tmp_path: Path,
) -> None:
    assert_nothing_is_written_down(CADDYFILE.read_text(), "ZIMMERFREI_RELAY", tmp_path)


def test_the_host_signs_in_at_the_address_in_the_internet(region: Region) -> None:
    sent = f"key={region.relay.admitting.new_key()}".encode()
    page, body = region.front.get("/betreiber/")
    assert (page.status, b"type=password" in body) == (200, True)
    answer, _ = region.front.ask(
        "POST",
        "/betreiber/anmelden",
        sent,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{SECURE_COOKIE}=")
    assert "Secure" in cookie
    home, said = region.front.get("/betreiber/", Cookie=cookie.partition(";")[0])
    assert (home.status, b"type=password" in said) == (200, False)
