"""Going back to a backup takes sources along, and believes nothing of what was read last."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from app.core.links.link import LinkChoices, LinkKind, Origin, Scope, Target
from app.services.feeds.feeds import Feed
from app.services.links.given import GivenNotes
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import Adds, read


def test_sources_go_back_with_what_they_had_become_and_are_read_whole(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), Event(20), ETag='"a"')
    source = adds(portal)
    copy = services.backups.now()
    (first, _) = services.occupancies.all()
    noted = replace(first.draft(), note="Hund")
    services.occupancies.change(first.id, noted, sequence=first.sequence)
    portal.shows(Event(3), Event(20), Event(40), ETag='"b"')
    clock.passes(minutes=20)
    read(services, source)
    assert len(services.occupancies.all()) == 3
    clock.passes(minutes=20)
    services.backups.restore(copy)
    assert [stay.note for stay in services.occupancies.all()] == ["", ""]
    (look,) = services.sources.looks()
    assert (look.source, look.progress.next_try_at) == (source, None)
    assert services.sources.wanted()
    result = read(services, source)
    assert "if-none-match" not in portal.site.asked[-1].headers
    assert [part.after.arrival for part in result.change.made] == [Event(40).arrival]
    assert {stay.said_by for stay in services.occupancies.all()} == {"fewo-direkt"}


def test_what_portals_were_told_since_stays_known(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    source = adds(portal)
    target = Target(Scope.UNIT, source.unit_id)
    link = services.links.add(LinkKind.CALENDAR, target, LinkChoices(portal="airbnb")).after
    copy = services.backups.now()
    clock.passes(minutes=5)
    log = services.fetch_log()
    log.start()
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
        assert isinstance(feed, Feed)
        log.record(link.id, "Airbnb", Origin.OUTSIDE, 200, feed)
    log.stop()
    services.backups.restore(copy)
    with services.database.read():
        given = GivenNotes(services.database).of(source.unit_id, "airbnb", clock.moment)
    assert given.known.covers(Event(3).arrival, Event(3).departure)


def test_a_source_that_came_later_is_gone_with_what_it_brought(
    services: Services, portal: Portal, adds: Adds, unit: object
) -> None:
    assert unit
    copy = services.backups.now()
    portal.shows(Event(3))
    adds(portal)
    services.backups.restore(copy)
    assert services.sources.all() == []
    assert services.occupancies.all() == []
    again = adds(portal)
    # Its number is a new one: what was called after the other is not this one's.
    assert again.id > 1
    assert len(services.occupancies.all()) == 1
