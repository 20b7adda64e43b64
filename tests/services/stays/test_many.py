"""Thousands changed at once: the very same as each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import Unit
from app.core.progress import StoppedError
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.base.changes import CompositeChange, OccupancyChange
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.services.stays.many import ManyStays, Wanted
from tests.services.conftest import Stay
from tests.services.test_taking_back import taking_back_of


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units)


def entered(services: Services, unit: Unit, stay: Stay, count: int) -> list[OccupancyChange]:
    return [services.occupancies.add(stay(unit.id, 4 * at)) for at in range(count)]


def plain(stay: Occupancy) -> Occupancy:
    """Return what two units can have alike; one change came a second after the other."""
    return replace(stay, id=0, uid="", unit_id=0, changed_at=stay.created_at)


def test_many_become_what_each_by_itself_becomes(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    few = entered(services, units[0], stay, 5)
    many = entered(services, units[1], stay, 30)
    one_by_one = taking_back_of(services).take_back(CompositeChange(tuple(few))).reverse
    at_once = taking_back_of(services).take_back(CompositeChange(tuple(many))).reverse
    assert isinstance(one_by_one, CompositeChange)
    assert isinstance(at_once, CompositeChange)
    for part, other in zip(reversed(one_by_one.parts), reversed(at_once.parts), strict=False):
        assert isinstance(part.after, Occupancy)
        assert isinstance(other.after, Occupancy)
        assert plain(part.after) == plain(other.after)
    for part in at_once.parts:
        assert services.occupancies.get(part.after.id) == part.after


def test_they_stand_again_and_go_again(services: Services, units: list[Unit], stay: Stay) -> None:
    change = CompositeChange(tuple(entered(services, units[0], stay, 30)))
    back = taking_back_of(services)
    again = back.take_back(back.take_back(change).reverse).reverse
    assert all(one.blocks for one in services.occupancies.all())
    back.take_back(again)
    assert not any(one.blocks for one in services.occupancies.all())


def test_a_double_booking_that_stood_may_stand_again(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    services.occupancies.add(stay(units[0].id, 1, 1), allow_conflict=True)
    back = taking_back_of(services)
    reverse = back.take_back(CompositeChange(tuple(many))).reverse
    assert services.double_bookings.open() == []
    back.take_back(reverse)
    assert len(services.double_bookings.open()) == 1


def test_one_that_moved_keeps_all_where_they_are(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    services.occupancies.cancel(many[7].after.id, sequence=0)
    with pytest.raises(UserError):
        taking_back_of(services).take_back(CompositeChange(tuple(many)))
    cancelled = [one for one in services.occupancies.all() if one.status is Status.CANCELLED]
    assert len(cancelled) == 1


def test_an_archived_unit_keeps_them(services: Services, units: list[Unit], stay: Stay) -> None:
    many = entered(services, units[0], stay, 30)
    services.units.archive(units[0].id, sequence=units[0].sequence)
    with pytest.raises(UserError, match="archived"):
        taking_back_of(services).take_back(CompositeChange(tuple(many)))


def test_readers_hear_of_it(services: Services, units: list[Unit], stay: Stay) -> None:
    link = services.links.enable_unit(units[0].id).after
    many = entered(services, units[0], stay, 30)
    feeds = services.feeds()
    try:
        assert getattr(feeds.answer(link.token), "body", b"").count(b"BEGIN:VEVENT") == 30
        taking_back_of(services).take_back(CompositeChange(tuple(many)))
        assert getattr(feeds.answer(link.token), "body", b"").count(b"BEGIN:VEVENT") == 0
    finally:
        feeds.close()


def edited(
    services: Services, entered: Sequence[OccupancyChange], **fields: Any
) -> CompositeChange[OccupancyChange]:
    """Change each of these by hand, and return that as one change."""
    changes = []
    for one in entered:
        draft = replace(one.after.draft(), **fields)
        change = services.occupancies.change
        changes.append(change(one.after.id, draft, sequence=one.after.sequence))
    return CompositeChange(tuple(changes))


def drafts(services: Services) -> dict[int, OccupancyDraft]:
    return {one.id: one.draft() for one in services.occupancies.all()}


def change_all(
    services: Services, wanted: Sequence[Wanted], stop_at: int | None = None
) -> list[OccupancyChange]:
    many = ManyStays(services.work)
    with services.work.change():
        return many.change_within(wanted, lambda done, _total: done != stop_at)


def test_what_was_edited_is_what_it_was_before(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    maria = services.staff.add(StaffDraft(name="Maria"))
    many = entered(services, units[0], stay, 30)
    before = drafts(services)
    change = edited(services, many, unit_id=units[1].id, guest="Anders", staff_id=maria.id)
    after = drafts(services)
    back = taking_back_of(services)
    taken = back.take_back(change)
    assert drafts(services) == before
    assert isinstance(taken.reverse, CompositeChange)
    for part in taken.reverse.parts:
        assert services.occupancies.get(part.after.id) == part.after
    # Who changed one of them before that may take that back as well.
    first = taken.again.follow_one(many[3])
    assert first.after == services.occupancies.get(many[3].after.id)
    back.take_back(taken.reverse)
    assert drafts(services) == after


def test_new_and_edited_ones_go_together(services: Services, units: list[Unit], stay: Stay) -> None:
    old = entered(services, units[0], stay, 15)
    before = drafts(services)
    changed = edited(services, old, unit_id=units[1].id)
    new = entered(services, units[0], stay, 15)
    change = CompositeChange((*changed.parts, *new))
    after = drafts(services)
    back = taking_back_of(services)
    reverse = back.take_back(change).reverse
    standing = {one.id: one.draft() for one in services.occupancies.all() if one.blocks}
    assert standing == before
    back.take_back(reverse)
    assert drafts(services) == after


def test_they_may_change_places(services: Services, units: list[Unit], stay: Stay) -> None:
    left = [one.after for one in entered(services, units[0], stay, 12)]
    right = [one.after for one in entered(services, units[1], stay, 12)]
    wanted = [
        Wanted(one.id, one.sequence, replace(one.draft(), unit_id=other.unit_id))
        for pair in zip(left, right, strict=True)
        for one, other in (pair, pair[::-1])
    ]
    changes = change_all(services, wanted)
    assert {one.after.unit_id for one in changes[::2]} == {units[1].id}
    assert services.double_bookings.open() == []
    assert [one.after for one in changes] == [services.occupancies.get(one.id) for one in wanted]


def test_nights_that_somebody_else_has_meanwhile_keep_all_where_they_are(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    change = edited(services, many, unit_id=units[1].id)
    services.occupancies.add(stay(units[0].id, 5, guest="Huber"))
    before = drafts(services)
    back = taking_back_of(services)
    with pytest.raises(OccupancyConflict, match="taken already") as told:
        back.take_back(change)
    assert [one.guest for one in told.value.others] == ["Huber"]
    assert drafts(services) == before
    assert not back.has_moved(change)


def test_two_of_them_may_not_share_a_night_that_they_did_not_share(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    first, second = (one.after for one in entered(services, units[0], stay, 2))
    same = replace(second.draft(), arrival=first.arrival, departure=first.departure)
    with pytest.raises(OccupancyConflict):
        change_all(services, [Wanted(second.id, 0, same), Wanted(first.id, 0, first.draft())])
    third = replace(first.draft(), guest="Anders")
    with pytest.raises(OccupancyConflict):
        change_all(services, [Wanted(second.id, 0, same), Wanted(first.id, 0, third)])
    change_all(services, [Wanted(second.id, 0, same, frozenset({first.id}))])
    assert len(services.double_bookings.open()) == 1


def test_a_double_booking_that_stands_does_not_keep_from_other_changes(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 3)
    services.occupancies.add(stay(units[0].id, 1, 1), allow_conflict=True)
    change_all(
        services,
        [Wanted(one.after.id, 0, replace(one.after.draft(), guest="Anders")) for one in many],
    )
    assert len(services.double_bookings.open()) == 1


def test_what_becomes_nothing_else_is_left_alone(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    (one,) = (one.after for one in entered(services, units[0], stay, 1))
    (change,) = change_all(services, [Wanted(one.id, 0, one.draft())])
    assert (change.changed, services.occupancies.get(one.id)) == (False, one)
    services.occupancies.cancel(one.id, sequence=0)
    gone = services.occupancies.get(one.id)
    assert not change_all(services, [Wanted(one.id, 1, None)])[0].changed
    assert services.occupancies.get(one.id) == gone


def test_who_is_gone_gets_no_work(services: Services, units: list[Unit], stay: Stay) -> None:
    maria = services.staff.add(StaffDraft(name="Maria"))
    many = entered(services, units[0], stay, 30)
    first = edited(services, many, staff_id=maria.id)
    change = edited(services, first.parts, staff_id=None)
    services.staff.remove(maria.id, sequence=maria.sequence)
    with pytest.raises(UserError, match="staff member"):
        taking_back_of(services).take_back(change)


def test_one_that_is_unknown_is_told(services: Services, units: list[Unit], stay: Stay) -> None:
    with pytest.raises(UserError, match="no occupancy with the number 77"):
        change_all(services, [Wanted(77, 0, stay(units[0].id))])


@pytest.mark.parametrize("stop_at", [0, 2000])
def test_stopped_all_is_as_it_was(
    services: Services, units: list[Unit], stay: Stay, stop_at: int
) -> None:
    first = stay(units[0].id)
    rows = [
        replace(first, arrival=first.arrival + timedelta(days=at),
                departure=first.arrival + timedelta(days=at + 1))
        for at in range(2500)
    ]  # fmt: skip
    with services.database.write():
        table = services.occupancies._table
        pairs = [(row, f"{at}@test") for at, row in enumerate(rows)]
        table.add_many(pairs, source="", now=services.work.clock.now())
    stays = services.occupancies.all()
    wanted = [Wanted(one.id, 0, None) for one in stays]
    with pytest.raises(StoppedError):
        change_all(services, wanted, stop_at)
    assert services.occupancies.all() == stays


def test_what_was_overtaken_is_known_at_once(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    many = entered(services, units[0], stay, 30)
    change = CompositeChange(tuple(many))
    back = taking_back_of(services)
    assert not back.has_moved(change)
    one = many[7].after
    services.occupancies.change(one.id, replace(one.draft(), guest="Anders"), sequence=0)
    assert back.has_moved(change)
