"""What portals were told is remembered: by whom it was read, or what lay on a webspace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.house.unit import Unit
from app.core.importing.judging.outcome import GIVEN_LAG, PUBLISHED_LAG, GivenNights
from app.core.importing.nights import Nights
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.services.feeds.feeds import Feed
from app.services.links.given import GivenNotes
from app.services.services import Services
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.conftest import Stay

AUGUST = date(2027, 8, 1)


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]


@pytest.fixture
def link(services: Services, unit: Unit) -> Link:
    target = Target(Scope.UNIT, unit.id)
    return services.links.add(LinkKind.CALENDAR, target, LinkChoices(portal="airbnb")).after


def feed_of(services: Services, link: Link) -> Feed:
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    return feed


def reads(
    services: Services,
    link: Link,
    agent: str = "AirbnbBot",
    status: int = 200,
    origin: Origin = Origin.OUTSIDE,
) -> None:
    log = services.fetch_log()
    log.start()
    log.record(link.id, agent, origin, status, feed_of(services, link))
    log.stop()


def given(services: Services, unit: Unit, portal: str = "airbnb") -> GivenNights:
    with services.database.read():
        return GivenNotes(services.database).of(unit.id, portal, services.clock.now())


def nights(start: int, count: int) -> Nights:
    first = AUGUST + timedelta(days=start)
    return Nights.within(first, first + timedelta(days=count))


def test_a_portal_knows_what_it_has_read(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, 0, 3))
    assert given(services, unit) == GivenNights()
    reads(services, link)
    known = given(services, unit)
    assert (known.known, known.read_at, known.assumed) == (nights(0, 3), clock.moment, Nights())
    assert given(services, unit, "booking") == given(services, unit, "") == GivenNights()
    # What came into the plan since, it cannot know.
    services.occupancies.add(stay(unit.id, 10, 3))
    assert given(services, unit).known == nights(0, 3)
    clock.passes(minutes=5)
    reads(services, link, status=304)
    known = given(services, unit)
    assert (known.known, known.read_at) == (nights(0, 3) | nights(10, 3), clock.moment)
    assert nights(10, 3) == known.fresh & nights(10, 3)


def test_what_it_had_read_before_may_come_back_for_a_while(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    added = services.occupancies.add(stay(unit.id)).after
    reads(services, link)
    services.occupancies.cancel(added.id, sequence=added.sequence)
    clock.passes(minutes=5)
    reads(services, link)
    assert given(services, unit).known == Nights()
    assert given(services, unit).lately == nights(0, 3)
    clock.moment += 2 * GIVEN_LAG
    assert given(services, unit).lately == Nights()
    # However long ago it was: what it read last is what it knows.
    clock.passes(days=300)
    assert given(services, unit).read_at == clock.moment - timedelta(days=300) - 2 * GIVEN_LAG


@pytest.mark.parametrize(
    ("agent", "status"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64)", 200),
        ("Google-Calendar-Importer", 200),
        ("Slackbot-LinkExpanding 1.0", 200),
        ("Zimmerfrei (address check)", 200),
        ("Booking.com", 200),
        ("AirbnbBot", 404),
        ("AirbnbBot", 503),
    ],
)
def test_somebody_else_is_not_the_portal(
    services: Services, unit: Unit, link: Link, stay: Stay, agent: str, status: int
) -> None:
    services.occupancies.add(stay(unit.id))
    reads(services, link, agent, status)
    assert given(services, unit) == GivenNights()


@pytest.mark.parametrize("agent", ["Airbnb", "", "python-requests/2.31", "Mozilla/5.0 Airbnb"])
@pytest.mark.parametrize("origin", list(Origin))
def test_whom_nobody_knows_may_be_the_portal_also_behind_a_tunnel(
    services: Services, unit: Unit, link: Link, stay: Stay, agent: str, origin: Origin
) -> None:
    services.occupancies.add(stay(unit.id))
    reads(services, link, agent, origin=origin)
    assert given(services, unit).known == nights(0, 3)


def test_a_link_for_no_portal_tells_none(services: Services, unit: Unit, stay: Stay) -> None:
    services.occupancies.add(stay(unit.id))
    main = services.links.enable_unit(unit.id).after
    reads(services, main)
    assert given(services, unit) == GivenNights()


def test_the_same_over_and_over_is_one_row(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id))
    log = services.fetch_log()
    log.start()
    feed = feed_of(services, link)
    for _ in range(50):
        clock.passes(minutes=10)
        log.record(link.id, "Airbnb", Origin.OUTSIDE, 304, feed)
    log.stop()
    with services.database.read():
        rows = GivenNotes(services.database)._table.of([link.id])
    assert len(rows) == 1
    assert rows[0].last_at == clock.moment


def test_what_could_not_be_noted_is_noted_with_the_next_reading(
    services: Services, unit: Unit, link: Link, stay: Stay, expect_log: ExpectLog
) -> None:
    expect_log("app.services.feeds.fetch_log", "fetches lost")
    services.occupancies.add(stay(unit.id))
    log, feed = services.fetch_log(), feed_of(services, link)
    with closing(sqlite3.connect(services.database.path)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON given BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        for _ in range(2):
            assert not given(services, unit).known
            log.start()
            log.record(link.id, "AirbnbBot", Origin.OUTSIDE, 200, feed)
            log.stop()
            other.execute("DROP TRIGGER IF EXISTS full")
    assert given(services, unit).known == nights(0, 3)


def test_what_lay_on_a_webspace_may_come_back_for_three_days(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    added = services.occupancies.add(stay(unit.id)).after
    notes = GivenNotes(services.database)
    with services.database.write():
        notes.lies(link.id, feed_of(services, link).body, clock.moment)
    clock.passes(days=30)
    # It lies there still, so whoever reads there knows it.
    assert given(services, unit).assumed == nights(0, 3)
    assert not given(services, unit).known
    services.occupancies.cancel(added.id, sequence=added.sequence)
    with services.database.write():
        notes.lies(link.id, feed_of(services, link).body, clock.moment)
    clock.moment += PUBLISHED_LAG
    assert given(services, unit).assumed == nights(0, 3)
    clock.passes(seconds=1)
    assert given(services, unit).assumed == Nights()


def test_what_was_read_here_before_it_lay_there_is_not_known_for_ever(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    added = services.occupancies.add(stay(unit.id)).after
    reads(services, link)
    services.occupancies.cancel(added.id, sequence=added.sequence)
    clock.passes(hours=5)
    with services.database.write():
        GivenNotes(services.database).lies(link.id, feed_of(services, link).body, clock.moment)
    assert given(services, unit).assumed == nights(0, 3)
    clock.moment += PUBLISHED_LAG
    assert not given(services, unit).known
    assert not given(services, unit).assumed


def test_what_was_taken_away_lies_there_no_more(
    services: Services, unit: Unit, link: Link, clock: SetClock, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id))
    notes = GivenNotes(services.database)
    with services.database.write():
        notes.lies(link.id, feed_of(services, link).body, clock.moment)
        notes.lies_no_more(link.id, clock.moment)
        notes.lies_no_more(4711, clock.moment)
    clock.passes(days=4)
    assert given(services, unit).assumed == Nights()


def test_a_link_over_several_units_says_of_none_which_nights_are_its(
    services: Services, unit: Unit, stay: Stay
) -> None:
    house = services.units.get(unit.id).property_id
    link = services.links.add(
        LinkKind.CALENDAR, Target(Scope.PROPERTY, house), LinkChoices(portal="airbnb")
    ).after
    services.occupancies.add(replace(stay(unit.id), guest="Huber"))
    reads(services, link)
    assert given(services, unit) == GivenNights()
