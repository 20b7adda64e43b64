"""What was cancelled is deleted for good: gone from the file, and no feed brings it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import UserError
from app.core.links.details import Details, Preset
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.feeds.feeds import Feed
from app.services.services import Services
from app.services.taking_back import TakingBack
from tests.services.conftest import Told
from tests.services.test_taking_back import taking_back_of

SECRET = "Qzhuber"


@pytest.fixture
def unit_id(services: Services) -> int:
    return services.units.first_house("Haus", ["Eins"]).units[0].id


@pytest.fixture
def taking_back(services: Services) -> TakingBack:
    return taking_back_of(services)


@pytest.fixture
def stay(services: Services, unit_id: int) -> Occupancy:
    draft = OccupancyDraft(
        unit_id=unit_id,
        arrival=date(2027, 7, 10),
        departure=date(2027, 7, 14),
        guest=SECRET,
        phone=f"0171 {SECRET}",
        email=f"{SECRET}@example.org",
        note=SECRET,
    )
    return services.occupancies.add(draft).after


def cancelled(services: Services, stay: Occupancy) -> Occupancy:
    return services.occupancies.cancel(stay.id, sequence=stay.sequence).after


def rows(services: Services, table: str) -> int:
    with closing(sqlite3.connect(services.database.path)) as raw:
        found: int = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def event(services: Services) -> list[str]:
    (link,) = services.links.all()
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    lines = feed.body.decode().split("\r\n")
    return [line for line in lines if line.startswith(("SEQUENCE:", "LAST-MODIFIED:", "UID:"))]


def test_nothing_of_it_is_left_in_the_tables(
    services: Services, stay: Occupancy, told: Told
) -> None:
    gone = cancelled(services, stay)
    told.take()
    services.occupancies.delete(gone.id, sequence=gone.sequence)
    assert services.occupancies.all() == []
    with pytest.raises(UserError, match="no occupancy"):
        services.occupancies.get(stay.id)
    with closing(sqlite3.connect(services.database.path)) as raw:
        assert not [line for line in raw.iterdump() if SECRET in line]
    (moved,) = told.take()
    assert moved.units == {stay.unit_id}


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.OPTION])
def test_only_what_is_cancelled_can_be_deleted(
    services: Services, stay: Occupancy, status: Status
) -> None:
    draft = replace(stay.draft(), status=status, option_until=date(2027, 7, 1))
    now = services.occupancies.change(stay.id, draft, sequence=stay.sequence).after
    with pytest.raises(UserError, match="cancel it first"):
        services.occupancies.delete(now.id, sequence=now.sequence)
    assert services.occupancies.get(now.id) == now


def test_what_has_moved_meanwhile_is_not_deleted(services: Services, stay: Occupancy) -> None:
    gone = cancelled(services, stay)
    with pytest.raises(UserError):
        services.occupancies.delete(gone.id, sequence=stay.sequence)
    assert services.occupancies.get(gone.id) == gone


def test_it_can_be_taken_back_and_done_again(
    services: Services, stay: Occupancy, taking_back: TakingBack
) -> None:
    gone = cancelled(services, stay)
    change = services.occupancies.delete(gone.id, sequence=gone.sequence)
    back = taking_back.take_back(change)
    (again,) = services.occupancies.all()
    assert again.draft() == gone.draft()
    assert (again.id, again.uid, again.created_at) == (gone.id, gone.uid, gone.created_at)
    assert again.sequence > gone.sequence
    assert again.changed_at > gone.changed_at
    redone = taking_back.take_back(back.reverse)
    assert services.occupancies.all() == []
    taking_back.take_back(redone.reverse)
    assert [one.uid for one in services.occupancies.all()] == [stay.uid]


def test_what_was_done_before_can_be_taken_back_after_it(
    services: Services, stay: Occupancy, taking_back: TakingBack
) -> None:
    cancel = services.occupancies.cancel(stay.id, sequence=stay.sequence)
    gone = cancel.after
    change = services.occupancies.delete(gone.id, sequence=gone.sequence)
    assert not taking_back.has_moved(change)
    back = taking_back.take_back(change)
    assert taking_back.has_moved(change)
    assert not taking_back.has_moved(back.reverse)
    taking_back.take_back(back.again.follow(cancel))
    assert services.occupancies.get(stay.id).status is Status.CONFIRMED
    assert taking_back.has_moved(back.reverse)


def test_a_second_taking_back_is_refused(
    services: Services, stay: Occupancy, taking_back: TakingBack
) -> None:
    gone = cancelled(services, stay)
    change = services.occupancies.delete(gone.id, sequence=gone.sequence)
    taking_back.take_back(change)
    with pytest.raises(UserError, match="stands again"):
        taking_back.take_back(change)


def test_an_event_that_comes_back_counts_on_from_what_readers_know(
    services: Services, stay: Occupancy, unit_id: int, taking_back: TakingBack
) -> None:
    details = Details().with_preset(Preset.FULL)
    target = Target(Scope.UNIT, unit_id)
    services.links.add(LinkKind.CALENDAR, target, LinkChoices(details=details))
    for name in ("Eins A", "Eins B", "Eins C"):
        unit = services.units.get(unit_id)
        services.units.rename(unit_id, name, sequence=unit.sequence)
    before = event(services)
    gone = cancelled(services, stay)
    change = services.occupancies.delete(gone.id, sequence=gone.sequence)
    assert event(services) == []
    assert rows(services, "event_mark") == 0
    taking_back.take_back(change)
    again = services.occupancies.get(stay.id)
    draft = replace(again.draft(), status=Status.CONFIRMED)
    services.occupancies.change(again.id, draft, sequence=again.sequence)
    after = event(services)

    def value(lines: list[str], name: str) -> str:
        return next(line.partition(":")[2] for line in lines if line.startswith(name))

    assert value(after, "UID") == value(before, "UID")
    assert int(value(after, "SEQUENCE")) > int(value(before, "SEQUENCE"))
    assert value(after, "LAST-MODIFIED") > value(before, "LAST-MODIFIED")


def test_a_solved_double_booking_goes_with_it(services: Services, stay: Occupancy) -> None:
    other = services.occupancies.add(replace(stay.draft(), guest="B"), allow_conflict=True).after
    gone = cancelled(services, stay)
    assert rows(services, "double_booking") == 1
    services.occupancies.delete(gone.id, sequence=gone.sequence)
    assert services.double_bookings.all() == []
    assert services.occupancies.all() == [services.occupancies.get(other.id)]
