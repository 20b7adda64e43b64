"""The nights that are taken, as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, OccupancyDraft
from app.services.services import Services

Stay = Callable[..., OccupancyDraft]


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """A house with two units."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


def test_what_is_running_or_to_come_is_counted_by_unit(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    today = services.clock.today()
    for unit, start in ((units[0], 0), (units[0], 5), (units[0], -400)):
        services.occupancies.add(stay(unit.id, start))
    cancelled = services.occupancies.add(stay(units[1].id)).after
    services.occupancies.cancel(cancelled.id, sequence=0)
    assert services.nights.ahead() == {units[0].id: 2}
    leaving = replace(stay(units[1].id), arrival=today - timedelta(days=2), departure=today)
    services.occupancies.add(leaving)
    running = replace(stay(units[1].id), arrival=today, departure=today + timedelta(days=1))
    services.occupancies.add(running)
    assert services.nights.ahead() == {units[0].id: 2, units[1].id: 1}


def test_portals_are_those_in_use(services: Services, units: list[Unit], stay: Stay) -> None:
    for at, portal in enumerate(("airbnb", "", "Hofladen", "airbnb", "")):
        services.occupancies.add(stay(units[0].id, 5 * at, portal=portal))
    dropped = services.occupancies.add(stay(units[1].id, portal="booking")).after
    services.occupancies.cancel(dropped.id, sequence=0)
    assert services.nights.portals() == ["", "Hofladen", "airbnb"]


def test_a_stay_over_new_year_is_of_both_years(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    arrival, departure = date(2027, 12, 30), date(2028, 1, 2)
    draft = replace(stay(units[0].id), arrival=arrival, departure=departure, kind=Kind.OWNER)
    services.occupancies.add(draft)
    assert services.nights.years() == [2027, 2028]
    (one,) = services.nights.taken(2028)
    assert (one.unit_id, one.kind) == (units[0].id, Kind.OWNER)
    assert services.nights.taken(2027) == [one]


def test_the_day_of_departure_is_no_night_of_the_next_year(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    draft = replace(stay(units[0].id), arrival=date(2027, 12, 30), departure=date(2028, 1, 1))
    services.occupancies.add(draft)
    assert services.nights.years() == [2027]
    assert services.nights.taken(2028) == []


def test_what_is_cancelled_takes_no_night(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    assert not services.nights.any_taken()
    first = services.occupancies.add(stay(units[0].id)).after
    assert services.nights.any_taken()
    services.occupancies.cancel(first.id, sequence=0)
    assert not services.nights.any_taken()
    assert services.nights.years() == []
    assert services.nights.portals() == []
