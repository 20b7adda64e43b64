"""A stay of a portal that was cancelled and deleted: it does not come back as a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from app.core.importing.source import FORGOTTEN, Source
from app.core.stays.occupancy import Occupancy, Status
from app.services.base.changes import OccupancyDeletion
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import Adds, read
from tests.services.test_taking_back import taking_back_of

EVENT = Event(10, 4, "Reserved - Huber")


@pytest.fixture
def source(portal: Portal, adds: Adds) -> Source:
    portal.shows(EVENT)
    return adds(portal)


def deleted(services: Services) -> tuple[Occupancy, OccupancyDeletion]:
    (stay,) = services.occupancies.all()
    gone = services.occupancies.cancel(stay.id, sequence=stay.sequence).after
    return gone, services.occupancies.delete(gone.id, sequence=gone.sequence)


def told(services: Services) -> list[tuple[str, str, str]]:
    """Return what the portals' calendars are known to have said of guests."""
    with closing(sqlite3.connect(services.folder.database)) as connection:
        return connection.execute("SELECT summary, guest, link FROM source_stay").fetchall()


def again(services: Services, clock: SetClock, source: Source, times: int = 1) -> None:
    for _ in range(times):
        clock.passes(minutes=40)
        read(services, source)


def test_while_the_portal_repeats_it_nothing_comes(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    deleted(services)
    again(services, clock, source, 3)
    assert services.occupancies.all() == []
    portal.shows(EVENT, Event(30))
    again(services, clock, source, 2)
    (other,) = services.occupancies.all()
    assert other.arrival == Event(30).arrival
    clock.passes(days=2)
    again(services, clock, source)
    assert services.occupancies.all() == [other]


def test_with_other_dates_it_is_another_one(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    deleted(services)
    longer = replace(EVENT, nights=6)
    portal.shows(longer)
    again(services, clock, source)
    (stay,) = services.occupancies.all()
    assert (stay.arrival, stay.departure) == (longer.arrival, longer.departure)
    assert stay.status is Status.CONFIRMED
    again(services, clock, source)
    assert services.occupancies.all() == [stay]


def test_what_the_portal_drops_and_sells_again_comes(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    deleted(services)
    portal.shows(Event(30))
    again(services, clock, source, 3)
    portal.shows(EVENT, Event(30))
    again(services, clock, source, 2)
    assert {stay.arrival for stay in services.occupancies.all()} == {
        EVENT.arrival,
        Event(30).arrival,
    }


def test_taken_back_it_is_the_portals_as_before(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    gone, change = deleted(services)
    taking_back_of(services).take_back(change)
    again(services, clock, source)
    (stay,) = services.occupancies.all()
    assert (stay.id, stay.status) == (gone.id, Status.CANCELLED)
    portal.shows(replace(EVENT, nights=6))
    again(services, clock, source)
    # As of every one that the owner has cancelled: changed there, it is another one.
    assert [one.status for one in services.occupancies.all()] == [
        Status.CANCELLED,
        Status.CONFIRMED,
    ]


def test_taken_back_after_the_portal_has_forgotten_it_it_is_only_cancelled(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    gone, change = deleted(services)
    portal.shows(Event(30))
    again(services, clock, source, 3)
    taking_back_of(services).take_back(change)
    again(services, clock, source)
    assert services.occupancies.get(gone.id).status is Status.CANCELLED


def test_nothing_tells_any_more_whose_it_was(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    assert ("Reserved - Huber", "Huber", "") in told(services)
    deleted(services)
    assert told(services) == [(FORGOTTEN, "", "")]
    for more in (Event(30), Event(40)):
        # Something is new each time, so that the whole calendar is looked at.
        portal.shows(EVENT, more)
        again(services, clock, source, 2)
        assert "Huber" not in str(told(services))


def test_taken_back_it_is_known_whose_it_is(
    services: Services, clock: SetClock, source: Source
) -> None:
    before = told(services)
    _gone, change = deleted(services)
    back = taking_back_of(services)
    taken = back.take_back(change)
    assert told(services) == before
    back.take_back(taken.reverse)
    assert told(services) == [(FORGOTTEN, "", "")]
    again(services, clock, source)
    assert services.occupancies.all() == []


def test_taken_back_what_the_portal_says_by_now_stays(
    services: Services, clock: SetClock, portal: Portal, source: Source
) -> None:
    _gone, change = deleted(services)
    portal.shows(replace(EVENT, nights=6, summary="Reserved - Kern"))
    again(services, clock, source)
    taking_back_of(services).take_back(change)
    assert "Kern" in str(told(services))
    assert "Huber" not in str(told(services))


def test_of_a_closure_its_words_stay(services: Services, portal: Portal, adds: Adds) -> None:
    portal.shows(Event(10, 4, "Blocked"))
    adds(portal)
    before = told(services)
    stays = services.occupancies.all()
    for stay in stays:
        gone = services.occupancies.cancel(stay.id, sequence=stay.sequence).after
        services.occupancies.delete(gone.id, sequence=gone.sequence)
    assert told(services) == before == [("", "", "")]
