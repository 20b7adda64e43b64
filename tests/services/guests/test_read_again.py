"""A guest whom a portal's calendar still names is not brought back by the next reading."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from app.core.importing.source import FORGOTTEN, Source
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import (  # noqa: F401  # fixtures
    Adds,
    adds,
    portal,
    read,
    services,
    unit,
    units,
    web,
)

STAY = Event(10, 4, "Reserved - Huber")


@pytest.fixture
def source(portal: Portal, adds: Adds) -> Source:  # noqa: F811  # a fixture
    portal.shows(STAY)
    return adds(portal)


def said(services: Services) -> list[tuple[str, str]]:  # noqa: F811
    with closing(sqlite3.connect(services.folder.database)) as connection:
        return connection.execute("SELECT summary, guest FROM source_stay").fetchall()


def test_a_past_stay_stays_forgotten_while_the_portal_repeats_it(
    services: Services,  # noqa: F811
    clock: SetClock,
    portal: Portal,  # noqa: F811
    source: Source,
) -> None:
    (stay,) = services.occupancies.all()
    assert stay.guest == "Huber"
    clock.moment += timedelta(days=40)
    read(services, source)
    services.privacy.forget([stay.id])
    assert said(services) == [(FORGOTTEN, "")]
    for more in (Event(60), Event(70)):
        # Something is new each time, so that the whole calendar is looked at.
        portal.shows(STAY, more)
        clock.passes(minutes=40)
        read(services, source)
    assert services.occupancies.get(stay.id).guest == ""
    assert (FORGOTTEN, "") in said(services)
    assert "Huber" not in str(said(services))


def test_a_cancelled_one_is_deleted_and_named_no_more(
    services: Services,  # noqa: F811
    clock: SetClock,
    portal: Portal,  # noqa: F811
    source: Source,
) -> None:
    (stay,) = services.occupancies.all()
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    services.privacy.forget([stay.id])
    portal.shows(STAY, Event(30))
    clock.passes(minutes=40)
    read(services, source)
    assert [one.guest for one in services.occupancies.all()] == [""]
    assert "Huber" not in str(said(services))


def test_with_other_dates_it_is_another_booking_with_its_guest(
    services: Services,  # noqa: F811
    clock: SetClock,
    portal: Portal,  # noqa: F811
    source: Source,
) -> None:
    (stay,) = services.occupancies.all()
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    services.privacy.forget([stay.id])
    portal.shows(Event(10, 6, "Reserved - Huber"))
    clock.passes(minutes=40)
    read(services, source)
    assert [one.guest for one in services.occupancies.all()] == ["Huber"]
