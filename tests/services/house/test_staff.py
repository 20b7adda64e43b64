"""Staff members: their names, units and links, removed and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.staff import StaffDraft, StaffMember
from app.core.house.unit import Unit
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Closed, Feed, Feeds
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told

HOUR = timedelta(hours=1)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def maria(services: Services, units: list[Unit]) -> StaffMember:
    ids = frozenset(unit.id for unit in units)
    return services.staff.add(StaffDraft(name="Maria", role="Reinigung", unit_ids=ids))


@pytest.fixture
def links(services: Services, maria: StaffMember) -> list[Link]:
    """Maria's changeover days, and the occupancies of her units."""
    target = Target(Scope.STAFF, maria.id)
    return [
        services.links.add(kind, target, LinkChoices()).after
        for kind in (LinkKind.CHANGEOVERS, LinkKind.CALENDAR)
    ]


@pytest.fixture
def feeds(services: Services) -> Iterator[Feeds]:
    with closing(services.feeds()) as feeds:
        yield feeds


class TestWhoThereIs:
    def test_somebody_is_added_with_clean_texts(self, services: Services, told: Told) -> None:
        added = services.staff.add(StaffDraft(name="  Ayşe\x00\n", role="Haus\u2028meister "))
        assert (added.name, added.role, added.unit_ids) == ("Ayşe", "Haus meister", frozenset())
        assert (added.sequence, added.removed_at) == (0, None)
        assert services.staff.all() == [added]
        assert told.take() == [Moved(staff=True)]

    def test_they_stand_by_name(self, services: Services) -> None:
        for name in ("otto", "Maria", "Ayşe"):
            services.staff.add(StaffDraft(name=name))
        assert [one.name for one in services.staff.all()] == ["Ayşe", "Maria", "otto"]

    def test_a_name_that_is_anothers_number_is_refused(self, services: Services) -> None:
        first = services.staff.add(StaffDraft(name="Maria Kern"))
        second = services.staff.add(StaffDraft(name="1"))
        assert services.staff.find(" MARIA KERN ") == first
        with pytest.raises(UserError, match="name:1 or id:1"):
            services.staff.find("1")
        assert services.staff.find("name:1") == second
        assert services.staff.find("id:1") == first
        assert services.staff.find("2") == second
        for text in ("Otto", "", "3", "9" * 30, "²"):
            with pytest.raises(UserError, match="no staff member"):
                services.staff.find(text)

    @pytest.mark.parametrize("name", ["", " ", "x" * 201, "\ud800"])
    def test_a_name_that_is_none_is_refused(self, services: Services, name: str) -> None:
        with pytest.raises(UserError):
            services.staff.add(StaffDraft(name=name))
        assert services.staff.all() == []

    def test_two_never_share_a_name(self, services: Services, maria: StaffMember) -> None:
        otto = services.staff.add(StaffDraft(name="Otto"))
        with pytest.raises(UserError, match="already a staff member called “Maria”"):
            services.staff.add(StaffDraft(name="maria"))
        with pytest.raises(UserError, match="already"):
            services.staff.change(otto.id, StaffDraft(name="MARIA"), sequence=0)
        louder = services.staff.change(maria.id, replace(maria.draft(), name="MARIA"), sequence=0)
        assert louder.name == "MARIA"

    def test_units_must_exist(self, services: Services, maria: StaffMember) -> None:
        with pytest.raises(UserError, match="unit does not exist"):
            services.staff.add(StaffDraft(name="Otto", unit_ids=frozenset({99})))
        with pytest.raises(UserError, match="unit does not exist"):
            services.staff.change(
                maria.id, StaffDraft(name="Maria", unit_ids=frozenset({99})), sequence=0
            )
        assert services.staff.all() == [maria]


class TestChanging:
    def test_what_changes_nothing_leaves_it_alone(
        self, services: Services, maria: StaffMember, told: Told
    ) -> None:
        assert services.staff.change(maria.id, maria.draft(), sequence=0) == maria
        assert told.take() == []

    def test_units_come_and_go(
        self, services: Services, maria: StaffMember, units: list[Unit]
    ) -> None:
        fewer = replace(maria.draft(), unit_ids=frozenset({units[1].id}))
        changed = services.staff.change(maria.id, fewer, sequence=0)
        assert (changed.unit_ids, changed.sequence) == (frozenset({units[1].id}), 1)
        none = services.staff.change(maria.id, StaffDraft(name="Maria"), sequence=1)
        assert none.unit_ids == frozenset()

    def test_the_second_of_two_windows_is_refused(
        self, folder: DataFolder, services: Services, maria: StaffMember
    ) -> None:
        with opened(folder, busy_timeout=1) as other:
            other.staff.change(maria.id, StaffDraft(name="Maria Kern"), sequence=0)
        with pytest.raises(UserError, match="changed elsewhere"):
            services.staff.change(maria.id, StaffDraft(name="Otto"), sequence=0)
        with pytest.raises(UserError, match="changed elsewhere"):
            services.staff.remove(maria.id, sequence=0)
        assert [one.name for one in services.staff.all()] == ["Maria Kern"]

    def test_only_what_shows_it_moves(
        self, services: Services, maria: StaffMember, links: list[Link], units: list[Unit],
        told: Told,
    ) -> None:  # fmt: skip
        services.links.enable_unit(units[0].id)
        told.take()
        head = services.staff.change(maria.id, replace(maria.draft(), role="Chefin"), sequence=0)
        assert told.take() == [Moved(staff=True)]
        services.staff.change(maria.id, replace(head.draft(), unit_ids=frozenset()), sequence=1)
        assert told.take() == [Moved(staff=True, links=frozenset(link.id for link in links))]


class TestRemoving:
    def test_who_is_removed_goes_with_their_links_and_comes_back_with_them(
        self, services: Services, maria: StaffMember, links: list[Link], feeds: Feeds
    ) -> None:
        services.links.disable(links[1].id, sequence=0)
        before = [feeds.answer(link.token) for link in links]
        assert isinstance(before[0], Feed)
        removed = services.staff.remove(maria.id, sequence=0).after
        assert services.staff.all() == []
        assert services.links.all() == []
        assert [feeds.answer(link.token) for link in links] == [
            Closed(link.id, gone=True) for link in links
        ]
        back = services.staff.restore(maria.id, sequence=removed.sequence).after
        assert replace(back, sequence=0) == maria
        assert back.sequence == 2
        assert [one.enabled for one in services.links.all()] == [True, False]
        after = feeds.answer(links[0].token)
        assert isinstance(after, Feed)
        assert after.body == before[0].body
        assert feeds.answer(links[1].token) == Closed(links[1].id)

    def test_a_link_that_was_deleted_before_stays_deleted(
        self, services: Services, maria: StaffMember, links: list[Link], clock: SetClock
    ) -> None:
        services.links.delete(links[0].id, sequence=0)
        clock.moment += HOUR
        removed = services.staff.remove(maria.id, sequence=0).after
        services.staff.restore(maria.id, sequence=removed.sequence)
        assert [one.id for one in services.links.all()] == [links[1].id]

    def test_a_link_that_was_deleted_in_the_same_moment_stays_deleted(
        self, services: Services, maria: StaffMember, links: list[Link]
    ) -> None:
        services.links.delete(links[0].id, sequence=0)
        removed = services.staff.remove(maria.id, sequence=0).after
        services.staff.restore(maria.id, sequence=removed.sequence)
        assert [one.id for one in services.links.all()] == [links[1].id]

    def test_nobody_is_removed_changed_or_linked_twice(
        self, services: Services, maria: StaffMember
    ) -> None:
        removed = services.staff.remove(maria.id, sequence=0).after
        gone = "staff member does not exist"
        with pytest.raises(UserError, match=gone):
            services.staff.remove(maria.id, sequence=removed.sequence)
        with pytest.raises(UserError, match=gone):
            services.staff.change(maria.id, maria.draft(), sequence=removed.sequence)
        with pytest.raises(UserError, match=gone):
            services.links.add(LinkKind.CHANGEOVERS, Target(Scope.STAFF, maria.id), LinkChoices())
        with pytest.raises(UserError, match="no staff member"):
            services.staff.find("Maria")
        assert services.staff.get(maria.id) == removed

    def test_a_name_that_was_taken_meanwhile_is_refused(
        self, services: Services, maria: StaffMember, links: list[Link]
    ) -> None:
        removed = services.staff.remove(maria.id, sequence=0).after
        services.staff.add(StaffDraft(name="MARIA"))
        with pytest.raises(UserError, match="already"):
            services.staff.restore(maria.id, sequence=removed.sequence)
        assert services.links.all() == []
        assert len(links) == 2

    def test_bringing_back_who_is_there_changes_nothing(
        self, services: Services, maria: StaffMember, told: Told
    ) -> None:
        assert services.staff.restore(maria.id, sequence=0).after == maria
        assert told.take() == []
        with pytest.raises(UserError, match="staff member does not exist"):
            services.staff.restore(99, sequence=0)

    def test_the_window_hears_of_both(
        self, services: Services, maria: StaffMember, links: list[Link], told: Told
    ) -> None:
        both = Moved(staff=True, links=frozenset(link.id for link in links))
        removed = services.staff.remove(maria.id, sequence=0).after
        assert told.take() == [both]
        services.staff.restore(maria.id, sequence=removed.sequence)
        assert told.take() == [both]


class TestInCharge:
    def test_somebody_who_is_not_there_cannot_be_put_in_charge(
        self, services: Services, maria: StaffMember, units: list[Unit], stay: Stay
    ) -> None:
        gone = "staff member does not exist"
        with pytest.raises(UserError, match=gone):
            services.occupancies.add(stay(units[0].id, staff_id=99))
        services.staff.remove(maria.id, sequence=0)
        with pytest.raises(UserError, match=gone):
            services.occupancies.add(stay(units[0].id, staff_id=maria.id))
        assert services.occupancies.all() == []

    def test_a_stay_keeps_who_was_in_charge_until_it_is_said_otherwise(
        self, services: Services, maria: StaffMember, units: list[Unit], stay: Stay
    ) -> None:
        draft = stay(units[0].id, staff_id=maria.id)
        entered = services.occupancies.add(draft).after
        services.staff.remove(maria.id, sequence=0)
        longer = replace(draft, departure=draft.departure + timedelta(days=1))
        change = services.occupancies.change(entered.id, longer, sequence=0)
        assert change.after.staff_id == maria.id
        nobody = replace(longer, staff_id=None)
        change = services.occupancies.change(entered.id, nobody, sequence=1)
        assert change.after.staff_id is None
        # Nobody can be put in charge again who is not there: said, and nothing happens.
        with pytest.raises(UserError, match="staff member does not exist"):
            services.occupancies.take_back(change)
        assert services.occupancies.get(entered.id) == change.after

    def test_undo_brings_back_who_was_in_charge(
        self, services: Services, maria: StaffMember, units: list[Unit], stay: Stay
    ) -> None:
        draft = stay(units[0].id, staff_id=maria.id)
        entered = services.occupancies.add(draft).after
        change = services.occupancies.change(entered.id, replace(draft, staff_id=None), sequence=0)
        assert services.occupancies.take_back(change).after.staff_id == maria.id
