"""Thousands cancelled at once: the very same as each by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.occupancy import Occupancy, Status
from app.services.base.changes import CompositeChange, OccupancyChange
from app.services.services import Services
from tests.services.conftest import Stay
from tests.services.test_taking_back import taking_back_of


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units)


def entered(services: Services, unit: Unit, stay: Stay, count: int) -> list[OccupancyChange]:
    return [services.occupancies.add(stay(unit.id, 4 * at)) for at in range(count)]


def plain(stay: Occupancy) -> Occupancy:
    """Return what two units can have alike; one change came a second after the other."""
    return replace(stay, id=0, uid="", unit_id=0, changed_at=stay.created_at)


def test_many_become_what_each_by_itself_becomes(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    few = entered(services, units[0], stay, 5)
    many = entered(services, units[1], stay, 30)
    one_by_one = taking_back_of(services).take_back(CompositeChange(tuple(few))).reverse
    at_once = taking_back_of(services).take_back(CompositeChange(tuple(many))).reverse
    assert isinstance(one_by_one, CompositeChange)
    assert isinstance(at_once, CompositeChange)
    for part, other in zip(reversed(one_by_one.parts), reversed(at_once.parts), strict=False):
        assert isinstance(part.after, Occupancy)
        assert isinstance(other.after, Occupancy)
        assert plain(part.after) == plain(other.after)
    for part in at_once.parts:
        assert services.occupancies.get(part.after.id) == part.after


def test_they_stand_again_and_go_again(services: Services, units: list[Unit], stay: Stay) -> None:
    change = CompositeChange(tuple(entered(services, units[0], stay, 30)))
    back = taking_back_of(services)
    again = back.take_back(back.take_back(change).reverse).reverse
    assert all(one.blocks for one in services.occupancies.all())
    back.take_back(again)
    assert not any(one.blocks for one in services.occupancies.all())


def test_a_double_booking_that_stood_may_stand_again(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    services.occupancies.add(stay(units[0].id, 1, 1), allow_conflict=True)
    back = taking_back_of(services)
    reverse = back.take_back(CompositeChange(tuple(many))).reverse
    assert services.double_bookings.open() == []
    back.take_back(reverse)
    assert len(services.double_bookings.open()) == 1


def test_one_that_moved_keeps_all_where_they_are(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    services.occupancies.cancel(many[7].after.id, sequence=0)
    with pytest.raises(UserError):
        taking_back_of(services).take_back(CompositeChange(tuple(many)))
    cancelled = [one for one in services.occupancies.all() if one.status is Status.CANCELLED]
    assert len(cancelled) == 1


def test_an_archived_unit_keeps_them(services: Services, units: list[Unit], stay: Stay) -> None:
    many = entered(services, units[0], stay, 30)
    services.units.archive(units[0].id, sequence=units[0].sequence)
    with pytest.raises(UserError, match="archived"):
        taking_back_of(services).take_back(CompositeChange(tuple(many)))


def test_readers_hear_of_it(services: Services, units: list[Unit], stay: Stay) -> None:
    link = services.links.enable_unit(units[0].id).after
    many = entered(services, units[0], stay, 30)
    feeds = services.feeds()
    try:
        assert getattr(feeds.answer(link.token), "body", b"").count(b"BEGIN:VEVENT") == 30
        taking_back_of(services).take_back(CompositeChange(tuple(many)))
        assert getattr(feeds.answer(link.token), "body", b"").count(b"BEGIN:VEVENT") == 0
    finally:
        feeds.close()
