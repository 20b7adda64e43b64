"""A service that can take nothing for a while: the desktop catches up by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.core.links.link import Link
from app.core.publishing.faults import WebspaceError
from app.services.base.watch import Moved
from app.services.publishing.turns import Turns
from app.services.services import Services
from tests.clocks import SetClock
from tests.disks import fill, small_disk
from tests.services.conftest import Stay
from tests.services.publishing.relay.conftest import join
from tests.services.publishing.webspaces.servers.relays import Service, service

Away = Callable[[], Callable[[], object]]
"""Takes the service's database away; what it returns brings that back."""


class Seconds:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of the service with little room."""
    folder = tmp_path / "service"
    with small_disk(folder, kilobytes=2_000):
        yield folder


@pytest.fixture
def there(disk: Path, clock: SetClock) -> Iterator[Service]:
    with service(disk / "relay.db", clock) as found:
        yield found


@pytest.fixture
def full(disk: Path) -> Away:
    def take() -> Callable[[], object]:
        return fill(disk).unlink

    return take


@pytest.fixture
def gone(disk: Path) -> Away:
    def take() -> Callable[[], object]:
        database = disk / "relay.db"
        aside = database.rename(disk / "aside")
        return lambda: aside.rename(database)

    return take


@pytest.mark.parametrize("how", ["full", "gone"])
def test_what_could_not_be_uploaded_comes_when_there_is_room_again(
    services: Services,
    there: Service,
    link: Link,
    unit_id: int,
    stay: Stay,
    clock: SetClock,
    how: str,
    request: pytest.FixtureRequest,
) -> None:
    join(services, there)
    seconds = Seconds()
    turns = Turns(services.publishing, services.clock, seconds)

    def moved(what: Moved) -> None:
        turns.moved(what)

    services.watch.subscribe(moved)
    turns.run()
    before = read(services, there, link)
    assert before == services.links.preview(link)

    bring_back = request.getfixturevalue(how)()
    clock.passes(minutes=5)
    for number in range(3):
        services.occupancies.add(stay(unit_id, number * 3, 2))
    services.watch.poll()
    assert turns.wanted()
    with pytest.raises(WebspaceError) as caught:
        turns.run()
    assert caught.value.passing
    assert services.publishing.pending_links() == {link.id}
    assert services.addresses.book().of(link).failing
    # It is not asked at every change, but again in time.
    assert not turns.wanted()

    bring_back()
    seconds.now += 3_600
    clock.passes(hours=1)
    assert turns.wanted()
    turns.run()
    assert services.publishing.pending_links() == frozenset()
    assert read(services, there, link) == services.links.preview(link) != before
    assert not services.addresses.book().of(link).failing
    assert turns.run().uploaded == ()


def test_what_was_uploaded_before_the_disk_was_full_is_known_to_both(
    services: Services, there: Service, link: Link, full: Away
) -> None:
    access = join(services, there)
    services.publishing.run()
    full()
    lies = there.lies_there(access.secret)
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in lies.items()}
    account = there.relay.uploading.signed_in(access.secret.password)
    assert there.relay.uploading.files(account).files == digests
    assert lies[f"{link.token}.ics"] == services.links.preview(link)


def read(services: Services, there: Service, link: Link) -> bytes:
    there.relay.answers.look()
    answer = httpx.get(services.addresses.of(link).url, trust_env=False)
    assert answer.status_code == 200
    return answer.content
