"""Readers of a service come back, and a service that lost something is given it again."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.core.links.link import Link, Origin
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.relay.conftest import Access, join
from tests.services.publishing.webspaces.servers.relays import Service, service

GOOGLE = "Google-Calendar-Importer"
pytestmark = pytest.mark.usefixtures("access")


def read(services: Services, link: Link, agent: str = GOOGLE) -> int:
    url = services.addresses.of(link).url
    return httpx.get(url, headers={"User-Agent": agent}, trust_env=False).status_code


def looked(services: Services, there: Service) -> int:
    """Let the service store what it has noted, then look."""
    there.relay.fetch_queue.write()
    return services.reader_looks.look()


def told(services: Services) -> list[tuple[int, int]]:
    """What is known here of every fetch: which link, with what answer."""
    with services.work.database.read():
        rows = services.work.database.table("fetch")
        query = rows.select(rows.c.link_id, rows.c.status).order_by(rows.c.id)
        return list(query.tuples())


def test_who_reads_there_is_known_here(services: Services, there: Service, link: Link) -> None:
    services.publishing.run()
    assert services.reader_looks.wanted()
    read(services, link)
    read(services, link)
    assert looked(services, there) == 2
    found = services.readers.lately([link.id])
    assert [one.fetch.agent for one in found] == [GOOGLE]
    assert found[0].fetch.origin is Origin.WEBSPACE
    assert looked(services, there) == 0, "each reading once"
    read(services, link)
    assert looked(services, there) == 1


def test_who_asks_for_an_address_that_was_given_up_is_known_too(
    services: Services, there: Service, link: Link
) -> None:
    services.publishing.run()
    services.links.renew(link.id, sequence=link.sequence)
    services.publishing.run()
    url = f"{there.address}/cal/{link.token}/x.ics"
    answer = httpx.get(url, headers={"User-Agent": GOOGLE}, trust_env=False)
    assert answer.status_code == 410
    assert looked(services, there) == 1
    assert told(services) == [(link.id, 410)]


def test_many_readings_are_taken_over_in_one_look(
    services: Services, there: Service, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.relay.tables import fetches

    monkeypatch.setattr(fetches.FetchTable.of_account, "__defaults__", (3,))
    services.publishing.run()
    for _ in range(8):
        read(services, link)
    assert looked(services, there) == 8


def test_counting_has_no_gap_and_cannot_be_switched(
    services: Services, there: Service, link: Link, clock: SetClock
) -> None:
    services.publishing.run()
    began = services.reader_script.counting()
    assert began is not None
    read(services, link)
    looked(services, there)
    clock.passes(hours=1)
    read(services, link)
    looked(services, there)
    now = services.reader_script.counting()
    assert now is not None
    assert now.since == began.since, "nothing was missed"
    assert now.at == clock.now()
    assert not services.reader_script.may_be_used()
    for switch in (services.reader_script.switch_on, services.reader_script.switch_off):
        with pytest.raises(Exception, match="always counts"):
            switch()


def test_what_a_service_lost_is_put_there_again(
    services: Services, there: Service, link: Link, access: Access
) -> None:
    services.publishing.run()
    account = there.relay.uploading.signed_in(access.secret.password)
    there.relay.uploading.delete(account, f"{link.token}.ics")
    assert services.publishing.pending_links() == frozenset()
    looked(services, there)
    assert services.publishing.pending_links() == {link.id}
    services.publishing.run()
    assert read(services, link) == 200


def test_a_backup_that_a_host_put_back_is_noticed(
    services: Services,
    there: Service,
    link: Link,
    unit_id: int,
    stay: Stay,
    tmp_path: Path,
) -> None:
    services.publishing.run()
    backup = tmp_path / "yesterday.db"
    _copy(tmp_path / "relay.db", backup)
    services.occupancies.add(stay(unit_id))
    gone = link.token
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    services.publishing.run()
    assert read(services, renewed) == 200
    there.relay.store.engine.close()
    _copy(backup, tmp_path / "relay.db")
    looked(services, there)
    services.publishing.run()
    there.relay.answers.look()
    url = f"{there.address}/cal/{gone}/x.ics"
    assert httpx.get(services.addresses.of(renewed).url, trust_env=False).content == (
        services.links.preview(renewed)
    )
    assert httpx.get(url, trust_env=False).status_code == 410


def _copy(source: Path, target: Path) -> None:
    import sqlite3

    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


def test_a_key_that_is_not_known_is_no_fault_of_the_look(services: Services, link: Link) -> None:
    assert services.publishing.run().uploaded == (link.id,)
    services.secrets.forget(services.publishing.current().secret_name)  # type: ignore[union-attr]
    assert services.reader_looks.look() == 0


def test_a_service_that_is_away_is_no_fault_of_the_look(
    services: Services, clock: SetClock, tmp_path: Path
) -> None:
    with service(tmp_path / "other.db", clock) as other:
        join(services, other, "Anna")
        services.publishing.run()
    assert services.reader_looks.look() == 0


def test_a_service_that_is_behind_is_read_by_our_clock(
    services: Services, link: Link, clock: SetClock, tmp_path: Path
) -> None:
    """The service has the time of today, this computer that of the tests, in another year."""
    with service(tmp_path / "other.db") as other:
        join(services, other, "Anna")
        services.publishing.run()
        read(services, link)
        assert looked(services, other) == 1
    found = services.readers.lately([link.id])
    assert [one.fetch.at.date() for one in found] == [clock.today()]
