"""What is due and what is free, from the database: no more is read than is needed, and no less."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.agenda import agenda
from app.core.stays.free import free_units
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.services.services import Services
from app.services.stays.queries import StayQueries


@pytest.fixture
def house(services: Services) -> list[Unit]:
    """Four units full of all sorts of stays around today, the last one archived."""
    draw = Random(7)
    units = services.units.first_house("Haus Seeblick", ["Eins", "Zwei", "Drei", "Vier"]).units
    today = services.clock.today()
    for unit in units:
        for _ in range(60):
            arrival = today + timedelta(draw.randint(-30, 60))
            status = draw.choice(list(Status))
            services.occupancies.add(
                OccupancyDraft(
                    unit_id=unit.id,
                    arrival=arrival,
                    departure=arrival + timedelta(draw.randint(1, 20)),
                    kind=draw.choice(list(Kind)),
                    status=status,
                    option_until=today + timedelta(draw.randint(-20, 20))
                    if status is Status.OPTION
                    else None,
                    portal=draw.choice(["", "airbnb", "Hofladen"]),
                ),
                allow_conflict=True,
            )
    services.units.archive(units[3].id, sequence=units[3].sequence)
    return services.units.all()


@pytest.fixture
def queries(services: Services) -> StayQueries:
    return StayQueries(services.units, services.occupancies)


def test_the_agenda_misses_nothing(
    services: Services, house: list[Unit], queries: StayQueries
) -> None:
    today = services.clock.today()
    everything = agenda(services.occupancies.all(), [unit.id for unit in house], today)
    assert everything.departures
    assert everything.options
    assert queries.agenda(today) == everything


def test_what_is_read_for_the_agenda_is_little(services: Services, house: list[Unit]) -> None:
    assert house
    today = services.clock.today()
    due = services.occupancies.due(today, today + timedelta(7))
    assert len(due) < len(services.occupancies.all()) / 2
    assert all(stay.blocks for stay in due)


def test_free_is_what_no_stay_takes(
    services: Services, house: list[Unit], queries: StayQueries
) -> None:
    today, stays = services.clock.today(), services.occupancies.all()
    assert house
    every = services.units.all(archived=True)
    for ahead in range(90):
        for nights in (1, 3, 14):
            first = today + timedelta(ahead)
            last = first + timedelta(nights)
            assert queries.free(first, last) == free_units(every, stays, first, last)


def test_no_stay_is_refused_with_a_sentence(services: Services, queries: StayQueries) -> None:
    today = services.clock.today()
    with pytest.raises(UserError, match="Departure"):
        queries.free(today, today)
