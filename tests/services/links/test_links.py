"""What an owner does with links: Freischalten, lock, renew, delete; who has read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.details import Details
from app.core.links.link import Fetch, Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.links.reach import Reach
from app.services.feeds.feeds import Closed
from app.services.services import Services
from app.storage.tables.fetches import FetchTable
from app.storage.tables.links.links import LinkTable


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """A house with two units."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Zimmer Möwe"])
    return list(house.units)


@pytest.fixture
def unit(units: list[Unit]) -> Unit:
    return units[0]


def retired(services: Services, token: str) -> bool:
    with services.database.read():
        return LinkTable(services.database).retired(token) is not None


def fetched(
    services: Services,
    link_id: int,
    agent: str,
    *,
    status: int = 200,
    origin: Origin = Origin.HOME,
    minutes: int = 0,
) -> Fetch:
    at = services.clock.now() + timedelta(minutes=minutes)
    fetch = Fetch(link_id=link_id, at=at, agent=agent, origin=origin, status=status)
    with services.database.write():
        FetchTable(services.database).add([fetch])
    return fetch


def test_freischalten_makes_a_link_that_says_occupied_and_nothing_else(
    services: Services, unit: Unit
) -> None:
    link = services.links.enable_unit(unit.id).after
    assert link.main
    assert link.enabled
    assert link.details == Details()
    assert (link.unit_id, link.subject, link.sequence) == (unit.id, "Seeblick 1", 0)
    assert re.fullmatch(r"[A-Za-z0-9]{24}", link.token)
    assert services.links.all() == [link]


def test_freischalten_twice_changes_nothing(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    assert services.links.enable_unit(unit.id).after == link


def test_locking_and_enabling_again_keeps_the_address(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    locked = services.links.disable(link.id, sequence=0).after
    assert not locked.enabled
    assert services.links.address(locked) == services.links.address(link)
    again = services.links.enable(link.id, sequence=1).after
    assert again.enabled
    assert (again.token, again.sequence) == (link.token, 2)
    services.links.disable(link.id, sequence=2)
    assert services.links.enable_unit(unit.id).after.token == link.token
    assert not retired(services, link.token)


def test_switching_to_where_it_stands_changes_nothing(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    assert services.links.enable(link.id, sequence=0).after == link


def test_a_renewed_link_has_another_address_and_the_old_one_is_gone(
    services: Services, unit: Unit
) -> None:
    link = services.links.enable_unit(unit.id).after
    renewed = services.links.renew(link.id, sequence=0).after
    assert renewed.token != link.token
    assert (renewed.enabled, renewed.sequence) == (True, 1)
    assert renewed.revision > link.revision
    assert retired(services, link.token)
    assert not retired(services, renewed.token)


def test_a_deleted_link_is_gone_with_its_address(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    fetched(services, link.id, "Evolution/3")
    services.links.delete(link.id, sequence=0)
    assert services.links.all() == []
    with closing(services.feeds()) as feeds:
        assert feeds.answer(link.token) == Closed(link.id, gone=True)
    with pytest.raises(UserError, match="There is no link with the number"):
        services.links.get(link.id)
    assert services.links.enable_unit(unit.id).after.token != link.token


def test_a_change_of_a_link_that_has_moved_is_refused(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    services.links.disable(link.id, sequence=0)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: services.links.enable(link.id, sequence=0),
        lambda: services.links.disable(link.id, sequence=0),
        lambda: services.links.renew(link.id, sequence=0),
        lambda: services.links.delete(link.id, sequence=0),
    )
    for attempt in attempts:
        with pytest.raises(UserError, match="changed elsewhere"):
            attempt()
    assert not services.links.get(link.id).enabled
    assert services.links.get(link.id).token == link.token


def test_further_links_stand_after_the_main_one(services: Services, unit: Unit) -> None:
    further = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), LinkChoices(portal="airbnb")
    ).after
    own = services.links.add(
        LinkKind.CALENDAR,
        Target(Scope.UNIT, unit.id),
        LinkChoices(label=" Webseite\n", portal="Tante Erna"),
    ).after
    main = services.links.enable_unit(unit.id).after
    assert services.links.all(Target(Scope.UNIT, unit.id)) == [main, further, own]
    assert (further.label, further.portal, further.main) == ("Airbnb", "airbnb", False)
    assert (own.label, own.portal, own.enabled) == ("Webseite", "Tante Erna", True)
    assert len({link.token for link in (main, further, own)}) == 3


def test_a_portal_is_known_by_its_name_as_well(services: Services, unit: Unit) -> None:
    assert (
        services.links.add(
            LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), LinkChoices(portal="booking.COM")
        ).after.portal
        == "booking"
    )


def test_all_units_that_are_not_archived_are_enabled_at_once(
    services: Services, units: list[Unit]
) -> None:
    services.units.archive(units[0].id, sequence=0)
    assert [part.after.subject for part in services.links.enable_all().parts] == ["Zimmer Möwe"]
    assert [link.subject for link in services.links.all()] == ["Zimmer Möwe"]


def test_an_archived_or_unknown_unit_gets_no_link(services: Services, unit: Unit) -> None:
    services.units.archive(unit.id, sequence=0)

    def add(unit_id: int) -> Link:
        return services.links.add(
            LinkKind.CALENDAR, Target(Scope.UNIT, unit_id), LinkChoices()
        ).after

    for attempt in (services.links.enable_unit, add):
        with pytest.raises(UserError, match="Seeblick 1 is archived"):
            attempt(unit.id)
        with pytest.raises(UserError, match="does not exist any more"):
            attempt(99)


def test_an_address_is_of_the_settings_and_names_the_unit(
    services: Services, units: list[Unit]
) -> None:
    link = services.links.enable_unit(units[1].id).after
    path = f"/cal/{link.token}/zimmer-moewe.ics"
    assert services.links.address(link) == f"http://127.0.0.1:8642{path}"
    assert services.addresses.of(link).reach is Reach.THIS_PC
    services.settings.set("port", "9000")
    assert services.links.address(link) == f"http://127.0.0.1:9000{path}"
    services.settings.set("public_url", "https://haus.example/")
    assert services.links.address(link) == f"https://haus.example{path}"
    assert services.addresses.of(link).reach is Reach.EVERYWHERE


def test_a_renamed_unit_keeps_its_token_and_is_called_anew(services: Services, unit: Unit) -> None:
    link = services.links.enable_unit(unit.id).after
    services.units.rename(unit.id, "Dachstudio", sequence=0)
    renamed = services.links.get(link.id)
    assert renamed.token == link.token
    assert services.links.address(renamed).endswith(f"{link.token}/dachstudio.ics")


@pytest.mark.parametrize(("setting", "language"), [("system", "de"), ("en", "en"), ("de", "de")])
def test_a_new_link_speaks_the_owners_language(
    services: Services, unit: Unit, setting: str, language: str
) -> None:
    services.settings.set("language", setting)
    assert services.links.enable_unit(unit.id).after.language == language
