"""What was made as one change is taken back as one, all of it or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import Unit
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.base.changes import (
    AnyChange,
    CompositeChange,
    HouseChange,
    LinkChange,
    OccupancyChange,
    OneChange,
)
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.services.taking_back import TakingBack
from tests.clocks import SetClock
from tests.services.conftest import Told

FIRST = date(2027, 7, 10)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Dachstudio"])
    return list(house.units)


@pytest.fixture
def taking_back(services: Services) -> TakingBack:
    return taking_back_of(services)


def taking_back_of(services: Services) -> TakingBack:
    return TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )


def draft(unit: Unit, day: int, nights: int = 2) -> OccupancyDraft:
    arrival = FIRST + timedelta(days=day)
    return OccupancyDraft(
        unit_id=unit.id, arrival=arrival, departure=arrival + timedelta(days=nights), guest="A"
    )


def enabled(services: Services) -> list[bool]:
    return [link.enabled for link in services.links.all()]


def test_all_links_of_the_house_are_locked_again_as_one(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    first = services.links.enable_unit(units[0].id).after
    change = services.links.enable_all()
    assert [part.changed for part in change.parts] == [False, True, True]
    assert [part.before for part in change.made] == [None, None]

    done = taking_back.take_back(change)
    assert enabled(services) == [True, False, False]
    assert services.links.get(first.id) == first, "what was enabled before is not touched"

    taking_back.take_back(done.reverse)
    assert enabled(services) == [True, True, True]
    assert [link.token for link in services.links.all()] == [
        part.after.token for part in change.parts
    ]


def test_what_changed_nothing_is_told_from_what_did(services: Services, units: list[Unit]) -> None:
    assert services.links.enable_all().changed
    assert not services.links.enable_all().changed
    assert units


def test_where_one_part_has_moved_nothing_is_taken_back(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    change = services.links.enable_all()
    moved = change.parts[0].after
    services.links.renew(moved.id, sequence=moved.sequence)
    before = services.links.all()
    with pytest.raises(UserError, match="changed elsewhere"):
        taking_back.take_back(change)
    assert services.links.all() == before
    assert taking_back.has_moved(change)
    assert units


def entered(services: Services, drafts: list[OccupancyDraft]) -> CompositeChange[OccupancyChange]:
    """Enter all of these as one, as an import does."""
    with services.units.work.change():
        now = services.clock.now()
        return CompositeChange(tuple(services.occupancies.add_within(one, now) for one in drafts))


def test_fifty_rows_go_and_come_back_as_one(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    change = entered(services, [draft(units[n % 3], n * 2) for n in range(50)])
    uids = [stay.uid for stay in services.occupancies.all()]
    assert len(uids) == 50

    done = taking_back.take_back(change)
    assert not any(stay.blocks for stay in services.occupancies.all())
    taking_back.take_back(done.reverse)
    assert all(stay.blocks for stay in services.occupancies.all())
    assert [stay.uid for stay in services.occupancies.all()] == uids


def test_where_the_nights_of_one_row_are_taken_by_now_none_comes_back(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    done = taking_back.take_back(entered(services, [draft(units[0], n * 2) for n in range(5)]))
    other = services.occupancies.add(draft(units[0], 4)).after
    with pytest.raises(OccupancyConflict):
        taking_back.take_back(done.reverse)
    assert [stay.id for stay in services.occupancies.all() if stay.blocks] == [other.id]
    assert not taking_back.has_moved(done.reverse), "the other one may go"
    services.occupancies.cancel(other.id, sequence=0)
    taking_back.take_back(done.reverse)
    assert sum(stay.blocks for stay in services.occupancies.all()) == 5


def test_the_window_hears_of_all_parts_at_once(
    services: Services, units: list[Unit], taking_back: TakingBack, told: Told
) -> None:
    change = services.links.enable_all()
    told.take()
    taking_back.take_back(change)
    assert told.take() == [Moved(links=frozenset(part.after.id for part in change.parts))]
    assert units


def test_one_stay_in_the_place_of_another_goes_back_in_turn(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    one = services.occupancies.add(draft(units[0], 0)).after
    two = services.occupancies.add(draft(units[0], 10)).after
    away = services.occupancies.change(one.id, draft(units[0], 20), sequence=0)
    into = services.occupancies.change(two.id, draft(units[0], 0), sequence=0)
    change: AnyChange = CompositeChange((away, into))
    for _ in range(2):
        done = taking_back.take_back(change)
        assert [stay.id for stay in services.occupancies.all()] == [one.id, two.id]
        done = taking_back.take_back(done.reverse)
        assert [stay.id for stay in services.occupancies.all()] == [two.id, one.id]
        change = done.reverse


def test_a_unit_is_archived_and_brought_back_by_turns(
    services: Services, units: list[Unit], taking_back: TakingBack, told: Told, clock: SetClock
) -> None:
    link = services.links.enable_unit(units[0].id).after
    change = services.units.archive(units[0].id, sequence=units[0].sequence)
    assert (change.before, change.after.archived) == (units[0], True)
    since = change.after.archived_at
    told.take()
    clock.passes(days=3)

    back = taking_back.take_back(change).reverse
    assert not services.units.get(units[0].id).archived
    assert services.links.get(link.id).token == link.token
    assert told.take() == [Moved(units=frozenset({units[0].id}), house=True)]

    taking_back.take_back(back)
    assert services.units.get(units[0].id).archived_at == since, "it was away all the time"


def test_a_unit_that_was_renamed_since_is_not_archived_by_a_step_back(
    services: Services, units: list[Unit], taking_back: TakingBack
) -> None:
    services.units.archive(units[0].id, sequence=0)
    change = services.units.restore(units[0].id, sequence=1)
    assert not taking_back.has_moved(change)
    services.units.rename(units[0].id, "Möwe", sequence=2)
    with pytest.raises(UserError, match="changed elsewhere"):
        taking_back.take_back(change)
    assert not services.units.get(units[0].id).archived
    assert taking_back.has_moved(change)


def test_the_first_house_goes_and_comes_back(services: Services, taking_back: TakingBack) -> None:
    made = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Möwe"])
    assert made.units == tuple(services.units.all())
    done = taking_back.take_back(made)
    assert services.units.empty()
    assert done.reverse == HouseChange("Haus Seeblick", ("Seeblick 1", "Möwe"))
    again = taking_back.take_back(done.reverse).reverse
    assert isinstance(again, HouseChange)
    assert again.units == tuple(services.units.all())
    assert [unit.name for unit in again.units] == ["Seeblick 1", "Möwe"]


# ---- any changes at all ----


@dataclass
class House:
    """Two links, two stays and a staff member with a link, and what is done to them."""

    services: Services
    link_ids: list[int] = field(default_factory=list)
    stay_ids: list[int] = field(default_factory=list)
    member_id: int = 0
    unit_id: int = 0

    def furnish(self) -> None:
        unit = self.services.units.first_house("Haus", ["Eins"]).units[0]
        self.unit_id = unit.id
        rosa = self.services.staff.add(StaffDraft(name="Rosa"))
        self.member_id = rosa.id
        for kind, target in (
            (LinkKind.CALENDAR, Target(Scope.UNIT, unit.id)),
            (LinkKind.CHANGEOVERS, Target(Scope.STAFF, rosa.id)),
        ):
            added = self.services.links.add(kind, target, LinkChoices(label="L"))
            self.link_ids.append(added.after.id)
        self.stay_ids = [
            self.services.occupancies.add(draft(unit, day)).after.id for day in (0, 10)
        ]

    def state(self) -> list[object]:
        """Everything that the owner chose, without what counts changes."""
        links = {link.id: link for link in self.services.links.all()}
        seen: list[object] = [
            link and (link.token, link.enabled, link.choices())
            for link in map(links.get, self.link_ids)
        ]
        seen += [self.services.occupancies.get(stay_id).draft() for stay_id in self.stay_ids]
        unit = self.services.units.get(self.unit_id)
        return [
            *seen,
            self.services.staff.get(self.member_id).removed_at is None,
            (unit.draft(), unit.archived_at),
        ]

    def do(self, step: str, which: int, number: int) -> OneChange | None:
        """Do one thing; None where it cannot be done just now."""
        doings: dict[str, Callable[[], OneChange]] = {
            "toggle": lambda: self._toggle(which),
            "renew": lambda: self._link(which, "renew"),
            "delete": lambda: self._link(which, "delete"),
            "guest": lambda: self._edit(which, guest=f"G{number}"),
            "cancel": lambda: self._edit(which, status=Status.CANCELLED),
            "move": lambda: self._edit(
                which,
                arrival=FIRST + timedelta(days=number % 4 * 5),
                departure=FIRST + timedelta(days=number % 4 * 5 + 3),
                status=Status.CONFIRMED,
            ),
            "staff": self._staff,
            "unit": self._unit,
        }
        try:
            return doings[step]()
        except UserError:
            return None

    def _link(self, which: int, what: str) -> LinkChange:
        link = self.services.links.get(self.link_ids[which])
        change: LinkChange = getattr(self.services.links, what)(link.id, sequence=link.sequence)
        return change

    def _toggle(self, which: int) -> LinkChange:
        link = self.services.links.get(self.link_ids[which])
        return self._link(which, "disable" if link.enabled else "enable")

    def _edit(self, which: int, **values: object) -> OccupancyChange:
        stay: Occupancy = self.services.occupancies.get(self.stay_ids[which])
        wanted = replace(stay.draft(), **values)  # type: ignore[arg-type]
        return self.services.occupancies.change(stay.id, wanted, sequence=stay.sequence)

    def _staff(self) -> OneChange:
        member = self.services.staff.get(self.member_id)
        act = (
            self.services.staff.remove if member.removed_at is None else self.services.staff.restore
        )
        return act(member.id, sequence=member.sequence)

    def _unit(self) -> OneChange:
        unit = self.services.units.get(self.unit_id)
        act = self.services.units.restore if unit.archived else self.services.units.archive
        return act(unit.id, sequence=unit.sequence)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["toggle", "renew", "delete", "guest", "cancel", "move", "staff", "unit"]),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30)
@given(steps=STEPS)
@example(steps=[("toggle", 1), ("staff", 0)])
@example(steps=[("delete", 1), ("staff", 0), ("staff", 0)])
@example(steps=[("move", 0), ("move", 1), ("move", 0)])
@example(steps=[("renew", 0), ("renew", 0), ("delete", 0)])
@example(steps=[("unit", 0), ("unit", 0), ("unit", 0)])
@example(steps=[("move", 0), ("unit", 0), ("staff", 0)])
def test_any_changes_made_as_one_go_back_and_forth_as_one(steps: list[tuple[str, int]]) -> None:
    clock = SetClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=0.25, clock=clock) as services,
    ):
        house = House(services)
        house.furnish()
        taking_back = taking_back_of(services)
        before = house.state()
        parts = []
        for number, (step, which) in enumerate(steps):
            clock.moment += timedelta(minutes=1)
            parts.append(house.do(step, which, number))
        after = house.state()
        change: AnyChange = CompositeChange(tuple(part for part in parts if part is not None))
        for expected in (before, after, before, after):
            clock.moment += timedelta(minutes=1)
            change = taking_back.take_back(change).reverse
            assert house.state() == expected
