"""Who has read a link: names, runs of fetches, silence, and who asks for an old address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.link import (
    WHOLE_HOUSE,
    Fetch,
    Link,
    LinkChoices,
    LinkKind,
    Origin,
    Scope,
    Target,
)
from app.core.readers.agents import OWN_AGENT, PATIENCE, ReaderName
from app.core.readers.rhythm import Interval
from app.services.base.watch import Moved
from app.services.links.readers import STILL_ASKED, SilentReader
from app.services.services import Services
from app.storage.tables.fetches import FetchTable, ServedTable
from tests.clocks import SetClock
from tests.services.conftest import Told

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GOOGLE = "Google-Calendar-Importer"
BROWSER = "Mozilla/5.0 (X11) Firefox/128.0"
PORTAL = "Portal-Importer/2.1"


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


@pytest.fixture
def other(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[1].id).after


def fetched(
    services: Services,
    link: Link,
    agent: str,
    at: datetime | None = None,
    *,
    status: int = 200,
    origin: Origin = Origin.OUTSIDE,
) -> Fetch:
    fetch = Fetch(
        link_id=link.id,
        at=at or services.clock.now(),
        agent=agent,
        origin=origin,
        status=status,
    )
    with services.database.write():
        FetchTable(services.database).add([fetch])
    return fetch


def served(services: Services, *intervals: Interval) -> None:
    with services.database.write():
        for began, until in intervals:
            ServedTable(services.database).begin(began, until)


def hourly(
    services: Services, link: Link, agent: str, count: int = 10, *, since: datetime | None = None
) -> datetime:
    """Let `agent` read hourly from now on; return when it did last."""
    began = since or services.clock.now()
    times = [began + n * HOUR for n in range(count)]
    for at in times:
        fetched(services, link, agent, at)
    return times[-1]


@pytest.fixture
def always(services: Services, clock: SetClock) -> None:
    """Links are served day and night."""
    served(services, (clock.moment - DAY, clock.moment + 300 * DAY))


def silent(services: Services, link: Link) -> list[str]:
    return [one.reader for one in services.readers.silent().get(link.id, [])]


class TestNames:
    def test_a_name_holds_for_every_version_and_moves_the_counter(
        self, services: Services, link: Link, told: Told
    ) -> None:
        fetched(services, link, PORTAL)
        services.watch.poll()
        told.take()
        services.readers.name(PORTAL, "  Urlaub-am-See.example\n")
        assert told.take() == [Moved(readers=True)]
        name = "Urlaub-am-See.example"
        assert services.readers.names() == {"Portal-Importer": name}
        assert services.readers.who("Portal-Importer/3.0-rc1") == ReaderName(name, name, own=True)
        last = services.readers.last(link.id)
        assert last is not None
        assert last.reader == name
        assert services.readers.who("Portal-Exporter/2.1").name is None

    def test_an_empty_name_takes_it_away(self, services: Services, told: Told) -> None:
        services.readers.name(PORTAL, "Portal")
        services.readers.name("Portal-Importer/9", " ")
        assert services.readers.names() == {}
        assert services.readers.who(PORTAL) == ReaderName("Portal-Importer")
        assert len(told.take()) == 2

    def test_the_same_name_again_changes_nothing(self, services: Services, told: Told) -> None:
        services.readers.name(PORTAL, "")
        services.readers.name(PORTAL, "Portal")
        services.readers.name(PORTAL, "Portal")
        assert len(told.take()) == 1

    @pytest.mark.parametrize("agent", [GOOGLE, BROWSER, "WhatsApp/2.0"])
    def test_who_is_known_cannot_be_named(self, services: Services, agent: str) -> None:
        with pytest.raises(UserError, match="knows this reader already"):
            services.readers.name(agent, "Airbnb")
        assert services.readers.names() == {}

    @pytest.mark.parametrize("text", ["x" * 201, "\ud800"])
    def test_a_name_is_short_and_readable(self, services: Services, text: str) -> None:
        with pytest.raises(UserError):
            services.readers.name(PORTAL, text)

    @pytest.mark.parametrize(
        "agent", ["", "\x00\xff\udcff", "x" * 65_536, "<b>'; DROP TABLE fetch"]
    )
    def test_any_agent_can_be_named(self, services: Services, agent: str) -> None:
        services.readers.name(agent, "<Portal> & Söhne")
        assert services.readers.who(agent).name == "<Portal> & Söhne"


class TestReads:
    def test_who_has_read_a_link_last_is_no_person(self, services: Services, link: Link) -> None:
        assert services.readers.last(link.id) is None
        fetched(services, link, "Evolution/3", status=503)
        fetched(services, link, BROWSER)
        assert services.readers.last(link.id) is None
        read = fetched(services, link, GOOGLE, status=304)
        for _ in range(300):
            fetched(services, link, BROWSER)
        last = services.readers.last(link.id)
        assert last is not None
        assert (last.fetch, last.reader) == (read, "Google Calendar")
        assert services.readers.newest() is None, "it is not among the newest of all"

    def test_each_reader_stands_once_with_its_newest(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        rare = fetched(services, link, GOOGLE)
        for minute in range(300):
            at = clock.moment + timedelta(minutes=minute)
            newest = fetched(services, link, f"iOS/17.{minute} dataaccessd/1.0", at)
        unknown = fetched(services, link, PORTAL)
        fetched(services, link, BROWSER)
        readers = services.readers.readers(link.id)
        assert [read.fetch for read in readers] == [unknown, newest, rare]
        assert [read.reader for read in readers] == [None, "iPhone, iPad", "Google Calendar"]

    def test_readers_of_one_name_are_one(self, services: Services, link: Link) -> None:
        services.readers.name("A-Bot/1", "Portal")
        services.readers.name("B-Bot/1", "Portal")
        fetched(services, link, "A-Bot/1")
        newest = fetched(services, link, "B-Bot/7")
        assert [read.fetch for read in services.readers.readers(link.id)] == [newest]

    def test_fetches_alike_in_a_row_are_counted(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        start = clock.moment
        fetched(services, link, BROWSER, start)
        for n in range(3):
            fetched(services, link, f"Portal-Importer/2.{n}", start + n * HOUR)
        fetched(services, link, PORTAL, start + 3 * HOUR, status=304)
        newest = fetched(services, link, PORTAL, start + 4 * HOUR, origin=Origin.HOME)
        recent = services.readers.recent(link.id)
        assert [(read.times, read.fetch.status) for read in recent] == [
            (1, 200),
            (1, 304),
            (3, 200),
            (1, 200),
        ]
        assert (recent[0].fetch, recent[0].since) == (newest, newest.at)
        assert (recent[2].fetch.agent, recent[2].fetch.at, recent[2].since) == (
            "Portal-Importer/2.2",
            start + 2 * HOUR,
            start,
        )
        assert [read.person for read in recent] == [False, False, False, True]
        assert [read.reader for read in recent] == [None, None, None, "Browser"]
        assert services.readers.recent(link.id, 2) == recent[:2]

    def test_who_read_any_link_last(self, services: Services, link: Link, other: Link) -> None:
        assert services.readers.newest() is None
        services.readers.name(PORTAL, "Portal")
        fetched(services, link, GOOGLE)
        fetched(services, other, PORTAL)
        fetched(services, other, BROWSER)
        newest = services.readers.newest()
        assert newest is not None
        assert newest.reader == "Portal"


class TestOldAddress:
    def test_who_asked_while_the_link_was_deleted_has_the_right_address(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        renewed = services.links.renew(link.id, sequence=link.sequence).after
        clock.moment += HOUR
        deletion = services.links.delete(link.id, sequence=renewed.sequence)
        clock.moment += HOUR
        fetched(services, link, GOOGLE, status=410)
        clock.moment += HOUR
        services.links.take_back(deletion)
        assert services.readers.old_address(link.id) is None
        clock.moment += HOUR
        asked = fetched(services, link, GOOGLE, status=410)
        found = services.readers.old_address(link.id)
        assert found is not None
        assert found.fetch == asked

    def test_who_still_asks_for_an_address_that_was_given_up(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        fetched(services, link, GOOGLE, status=410)
        assert services.readers.old_address(link.id) is None, "it never had another one"
        clock.moment += HOUR
        link = services.links.renew(link.id, sequence=link.sequence).after
        assert services.readers.old_address(link.id) is None
        clock.moment += HOUR
        asked = fetched(services, link, GOOGLE, status=410)
        fetched(services, link, BROWSER, status=410)
        fetched(services, link, "Evolution/3", status=200)
        found = services.readers.old_address(link.id)
        assert found is not None
        assert (found.fetch, found.reader) == (asked, "Google Calendar")
        clock.moment += STILL_ASKED
        assert services.readers.old_address(link.id) == found
        clock.moment += HOUR
        assert services.readers.old_address(link.id) is None, "whoever asked has stopped"
        clock.moment += HOUR
        services.links.renew(link.id, sequence=link.sequence)
        assert services.readers.old_address(link.id) is None


@pytest.mark.usefixtures("always")
class TestSilence:
    def test_who_read_hourly_and_stopped_three_days_ago_is_silent(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, PORTAL)
        clock.moment = last + HOUR
        assert services.readers.silent() == {}
        clock.moment = last + 3 * DAY
        assert services.readers.silent() == {
            link.id: [SilentReader(ReaderName("Portal-Importer"), PORTAL, last, HOUR)]
        }
        fetched(services, link, PORTAL)
        assert services.readers.silent() == {}

    def test_nobody_is_silent_while_nothing_is_served(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, PORTAL)
        with services.database.write():
            ServedTable(services.database).extend(1, last)
        clock.moment = last + 100 * DAY
        assert services.readers.silent() == {}
        served(services, (clock.moment, clock.moment + PATIENCE + HOUR))
        clock.moment += PATIENCE
        assert services.readers.silent() == {}
        clock.moment += HOUR
        assert silent(services, link) == ["Portal-Importer"]

    def test_google_is_waited_for_longer_than_others(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, GOOGLE)
        hourly(services, link, PORTAL)
        clock.moment = last + 26 * HOUR
        assert silent(services, link) == ["Portal-Importer"]
        clock.moment = last + 3 * DAY
        assert set(silent(services, link)) == {"Portal-Importer", "Google Calendar"}

    def test_the_longest_silence_comes_first(
        self, services: Services, link: Link, other: Link, clock: SetClock
    ) -> None:
        start = clock.moment
        hourly(services, link, "B-Bot", since=start + HOUR)
        hourly(services, link, "A-Bot", since=start + 2 * HOUR)
        hourly(services, link, "C-Bot", since=start)
        hourly(services, other, PORTAL, 3)
        clock.moment += 9 * DAY
        assert silent(services, link) == ["C-Bot", "B-Bot", "A-Bot"]
        assert silent(services, other) == [], "three reads are no rhythm"

    @pytest.mark.parametrize("agent", [BROWSER, "WhatsApp/2.0"])
    def test_people_are_never_silent(
        self, services: Services, link: Link, clock: SetClock, agent: str
    ) -> None:
        hourly(services, link, agent)
        clock.moment += 9 * DAY
        assert services.readers.silent() == {}

    def test_a_website_is_visited_by_many_of_whom_only_the_known_are_waited_for(
        self, services: Services, units: list[Unit], clock: SetClock
    ) -> None:
        """A search engine that comes no more is nobody's worry."""
        target = Target(Scope.UNIT, units[0].id)
        website = services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after
        for agent in ("SearchBot/1.0", GOOGLE, PORTAL):
            hourly(services, website, agent)
        services.readers.name(PORTAL, "Urlaub am See")
        clock.moment += 9 * DAY
        assert set(silent(services, website)) == {"Google Calendar", "Urlaub am See"}

    def test_an_update_of_the_reader_is_no_silence(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, "Portal-Importer/1")
        hourly(services, link, "Portal-Importer/2", since=last + 2 * DAY)
        clock.moment = last + 2 * DAY + 20 * HOUR
        assert services.readers.silent() == {}
        clock.moment = last + 5 * DAY
        (found,) = services.readers.silent()[link.id]
        assert found.agent == "Portal-Importer/2"
        assert found.usual == HOUR

    def test_links_that_do_not_answer_wait_for_nobody(
        self, services: Services, link: Link, other: Link, units: list[Unit], clock: SetClock
    ) -> None:
        for some in (link, other):
            hourly(services, some, PORTAL)
        clock.moment += 9 * DAY
        assert services.readers.silent().keys() == {link.id, other.id}
        link = services.links.disable(link.id, sequence=link.sequence).after
        assert services.readers.silent().keys() == {other.id}
        unit = services.units.archive(units[1].id, sequence=units[1].sequence).after
        assert services.readers.silent() == {}
        services.units.restore(unit.id, sequence=unit.sequence)
        services.links.delete(other.id, sequence=other.sequence)
        assert services.readers.silent() == {}
        services.links.enable(link.id, sequence=link.sequence)
        assert services.readers.silent().keys() == {link.id}

    def test_who_was_refused_meanwhile_is_not_silent_when_the_link_answers_again(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, PORTAL)
        for n in range(200):
            fetched(services, link, PORTAL, last + n * HOUR, status=404)
        clock.moment = last + 201 * HOUR
        assert services.readers.silent() == {}
        clock.moment += DAY
        (found,) = services.readers.silent()[link.id]
        assert found.last == last

    def test_who_asks_for_the_old_address_only_is_silent(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        last = hourly(services, link, PORTAL)
        clock.moment = last + 3 * DAY
        fetched(services, link, PORTAL, status=410)
        assert silent(services, link) == ["Portal-Importer"]

    def test_who_reads_in_haste_has_a_rhythm_too(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        times = [clock.moment + n * timedelta(seconds=10) for n in range(600)]
        with services.database.write():
            FetchTable(services.database).add(
                Fetch(link_id=link.id, at=at, agent=PORTAL, origin=Origin.HOME, status=200)
                for at in times
            )
        clock.moment = times[-1] + DAY
        assert silent(services, link) == ["Portal-Importer"]

    def test_a_link_of_the_whole_house_is_looked_at_as_well(
        self, services: Services, units: list[Unit], clock: SetClock
    ) -> None:
        assert units
        link = services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()).after
        hourly(services, link, PORTAL)
        clock.moment += 9 * DAY
        assert silent(services, link) == ["Portal-Importer"]


@pytest.mark.usefixtures("always")
class TestLetGo:
    def test_who_is_let_go_is_waited_for_no_more_until_it_reads_again(
        self, services: Services, link: Link, other: Link, clock: SetClock, told: Told
    ) -> None:
        for some in (link, other):
            hourly(services, some, PORTAL)
        clock.moment += 9 * DAY
        services.watch.poll()
        told.take()
        services.readers.let_go(link.id, "Portal-Importer")
        assert told.take() == [Moved(readers=True)]
        assert services.readers.silent().keys() == {other.id}
        clock.moment += HOUR
        last = hourly(services, link, "Portal-Importer/3.0")
        clock.moment = last + 3 * DAY
        assert services.readers.silent().keys() == {link.id, other.id}

    def test_once_more_changes_nothing(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        hourly(services, link, GOOGLE)
        clock.moment += 9 * DAY
        services.readers.let_go(link.id, "Google Calendar")
        services.readers.let_go(link.id, "Google Calendar")
        assert services.readers.silent() == {}

    def test_another_name_does_not_bring_it_back(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        hourly(services, link, PORTAL)
        clock.moment += 9 * DAY
        services.readers.let_go(link.id, "Portal-Importer")
        services.readers.name(PORTAL, "Portal")
        assert services.readers.silent() == {}
        clock.moment = hourly(services, link, PORTAL) + 9 * DAY
        assert silent(services, link) == ["Portal"]
        services.readers.let_go(link.id, "Portal")
        services.readers.name(PORTAL, "")
        assert services.readers.silent() == {}

    def test_nobody_unknown_can_be_let_go(self, services: Services, link: Link) -> None:
        fetched(services, link, PORTAL)
        attempts: Iterable[tuple[int, str]] = [(link.id, GOOGLE), (99, "Portal-Importer")]
        for link_id, reader in attempts:
            with pytest.raises(UserError, match="never asked for this link"):
                services.readers.let_go(link_id, reader)


class TestUsual:
    @pytest.mark.usefixtures("always")
    def test_each_reader_has_its_own(self, services: Services, link: Link, other: Link) -> None:
        start = services.clock.now()
        for n in range(6):
            fetched(services, link, GOOGLE, start + 3 * n * HOUR, status=200 if n else 304)
            fetched(services, link, PORTAL, start + n * HOUR)
            fetched(services, link, "Mozilla/5.0 Firefox/128.0", start + n * HOUR)
            fetched(services, other, PORTAL, start + 10 * n * HOUR, status=404)
        fetched(services, link, "Seldom/1.0")
        google = services.readers.who(GOOGLE).key
        portal = services.readers.who(PORTAL).key
        assert services.readers.usual(link.id) == {google: 3 * HOUR, portal: HOUR}
        assert services.readers.usual(other.id) == {}

    def test_without_served_time_nobody_knows(self, services: Services, link: Link) -> None:
        hourly(services, link, PORTAL)
        assert services.readers.usual(link.id) == {}


def test_links_and_readers_without_number_are_looked_through_at_once(
    services: Services, link: Link, other: Link, clock: SetClock
) -> None:
    start = clock.moment
    agents = [f"Bot{'x' * n}" for n in range(200)]
    with services.database.write():
        for some in (link, other):
            FetchTable(services.database).add(
                Fetch(link_id=some.id, at=at, agent=agent, origin=Origin.HOME, status=200)
                for agent in agents
                if some is link or agent != "Bot"
                for at in [start + n * HOUR for n in range(5)]
            )
    served(services, (start, start + 30 * DAY))
    clock.moment += 9 * DAY
    found = services.readers.silent()
    assert {one.agent for one in found[link.id]} == set(agents)
    assert {one.agent for one in found[other.id]} == set(agents[1:])


class TestReadFromOutside:
    def test_is_the_newest_answer_over_all_links(
        self, services: Services, link: Link, other: Link, clock: SetClock
    ) -> None:
        fetched(services, link, GOOGLE, origin=Origin.HOME)
        fetched(services, link, GOOGLE, status=404)
        assert services.readers.read_from_outside() is None
        fetched(services, link, GOOGLE, clock.now() - 3 * HOUR, status=304)
        newest = fetched(services, other, BROWSER, clock.now() - HOUR)
        fetched(services, link, PORTAL, origin=Origin.THIS_PC)
        assert services.readers.read_from_outside() == newest.at

    def test_says_nothing_after_two_days(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        read = fetched(services, link, GOOGLE)
        clock.moment = read.at + 2 * DAY
        assert services.readers.read_from_outside() == read.at
        clock.moment += timedelta(seconds=1)
        assert services.readers.read_from_outside() is None

    def test_the_programs_own_look_is_no_answer_to_the_outside(
        self, services: Services, link: Link
    ) -> None:
        # A router leads it back inside, where it comes from the house's public address.
        fetched(services, link, OWN_AGENT)
        assert services.readers.read_from_outside() is None

    def test_says_nothing_of_another_address(self, services: Services, link: Link) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        read = fetched(services, link, GOOGLE)
        services.settings.set("port", "9000")
        services.settings.set("public_url", "https://kalender.example.org/")
        assert services.readers.read_from_outside() == read.at
        services.settings.set("public_url", "https://anders.example.org")
        assert services.readers.read_from_outside() is None
        read = fetched(services, link, GOOGLE)
        assert services.readers.read_from_outside() == read.at
