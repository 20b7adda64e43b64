"""Earlier guests and their stays, as they stand in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from app.services.services import Services

Enter = Callable[..., Occupancy]


@pytest.fixture
def enter(services: Services) -> Enter:
    units = services.units.first_house("Haus", ["Eins", "Zwei"]).units

    def enter(day: int, unit: int = 0, **fields: object) -> Occupancy:
        arrival = date(2027, 1, 1) + timedelta(days=day)
        draft = OccupancyDraft(
            unit_id=units[unit].id, arrival=arrival, departure=arrival + timedelta(days=2)
        )
        return services.occupancies.add(replace(draft, **fields)).after  # type: ignore[arg-type]  # fields of a draft

    return enter


def test_earlier_guests_are_those_of_all_units(services: Services, enter: Enter) -> None:
    enter(0, guest="Huber", phone="0171 2345678")
    enter(10, 1, guest="Hubert", email="h@example.org", contact="WhatsApp")
    enter(20, guest="Renovation", kind=Kind.BLOCK)
    enter(30, kind=Kind.BOOKING, portal="airbnb")
    enter(40, guest="Hubaner", kind=Kind.OWNER)
    found = services.guests.book().suggest("hub")
    assert [(guest.name, guest.phone, guest.email, guest.contact) for guest in found] == [
        ("Hubaner", "", "", ""),
        ("Hubert", "", "h@example.org", "WhatsApp"),
        ("Huber", "0171 2345678", "", ""),
    ]
    assert services.guests.book().suggest("reno") == []


def test_the_stays_of_a_guest_newest_first_cancelled_ones_too(
    services: Services, enter: Enter
) -> None:
    first = enter(0, guest="Huber")
    second = enter(10, 1, guest="HUBER")
    enter(20, guest="Maier")
    third = enter(30, guest="Huber")
    gone = services.occupancies.cancel(second.id, sequence=second.sequence).after
    assert services.guests.stays_of(first) == [third, gone, first]
    assert services.guests.stays_of(first, but=first.id) == [third, gone]


def test_who_is_not_named_has_no_stays(services: Services, enter: Enter) -> None:
    nameless = enter(0)
    enter(10)
    assert services.guests.stays_of(nameless) == []


def test_a_change_is_in_the_next_book(services: Services, enter: Enter) -> None:
    stay = enter(0, guest="Huber")
    draft = replace(stay.draft(), guest="Maier")
    services.occupancies.change(stay.id, draft, sequence=stay.sequence)
    book = services.guests.book()
    assert book.suggest("hub") == []
    assert [guest.name for guest in book.suggest("mai")] == ["Maier"]
