"""Feeds are current at every request, and built once for each state of the data."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.bootstrap import opened
from app.core.house.unit import Unit
from app.core.ical.write import calendar_bytes
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Closed, Feed, Feeds
from app.services.services import Services
from app.storage.engine.columns import moment_text
from app.storage.tables.revisions import DataVersion
from tests.clocks import SetClock
from tests.services.conftest import Stay

THREADS = 8


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units[0]


@pytest.fixture
def link(services: Services, unit: Unit) -> Link:
    return services.links.enable_unit(unit.id).after


@pytest.fixture
def feeds(services: Services) -> Iterator[Feeds]:
    with closing(services.feeds()) as feeds:
        yield feeds


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of events in each calendar that was built."""
    builds: list[int] = []

    def counted(*arguments: object) -> bytes:
        body = calendar_bytes(*arguments)  # type: ignore[arg-type]  # as they came
        builds.append(body.count(b"BEGIN:VEVENT"))
        return body

    monkeypatch.setattr("app.services.calendars.builder.calendar_bytes", counted)
    return builds


def feed_of(feeds: Feeds, link: Link) -> Feed:
    feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    return feed


def stays_in(feed: Feed) -> list[tuple[date, date]]:
    return [
        (event.decoded("DTSTART"), event.decoded("DTEND"))
        for event in Calendar.from_ical(feed.body).walk("VEVENT")
    ]


def test_a_feed_says_whose_it_is(feeds: Feeds, link: Link, clock: SetClock) -> None:
    feed = feed_of(feeds, link)
    assert feed.link_id == link.id
    assert feed.file_name == "seeblick-1.ics"
    assert feed.modified == int(clock.moment.timestamp())
    assert b"NAME:Seeblick 1\r\n" in feed.body


def test_unchanged_bytes_are_kept(
    feeds: Feeds, link: Link, services: Services, unit: Unit, stay: Stay, builds: list[int]
) -> None:
    first = feed_of(feeds, link)
    assert all(feed_of(feeds, link) is first for _ in range(10))
    # None of this shows in the feed.
    services.settings.set("port", "9000")
    other = services.units.all()[1]
    services.occupancies.add(stay(other.id))
    assert feed_of(feeds, link) is first
    assert builds == [0]
    services.occupancies.add(stay(unit.id))
    second = feed_of(feeds, link)
    assert feed_of(feeds, link) is second
    assert builds == [0, 1]
    assert second.etag != first.etag


def test_every_kind_of_change_shows(
    feeds: Feeds, link: Link, services: Services, unit: Unit, stay: Stay
) -> None:
    def differs(before: Feed) -> Feed:
        after = feed_of(feeds, link)
        assert after.etag != before.etag
        return after

    feed = feed_of(feeds, link)
    entered = services.occupancies.add(stay(unit.id)).after
    feed = differs(feed)
    option = stay(unit.id, status=Status.OPTION, option_until=date(2027, 7, 9))
    changed = services.occupancies.change(entered.id, option, sequence=entered.sequence).after
    # That it is an option is not told, and neither is that something has changed.
    assert feed_of(feeds, link).body == feed.body
    assert b"SEQUENCE:0\r\n" in feed.body
    cancelled = services.occupancies.cancel(entered.id, sequence=changed.sequence)
    feed = differs(feed)
    assert stays_in(feed) == []
    services.occupancies.take_back(cancelled)
    feed = differs(feed)
    assert b"SEQUENCE:1\r\n" in feed.body
    services.units.rename(unit.id, "Seeblick 9", sequence=unit.sequence)
    renamed = differs(feed)
    # The name of the calendar is another, no event is.
    assert renamed.body.partition(b"BEGIN:VEVENT")[2] == feed.body.partition(b"BEGIN:VEVENT")[2]


def test_closed_links_have_no_feed(
    feeds: Feeds, link: Link, services: Services, unit: Unit
) -> None:
    feed = feed_of(feeds, link)
    assert feeds.answer("nobody") == feeds.answer("") == Closed()
    disabled = services.links.disable(link.id, sequence=link.sequence).after
    assert feeds.answer(link.token) == Closed(link.id)
    enabled = services.links.enable(link.id, sequence=disabled.sequence).after
    assert feed_of(feeds, link).body == feed.body
    archived = services.units.archive(unit.id, sequence=unit.sequence).after
    assert feeds.answer(link.token) == Closed(link.id)
    services.units.restore(unit.id, sequence=archived.sequence)
    assert feed_of(feeds, link).body == feed.body
    renewed = services.links.renew(link.id, sequence=enabled.sequence).after
    assert feeds.answer(link.token) == Closed(link.id, gone=True)
    assert feed_of(feeds, renewed).body == feed.body
    services.links.delete(renewed.id, sequence=renewed.sequence)
    assert feeds.answer(renewed.token) == Closed(link.id, gone=True)


def test_the_range_begins_a_year_back_on_the_first(
    feeds: Feeds, link: Link, services: Services, unit: Unit, clock: SetClock
) -> None:
    def add(arrival: date, departure: date) -> None:
        services.occupancies.add(
            OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=departure)
        )

    add(date(2026, 6, 20), date(2026, 7, 1))  # gone by the first day
    add(date(2026, 7, 1), date(2026, 7, 2))
    add(date(9990, 1, 1), date(9990, 1, 9))
    assert stays_in(feed_of(feeds, link)) == [
        (date(2026, 7, 1), date(2026, 7, 2)),
        (date(9990, 1, 1), date(9990, 1, 9)),
    ]
    before = feed_of(feeds, link)
    clock.moment = datetime(2027, 7, 31, 23, 59, tzinfo=UTC)
    assert feed_of(feeds, link) is before
    clock.moment = datetime(2027, 8, 1, 0, 0, tzinfo=UTC)
    after = feed_of(feeds, link)
    assert stays_in(after) == [(date(9990, 1, 1), date(9990, 1, 9))]
    assert before.modified is not None
    assert after.modified is not None
    assert after.modified > before.modified


def test_a_stay_that_reaches_over_the_first_day_is_in_whole(
    feeds: Feeds, link: Link, services: Services, unit: Unit
) -> None:
    stay = (date(2026, 6, 20), date(2026, 7, 2))
    services.occupancies.add(OccupancyDraft(unit_id=unit.id, arrival=stay[0], departure=stay[1]))
    assert stays_in(feed_of(feeds, link)) == [stay]


def test_the_language_is_that_of_the_link(services: Services, unit: Unit, stay: Stay) -> None:
    services.occupancies.add(stay(unit.id))
    for language, word in (("de", b"SUMMARY:Belegt\r\n"), ("en", b"SUMMARY:Occupied\r\n")):
        services.settings.set("language", language)
        added = services.links.add(
            LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), LinkChoices(label=language)
        ).after
        with closing(services.feeds()) as feeds:
            assert word in feed_of(feeds, added).body


def test_one_thread_builds_and_the_others_wait(
    feeds: Feeds, link: Link, services: Services, unit: Unit, stay: Stay, builds: list[int]
) -> None:
    for number in range(5):
        services.occupancies.add(stay(unit.id, number * 4))
        together = threading.Barrier(THREADS)

        def ask(together: threading.Barrier = together) -> Feed:
            together.wait()
            return feed_of(feeds, link)

        with ThreadPoolExecutor(THREADS) as pool:
            answers = [pool.submit(ask) for _ in range(THREADS)]
            assert len({id(answer.result()) for answer in answers}) == 1
    assert builds == [1, 2, 3, 4, 5]


def test_readers_of_any_thread_share_what_is_kept_and_a_connection(
    feeds: Feeds, link: Link, builds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[DataVersion] = []
    connect = DataVersion._connect

    def count(version: DataVersion) -> sqlite3.Connection:
        connected.append(version)
        return connect(version)

    monkeypatch.setattr(DataVersion, "_connect", count)
    kept = feed_of(feeds, link)
    for _ in range(5):
        with ThreadPoolExecutor(THREADS) as pool:
            answers = [pool.submit(feed_of, feeds, link) for _ in range(THREADS)]
            assert all(answer.result() is kept for answer in answers)
    assert len(builds) == 1
    # The one of the watch, which lets it go in time where a backup takes the file's place.
    assert connected == []


def test_closed_feeds_let_the_database_go_and_may_be_asked_again(
    services: Services, link: Link
) -> None:
    feeds = Feeds(services.database, services.clock)
    before = feed_of(feeds, link)
    version = feeds._version
    assert version is not None
    feeds.close()
    feeds.close()
    assert feeds._version is None
    assert feed_of(feeds, link).body == before.body
    feeds.close()


@pytest.mark.parametrize("moved", [False, True])
def test_what_was_asked_for_longest_ago_is_kept_no_more(
    services: Services, unit: Unit, builds: list[int], moved: bool
) -> None:
    target = Target(Scope.UNIT, unit.id)
    first, second, third = (
        services.links.add(LinkKind.CALENDAR, target, LinkChoices()).after for _ in range(3)
    )
    with closing(services.feeds()) as feeds:
        size = len(feed_of(feeds, first).body)
    builds.clear()
    with closing(Feeds(services.database, services.clock, kept_bytes=2 * size)) as feeds:
        again, gone = feed_of(feeds, first), feed_of(feeds, second)
        if moved:  # Each is looked at anew.
            services.settings.set("port", "9000")
        assert feed_of(feeds, first) is again
        feed_of(feeds, third)
        assert feed_of(feeds, first) is again
        assert len(builds) == 3
        assert feed_of(feeds, second) is not gone
        assert len(builds) == 4
    with closing(Feeds(services.database, services.clock, kept_bytes=1)) as feeds:
        assert feed_of(feeds, first) is feed_of(feeds, first)


def test_equal_counters_of_two_histories_are_told_apart_by_their_times(
    feeds: Feeds, link: Link, services: Services, unit: Unit, clock: SetClock
) -> None:
    """A backup that was put back may have been changed as often as what it replaced."""
    before = feed_of(feeds, link)
    # As another history of this house would be: what its owner did is not what was done here.
    with services.database.write():
        table = services.database.table("unit")
        table.update(
            name="Seeblick 9", changed_at=moment_text(clock.moment + timedelta(seconds=1))
        ).where(table.c.id == unit.id).execute()
    after = feed_of(feeds, link)
    assert b"NAME:Seeblick 1\r\n" in before.body
    assert b"NAME:Seeblick 9\r\n" in after.body


def test_a_second_source_gives_the_same_bytes(
    feeds: Feeds, link: Link, services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id))
    with closing(services.feeds()) as others:
        assert feed_of(others, link) == feed_of(feeds, link)


@given(
    drafts=st.lists(
        st.tuples(
            st.dates(date(2025, 1, 1), date(2031, 1, 1)),
            st.integers(1, 60),
            st.sampled_from(Status),
        ),
        max_size=10,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_feed_has_exactly_what_is_taken_and_in_range(
    tmp_path_factory: pytest.TempPathFactory, drafts: list[tuple[date, int, Status]]
) -> None:
    folder = DataFolder(tmp_path_factory.mktemp("house"))
    with opened(folder, busy_timeout=1, clock=SetClock()) as services:
        unit = services.units.first_house("Haus", ["Eins"]).units[0]
        link = services.links.enable_unit(unit.id).after
        wanted = []
        for arrival, nights, status in drafts:
            departure = arrival + timedelta(days=nights)
            draft = OccupancyDraft(
                unit_id=unit.id,
                arrival=arrival,
                departure=departure,
                status=status,
                option_until=arrival if status is Status.OPTION else None,
            )
            services.occupancies.add(draft, allow_conflict=True)
            if status is not Status.CANCELLED and departure > date(2026, 7, 1):
                wanted.append((arrival, departure))
        with closing(services.feeds()) as feeds:
            assert sorted(stays_in(feed_of(feeds, link))) == sorted(wanted)
