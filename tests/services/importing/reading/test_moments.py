"""The moments that a reading notes, by a clock that goes on while it is at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import Adds, read


@dataclass
class GoingClock(SetClock):
    """A clock on which a while has passed whenever somebody looks."""

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=70)
        return self.moment


@pytest.fixture
def clock() -> SetClock:
    return GoingClock()


def test_what_a_reading_has_brought_was_seen_when_that_was_made(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    source = adds(portal)
    portal.shows(Event(3), Event(9))
    clock.passes(minutes=20)
    assert read(services, source).counts.new == 1
    report = services.sources.report(source.id)
    progress = report.look.progress
    first, second = (one.first_seen for one in report.seen)
    assert first < second == progress.read_at == progress.tried_at


def test_it_is_older_than_the_next_reading_also_where_that_brings_nothing(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    source = adds(portal)
    clock.passes(minutes=20)
    read(services, source)
    report = services.sources.report(source.id)
    assert report.look.progress.read_at is not None
    assert report.seen[0].first_seen < report.look.progress.read_at


def test_all_that_were_unchanged_in_a_run_were_read_after_it_began(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), ETag='"a"')
    source = adds(portal)
    portal.answers(b"", 304)
    clock.passes(minutes=20)
    began = clock.moment
    assert read(services, source).error is None
    progress = services.sources.report(source.id).look.progress
    assert progress.read_at is not None
    assert progress.next_try_at is not None
    assert progress.tried_at == progress.read_at
    assert began < progress.read_at < progress.next_try_at
