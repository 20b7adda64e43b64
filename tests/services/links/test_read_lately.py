"""Who has read links lately, as every question before a change tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.house.unit import Unit
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.services.links.readers import LATELY
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.links.test_readers import BROWSER, GOOGLE, PORTAL, fetched

SECOND = timedelta(seconds=1)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def links(services: Services, units: list[Unit]) -> list[Link]:
    return [services.links.enable_unit(unit.id).after for unit in units]


def lately(services: Services, *links: Link) -> list[str]:
    """Return the keys of who has read these links lately; all that answer where none is given."""
    ids = [link.id for link in links] if links else None
    return [read.who.key for read in services.readers.lately(ids)]


def test_each_reader_stands_there_once_with_its_newest_fetch(
    services: Services, links: list[Link], clock: SetClock
) -> None:
    for agent in (GOOGLE, "Portal-Importer/2.1", "Portal-Importer/2.2"):
        fetched(services, links[0], agent)
        clock.moment += SECOND
    newest = fetched(services, links[1], GOOGLE)
    assert lately(services) == ["Google Calendar", "Portal-Importer"]
    assert services.readers.lately()[0].fetch == newest
    assert lately(services, links[0]) == ["Portal-Importer", "Google Calendar"]
    assert lately(services, links[1]) == ["Google Calendar"]
    assert services.readers.lately([]) == []


def test_only_what_was_read_within_the_time_counts(
    services: Services, links: list[Link], clock: SetClock
) -> None:
    fetched(services, links[0], GOOGLE)
    clock.moment += SECOND
    fetched(services, links[0], PORTAL, status=304)
    fetched(services, links[0], "Evolution/3", status=503)
    fetched(services, links[0], BROWSER)
    assert lately(services, links[0]) == ["Portal-Importer", "Google Calendar"]
    clock.moment += LATELY - SECOND
    assert lately(services, links[0]) == ["Portal-Importer", "Google Calendar"]
    clock.moment += SECOND
    assert lately(services, links[0]) == ["Portal-Importer"]
    clock.moment += SECOND
    assert lately(services, links[0]) == []


def test_a_reader_that_was_let_go_counts_when_it_reads_again(
    services: Services, links: list[Link], clock: SetClock
) -> None:
    for link in links:
        fetched(services, link, PORTAL)
    clock.moment += SECOND
    services.readers.let_go(links[0].id, "Portal-Importer")
    assert lately(services, links[0]) == []
    assert lately(services) == ["Portal-Importer"], "the other link was not let go"
    clock.moment += SECOND
    fetched(services, links[0], PORTAL)
    assert lately(services, links[0]) == ["Portal-Importer"]


def test_of_all_links_those_count_that_answer(
    services: Services, links: list[Link], units: list[Unit]
) -> None:
    fetched(services, links[0], GOOGLE)
    fetched(services, links[1], PORTAL)
    services.links.disable(links[0].id, sequence=0)
    assert lately(services) == ["Portal-Importer"]
    assert lately(services, links[0]) == ["Google Calendar"], "what was asked for by name does"
    services.units.archive(units[1].id, sequence=0)
    assert lately(services) == []


def test_the_nameless_who_visit_a_website_do_not_count(
    services: Services, units: list[Unit], links: list[Link]
) -> None:
    target = Target(Scope.UNIT, units[0].id)
    website = services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after
    for agent in ("SearchBot/1.0", GOOGLE):
        fetched(services, website, agent)
    assert lately(services, website) == ["Google Calendar"]
    fetched(services, links[0], "SearchBot/1.0")
    assert lately(services) == ["SearchBot", "Google Calendar"], "it reads a calendar, too"
