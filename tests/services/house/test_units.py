"""What an owner does with properties and units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import COLOURS, PropertyDraft, Unit, UnitDraft, UnitKind
from app.core.links.link import Fetch, Origin
from app.core.readers.agents import ReaderName
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.services import Services
from app.storage.tables.fetches import FetchTable

Stay = Callable[..., OccupancyDraft]


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """A house with three units."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Dachstudio"])
    return list(house.units)


def names(services: Services) -> list[str]:
    return [unit.name for unit in services.units.all(archived=True)]


def fetched(
    services: Services, link_id: int, agent: str, status: int = 200, *, days_ago: int = 0
) -> None:
    fetch = Fetch(
        link_id=link_id,
        at=services.clock.now() - timedelta(days=days_ago),
        agent=agent,
        origin=Origin.OUTSIDE,
        status=status,
    )
    with services.database.write():
        FetchTable(services.database).add([fetch])


def test_the_first_house_has_its_units_in_order(services: Services) -> None:
    assert services.units.empty()
    units = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Möwe", "7"]).units
    assert not services.units.empty()
    assert [house.name for house in services.units.properties()] == ["Haus Seeblick"]
    assert services.units.all() == list(units)
    assert [unit.name for unit in units] == ["Seeblick 1", "Möwe", "7"]
    assert [unit.colour for unit in units] == list(COLOURS[:3])


@pytest.mark.parametrize("second", ["", "SEEBLICK 1", "x" * 10_000])
def test_the_first_house_is_set_up_whole_or_not_at_all(services: Services, second: str) -> None:
    with pytest.raises(UserError):
        services.units.first_house("Haus Seeblick", ["Seeblick 1", second])
    assert services.units.empty()


def test_a_unit_is_changed_and_counted(services: Services, units: list[Unit]) -> None:
    draft = UnitDraft(
        property_id=units[0].property_id,
        name="Möwe",
        address="Hafen 1",
        kind=UnitKind.ROOM,
        colour="#112233",
        capacity=4,
    )
    changed = services.units.change(units[0].id, draft, sequence=0)
    assert changed.draft() == draft
    assert (changed.id, changed.sequence, changed.position) == (units[0].id, 1, units[0].position)
    assert changed.revision > units[0].revision
    assert services.units.get(units[0].id) == changed


def test_a_unit_keeps_its_colour_where_none_is_given(services: Services, units: list[Unit]) -> None:
    draft = replace(units[1].draft(), name="Anders", colour="")
    assert services.units.change(units[1].id, draft, sequence=0).colour == units[1].colour


def test_a_draft_that_changes_nothing_leaves_the_unit_as_it_is(
    services: Services, units: list[Unit]
) -> None:
    assert services.units.change(units[0].id, units[0].draft(), sequence=0) == units[0]
    house = services.units.properties()[0]
    assert services.units.change_property(house.id, house.draft(), sequence=0) == house


def test_a_change_of_something_that_has_moved_is_refused(
    services: Services, units: list[Unit]
) -> None:
    services.units.rename(units[0].id, "Erst so", sequence=0)
    with pytest.raises(UserError, match="changed elsewhere"):
        services.units.rename(units[0].id, "Dann so", sequence=0)
    with pytest.raises(UserError, match="changed elsewhere"):
        services.units.archive(units[0].id, sequence=0)
    assert services.units.get(units[0].id).name == "Erst so"
    house = services.units.properties()[0]
    services.units.change_property(house.id, PropertyDraft(name="Erst so"), sequence=0)
    with pytest.raises(UserError, match="changed elsewhere"):
        services.units.change_property(house.id, PropertyDraft(name="Dann so"), sequence=0)
    with pytest.raises(UserError, match="changed elsewhere"):
        services.units.remove_property(house.id, sequence=0)


@pytest.mark.parametrize("name", ["Seeblick 1", "SEEBLICK 1", " seeblick 1\n"])
def test_a_name_exists_once(services: Services, units: list[Unit], name: str) -> None:
    house = units[0].property_id
    with pytest.raises(UserError, match="already a unit called “Seeblick 1”") as refused:
        services.units.add(UnitDraft(property_id=house, name=name))
    assert "archived" not in str(refused.value)
    with pytest.raises(UserError, match="already a unit called"):
        services.units.rename(units[1].id, name, sequence=0)
    services.units.archive(units[0].id, sequence=0)
    with pytest.raises(UserError, match="it is archived"):
        services.units.add(UnitDraft(property_id=house, name=name))
    assert names(services) == ["Seeblick 1", "Seeblick 2", "Dachstudio"]


def test_a_unit_may_spell_its_own_name_otherwise(services: Services, units: list[Unit]) -> None:
    assert services.units.rename(units[0].id, "SEEBLICK 1", sequence=0).name == "SEEBLICK 1"


def test_names_with_the_same_letters_in_another_script_form_are_one(
    services: Services, units: list[Unit]
) -> None:
    house = units[0].property_id
    services.units.add(UnitDraft(property_id=house, name="Mo\u0308wenstraße"))
    with pytest.raises(UserError, match="already a unit called"):
        services.units.add(UnitDraft(property_id=house, name="MÖWENSTRASSE"))


def test_a_unit_is_found_by_its_name_or_its_id_and_never_another_one(
    services: Services, units: list[Unit]
) -> None:
    seven = services.units.rename(units[2].id, str(units[0].id), sequence=0)
    with pytest.raises(UserError, match=f"name:{units[0].id} or id:{units[0].id}"):
        services.units.find(str(units[0].id))
    assert services.units.find(f"name:{units[0].id}") == seven
    assert services.units.find(f"id:{units[0].id}") == units[0]
    assert services.units.find(str(units[1].id)) == units[1]
    assert services.units.find("seeblick 2") == units[1]
    for unknown in ("Seeblick", "", "99", "-1", "9" * 30, "²", "Seeblick%"):
        with pytest.raises(UserError, match="There is no unit"):
            services.units.find(unknown)


def test_what_does_not_exist_is_a_sentence(services: Services, units: list[Unit]) -> None:
    for attempt in (
        lambda: services.units.get(99),
        lambda: services.units.archive(99, sequence=0),
        lambda: services.units.add(UnitDraft(property_id=99, name="x")),
        lambda: services.units.change(
            units[0].id, replace(units[0].draft(), property_id=99), sequence=0
        ),
        lambda: services.units.arrange({99: []}),
        lambda: services.units.arrange({units[0].property_id: [99]}),
        lambda: services.units.remove_property(99, sequence=0),
    ):
        with pytest.raises(UserError, match="does not exist any more"):
            attempt()


def test_an_archived_unit_stays_on_record_and_comes_back_as_it_was(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    services.occupancies.add(stay(units[0].id))
    link = services.links.enable_unit(units[0].id).after
    archived = services.units.archive(units[0].id, sequence=0).after
    assert archived.archived
    assert archived.archived_at == services.clock.now()
    assert [unit.name for unit in services.units.all()] == ["Seeblick 2", "Dachstudio"]
    assert names(services) == ["Seeblick 1", "Seeblick 2", "Dachstudio"]
    with pytest.raises(UserError, match="is archived already"):
        services.units.archive(units[0].id, sequence=1)
    restored = services.units.restore(units[0].id, sequence=1).after
    assert not restored.archived
    assert restored.draft() == units[0].draft()
    assert restored.sequence == 2
    assert len(services.occupancies.all(unit_id=units[0].id)) == 1
    assert services.links.get(link.id).token == link.token
    with pytest.raises(UserError, match="is not archived"):
        services.units.restore(units[0].id, sequence=2)


def test_the_question_before_archiving_knows_what_it_would_touch(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    unit = units[0].id
    assert not services.units.archive_consequences(unit)
    link = services.links.enable_unit(unit).after
    assert not services.units.archive_consequences(unit)
    past = -(services.clock.today() - services.clock.today()).days - 60
    services.occupancies.add(stay(unit, past, 3))
    services.occupancies.add(stay(unit, 10, 3, status=Status.CANCELLED))
    assert not services.units.archive_consequences(unit)
    services.occupancies.add(stay(unit, 20, 3))
    services.occupancies.add(stay(units[1].id, 20, 3))
    for agent in ("Google-Calendar-Importer", "Evolution/3.46", "Google-Calendar-Importer"):
        fetched(services, link.id, agent)
    fetched(services, link.id, "Mozilla/5.0 (X11) Firefox/128.0")
    fetched(services, link.id, "Thunderbird/128.0", status=404)
    consequences = services.units.archive_consequences(unit)
    assert consequences
    assert (consequences.ahead, consequences.links) == (1, 1)
    assert [who.name for who in consequences.readers] == ["Google Calendar", "Evolution"]


def test_a_reader_whom_nobody_knows_is_a_reader(services: Services, units: list[Unit]) -> None:
    link = services.links.enable_unit(units[0].id).after
    fetched(services, link.id, "Portal-Importer/2.1", status=304)
    consequences = services.units.archive_consequences(units[0].id)
    assert consequences
    assert consequences.readers == (ReaderName("Portal-Importer"),)


def test_a_reader_whom_the_owner_has_named_goes_by_that_name(
    services: Services, units: list[Unit]
) -> None:
    link = services.links.enable_unit(units[0].id).after
    fetched(services, link.id, "Portal-Importer/2.1")
    services.readers.name("Portal-Importer/2.1", "Tourist office")
    (who,) = services.units.archive_consequences(units[0].id).readers
    assert (who.name, who.own) == ("Tourist office", True)


def test_who_read_two_years_ago_has_not_read_lately(services: Services, units: list[Unit]) -> None:
    link = services.links.enable_unit(units[0].id).after
    fetched(services, link.id, "Google-Calendar-Importer", days_ago=730)
    assert not services.units.archive_consequences(units[0].id)
    fetched(services, link.id, "Evolution/3.46")
    (who,) = services.units.archive_consequences(units[0].id).readers
    assert who.name == "Evolution"


def test_who_reads_another_unit_is_no_consequence(services: Services, units: list[Unit]) -> None:
    links = [services.links.enable_unit(unit.id).after for unit in units[:2]]
    fetched(services, links[1].id, "Google-Calendar-Importer")
    assert not services.units.archive_consequences(units[0].id)
    services.links.disable(links[1].id, sequence=0)
    assert not services.units.archive_consequences(units[1].id), "it answers nobody already"


def test_a_stay_that_ends_today_is_not_ahead(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    today = services.clock.today()
    running = replace(
        stay(units[0].id), arrival=today - timedelta(days=3), departure=today + timedelta(days=1)
    )
    leaving = replace(stay(units[1].id), arrival=today - timedelta(days=3), departure=today)
    for draft in (running, leaving):
        services.occupancies.add(draft)
    assert services.units.archive_consequences(units[0].id).ahead == 1
    assert services.units.archive_consequences(units[1].id).ahead == 0


def test_a_property_is_removed_only_when_it_is_empty(services: Services, units: list[Unit]) -> None:
    house = services.units.properties()[0]
    for unit in units:
        services.units.archive(unit.id, sequence=0)
    with pytest.raises(UserError, match="still has units, perhaps archived ones"):
        services.units.remove_property(house.id, sequence=0)
    empty = services.units.add_property(PropertyDraft(name="Hafen"))
    services.units.remove_property(empty.id, sequence=0)
    assert services.units.properties() == [house]


def test_units_and_properties_are_put_into_order(services: Services, units: list[Unit]) -> None:
    first = units[0].property_id
    second = services.units.add_property(PropertyDraft(name="Hafen")).id
    one, two, three = (unit.id for unit in units)
    services.units.arrange({second: [three, one], first: [two]})
    assert [house.id for house in services.units.properties()] == [second, first]
    assert [unit.id for unit in services.units.all()] == [three, one, two]
    assert services.units.get(one).property_id == second


def test_a_unit_that_moved_into_another_house_has_changed(
    services: Services, units: list[Unit]
) -> None:
    first = units[0].property_id
    second = services.units.add_property(PropertyDraft(name="Hafen")).id
    services.units.arrange({first: [units[1].id, units[2].id], second: [units[0].id]})
    assert [services.units.get(unit.id).sequence for unit in units] == [1, 0, 0]
    with pytest.raises(UserError, match="changed elsewhere"):
        services.units.change(units[0].id, units[0].draft(), sequence=0)


def test_what_an_order_does_not_name_stands_after_what_it_names(
    services: Services, units: list[Unit]
) -> None:
    first = units[0].property_id
    second = services.units.add_property(PropertyDraft(name="Hafen")).id
    one, two, three = (unit.id for unit in units)
    services.units.arrange({first: [three]})
    assert [unit.id for unit in services.units.all()] == [three, one, two]
    services.units.arrange({second: []})
    assert [house.id for house in services.units.properties()] == [second, first]
    services.units.arrange({first: [two, three]})
    assert [unit.id for unit in services.units.all()] == [two, three, one]
    assert [house.id for house in services.units.properties()] == [first, second]


def test_new_units_and_houses_stand_at_the_end(services: Services, units: list[Unit]) -> None:
    first = units[0].property_id
    services.units.arrange({first: [units[2].id, units[1].id, units[0].id]})
    new = services.units.add(UnitDraft(property_id=first, name="Neu"))
    assert services.units.all()[-1] == new
    house = services.units.add_property(PropertyDraft(name="Hafen"))
    assert services.units.properties()[-1] == house
