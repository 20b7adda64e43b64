"""Links on a calendar service: what lies there, what readers are answered, how one leaves."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.publishing.faults import WebspaceError
from app.core.publishing.relay.faults import used_by_another
from app.core.publishing.relay.page import read_page
from app.core.publishing.status import RunResult
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.runs.marker import MARKER, Marker
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.relay.conftest import Access, join
from tests.services.publishing.webspaces.servers.relays import Service, service


def asked(services: Services, there: Service, link: Link, **headers: str) -> httpx.Response:
    """What a portal is answered at the address that the owner has pasted there."""
    there.relay.answers.look()
    return httpx.get(services.addresses.of(link).url, headers=headers, trust_env=False)


def status(there: Service, url: str) -> int:
    """What is answered once the service has looked what has changed, as it does all the time."""
    there.relay.answers.look()
    return httpx.get(url, trust_env=False).status_code


def asked_at(there: Service, link: Link) -> int:
    return status(there, f"{there.address}/cal/{link.token}/x.ics")


@pytest.mark.usefixtures("access")
def test_an_enabled_link_is_read_there_as_at_home(
    services: Services, there: Service, link: Link
) -> None:
    assert services.publishing.run() == RunResult(uploaded=(link.id,))
    address = services.addresses.of(link)
    assert address.url == f"{there.address}/cal/{link.token}/seeblick-1.ics"
    assert address.knows_readers
    answer = asked(services, there, link)
    feed = services.feeds()
    try:
        at_home = feed.answer(link.token)
    finally:
        feed.close()
    assert answer.content == at_home.body  # type: ignore[union-attr]  # it is open
    assert answer.headers["content-disposition"] == 'inline; filename="seeblick-1.ics"'
    assert (
        asked(services, there, link, **{"If-None-Match": answer.headers["etag"]}).status_code == 304
    )
    assert services.publishing.pending_links() == frozenset()
    assert services.publishing.run() == RunResult()


@pytest.mark.usefixtures("access")
def test_a_change_is_in_the_next_answer(
    services: Services, there: Service, link: Link, unit_id: int, stay: Stay
) -> None:
    services.publishing.run()
    before = asked(services, there, link).content
    services.occupancies.add(stay(unit_id, 3, 2))
    services.publishing.run()
    assert asked(services, there, link).content == services.links.preview(link) != before


def test_the_service_makes_the_page_of_a_website(
    services: Services, there: Service, access: Access, unit_id: int, stay: Stay
) -> None:
    services.occupancies.add(stay(unit_id, 3, 2, guest="Familie Sonnenschein"))
    link = services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, unit_id), LinkChoices()).after
    services.publishing.run()
    lies = there.lies_there(access.secret)
    assert lies.keys() == {f"{link.token}.json", f"{link.token}.ics", MARKER}
    assert read_page(lies[f"{link.token}.json"]).taken
    assert b"Sonnenschein" not in b"".join(lies.values())
    address = services.addresses.of(link)
    assert address.url == f"{there.address}/kalender/{link.token}"
    page = asked(services, there, link)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert httpx.get(address.calendar_url, trust_env=False).status_code == 200


def test_what_everybody_reads_is_proven(
    services: Services, access: Access, link: Link, unit_id: int
) -> None:
    website = services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, unit_id), LinkChoices()).after
    services.publishing.run()
    from app.services.publishing.outside.expected import Expectations

    feeds = services.feeds()
    try:
        expectations = Expectations(services.work.database, feeds)
        for one in (link, website):
            address = services.addresses.of(one)
            for place in expectations.places(one, address, access.kept):
                body = httpx.get(place.url, trust_env=False).content
                assert hashlib.sha256(body).digest() in place.expected().digests
    finally:
        feeds.close()


@pytest.mark.usefixtures("access")
def test_a_link_that_is_switched_off_is_404_and_one_given_up_410(
    services: Services, there: Service, link: Link
) -> None:
    services.publishing.run()
    off = services.links.disable(link.id, sequence=link.sequence).after
    services.publishing.run()
    assert asked(services, there, off).status_code == 404
    on = services.links.enable(link.id, sequence=off.sequence).after
    services.publishing.run()
    assert asked(services, there, on).status_code == 200
    renewed = services.links.renew(link.id, sequence=on.sequence).after
    services.publishing.run()
    assert asked(services, there, renewed).status_code == 200
    assert asked(services, there, on).status_code == 410


def test_leaving_ends_all_addresses_and_the_key(
    services: Services, there: Service, access: Access, link: Link
) -> None:
    services.publishing.run()
    url = services.addresses.of(link).url
    services.publishing.remove(sequence=access.kept.sequence)
    assert services.publishing.run().deleted == 1
    assert status(there, url) == 410
    assert (
        not there.knows(access.secret) or there.relay.hosting.owner("Haus am See").lies.links == 0
    )
    assert services.publishing.leaving() == []
    assert services.secrets.get(access.kept.secret_name) is None


@pytest.mark.usefixtures("access")
def test_moving_to_another_service_leaves_nobody_without_an_answer(
    services: Services, there: Service, link: Link, tmp_path: Path, clock: SetClock
) -> None:
    services.publishing.run()
    old = services.addresses.of(link).url
    with service(tmp_path / "other.db", clock) as other:
        join(services, other, "Anna")
        assert status(there, old) == 200
        services.publishing.run()
        assert asked(services, other, link).status_code == 200
        assert services.addresses.of(link).url.startswith(other.address)
        assert status(there, old) == 410


@pytest.mark.usefixtures("access")
def test_another_access_to_the_same_service_takes_the_addresses_along(
    services: Services, there: Service, link: Link
) -> None:
    services.publishing.run()
    join(services, there, "Haus am See, neu")
    services.publishing.run()
    assert asked(services, there, link).status_code == 200
    assert services.publishing.leaving() == []


def test_a_new_invitation_to_the_same_access_goes_on_where_it_was(
    services: Services, there: Service, access: Access, link: Link
) -> None:
    services.publishing.run()
    again = join(services, there, again=True)
    assert again.kept.id == access.kept.id
    services.publishing.run()
    assert asked(services, there, link).status_code == 200
    assert services.publishing.leaving() == []
    assert not there.knows(access.secret)


def test_from_a_webspace_to_a_service_and_back(
    services: Services, there: Service, link: Link, tmp_path: Path
) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    webspace = Webspace(
        kind=WebspaceKind.FOLDER, folder=str(folder), address="https://haus.example/kal"
    )
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    services.publishing.run()
    join(services, there)
    services.publishing.run()
    assert asked(services, there, link).status_code == 200
    assert list(folder.iterdir()) == []
    url = services.addresses.of(link).url
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    services.publishing.run()
    assert (folder / f"{link.token}.ics").is_file()
    assert status(there, url) == 410


def test_two_desktops_with_one_key_do_not_undo_each_other(
    services: Services, there: Service, access: Access, link: Link
) -> None:
    uploading = there.relay.uploading
    account = uploading.signed_in(access.secret.password)
    uploading.put(account, MARKER, Marker("another house", 7).body())
    with pytest.raises(WebspaceError) as caught:
        services.publishing.run()
    assert caught.value.message == used_by_another("").message
    assert there.lies_there(access.secret).keys() == {MARKER}
    services.publishing.take_over()
    services.publishing.run()
    assert asked(services, there, link).status_code == 200


def test_who_leaves_does_not_end_the_access_of_the_other_one(
    services: Services, there: Service, access: Access, link: Link
) -> None:
    services.publishing.run()
    uploading = there.relay.uploading
    account = uploading.signed_in(access.secret.password)
    uploading.put(account, MARKER, Marker("another house", 7).body())
    services.publishing.remove(sequence=access.kept.sequence)
    with pytest.raises(WebspaceError, match="Another Zimmerfrei"):
        services.publishing.run()
    assert there.knows(access.secret)
    assert asked_at(there, link) == 200


@pytest.mark.usefixtures("access")
def test_a_host_that_ends_the_access_is_named_and_forgotten(
    services: Services, there: Service, link: Link, unit_id: int, stay: Stay
) -> None:
    services.publishing.run()
    there.relay.hosting.revoke("Haus am See")
    services.occupancies.add(stay(unit_id))
    with pytest.raises(WebspaceError, match="has ended your access"):
        services.publishing.run()
    assert services.publishing.status().error is not None
    assert services.publishing.pending_links() == {link.id}
    kept = services.publishing.current()
    assert kept is not None
    services.publishing.remove(sequence=kept.sequence)
    services.publishing.run()
    assert services.publishing.leaving() == []


def test_a_service_that_takes_no_more_says_so_and_the_others_stay(
    services: Services, there: Service, link: Link, unit_id: int
) -> None:
    invited = there.relay.hosting.invite("Haus am See", links=1)
    joined = services.joining.accept(there.pasted(invited), Keeping.ASK)
    services.publishing.set_up(joined.webspace, joined.secret, Keeping.ASK)
    services.publishing.run()
    second = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, unit_id), LinkChoices(label="Airbnb")
    ).after
    with pytest.raises(WebspaceError, match="takes no more calendars"):
        services.publishing.run()
    assert services.publishing.pending_links() == {second.id}
    assert asked_at(there, link) == 200


def test_a_key_that_got_lost_is_told_with_what_to_do(
    services: Services, there: Service, access: Access, link: Link
) -> None:
    services.secrets.forget(access.kept.secret_name)
    with pytest.raises(WebspaceError, match="new invitation") as caught:
        services.publishing.run()
    assert not caught.value.passing
    join(services, there, again=True)
    assert services.publishing.run().uploaded == (link.id,)


def test_what_could_not_be_put_there_for_a_week_comes_by_itself(
    services: Services, link: Link, unit_id: int, stay: Stay, tmp_path: Path, clock: SetClock
) -> None:
    with ExitStack() as stack:
        there = stack.enter_context(service(tmp_path / "relay.db", clock))
        access = join(services, there)
        services.publishing.run()
    last = services.publishing.status().last_success
    clock.passes(days=7)
    services.occupancies.add(stay(unit_id))
    with pytest.raises(WebspaceError) as caught:
        services.publishing.run()
    assert caught.value.passing
    book = services.addresses.book()
    assert book.of(link).failing
    assert book.of(link).put_last == last
    with service(tmp_path / "relay.db", clock) as back:
        moved = replace(access.kept, host=back.address, address=back.address)
        with services.work.change():
            # At another port: that from before may be somebody else's by now.
            services.publishing._table.change(access.kept.id, moved)  # as above
        services.publishing.run()
        assert asked(services, back, link).content == services.links.preview(link)
