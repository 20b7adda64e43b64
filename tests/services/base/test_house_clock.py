"""A clock that cannot be right: no calendar is given, no month passes, nothing is dated by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from app.bootstrap import opened
from app.core.clock import ClockDoubt, WrongClockError
from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.link import Fetch, Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.services.base.house_clock import ClockSetError
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed, Feeds
from app.services.services import Services
from app.storage.tables.fetches import FetchTable, ServedTable
from app.storage.tables.links.links import LinkTable
from app.storage.tables.readers import ReaderTable
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.conftest import Stay, modified

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
INSTANT = timedelta.resolution
WRONG = [
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2015, 6, 1, tzinfo=UTC),
    datetime(2028, 12, 1, tzinfo=UTC),
    datetime(2038, 1, 19, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
]


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]


@pytest.fixture
def link(services: Services, unit: Unit, stay: Stay) -> Link:
    services.occupancies.add(stay(unit.id))
    return services.links.enable_unit(unit.id).after


@pytest.fixture
def feeds(services: Services) -> Iterator[Feeds]:
    with closing(services.feeds()) as feeds:
        yield feeds


@pytest.fixture
def wrong(expect_log: ExpectLog) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")


@contextmanager
def elsewhere(services: Services, clock: SetClock) -> Iterator[Services]:
    """Open the same data as another process would."""
    with opened(services.folder, busy_timeout=1, clock=clock) as others:
        yield others


def given(feeds: Feeds, link: Link) -> Feed:
    feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    return feed


def refused(feeds: Feeds, link: Link) -> ClockDoubt:
    with pytest.raises(WrongClockError) as refusal:
        feeds.answer(link.token)
    shown, known = refusal.value.values["shown"], refusal.value.values["known"]
    assert isinstance(shown, datetime)
    assert isinstance(known, datetime)
    return ClockDoubt(shown, known)


@pytest.mark.usefixtures("wrong")
class TestNoCalendarIsGiven:
    @pytest.mark.parametrize("moment", WRONG, ids=str)
    def test_by_a_clock_that_cannot_be_right(
        self, feeds: Feeds, link: Link, clock: SetClock, moment: datetime
    ) -> None:
        known = clock.moment
        before = given(feeds, link)
        clock.moment = moment
        assert refused(feeds, link) == ClockDoubt(moment, known)
        clock.moment = known + HOUR
        assert given(feeds, link) is before

    @pytest.mark.parametrize("moment", WRONG, ids=str)
    def test_nor_for_the_first_time_after_a_start(
        self, services: Services, link: Link, clock: SetClock, moment: datetime
    ) -> None:
        clock.moment = moment
        with elsewhere(services, clock) as others, closing(others.feeds()) as feeds:
            refused(feeds, link)

    def test_nor_a_page_for_a_website(
        self, services: Services, feeds: Feeds, unit: Unit, clock: SetClock
    ) -> None:
        website = services.links.add(
            LinkKind.WEBSITE, Target(Scope.UNIT, unit.id), LinkChoices(label="Seite")
        ).after
        feeds.website(website.token)
        clock.moment += 401 * DAY
        with pytest.raises(WrongClockError):
            feeds.website(website.token)

    @pytest.mark.parametrize("edge", [-DAY, 400 * DAY])
    def test_exactly_beyond_the_edges(
        self, feeds: Feeds, link: Link, clock: SetClock, edge: timedelta
    ) -> None:
        known = clock.moment
        clock.moment = known + edge + (INSTANT if edge > timedelta(0) else -INSTANT)
        refused(feeds, link)

    def test_also_where_a_version_before_has_kept_nothing(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        with services.database.write():
            ServedTable(services.database).begin(clock.moment, clock.moment + 5 * DAY)
        forget(services.folder)
        clock.moment += 3 * DAY
        with elsewhere(services, clock) as others, closing(others.feeds()) as feeds:
            assert refused(feeds, link).known == clock.moment + 2 * DAY

    def test_after_it_was_served_last(
        self, services: Services, feeds: Feeds, link: Link, clock: SetClock
    ) -> None:
        clock.moment += 300 * DAY
        log = services.fetch_log()
        log.start()
        log.stop()
        given(feeds, link)
        clock.moment -= DAY + INSTANT
        refused(feeds, link)


@pytest.mark.parametrize("edge", [-DAY, 400 * DAY])
def test_exactly_at_the_edges_it_is_given(
    feeds: Feeds, link: Link, clock: SetClock, edge: timedelta
) -> None:
    clock.moment += edge
    assert given(feeds, link).body.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize("moment", WRONG, ids=str)
def test_a_house_with_nothing_in_it_believes_every_clock(
    services: Services, clock: SetClock, moment: datetime
) -> None:
    clock.moment = moment
    assert services.house_clock.look() is None
    assert services.house_clock.now() == moment
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    link = services.links.enable_unit(unit.id).after
    with closing(services.feeds()) as feeds:
        given(feeds, link)


def test_what_was_entered_before_the_clock_was_set_for_the_first_time_is_no_fact(
    services: Services, clock: SetClock, stay: Stay
) -> None:
    right = clock.moment
    clock.moment = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    services.occupancies.add(stay(unit.id))
    link = services.links.enable_unit(unit.id).after
    clock.moment = right
    with closing(services.feeds()) as feeds:
        given(feeds, link)


def test_a_computer_that_is_used_every_day_for_years_is_believed(
    services: Services, feeds: Feeds, link: Link, clock: SetClock
) -> None:
    for _ in range(30):
        clock.moment += 100 * DAY
        given(feeds, link)
        services.settings.set("port", str(9000 + clock.moment.toordinal() % 1000))


def test_so_is_one_that_nobody_but_readers_use(feeds: Feeds, link: Link, clock: SetClock) -> None:
    for _ in range(30):
        clock.moment += 100 * DAY
        given(feeds, link)


@pytest.mark.usefixtures("wrong")
class TestTheOwnerConfirms:
    def test_once_after_fourteen_months(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        clock.moment += 430 * DAY
        with elsewhere(services, clock) as others:
            assert others.house_clock.look() is not None
            others.house_clock.confirm(clock.moment)
            assert others.house_clock.look() is None
        with elsewhere(services, clock) as others, closing(others.feeds()) as feeds:
            given(feeds, link)

    def test_and_a_server_that_runs_hears_of_it_at_once(
        self, services: Services, feeds: Feeds, link: Link, clock: SetClock
    ) -> None:
        clock.moment += 430 * DAY
        refused(feeds, link)
        with elsewhere(services, clock) as others:
            others.house_clock.confirm(clock.moment)
        given(feeds, link)

    def test_a_clock_that_was_believed_in_2038_by_mistake(
        self, services: Services, feeds: Feeds, link: Link, unit: Unit, clock: SetClock, stay: Stay
    ) -> None:
        right = clock.moment
        clock.moment = datetime(2038, 1, 1, tzinfo=UTC)
        services.house_clock.confirm(clock.moment)
        services.occupancies.add(stay(unit.id, 10))
        future = given(feeds, link)
        clock.moment = right + HOUR
        refused(feeds, link)
        services.house_clock.confirm(clock.moment)
        healed = given(feeds, link)
        assert healed.body.count(b"BEGIN:VEVENT") == 2
        assert modified(healed) >= modified(future), "Last-Modified never goes back"
        services.occupancies.add(stay(unit.id, 20))
        assert modified(given(feeds, link)) > modified(future)
        with elsewhere(services, clock) as others, closing(others.feeds()) as anew:
            given(anew, link)

    def test_what_was_noted_in_the_future_is_no_fact(
        self, services: Services, link: Link, clock: SetClock
    ) -> None:
        right, future = clock.moment, datetime(2038, 1, 1, tzinfo=UTC)
        fetch = Fetch(link_id=link.id, at=future, agent="x", origin=Origin.HOME, status=200)
        with services.database.write():
            FetchTable(services.database).add([fetch])
            table = ServedTable(services.database)
            table.begin(right - HOUR, future)
            table.begin(future, future + HOUR)
            ReaderTable(services.database).let_go_of(link.id, ["x"], future)
            LinkTable(services.database).renew(link, "n" * 24, future)
        forget(services.folder)
        with elsewhere(services, clock) as others:
            assert others.house_clock.look() is not None
            others.house_clock.confirm(right)
            with others.database.read():
                assert ServedTable(others.database).all() == [(right - HOUR, right)]
                assert [read.at for read in FetchTable(others.database).of_link(link.id)] == [right]
                assert ReaderTable(others.database).let_go() == {(link.id, "x"): right}
            with closing(sqlite3.connect(services.folder.database)) as raw:
                retired = raw.execute("SELECT retired_at FROM retired_token").fetchall()
            assert [datetime.fromisoformat(at) for (at,) in retired] == [right]

    def test_not_what_nothing_can_make_right(
        self, services: Services, feeds: Feeds, link: Link, clock: SetClock
    ) -> None:
        clock.moment = datetime(1970, 1, 1, tzinfo=UTC)
        with pytest.raises(UserError, match="cannot be right"):
            services.house_clock.confirm(clock.moment)
        refused(feeds, link)

    def test_not_what_he_has_not_seen(
        self, services: Services, feeds: Feeds, link: Link, clock: SetClock
    ) -> None:
        seen = clock.moment + 500 * DAY
        clock.moment = seen + DAY + INSTANT
        with pytest.raises(UserError, match="set in the meantime"):
            services.house_clock.confirm(seen)
        refused(feeds, link)


@pytest.mark.usefixtures("wrong")
class TestNothingIsDatedByAWrongClock:
    @pytest.fixture(params=WRONG, ids=str)
    def moment(self, request: pytest.FixtureRequest) -> datetime:
        moment: datetime = request.param
        return moment

    def test_a_change_made_then_locks_nobody_out(
        self, services: Services, feeds: Feeds, link: Link, unit: Unit, clock: SetClock,
        stay: Stay, moment: datetime,
    ) -> None:  # fmt: skip
        right = clock.moment
        clock.moment = moment
        added = services.occupancies.add(stay(unit.id, 10)).after
        assert right <= added.changed_at < right + DAY
        refused(feeds, link)
        clock.moment = right + HOUR
        feed = given(feeds, link)
        assert feed.body.count(b"BEGIN:VEVENT") == 2
        assert modified(feed) <= clock.moment.timestamp()

    def test_no_month_passes(
        self, services: Services, link: Link, clock: SetClock, moment: datetime
    ) -> None:
        preview = services.links.preview(link)
        today = services.house_clock.today()
        clock.moment = moment
        assert services.links.preview(link) == preview
        assert services.house_clock.today() == today
        assert services.nights.ahead() == {link.target.id: 1}
        services.house_clock.look()

    def test_a_deleted_link_can_still_be_brought_back(
        self, services: Services, unit: Unit, clock: SetClock, moment: datetime
    ) -> None:
        target = Target(Scope.UNIT, unit.id)
        one, other = (
            services.links.add(LinkKind.CALENDAR, target, LinkChoices(label=label)).after
            for label in ("eins", "zwei")
        )
        gone = services.links.delete(one.id, sequence=one.sequence).after
        clock.moment = moment
        services.links.delete(other.id, sequence=other.sequence)
        with closing(services.feeds()) as feeds:
            refused(feeds, gone)
        with services.database.read():
            assert services.links._table.one(one.id) is not None

    def test_nobody_is_noted_as_served_nor_as_reader(
        self, services: Services, link: Link, clock: SetClock, moment: datetime
    ) -> None:
        assert link is not None
        log = services.fetch_log()
        log.start()
        log.stop()
        before = served(services)
        clock.moment = moment
        services.house_clock.look()
        log.start()
        log.stop()
        assert served(services) == before
        assert services.readers.silent() == {}

    def test_a_backup_has_no_name_from_the_future(
        self, services: Services, link: Link, clock: SetClock, moment: datetime
    ) -> None:
        assert link is not None
        clock.moment = moment
        made = services.backups.daily()
        assert made is not None
        assert made.name == "zimmerfrei-2027-07-06.db"
        services.house_clock.look()


@pytest.mark.usefixtures("wrong")
def test_time_goes_on_from_what_is_known(services: Services, link: Link, clock: SetClock) -> None:
    assert link is not None
    known, house = clock.moment, services.house_clock
    clock.moment = datetime(1970, 1, 1, tzinfo=UTC)
    assert house.now() == known
    clock.moment += 5 * HOUR
    assert house.now() == known + 5 * HOUR
    clock.moment = datetime(2015, 1, 1, tzinfo=UTC)
    assert house.now() == known + 5 * HOUR
    clock.moment += 20 * HOUR
    assert house.now() == known + 25 * HOUR
    assert house.today() == date(2027, 7, 7)
    clock.moment -= HOUR
    assert house.now() == known + 25 * HOUR
    house.look()


@pytest.mark.usefixtures("wrong")
def test_who_listens_hears_of_it_once(services: Services, link: Link, clock: SetClock) -> None:
    assert link is not None
    heard: list[ClockDoubt | None] = []
    house, known = services.house_clock, clock.moment
    house.subscribe(heard.append)
    wrong = known + 500 * DAY
    clock.moment = wrong
    for _ in range(3):
        house.look()
        clock.moment += HOUR
    assert heard == [ClockDoubt(wrong, known)]
    clock.moment = known
    for _ in range(3):
        house.look()
    assert heard == [ClockDoubt(wrong, known), None]


def test_a_month_that_has_begun_does_not_end_again(
    feeds: Feeds, link: Link, clock: SetClock
) -> None:
    clock.moment = datetime(2027, 8, 1, 0, 10, tzinfo=UTC)
    august = given(feeds, link)
    clock.moment -= HOUR
    assert given(feeds, link) is august


@pytest.mark.usefixtures("wrong")
def test_a_blink_of_the_clock_costs_nothing(feeds: Feeds, link: Link, clock: SetClock) -> None:
    right = clock.moment
    clock.moment += 300 * DAY
    given(feeds, link)
    clock.moment = right
    given(feeds, link)
    clock.moment -= 2 * DAY
    refused(feeds, link)


def test_an_older_backup_that_was_put_back_is_no_reason_for_doubt(
    services: Services, feeds: Feeds, link: Link, clock: SetClock
) -> None:
    with closing(sqlite3.connect(services.folder.database)) as raw, raw:
        old = (clock.moment - 900 * DAY).isoformat(timespec="microseconds")
        raw.execute("UPDATE setting SET value = ? WHERE key = 'known_time'", (old,))
    given(feeds, link)
    log = services.fetch_log()
    log.start()
    log.stop()
    with elsewhere(services, clock) as others:
        assert others.house_clock.look() is None


def test_looking_without_a_change_writes_nothing(
    services: Services, link: Link, unit: Unit, clock: SetClock
) -> None:
    assert link is not None
    clock.moment += DAY
    before = services.house_clock.known
    services.units.rename(unit.id, unit.name, sequence=unit.sequence)
    assert services.house_clock.known == before
    with elsewhere(services, clock) as others:
        assert others.house_clock.known == before


def test_a_clock_that_is_set_between_two_looks_gives_no_calendar(
    services: Services, link: Link, clock: SetClock
) -> None:
    class Leaping(SetClock):
        def today(self) -> date:
            return date(2031, 1, 1)

    feeds = Feeds(services.database, Leaping(clock.moment))
    with closing(feeds), pytest.raises(ClockSetError):
        feeds.answer(link.token)


def forget(folder: DataFolder) -> None:
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("DELETE FROM setting WHERE key = 'known_time'")


def served(services: Services) -> list[tuple[datetime, datetime]]:
    with services.database.read():
        return ServedTable(services.database).all()
