"""A calendar service over a real database, of either kind, and owners who speak with it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import peewee
import pytest
from werkzeug.test import Client, TestResponse

from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.publishing.relay.protocol import API, new_secret
from app.relay.tables.engine import Engine
from app.relay.uses.relay import Relay
from app.relay.web.app import RelayApp
from app.relay.web.asking.bounds import Bounds
from tests.clocks import SetClock
from tests.relay.cluster import Cluster, programs_of_postgres, started
from tests.relay.workers import HOUSE

ADDRESS = "https://kalender.example.org"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL; skips where there is none, or nobody to run it as."""
    pytest.importorskip("psycopg")
    programs = programs_of_postgres()
    if programs is None:
        pytest.skip("no PostgreSQL here")
    with started(programs) as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: the path of a file, or the address of one of PostgreSQL."""
    return database_of(request, tmp_path)


def database_of(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an empty database of the kind that the test's parameter names."""
    if request.param == "sqlite":
        return str(tmp_path / "relay.db")
    cluster: Cluster = request.getfixturevalue("cluster")
    command(cluster.address, "DROP SCHEMA public CASCADE")
    command(cluster.address, "CREATE SCHEMA public")
    return cluster.address


def command(address: str, statement: str) -> None:
    """Run a statement in PostgreSQL, beside all that the service does."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = Engine(database)
    engine.make_private()
    yield engine
    engine.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def relay(database: str, clock: SetClock) -> Iterator[Relay]:
    """A service that is prepared; no job runs beside the tests."""
    relay = Relay(database, clock)
    relay.prepare()
    relay.hosting.describe(ADDRESS, "Tourist board Seeland")
    yield relay
    relay.stop()


@dataclass
class Passing:
    """Seconds that pass when a test says so."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Service:
    """The app over a service, and what asks it."""

    relay: Relay
    seconds: Passing
    client: Client
    app: RelayApp
    bounds: Bounds

    def ask(self, method: str, path: str, key: str = "", **more: Any) -> TestResponse:
        headers = dict(more.pop("headers", {}))
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.client.open(path, method=method, headers=headers, **more)

    def owner(self, name: str = "Huber", links: int = 5, house: str = HOUSE) -> Owner:
        """Invite an owner, whose desktop accepts."""
        invited = self.relay.hosting.invite(name, links)
        key = new_secret()
        told = {"secret": invited.secret, "key": key, "house": house}
        assert self.ask("POST", f"{API}/accept", json=told).status_code == 200
        return Owner(self, name, key)


@dataclass
class Owner:
    """The desktop of one owner."""

    service: Service
    name: str
    key: str

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        return self.service.ask(method, f"{API}{path}", self.key, **more)

    def put(self, token: str, body: bytes | None = None, name: str = "") -> TestResponse:
        sent = {"X-Zimmerfrei-Name": name} if name else {}
        body = calendar() if body is None else body
        return self.ask("PUT", f"/files/{token}.ics", data=body, headers=sent)

    def published(self) -> str:
        """Put a calendar there; return its token."""
        token = new_token()
        assert self.put(token).status_code == 200
        return token

    def files(self) -> dict[str, str]:
        files: dict[str, str] = self.ask("GET", "/files").json["files"]  # type: ignore[index]
        return files


@pytest.fixture
def service(relay: Relay) -> Service:
    # Each request looks for changes itself: its clock of seconds is beyond what a look is good for.
    seconds = Passing()
    relay.answers._seconds = seconds
    # The jobs would ask beside the tests.
    relay._process = os.getpid()
    bounds = Bounds(seconds)
    app = RelayApp(relay, bounds)
    return Service(relay, seconds, Client(app), app, bounds)


@pytest.fixture
def read(service: Service) -> Callable[..., TestResponse]:
    """Ask for a calendar as a reader does, once what was seen has grown old."""

    def ask(token: str, path: str = "/cal/{}/x.ics", **more: Any) -> TestResponse:
        service.seconds.now += 10
        return service.ask("GET", path.format(token), **more)

    return ask


Read = Callable[..., TestResponse]


def take_down(patch: pytest.MonkeyPatch, relay: Relay) -> None:
    """Let nobody reach the database any more."""

    def down(*_: object, **__: object) -> None:
        raise peewee.OperationalError("down")

    relay.store.engine.close()
    patch.setattr(relay.store.engine._database, "_connect", down)


def new_token() -> str:
    return secrets.token_hex(12)


def calendar(name: str = "Seeblick", nights: int = 3, summary: str = "Belegt") -> bytes:
    """Return a calendar of ours with one event a week."""
    first = date(2027, 8, 1)
    return calendar_bytes(
        name,
        (
            CalendarEntry(
                uid=f"{number}@zimmerfrei",
                sequence=0,
                changed_at=datetime(2027, 7, 1, tzinfo=UTC),
                first=first + timedelta(weeks=number),
                end=first + timedelta(weeks=number, days=3),
                summary=summary,
            )
            for number in range(nights)
        ),
    )
