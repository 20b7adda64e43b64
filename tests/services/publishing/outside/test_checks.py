"""The Probe of links: what everybody should read, on the webspace and here, and when."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.links.address import Check, Finding, Readability, readability
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target, calendar_path, link_path
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import KeptWebspace, Secret, calendar_file, page_file
from app.core.readers.agents import OWN_AGENT
from app.server.web.app import create_app
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AMISS_AGAIN, DAILY, PASSING_AGAIN, AddressChecks
from app.services.publishing.publishing import Publishing
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told
from tests.services.publishing.asking import answered
from tests.services.publishing.conftest import Web as Folder
from tests.web_sites import CALENDAR, PAGE, PATIENCE, Request, Site, Web, reply

ADDRESS = "https://haus.example/kalender"


@pytest.fixture
def site(internet: Web, web: Folder) -> Site:
    """The owner's website: shows what lies in the folder."""
    site = internet.site()
    site.folders["/kalender"] = web.path
    return site


@pytest.fixture
def kept(publishing: Publishing, web: Folder) -> KeptWebspace:
    return publishing.set_up(replace(web.webspace(), address=ADDRESS), Secret(), Keeping.ASK)


@pytest.fixture
def uploaded(publishing: Publishing, kept: KeptWebspace, link: Link, clock: SetClock) -> Link:
    """The unit's link, which lies on the webspace; a minute has passed since."""
    assert publishing.current() == kept
    publishing.run()
    clock.passes(minutes=1)
    return link


def finding(checks: AddressChecks, link: Link) -> tuple[Finding, str]:
    found = checks.check()[link.id]
    return found.finding, found.problem


def proven(services: Services, link: Link) -> bool:
    found = readability(services.addresses.of(link), services.clock.now())
    return found is Readability.READABLE


def test_what_was_put_is_read_by_everybody(
    checks: AddressChecks, uploaded: Link, site: Site, clock: SetClock, services: Services
) -> None:
    expected = Check(
        address=f"{ADDRESS}/{calendar_file(uploaded)}",
        at=clock.now(),
        finding=Finding.READABLE,
        certificate_until=datetime(3000, 1, 1, tzinfo=UTC),
    )
    assert checks.of([uploaded]) == {}
    assert checks.check() == {uploaded.id: expected}
    assert checks.of([uploaded]) == {uploaded.id: expected}
    assert proven(services, uploaded)
    assert site.paths == [f"/kalender/{calendar_file(uploaded)}", "/robots.txt", "/kalender/"]


def test_who_watches_is_told(checks: AddressChecks, uploaded: Link, site: Site, told: Told) -> None:
    told.take()
    checks.check([uploaded.id])
    assert [moved.publishing for moved in told.take()] == [True]
    assert checks.check([]) == {}
    assert told.take() == []
    assert site.asked


@pytest.mark.usefixtures("site", "uploaded")
def test_nobody_is_told_that_nothing_was_looked_at(checks: AddressChecks, told: Told) -> None:
    told.take()
    assert checks.check([4711]) == {}
    assert told.take() == []


def test_older_bytes_are_told(
    checks: AddressChecks, uploaded: Link, site: Site, web: Folder
) -> None:
    name = calendar_file(uploaded)
    old = web.read(name).replace(b"VERSION:2.0", b"VERSION:1.0")
    site.pages[f"/kalender/{name}"] = reply(old, CALENDAR)
    assert finding(checks, uploaded) == (Finding.OUTDATED, Problem.OLDER)
    del site.pages[f"/kalender/{name}"]
    assert finding(checks, uploaded) == (Finding.READABLE, "")


def test_what_another_address_gave_says_nothing_of_this_one(
    checks: AddressChecks,
    uploaded: Link,
    site: Site,
    publishing: Publishing,
    kept: KeptWebspace,
    services: Services,
) -> None:
    checks.check()
    publishing.change(
        replace(kept, address="https://other.example/kalender"), sequence=kept.sequence
    )
    assert checks.of([uploaded]) == {}
    assert services.addresses.of(uploaded).check is None
    assert checks.due() == [uploaded.id]
    assert finding(checks, uploaded) == (Finding.CLOSED, Problem.NAME_UNKNOWN)
    assert site.connections == 1


# ---- offline ----


def test_an_offline_computer_turns_no_green_link_red(
    checks: AddressChecks, uploaded: Link, site: Site, internet: Web, clock: SetClock
) -> None:
    assert site.port
    green = checks.check()
    clock.passes(days=2)
    names = dict(internet.names)
    internet.goes_offline()
    assert checks.due() == [uploaded.id]
    assert checks.check()[uploaded.id].finding is Finding.UNTRIED
    assert checks.of([uploaded]) == green
    # It is not tried at each look, but soon; at once when the network is another one.
    assert checks.due() == []
    clock.moment += PASSING_AGAIN
    assert checks.due() == [uploaded.id]
    checks.check()
    assert checks.due() == []
    checks.hurry()
    assert checks.due() == [uploaded.id]
    internet.names, internet.own = names, frozenset({"10.0.0.2"})
    assert checks.check()[uploaded.id].at == clock.now()
    assert checks.of([uploaded])[uploaded.id].at == clock.now()
    assert checks.due() == []


def test_without_an_earlier_reading_it_is_kept_that_it_could_not_be_tried(
    checks: AddressChecks, uploaded: Link, internet: Web, site: Site
) -> None:
    assert site.port
    internet.goes_offline()
    assert finding(checks, uploaded) == (Finding.UNTRIED, Problem.OFFLINE)
    assert checks.of([uploaded])[uploaded.id].finding is Finding.UNTRIED


def test_a_captive_network_turns_no_green_link_red(
    checks: AddressChecks, uploaded: Link, internet: Web, site: Site, clock: SetClock
) -> None:
    assert site.port
    green = checks.check()
    clock.passes(days=2)
    internet.site(certificate_of="login.hotel.example")
    internet.site(tls=False).pages["*"] = reply(b"<html>Willkommen</html>", PAGE)
    assert finding(checks, uploaded) == (Finding.UNTRIED, Problem.CAPTIVE)
    assert checks.of([uploaded]) == green


# ---- when ----


def test_each_is_looked_at_once_a_day(
    checks: AddressChecks, uploaded: Link, site: Site, clock: SetClock
) -> None:
    assert site.port
    assert checks.wanted()
    assert list(checks.run_due()) == [uploaded.id]
    assert not checks.wanted()
    clock.moment += DAILY
    assert checks.due() == [uploaded.id]


def test_each_upload_is_looked_at(
    checks: AddressChecks,
    uploaded: Link,
    site: Site,
    clock: SetClock,
    services: Services,
    publishing: Publishing,
    stay: Stay,
) -> None:
    assert site.port
    checks.check()
    clock.passes(minutes=1)
    assert uploaded.unit_id is not None
    services.occupancies.add(stay(uploaded.unit_id))
    # What is still to be uploaded is no reason: the old calendar is there, as it was put.
    assert checks.due() == []
    publishing.run()
    assert checks.due() == [uploaded.id]
    assert finding(checks, uploaded) == (Finding.READABLE, "")


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (reply(b"", {}, 403), AMISS_AGAIN),
        (reply(b"", {}, 503), PASSING_AGAIN),
        (reply(b"BEGIN:VCALENDAR", CALENDAR), DAILY),
    ],
)
def test_what_is_amiss_is_looked_at_sooner(
    checks: AddressChecks, uploaded: Link, site: Site, clock: SetClock, answer: bytes, again: object
) -> None:
    site.pages[f"/kalender/{calendar_file(uploaded)}"] = answer
    checks.check()
    clock.moment += again  # type: ignore[operator]  # a timedelta
    assert checks.due() == [uploaded.id]
    clock.passes(seconds=-1)
    assert checks.due() == []


def test_a_clock_that_was_wrong_delays_nothing(
    checks: AddressChecks, uploaded: Link, site: Site, clock: SetClock
) -> None:
    assert site.port
    clock.passes(hours=5)
    checks.check()
    clock.passes(hours=-5)
    assert checks.due() == [uploaded.id]


# ---- which links ----


def test_only_links_that_should_be_read_by_all_are_looked_at(
    checks: AddressChecks, link: Link, site: Site, services: Services, publishing: Publishing
) -> None:
    assert site.port
    # Served in the house: nobody outside is meant to read it.
    assert checks.due() == []
    assert checks.check() == {}
    assert publishing.current() is None
    services.settings.set("public_url", "https://haus.example")
    assert checks.due() == [link.id]
    services.settings.set("public_url", "http://192.168.1.5:8087")
    assert checks.due() == []
    services.settings.set("public_url", "https://haus.example")
    services.links.disable(link.id, sequence=link.sequence)
    assert checks.due() == []


@pytest.mark.usefixtures("kept", "site")
def test_nothing_is_looked_at_before_it_was_put(
    checks: AddressChecks, publishing: Publishing, link: Link
) -> None:
    assert checks.check() == {}
    publishing.run()
    assert list(checks.check()) == [link.id]


def test_a_page_for_a_website_is_read_as_well_as_its_calendar(
    checks: AddressChecks,
    uploaded: Link,
    services: Services,
    publishing: Publishing,
    site: Site,
    clock: SetClock,
) -> None:
    assert uploaded.unit_id is not None
    target = Target(Scope.UNIT, uploaded.unit_id)
    website = services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after
    publishing.run()
    clock.passes(minutes=1)
    found = checks.check()
    assert found[website.id].address == f"{ADDRESS}/{page_file(website)}"
    assert found[website.id].finding is Finding.READABLE
    assert site.connections == 1
    # The worse of both counts.
    site.pages[f"/kalender/{calendar_file(website)}"] = reply(b"", {}, 404)
    assert finding(checks, website) == (Finding.CLOSED, Problem.NOT_THERE)
    site.pages.clear()
    site.pages[f"/kalender/{page_file(website)}"] = reply(b"<html>zu verkaufen", PAGE)
    assert finding(checks, website) == (Finding.CLOSED, Problem.PAGE)


# ---- what is served here ----


@pytest.fixture
def proxied(services: Services, internet: Web) -> Iterator[Site]:
    """A proxy of the owner that leads here."""
    site = internet.site()
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *_: None, services.clock)
        site.pages["/robots.txt"] = answered(app, "/robots.txt")
        for link in services.links.all():
            for path in (link_path(link), calendar_path(link)):
                site.pages[path] = answered(app, path)
        services.settings.set("public_url", "https://haus.example")
        yield site


def test_what_leads_here_is_compared_with_what_is_served(
    checks: AddressChecks, link: Link, services: Services, proxied: Site, stay: Stay
) -> None:
    assert finding(checks, link) == (Finding.READABLE, "")
    assert proven(services, link)
    assert proxied.asked[0].headers["user-agent"] == OWN_AGENT
    # What is answered there stays as it was, while the calendar goes on.
    assert link.unit_id is not None
    services.occupancies.add(stay(link.unit_id))
    assert finding(checks, link) == (Finding.OUTDATED, Problem.OLDER)


@pytest.fixture
def website(services: Services, unit_id: int) -> Link:
    target = Target(Scope.UNIT, unit_id)
    return services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after


def test_a_page_that_is_served_here(checks: AddressChecks, website: Link, proxied: Site) -> None:
    found = checks.check()[website.id]
    assert (found.finding, found.problem) == (Finding.READABLE, "")
    assert found.address == f"https://haus.example{link_path(website)}"
    assert proxied.paths[:2] == [link_path(website), "/robots.txt"]


def test_an_address_that_leads_to_somebody_else(
    checks: AddressChecks, link: Link, services: Services, internet: Web
) -> None:
    internet.site().pages["*"] = reply(b"<html>Hotel Post", PAGE)
    services.settings.set("public_url", "https://haus.example")
    assert finding(checks, link) == (Finding.CLOSED, Problem.PAGE)


def test_an_address_that_leads_into_the_house(
    checks: AddressChecks, link: Link, services: Services, internet: Web
) -> None:
    internet.names["haus.example"] = ["192.168.178.20"]
    services.settings.set("public_url", "https://haus.example")
    found = checks.check()[link.id]
    assert (found.finding, found.problem) == (Finding.CLOSED, Problem.HOUSE_ONLY)
    assert found.detail == "192.168.178.20"


# ---- many, and the end ----


def test_many_links_travel_over_one_connection_and_are_kept_in_parts(
    checks: AddressChecks,
    site: Site,
    services: Services,
    publishing: Publishing,
    kept: KeptWebspace,
    clock: SetClock,
) -> None:
    names = [f"Zimmer {number}" for number in range(60)]
    house = services.units.first_house("Haus Seeblick", names)
    assert kept.id
    services.links.enable_all()
    publishing.run()
    clock.passes(minutes=1)
    found = checks.check()
    assert len(found) == len(house.units) == 60
    assert {check.finding for check in found.values()} == {Finding.READABLE}
    assert site.connections == 1
    assert site.paths.count("/robots.txt") == 1
    assert checks.of(services.links.all()) == found


@pytest.mark.parametrize("ended", [True, False])
def test_a_check_ends_when_it_is_to_and_keeps_what_it_has(
    checks: AddressChecks, uploaded: Link, site: Site, ended: bool
) -> None:
    reached, stop = threading.Event(), threading.Event()

    def waiting(_: Request, __: object) -> None:
        reached.set()
        stop.wait(PATIENCE)

    site.pages[f"/kalender/{calendar_file(uploaded)}"] = waiting
    results: list[dict[int, Check]] = []
    checking = threading.Thread(target=lambda: results.append(checks.check(None, stop.is_set)))
    checking.start()
    assert reached.wait(PATIENCE)
    if ended:
        checks.end()
    else:
        stop.set()
    checking.join(PATIENCE)
    stop.set()
    assert results == [{}]
    assert checks.of([uploaded]) == {}
    # The next one begins anew.
    del site.pages[f"/kalender/{calendar_file(uploaded)}"]
    assert list(checks.check()) == [uploaded.id]


def test_a_link_that_goes_while_it_is_read_is_left_out(
    checks: AddressChecks, uploaded: Link, site: Site, services: Services
) -> None:
    path = f"/kalender/{calendar_file(uploaded)}"
    older = reply(b"BEGIN:VCALENDAR", CALENDAR)

    def going(_: Request, connection: object) -> None:
        services.links.delete(uploaded.id, sequence=uploaded.sequence)
        services.publishing.run()
        connection.sendall(older)  # type: ignore[attr-defined]  # a socket

    site.pages[path] = going
    assert checks.check() == {}
