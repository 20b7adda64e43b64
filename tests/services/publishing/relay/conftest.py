"""A house that an invitation has led to a real calendar service on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.links.link import Link
from app.core.publishing.webspace import KeptWebspace, Secret
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.publishing.webspaces.servers.relays import OWNER, Service, service


@dataclass(frozen=True)
class Access:
    """What an owner has after the invitation."""

    kept: KeptWebspace
    secret: Secret


@pytest.fixture
def service_clock(clock: SetClock) -> SetClock:
    """The service's own, which agrees until a test says otherwise."""
    return SetClock(clock.moment)


@pytest.fixture
def there(tmp_path: Path, service_clock: SetClock) -> Iterator[Service]:
    """The service."""
    with service(tmp_path / "relay.db", service_clock) as found:
        yield found


@pytest.fixture
def unit_id(services: Services) -> int:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0].id


@pytest.fixture
def link(services: Services, unit_id: int) -> Link:
    """The link of the only unit, enabled."""
    return services.links.enable_unit(unit_id).after


def join(services: Services, there: Service, name: str = OWNER, *, again: bool = False) -> Access:
    """Accept an invitation, as the wizard does."""
    hosting = there.relay.hosting
    invited = hosting.invite_again(name) if again else hosting.invite(name)
    joined = services.joining.accept(there.pasted(invited), Keeping.ASK)
    kept = services.publishing.set_up(joined.webspace, joined.secret, Keeping.ASK)
    services.joining.done(there.pasted(invited))
    return Access(kept, joined.secret)


@pytest.fixture
def access(services: Services, there: Service) -> Access:
    return join(services, there)
