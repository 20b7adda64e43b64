"""Workers of a service in threads of this process, each with its jobs and a port of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from app.core.publishing.relay.protocol import new_secret
from app.relay.uses.relay import Relay
from app.relay.web.app import RelayApp
from app.server.web import token_app
from tests.relay.conftest import ADDRESS
from tests.relay.outages.traffic import Traffic
from tests.services.publishing.webspaces.servers.waitresses import served

Loaded = Callable[[str], Traffic]


@contextmanager
def worker(database: str) -> Iterator[int]:
    """Run one; yields its port."""
    relay = Relay(database)
    try:
        with served(RelayApp(relay)) as port:
            yield port
    finally:
        relay.stop()


def owners(database: str, count: int) -> list[str]:
    """Invite owners, who accept; return their keys."""
    relay = Relay(database)
    relay.hosting.describe(ADDRESS, "Tourist board Seeland")
    keys = []
    for number in range(count):
        keys.append(new_secret())
        secret = relay.hosting.invite(f"Owner {number}").secret
        relay.accepting.accept(secret, keys[-1], f"house-{number}")
    relay.stop()
    return keys


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loaded]:
    """Two workers over a database, and traffic to them that has begun."""
    # Each answer of 503 is a line in the log: how many there are is left to chance.
    monkeypatch.setattr(token_app.logger, "disabled", True)
    with ExitStack() as stack:

        def begin(database: str) -> Traffic:
            keys = owners(database, 4)
            ports = [stack.enter_context(worker(database)) for _ in range(2)]
            traffic = stack.enter_context(Traffic(ports, keys))
            traffic.wait_for("upload 200", "read 200")
            return traffic

        yield begin
