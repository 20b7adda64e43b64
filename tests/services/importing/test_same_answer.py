"""When "nothing has changed" is answer enough: only on the basis that the last one rested on."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest

from app.core.house.unit import Unit
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import Kind
from app.services.feeds.feeds import Feed
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import BOOKING, Event, Portal
from tests.services.conftest import Stay
from tests.services.importing.conftest import Adds, read
from tests.web_sites import Request


def link_for(services: Services, unit: Unit) -> Link:
    choices = LinkChoices(portal="fewo-direkt")
    return services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), choices).after


def reads_our_link(services: Services, link: Link) -> None:
    """Let the portal read its link now."""
    log = services.fetch_log()
    log.start()
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
        assert isinstance(feed, Feed)
        log.record(link.id, "a portal", Origin.OUTSIDE, 200, feed)
    log.stop()


def asked_whole(portal: Portal) -> bool:
    """Tell whether the portal was asked last for its calendar, whatever is known of it."""
    return "if-none-match" not in portal.site.asked[-1].headers


def taken(services: Services, unit: Unit, stay: Stay, event: Event) -> None:
    draft = replace(stay(unit.id), arrival=event.arrival, departure=event.departure)
    services.occupancies.add(draft)


def test_what_the_portal_is_told_while_its_answer_is_on_the_way_is_no_part_of_the_basis(
    services: Services, unit: Unit, clock: SetClock, portal: Portal, adds: Adds, stay: Stay
) -> None:
    taken(services, unit, stay, Event(40))
    link = link_for(services, unit)
    portal.shows(Event(3), ETag='"a"')
    answer = portal.site.pages[portal.path]
    assert isinstance(answer, bytes)

    def read_meanwhile(_: Request, connection: socket.socket) -> None:
        clock.passes(minutes=1)
        reads_our_link(services, link)
        connection.sendall(answer)

    portal.site.pages[portal.path] = read_meanwhile
    source = adds(portal)
    portal.site.pages[portal.path] = answer
    read(services, source)
    assert asked_whole(portal)
    read(services, source)
    assert not asked_whole(portal)


def test_what_was_told_long_before_the_last_answer_is_judged_anew(
    services: Services, unit: Unit, clock: SetClock, portal: Portal, adds: Adds, stay: Stay
) -> None:
    taken(services, unit, stay, Event(40))
    link = link_for(services, unit)
    reads_our_link(services, link)
    told_at: datetime = clock.moment
    portal.shows(Event(3), ETag='"a"')
    clock.passes(minutes=10)
    source = adds(portal)
    clock.passes(minutes=20)
    read(services, source)
    assert not asked_whole(portal)
    # So long after it was told, the portal can have sold nothing there that it does not show.
    portal.shows(Event(3), Event(20), ETag='"b"')
    clock.moment = told_at
    clock.passes(minutes=90)
    assert read(services, source).counts.new == 1
    clock.passes(minutes=15)
    read(services, source)
    assert asked_whole(portal)
    clock.passes(minutes=15)
    read(services, source)
    assert not asked_whole(portal)


def test_a_link_that_was_replaced_less_than_an_hour_ago_is_part_of_it(
    services: Services, unit: Unit, clock: SetClock, portal: Portal, adds: Adds, stay: Stay
) -> None:
    taken(services, unit, stay, Event(40))
    link = link_for(services, unit)
    reads_our_link(services, link)
    (own,) = services.occupancies.all()
    services.occupancies.cancel(own.id, sequence=own.sequence)
    clock.passes(minutes=90)
    reads_our_link(services, link)
    portal.shows(Event(3), ETag='"a"')
    source = adds(portal)
    clock.passes(minutes=45)
    read(services, source)
    assert not asked_whole(portal)
    clock.passes(minutes=30)
    read(services, source)
    assert asked_whole(portal)


@pytest.mark.parametrize("status", [200, 304], ids=["the same again", "nothing has changed"])
def test_the_same_answer_tells_that_nothing_was_sold_where_the_portal_was_told_before(
    services: Services,
    unit: Unit,
    clock: SetClock,
    portal: Portal,
    adds: Adds,
    stay: Stay,
    status: int,
) -> None:
    ours = Event(40, summary="CLOSED - Not available", uid="ours")
    taken(services, unit, stay, ours)
    link = link_for(services, unit)
    portal.producer = BOOKING
    portal.shows(ETag='"a"')
    source = adds(portal)
    clock.passes(minutes=1)
    reads_our_link(services, link)
    clock.passes(minutes=15)
    read(services, source)
    for _ in range(3):
        clock.passes(minutes=16)
        if status == 304:
            portal.answers(b"", 304, ETag='"a"')
        read(services, source)
        assert not asked_whole(portal)
    # What is closed twice there is ours both times: at the last reading it was still unsold.
    clock.passes(minutes=15)
    portal.shows(ours, replace(ours, uid="twice"), ETag='"b"')
    read(services, source)
    bookings = [one for one in services.occupancies.all() if one.kind is Kind.BOOKING]
    assert [(one.arrival, one.departure) for one in bookings] == [(ours.arrival, ours.departure)]
