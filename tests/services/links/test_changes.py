"""Every change of a link can be taken back; feeds over several units follow what they are over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.house.staff import StaffDraft, StaffMember
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.ical.write import calendar_bytes
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.services.base.changes import LinkChange
from app.services.base.watch import Moved
from app.services.feeds.feeds import Closed, Feed, Feeds
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told

CALENDAR, CHANGEOVERS, WEBSITE = LinkKind.CALENDAR, LinkKind.CHANGEOVERS, LinkKind.WEBSITE
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def maria(services: Services, units: list[Unit]) -> StaffMember:
    draft = StaffDraft(name="Maria", unit_ids=frozenset({units[0].id}))
    return services.staff.add(draft)


@pytest.fixture
def feeds(services: Services) -> Iterator[Feeds]:
    with closing(services.feeds()) as feeds:
        yield feeds


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the calendars that were built."""
    builds: list[str] = []

    def counted(name: str, entries: object) -> bytes:
        builds.append(name)
        return calendar_bytes(name, entries)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr("app.services.calendars.builder.calendar_bytes", counted)
    return builds


def targets(units: list[Unit], maria: StaffMember) -> list[tuple[LinkKind, Target]]:
    return [
        (CALENDAR, Target(Scope.UNIT, units[0].id)),
        (WEBSITE, Target(Scope.UNIT, units[0].id)),
        (CALENDAR, Target(Scope.PROPERTY, units[0].property_id)),
        (CALENDAR, WHOLE_HOUSE),
        (CHANGEOVERS, Target(Scope.STAFF, maria.id)),
        (CALENDAR, Target(Scope.STAFF, maria.id)),
    ]


@pytest.fixture(params=range(6), ids=["unit", "website", "property", "house", "days", "staff"])
def link(
    request: pytest.FixtureRequest, services: Services, units: list[Unit], maria: StaffMember
) -> Link:
    """A further link of every kind there is, one after the other."""
    kind, target = targets(units, maria)[request.param]
    return services.links.add(kind, target, LinkChoices(label="For Otto")).after


def disable(services: Services, link: Link) -> Link:
    return services.links.disable(link.id, sequence=link.sequence).after


def renew(services: Services, link: Link) -> Link:
    return services.links.renew(link.id, sequence=link.sequence).after


def delete(services: Services, link: Link) -> Link:
    return services.links.delete(link.id, sequence=link.sequence).after


def choose(services: Services, link: Link) -> Link:
    details = Details(months_back=3, blocks=not link.details.blocks)
    choices = LinkChoices(label="Other", portal="airbnb", details=details, language="en")
    return services.links.change(link.id, choices, sequence=link.sequence).after


Do = Callable[[Services, Link], Link]
EVERY_CHANGE = pytest.mark.parametrize("do", [disable, renew, delete, choose])


def shown(link: Link) -> tuple[object, ...]:
    """Return of a link all that the owner has in hand."""
    return (link.choices(), link.token, link.enabled, link.deleted_at is None)


def answers(feeds: Feeds, link: Link) -> bool:
    return isinstance(feeds.answer(link.token), Feed)


class TestTakingBack:
    @EVERY_CHANGE
    def test_every_change_is_taken_back_and_done_again(
        self, services: Services, link: Link, do: Do, feeds: Feeds, clock: SetClock
    ) -> None:
        clock.moment += HOUR
        after = do(services, link)
        assert shown(after) != shown(link)
        change = LinkChange(link, after)
        for _ in range(2):
            change = services.links.take_back(change)
            assert shown(change.after) == shown(link)
            assert answers(feeds, link)
            assert services.links.get(link.id).sequence == change.after.sequence
            change = services.links.take_back(change)
            assert shown(change.after)[:3] == shown(after)[:3]
            assert (change.after.deleted_at is None) == (after.deleted_at is None)
            assert answers(feeds, after) == (after.enabled and after.deleted_at is None)

    def test_what_was_new_goes_and_comes_back(
        self, services: Services, link: Link, feeds: Feeds
    ) -> None:
        gone = services.links.take_back(LinkChange(None, link))
        assert link.id not in {one.id for one in services.links.all()}
        assert feeds.answer(link.token) == Closed(link.id, gone=True)
        services.links.take_back(gone)
        assert shown(services.links.get(link.id)) == shown(link)
        assert answers(feeds, link)

    @EVERY_CHANGE
    def test_what_has_moved_meanwhile_is_not_taken_back(
        self, services: Services, link: Link, do: Do
    ) -> None:
        change = LinkChange(link, do(services, link))
        services.links.take_back(change)
        now = services.links.get(link.id)
        with pytest.raises(UserError, match="changed elsewhere"):
            services.links.take_back(change)
        assert services.links.get(link.id) == now

    @EVERY_CHANGE
    def test_the_window_hears_of_it(
        self, services: Services, link: Link, do: Do, told: Told
    ) -> None:
        after = do(services, link)
        told.take()
        services.links.take_back(LinkChange(link, after))
        assert told.take() == [Moved(links=frozenset({link.id}))]

    def test_the_old_address_answers_again_and_the_new_one_is_gone(
        self, services: Services, link: Link, feeds: Feeds
    ) -> None:
        renewed = renew(services, link)
        assert feeds.answer(link.token) == Closed(link.id, gone=True)
        assert answers(feeds, renewed)
        change = services.links.take_back(LinkChange(link, renewed))
        assert answers(feeds, link)
        assert feeds.answer(renewed.token) == Closed(link.id, gone=True)
        services.links.take_back(change)
        assert answers(feeds, renewed)
        assert feeds.answer(link.token) == Closed(link.id, gone=True)

    def test_every_address_that_was_given_up_stays_gone(
        self, services: Services, link: Link, feeds: Feeds
    ) -> None:
        tokens = [link.token]
        for _ in range(5):
            link = renew(services, link)
            tokens.append(link.token)
        assert len(set(tokens)) == 6
        for token in tokens[:-1]:
            assert feeds.answer(token) == Closed(link.id, gone=True)
        delete(services, link)
        assert feeds.answer(link.token) == Closed(link.id, gone=True)

    def test_a_deleted_main_link_does_not_come_back_beside_another(
        self, services: Services, units: list[Unit]
    ) -> None:
        main = services.links.enable_unit(units[0].id).after
        deleted = delete(services, main)
        other = services.links.enable_unit(units[0].id).after
        assert other.id != main.id
        with pytest.raises(UserError, match="another link of its own"):
            services.links.take_back(LinkChange(main, deleted))
        assert [one.id for one in services.links.all()] == [other.id]
        delete(services, other)
        services.links.take_back(LinkChange(main, deleted))
        assert shown(services.links.get(main.id)) == shown(main)

    def test_a_link_of_somebody_who_was_removed_does_not_come_back(
        self, services: Services, maria: StaffMember, feeds: Feeds, clock: SetClock
    ) -> None:
        link = services.links.add(CHANGEOVERS, Target(Scope.STAFF, maria.id), LinkChoices()).after
        deleted = delete(services, link)
        clock.moment += HOUR
        removed = services.staff.remove(maria.id, sequence=maria.sequence).after
        with pytest.raises(UserError, match="staff member does not exist"):
            services.links.take_back(LinkChange(link, deleted))
        assert feeds.answer(link.token) == Closed(link.id, gone=True)
        assert services.links.all() == []
        services.staff.restore(maria.id, sequence=removed.sequence)
        services.links.take_back(LinkChange(link, deleted))
        assert answers(feeds, link)

    def test_the_preview_of_a_link_of_an_archived_unit_shows_nothing(
        self, services: Services, units: list[Unit], stay: Stay
    ) -> None:
        target = Target(Scope.UNIT, units[0].id)
        links = [
            services.links.add(kind, target, LinkChoices()).after for kind in (CALENDAR, WEBSITE)
        ]
        services.occupancies.add(stay(units[0].id))
        assert all(b"VEVENT" in services.links.preview(link) for link in links)
        services.units.archive(units[0].id, sequence=units[0].sequence)
        assert not any(b"VEVENT" in services.links.preview(link) for link in links)

    def test_a_link_of_an_archived_unit_comes_back_and_answers_with_the_unit(
        self, services: Services, units: list[Unit], feeds: Feeds
    ) -> None:
        link = services.links.enable_unit(units[0].id).after
        deleted = delete(services, link)
        archived = services.units.archive(units[0].id, sequence=units[0].sequence).after
        services.links.take_back(LinkChange(link, deleted))
        assert feeds.answer(link.token) == Closed(link.id)
        services.units.restore(units[0].id, sequence=archived.sequence)
        assert answers(feeds, link)

    def test_after_thirty_days_a_deleted_link_is_gone_for_good(
        self, services: Services, link: Link, feeds: Feeds, clock: SetClock, units: list[Unit]
    ) -> None:
        older = renew(services, link)
        deleted = delete(services, older)
        clock.moment += 29 * DAY
        delete(services, services.links.enable_unit(units[1].id).after)
        assert feeds.answer(link.token) == Closed(link.id, gone=True)
        clock.moment += 2 * DAY
        delete(services, services.links.enable_unit(units[1].id).after)
        # Nobody's any more, and given up all the same.
        assert feeds.answer(link.token) == feeds.answer(older.token) == Closed(gone=True)
        with pytest.raises(UserError, match="no link with the number"):
            services.links.take_back(LinkChange(older, deleted))

    def test_a_removed_property_takes_its_links_along(
        self, services: Services, feeds: Feeds, units: list[Unit]
    ) -> None:
        house = services.units.add_property(PropertyDraft(name="Nebenhaus"))
        link = services.links.add(CALENDAR, Target(Scope.PROPERTY, house.id), LinkChoices()).after
        deleted = delete(services, link)
        services.links.take_back(LinkChange(link, deleted))
        services.units.remove_property(house.id, sequence=house.sequence)
        assert feeds.answer(link.token) == Closed(gone=True)
        assert services.links.all() == []
        assert len(units) == 2


class Reader:
    """Fetches one link again and again, and checks what must hold of every answer."""

    def __init__(self, services: Services, feeds: Feeds, clock: SetClock, link: Link) -> None:
        self._services, self._feeds, self._clock, self._link = services, feeds, clock, link
        self.feed = self._fetch()

    def differs(self) -> str:
        """Return the text of the feed, which must be another one now."""
        before, self.feed = self.feed, self._fetch()
        assert self.feed.etag != before.etag
        assert self.feed.body != before.body
        if self.feed.modified is not None:
            assert before.modified is not None
            # Never the same: a reader who asks by date alone must hear of it.
            assert self.feed.modified > before.modified
        return self.feed.body.decode().replace("\r\n ", "")

    def same(self) -> None:
        """The feed must be the very one that it was."""
        assert self._fetch() is self.feed

    def _fetch(self) -> Feed:
        feed = self._feeds.answer(self._link.token)
        assert isinstance(feed, Feed)
        with closing(self._services.feeds()) as fresh:
            assert fresh.answer(self._link.token) == feed
        return feed


Read = Callable[[LinkKind, Target], Reader]


@pytest.fixture
def read(services: Services, feeds: Feeds, clock: SetClock) -> Read:
    def read(kind: LinkKind, target: Target, **details: object) -> Reader:
        choices = LinkChoices(details=Details(**details), language="en")  # type: ignore[arg-type]  # by their names
        return Reader(services, feeds, clock, services.links.add(kind, target, choices).after)

    return read


def move(services: Services, unit_id: int, property_id: int) -> None:
    unit = services.units.get(unit_id)
    draft = replace(unit.draft(), property_id=property_id)
    services.units.change(unit.id, draft, sequence=unit.sequence)


class TestFeedsOverSeveralUnits:
    @pytest.fixture(autouse=True)
    def stays(self, services: Services, units: list[Unit], stay: Stay) -> None:
        for unit in units:
            services.occupancies.add(stay(unit.id))

    def test_a_property_follows_its_units(
        self, services: Services, units: list[Unit], read: Read, clock: SetClock
    ) -> None:
        first, second = units
        house = Target(Scope.PROPERTY, first.property_id)
        aside = services.units.add_property(PropertyDraft(name="Nebenhaus"))
        here, there = read(CALENDAR, house), read(CALENDAR, Target(Scope.PROPERTY, aside.id))
        clock.moment += HOUR
        move(services, second.id, aside.id)
        assert "Seeblick 2" not in here.differs()
        assert "Seeblick 2: Occupied" in there.differs()
        services.units.rename(first.id, "Seeblick 9", sequence=first.sequence)
        assert "Seeblick 9: Occupied" in here.differs()
        there.same()
        renamed = services.units.get(first.id)
        services.units.archive(first.id, sequence=renamed.sequence)
        assert "VEVENT" not in here.differs()
        services.units.restore(first.id, sequence=services.units.get(first.id).sequence)
        assert "Seeblick 9: Occupied" in here.differs()
        services.units.change_property(aside.id, PropertyDraft(name="Seehaus"), sequence=0)
        assert "NAME:Seehaus" in there.differs()
        here.same()

    def test_dragging_a_unit_to_another_property_shows(
        self, services: Services, units: list[Unit], read: Read
    ) -> None:
        first, second = units
        aside = services.units.add_property(PropertyDraft(name="Nebenhaus"))
        here = read(CALENDAR, Target(Scope.PROPERTY, first.property_id))
        there = read(CALENDAR, Target(Scope.PROPERTY, aside.id))
        services.units.arrange({first.property_id: [first.id], aside.id: [second.id]})
        assert "Seeblick 2" not in here.differs()
        assert "Seeblick 2: Occupied" in there.differs()
        services.units.arrange({aside.id: [first.id, second.id]})
        assert "VEVENT" not in here.differs()
        assert "Seeblick 1: Occupied" in there.differs()

    def test_the_house_follows_every_unit(
        self, services: Services, units: list[Unit], read: Read, stay: Stay
    ) -> None:
        reader = read(CALENDAR, WHOLE_HOUSE)
        draft = UnitDraft(property_id=units[0].property_id, name="Dachstudio")
        added = services.units.add(draft)
        services.occupancies.add(stay(added.id))
        assert "Dachstudio: Occupied" in reader.differs()
        services.units.archive(added.id, sequence=added.sequence)
        assert "Dachstudio" not in reader.differs()
        services.units.arrange({units[0].property_id: [units[1].id, units[0].id]})
        reader.same()

    @pytest.mark.parametrize("kind", [CALENDAR, CHANGEOVERS])
    def test_a_staff_member_has_the_units_they_look_after(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, kind: LinkKind
    ) -> None:
        reader = read(kind, Target(Scope.STAFF, maria.id))
        first, second = (unit.id for unit in units)

        def look_after(*unit_ids: int) -> str:
            now = services.staff.get(maria.id)
            draft = replace(now.draft(), unit_ids=frozenset(unit_ids))
            services.staff.change(maria.id, draft, sequence=now.sequence)
            return reader.differs()

        said = look_after(first, second)
        assert "Seeblick 1" in said
        assert "Seeblick 2" in said
        assert "Seeblick 1" not in look_after(second)
        assert "VEVENT" not in look_after()

    def test_a_staff_member_has_what_they_are_in_charge_of(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay
    ) -> None:
        services.staff.change(maria.id, StaffDraft(name="Maria"), sequence=maria.sequence)
        reader = read(CALENDAR, Target(Scope.STAFF, maria.id))
        theirs = stay(units[1].id, 10, staff_id=maria.id)
        entered = services.occupancies.add(theirs).after
        said = reader.differs()
        assert said.count("BEGIN:VEVENT") == 1
        assert "Seeblick 2: Occupied" in said
        # To a unit with the same counter: only who is in charge tells.
        moved = services.occupancies.change(
            entered.id, replace(theirs, unit_id=units[0].id), sequence=entered.sequence
        ).after
        assert "Seeblick 1: Occupied" in reader.differs()
        nobodys = replace(theirs, unit_id=units[0].id, staff_id=None)
        services.occupancies.change(moved.id, nobodys, sequence=moved.sequence)
        assert "VEVENT" not in reader.differs()

    def test_a_changeover_that_moves_to_another_unit_counts_on(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay
    ) -> None:
        ids = frozenset(unit.id for unit in units)
        draft = StaffDraft(name="Maria", unit_ids=ids)
        services.staff.change(maria.id, draft, sequence=maria.sequence)
        entered = services.occupancies.add(stay(units[0].id, 10)).after
        for start in range(20, 50, 5):
            services.occupancies.add(stay(units[0].id, start))
        reader = read(CHANGEOVERS, Target(Scope.STAFF, maria.id))

        def counter() -> int:
            uid = entered.uid.partition("@")[0].encode()
            (event,) = (part for part in reader.feed.body.split(b"BEGIN:VEVENT") if uid in part)
            return int(event.partition(b"SEQUENCE:")[2].split()[0])

        before = counter()
        there = replace(entered.draft(), unit_id=units[1].id)
        services.occupancies.change(entered.id, there, sequence=entered.sequence)
        reader.differs()
        assert counter() > before

    def test_who_sees_to_one_stay_knows_who_comes_next_in_its_unit(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[1].id, 30, 4, staff_id=maria.id))
        reader = read(CHANGEOVERS, Target(Scope.STAFF, maria.id))

        def said() -> list[str]:
            text = reader.feed.body.decode().replace("\r\n ", "")
            return re.findall("SUMMARY:Final cleaning Seeblick 2(.*)\r", text)

        assert said() == [r"\; no next arrival yet"]
        services.occupancies.add(stay(units[1].id, 34))
        reader.differs()
        assert said() == [r"\; next arrival Sat 4 Sep"]

    def test_the_name_in_charge_is_followed_where_it_is_told(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay
    ) -> None:
        services.occupancies.add(stay(units[0].id, 10, staff_id=maria.id))
        target = Target(Scope.UNIT, units[0].id)
        telling = read(CALENDAR, target, fields=frozenset({Field.STAFF}))  # type: ignore[call-arg]
        silent = read(CALENDAR, target)
        renamed = services.staff.change(
            maria.id, replace(maria.draft(), name="Maria Roth"), sequence=maria.sequence
        )
        assert "Maria Roth" in telling.differs()
        removed = services.staff.remove(maria.id, sequence=renamed.sequence).after
        assert "Maria" not in telling.differs()
        services.staff.restore(maria.id, sequence=removed.sequence)
        assert "Maria Roth" in telling.differs()
        silent.same()

    def test_only_what_changed_is_built_again(
        self, services: Services, units: list[Unit], feeds: Feeds, builds: list[str], stay: Stay
    ) -> None:
        aside = services.units.add_property(PropertyDraft(name="Nebenhaus"))
        links = [
            *(services.links.enable_unit(unit.id).after for unit in units),
            services.links.add(CALENDAR, Target(Scope.PROPERTY, aside.id), LinkChoices()).after,
            services.links.add(CALENDAR, WHOLE_HOUSE, LinkChoices(language="en")).after,
        ]

        def built() -> list[str]:
            builds.clear()
            for link in links:
                assert answers(feeds, link)
            return list(builds)

        assert len(built()) == 4
        assert built() == []
        services.occupancies.add(stay(units[1].id, 10))
        assert built() == ["Seeblick 2", "All units"]
        services.links.change(
            links[3].id, replace(links[3].choices(), label="x"), sequence=links[3].sequence
        )
        assert built() == ["All units"]
        services.staff.add(StaffDraft(name="Otto"))
        services.settings.set("port", "9000")
        assert built() == []


class TestAClockThatWasSetBack:
    """Last-Modified never goes back, also where a unit leaves that changed in the future."""

    def test_a_unit_that_leaves_a_property(
        self, services: Services, units: list[Unit], read: Read, stay: Stay, clock: SetClock
    ) -> None:
        aside = services.units.add_property(PropertyDraft(name="Nebenhaus"))
        reader = read(CALENDAR, Target(Scope.PROPERTY, units[0].property_id))
        clock.moment += DAY
        services.occupancies.add(stay(units[1].id))
        reader.differs()
        clock.moment -= DAY - HOUR
        move(services, units[1].id, aside.id)
        reader.differs()

    def test_a_unit_that_somebody_looks_after_no_more(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay,
        clock: SetClock,
    ) -> None:  # fmt: skip
        reader = read(CHANGEOVERS, Target(Scope.STAFF, maria.id))
        clock.moment += DAY
        services.occupancies.add(stay(units[0].id))
        reader.differs()
        clock.moment -= DAY - HOUR
        services.staff.change(maria.id, StaffDraft(name="Maria"), sequence=maria.sequence)
        reader.differs()

    def test_a_stay_that_somebody_is_in_charge_of_moves(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay,
        clock: SetClock,
    ) -> None:  # fmt: skip
        services.staff.change(maria.id, StaffDraft(name="Maria"), sequence=maria.sequence)
        reader = read(CALENDAR, Target(Scope.STAFF, maria.id))
        clock.moment += DAY
        theirs = stay(units[0].id, staff_id=maria.id)
        entered = services.occupancies.add(theirs).after
        reader.differs()
        clock.moment -= DAY - HOUR
        there = replace(theirs, unit_id=units[1].id)
        moved = services.occupancies.change(entered.id, there, sequence=entered.sequence).after
        reader.differs()
        services.occupancies.change(
            entered.id, replace(there, staff_id=None), sequence=moved.sequence
        )
        reader.differs()

    @pytest.mark.parametrize("kind", [CALENDAR, WEBSITE, CHANGEOVERS])
    def test_a_change_after_one_in_the_future_has_a_time_of_its_own(
        self, services: Services, units: list[Unit], maria: StaffMember, read: Read, stay: Stay,
        clock: SetClock, kind: LinkKind,
    ) -> None:  # fmt: skip
        """A date that readers have seen must not stand for other bytes."""
        target = {
            CALENDAR: WHOLE_HOUSE,
            WEBSITE: Target(Scope.UNIT, units[0].id),
            CHANGEOVERS: Target(Scope.STAFF, maria.id),
        }[kind]
        clock.moment += DAY
        reader = read(kind, target)
        if kind is CALENDAR:
            services.occupancies.add(stay(units[1].id))
            reader.differs()
        clock.moment -= DAY - HOUR
        services.occupancies.add(stay(units[0].id))
        reader.differs()
        assert (reader.feed.modified is None) is (kind is WEBSITE)

    def test_each_of_many_links_is_raised_once(
        self, services: Services, units: list[Unit], clock: SetClock
    ) -> None:
        target = Target(Scope.PROPERTY, units[0].property_id)
        with services.database.write():
            links = [
                services.links.add_within(CALENDAR, target, LinkChoices()).after
                for _ in range(1_100)
            ]
        clock.moment += DAY
        ahead = services.links.change(links[0].id, LinkChoices(label="x"), sequence=0).after
        clock.moment -= DAY - HOUR
        services.units.change_property(
            units[0].property_id, PropertyDraft(name="Seehaus"), sequence=0
        )
        first, *others = services.links.all()
        later = ahead.changed_at + timedelta(seconds=1)
        assert (first.revision, first.changed_at) == (ahead.revision + 1, later)
        assert {(link.revision, link.changed_at) for link in others} == {(1, later)}
