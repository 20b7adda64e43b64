"""Taking back what was done to properties and units, and doing it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.services.base.changes import AnyChange, PropertyChange, UnitChange
from app.services.house.unit_names import NameTaken
from app.services.services import Services
from app.services.taking_back import TakingBack
from tests.services.conftest import Stay


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus Seeblick", ["Eins", "Zwei"]).units)


@pytest.fixture
def back(services: Services) -> Callable[[AnyChange], AnyChange]:
    """Take a change back, and return the opposite one."""
    taking_back = TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )
    return lambda change: taking_back.take_back(change).reverse


Back = Callable[[AnyChange], AnyChange]


def added(services: Services, house: int, name: str = "Drei") -> UnitChange:
    return UnitChange(None, services.units.add(UnitDraft(property_id=house, name=name)))


def names(services: Services) -> list[str]:
    return [unit.name for unit in services.units.all(archived=True)]


def test_an_edited_unit_is_again_what_it_was(
    services: Services, units: list[Unit], back: Back
) -> None:
    one = units[0]
    wanted = replace(one.draft(), name="Möwe", capacity=4, address="Am See 1", colour="#123456")
    change = UnitChange(one, services.units.change(one.id, wanted, sequence=one.sequence))
    again = back(change)
    assert services.units.get(one.id).draft() == one.draft()
    assert services.units.get(one.id).sequence == 2
    back(again)
    assert services.units.get(one.id).draft() == wanted


def test_a_name_that_another_unit_has_taken_meanwhile_does_not_come_back(
    services: Services, units: list[Unit], back: Back
) -> None:
    one = units[0]
    change = UnitChange(one, services.units.rename(one.id, "Möwe", sequence=0))
    added(services, one.property_id, "eins")
    with pytest.raises(NameTaken):
        back(change)
    assert services.units.get(one.id).name == "Möwe"


def test_a_house_that_is_gone_takes_no_unit_back(
    services: Services, units: list[Unit], back: Back
) -> None:
    one = units[0]
    house = services.units.add_property(PropertyDraft(name="Hafen"))
    moved = services.units.change(
        one.id, replace(one.draft(), property_id=house.id), sequence=one.sequence
    )
    change = UnitChange(one, moved)
    two = services.units.get(units[1].id)
    services.units.change(two.id, replace(two.draft(), property_id=house.id), sequence=two.sequence)
    services.units.remove_property(one.property_id, sequence=0)
    with pytest.raises(UserError, match="property does not exist any more"):
        back(change)
    assert services.units.get(one.id) == moved


def test_a_new_unit_is_gone_again_and_comes_back_as_itself(
    services: Services, units: list[Unit], back: Back
) -> None:
    change = added(services, units[0].property_id)
    for _ in range(2):
        gone = back(change)
        assert names(services) == ["Eins", "Zwei"]
        with pytest.raises(UserError, match="does not exist any more"):
            services.units.get(change.after.id)
        again = back(gone)
        assert isinstance(again, UnitChange)
        assert (again.before, again.after.id) == (None, change.after.id)
        assert services.units.get(change.after.id).draft() == change.after.draft()
        assert names(services) == ["Eins", "Zwei", "Drei"]
        change = again


@pytest.mark.parametrize("what", ["stay", "link", "deleted link", "source", "helper"])
def test_a_unit_to_which_something_belongs_stays(
    services: Services, units: list[Unit], back: Back, stay: Stay, what: str
) -> None:
    change = added(services, units[0].property_id)
    new = change.after.id
    match what:
        case "stay":
            one = services.occupancies.add(stay(new)).after
            services.occupancies.cancel(one.id, sequence=one.sequence)
        case "link" | "deleted link":
            link = services.links.enable_unit(new).after
            if what == "deleted link":
                services.links.delete(link.id, sequence=link.sequence)
        case "source":
            address = "https://portal.example/1.ics"
            services.sources.add(SourceDraft(unit_id=new, address=address, enabled=False))
        case _:
            services.staff.add(StaffDraft(name="Rosa", unit_ids=frozenset({new})))
    with pytest.raises(UserError, match="Something belongs to “Drei” by now"):
        back(change)
    assert names(services) == ["Eins", "Zwei", "Drei"]


def test_a_unit_whose_name_is_taken_meanwhile_does_not_come_back(
    services: Services, units: list[Unit], back: Back
) -> None:
    gone = back(added(services, units[0].property_id))
    added(services, units[0].property_id, "DREI")
    with pytest.raises(NameTaken):
        back(gone)


def test_the_link_of_a_house_says_what_it_said_before(
    services: Services, units: list[Unit], back: Back
) -> None:
    target = Target(Scope.PROPERTY, units[0].property_id)
    link = services.links.add(LinkKind.CALENDAR, target, LinkChoices()).after
    revision = services.links.get(link.id).revision
    gone = back(added(services, units[0].property_id))
    assert services.links.get(link.id).revision > revision
    revision = services.links.get(link.id).revision
    back(gone)
    assert services.links.get(link.id).revision > revision


def test_an_edited_house_is_again_what_it_was(
    services: Services, units: list[Unit], back: Back
) -> None:
    (house,) = services.units.properties()
    wanted = PropertyDraft(name="Haus am See", address="Ufer 3")
    change = PropertyChange(
        house, services.units.change_property(house.id, wanted, sequence=house.sequence)
    )
    assert units
    again = back(change)
    assert services.units.properties()[0].draft() == house.draft()
    back(again)
    assert services.units.properties()[0].draft() == wanted


def test_a_removed_house_comes_back_in_its_place(
    services: Services, units: list[Unit], back: Back
) -> None:
    empty = services.units.add_property(PropertyDraft(name="Hafen", address="Kai 1"))
    services.units.arrange({empty.id: []})
    (empty, _) = services.units.properties()
    change = services.units.remove_property(empty.id, sequence=empty.sequence)
    assert change.changed
    assert units
    again = back(change)
    assert services.units.properties()[0].draft() == empty.draft()
    assert services.units.properties()[0].id == empty.id
    back(again)
    assert empty.id not in {house.id for house in services.units.properties()}


@pytest.mark.parametrize("what", ["unit", "link", "edit", "name"])
def test_a_new_house_that_is_in_use_stays(
    services: Services, units: list[Unit], back: Back, what: str
) -> None:
    house = services.units.add_property(PropertyDraft(name="Hafen"))
    change: AnyChange = PropertyChange(None, house)
    assert units
    match what:
        case "unit":
            added(services, house.id)
        case "link":
            target = Target(Scope.PROPERTY, house.id)
            services.links.add(LinkKind.CALENDAR, target, LinkChoices())
        case "edit":
            services.units.change_property(house.id, PropertyDraft(name="Kai"), sequence=0)
        case _:
            change = back(change)
            services.units.add_property(PropertyDraft(name="HAFEN"))
    with pytest.raises(UserError):
        back(change)
    assert len(services.units.properties()) == 2


def test_an_order_comes_back_with_what_has_come_since_behind_it(
    services: Services, units: list[Unit], back: Back
) -> None:
    one, two = (unit.id for unit in units)
    house = services.units.add_property(PropertyDraft(name="Hafen")).id
    first = units[0].property_id
    change = services.units.arrange({house: [one], first: [two]})
    assert [moved.after.id for moved in change.moved] == [one]
    new = added(services, first).after.id
    again = back(change)
    assert [unit.id for unit in services.units.all()] == [one, two, new]
    assert [place.id for place in services.units.properties()] == [first, house]
    back(again)
    assert [unit.id for unit in services.units.all()] == [one, two, new]
    assert [place.id for place in services.units.properties()] == [house, first]


def test_an_order_that_was_changed_since_does_not_come_back(
    services: Services, units: list[Unit], back: Back
) -> None:
    one, two = (unit.id for unit in units)
    change = services.units.arrange({units[0].property_id: [two, one]})
    assert change.changed
    services.units.arrange({units[0].property_id: [one, two]})
    with pytest.raises(UserError, match="order was changed elsewhere"):
        back(change)
    with services.database.read():
        assert services.units.stepping_back.order.moved(change)


def test_the_same_order_is_no_change(services: Services, units: list[Unit]) -> None:
    order = {units[0].property_id: [unit.id for unit in units]}
    assert not services.units.arrange(order).changed


def test_a_draft_that_changes_nothing_is_no_change(services: Services, units: list[Unit]) -> None:
    one = units[0]
    after = services.units.change(one.id, one.draft(), sequence=0)
    assert not UnitChange(one, after).changed
    (house,) = services.units.properties()
    same = services.units.change_property(house.id, house.draft(), sequence=0)
    assert not PropertyChange(house, same).changed
