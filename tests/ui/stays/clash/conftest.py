"""A house of four units in which Booking.com's and Airbnb's guests have the same nights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.stays.double_booking import Alarm
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.base.context import Context
from tests.clocks import SetClock

Book = Callable[..., Occupancy]


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Seeblick 1 for four, Seeblick 2 for five, Gartenhaus for six, Dachstudio for two."""
    house = services.units.add_property(PropertyDraft(name="Haus Seeblick"))
    rooms = {"Seeblick 1": 4, "Seeblick 2": 5, "Gartenhaus": 6, "Dachstudio": 2}
    return [
        services.units.add(UnitDraft(property_id=house.id, name=name, capacity=capacity))
        for name, capacity in rooms.items()
    ]


@pytest.fixture
def book(services: Services, units: list[Unit]) -> Book:
    """Enter a stay of July past the window; with a `source` as one that was read from a feed."""

    def book(
        unit: int, arrival: int, departure: int, *, source: str = "", **more: object
    ) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=units[unit].id,
            arrival=date(2027, 7, arrival),
            departure=date(2027, 7, departure),
            **more,  # type: ignore[arg-type]  # by the tests' own names
        )
        if not source:
            return services.occupancies.add(draft, allow_conflict=True).after
        with services.work.change():
            new = OccupancyTable(services.database).add(
                draft, uid=f"{unit}-{arrival}@{source}", source=source, now=services.clock.now()
            )
        return services.occupancies.get(new)

    return book


@pytest.fixture
def alarm(services: Services, book: Book, clock: SetClock) -> Alarm:
    """Familie Hübner, entered the day before, and Benoît, read from Airbnb at noon."""
    moment = clock.moment
    clock.passes(days=-1)
    book(1, 12, 16, guest="Familie Hübner", persons=5, portal="booking")
    clock.moment = moment
    book(1, 13, 18, guest="François Benoît", portal="airbnb", source="feed:1")
    book(0, 14, 20, guest="Lindqvist")
    book(2, 20, 23, guest="Fernández")
    (found,) = services.double_bookings.open()
    return found


@pytest.fixture
def context(make_context: Callable[..., Context], english: Catalogue) -> Context:
    """In English: what is said can be read in the tests."""
    return make_context(texts=english)
