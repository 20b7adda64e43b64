"""What an owner does with occupancies: overlaps, sequence, undo, and what others hear of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.i18n import catalogue
from app.services.services import Services
from app.services.stays.checks import LongStay, OccupancyConflict

Stay = Callable[..., OccupancyDraft]
UNTIL = date(2027, 7, 9)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """A house with two units."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def unit(units: list[Unit]) -> Unit:
    return units[0]


def count(services: Services) -> int:
    return len(services.occupancies.all())


def test_what_is_entered_stands_there(services: Services, unit: Unit, stay: Stay) -> None:
    draft = stay(unit.id, kind=Kind.OWNER, guest="Familie Öztürk", persons=4, note="Hund\nBett")
    change = services.occupancies.add(draft)
    assert change.before is None
    assert change.changed
    kept = change.after
    assert kept.draft() == draft
    assert (kept.sequence, kept.source) == (0, "hand")
    assert kept.created_at == kept.changed_at == services.clock.now()
    assert services.occupancies.get(kept.id) == kept
    assert services.occupancies.all(unit_id=unit.id) == [kept]


def test_every_occupancy_has_a_uid_of_its_own(services: Services, unit: Unit, stay: Stay) -> None:
    uids = {services.occupancies.add(stay(unit.id, 5 * n)).after.uid for n in range(20)}
    assert len(uids) == 20


def test_a_changeover_on_one_day_is_no_overlap(services: Services, unit: Unit, stay: Stay) -> None:
    for start in (3, 0, 6):
        services.occupancies.add(stay(unit.id, start, 3))
    assert count(services) == 3


@pytest.mark.parametrize(
    "standing",
    [
        {"guest": "Bergmann"},
        {"kind": Kind.BLOCK},
        {"kind": Kind.OWNER},
        {"status": Status.OPTION, "option_until": UNTIL},
    ],
)
@pytest.mark.parametrize(("start", "nights"), [(4, 1), (0, 30), (2, 4), (6, 9), (3, 7)])
def test_taken_nights_are_refused(
    services: Services,
    unit: Unit,
    stay: Stay,
    standing: dict[str, object],
    start: int,
    nights: int,
) -> None:
    first = services.occupancies.add(stay(unit.id, 3, 7, **standing)).after
    with pytest.raises(OccupancyConflict) as refused:
        services.occupancies.add(stay(unit.id, start, nights))
    assert refused.value.others == (first,)
    assert count(services) == 1


def test_the_refusal_names_guest_and_dates_of_the_other(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, guest="Bergmann"))
    with pytest.raises(OccupancyConflict) as refused:
        services.occupancies.add(stay(unit.id))
    assert catalogue("en").tell(refused.value) == (
        "Seeblick 1 is taken already from Sun 1 Aug 2027 to Wed 4 Aug 2027: Bergmann."
    )


def test_the_refusal_names_kind_and_portal_where_there_is_no_guest(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, portal="airbnb"))
    with pytest.raises(OccupancyConflict) as refused:
        services.occupancies.add(stay(unit.id))
    assert catalogue("en").tell(refused.value).endswith(": Booking · Airbnb.")


def test_another_unit_is_free(services: Services, units: list[Unit], stay: Stay) -> None:
    for unit in units:
        services.occupancies.add(stay(unit.id))
    assert count(services) == 2


def test_what_is_cancelled_frees_its_nights_and_stays_on_record(
    services: Services, unit: Unit, stay: Stay
) -> None:
    first = services.occupancies.add(stay(unit.id, guest="Huber")).after
    cancelled = services.occupancies.cancel(first.id, sequence=0).after
    assert cancelled.status is Status.CANCELLED
    assert cancelled.guest == "Huber"
    services.occupancies.add(stay(unit.id))
    assert count(services) == 2


def test_what_is_entered_as_cancelled_takes_no_night(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id))
    services.occupancies.add(stay(unit.id, status=Status.CANCELLED))
    assert services.double_bookings.open() == []


def test_a_real_double_booking_is_entered_when_the_owner_says_so(
    services: Services, unit: Unit, stay: Stay
) -> None:
    first = services.occupancies.add(stay(unit.id, 0, 5)).after
    second = services.occupancies.add(stay(unit.id, 3, 5), allow_conflict=True).after
    (conflict,) = services.double_bookings.open()
    assert (conflict.first, conflict.second) == (first, second)
    assert (conflict.departure - conflict.arrival).days == 2
    services.occupancies.cancel(second.id, sequence=0)
    assert services.double_bookings.open() == []


def test_a_double_booking_that_is_over_is_not_told_any_more(
    services: Services, unit: Unit, stay: Stay
) -> None:
    today = services.clock.today()
    past = replace(
        stay(unit.id), arrival=today - timedelta(days=9), departure=today - timedelta(days=1)
    )
    services.occupancies.add(past)
    services.occupancies.add(past, allow_conflict=True)
    assert services.double_bookings.open() == []


def test_a_standing_double_booking_needs_no_saying_again(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, 0, 5))
    second = services.occupancies.add(stay(unit.id, 3, 5), allow_conflict=True).after
    third = services.occupancies.add(stay(unit.id, 10, 2)).after
    noted = services.occupancies.change(
        second.id, replace(second.draft(), note="ruft an"), sequence=0
    ).after
    with pytest.raises(OccupancyConflict) as refused:
        services.occupancies.change(second.id, stay(unit.id, 3, 8), sequence=noted.sequence)
    assert refused.value.others == (third,)


def test_a_change_is_checked_at_its_new_place_and_not_against_itself(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    first = services.occupancies.add(stay(units[0].id, 0, 5)).after
    services.occupancies.add(stay(units[1].id, 0, 5))
    longer = services.occupancies.change(first.id, stay(units[0].id, 1, 9), sequence=0).after
    assert (longer.uid, longer.sequence, longer.nights) == (first.uid, 1, 9)
    with pytest.raises(OccupancyConflict):
        services.occupancies.change(first.id, stay(units[1].id, 1, 9), sequence=1)
    assert services.occupancies.get(first.id) == longer


def test_a_change_of_nothing_changes_nothing(services: Services, unit: Unit, stay: Stay) -> None:
    first = services.occupancies.add(stay(unit.id, guest="Huber")).after
    change = services.occupancies.change(first.id, stay(unit.id, guest=" Huber "), sequence=0)
    assert not change.changed
    assert services.occupancies.get(first.id) == first


def test_a_change_of_something_that_has_moved_is_refused(
    services: Services, unit: Unit, stay: Stay
) -> None:
    first = services.occupancies.add(stay(unit.id)).after
    services.occupancies.change(first.id, stay(unit.id, guest="Erst so"), sequence=0)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: services.occupancies.change(first.id, stay(unit.id, guest="x"), sequence=0),
        lambda: services.occupancies.cancel(first.id, sequence=0),
        lambda: services.occupancies.cancel(first.id, sequence=2),
    )
    for attempt in attempts:
        with pytest.raises(UserError, match="changed elsewhere"):
            attempt()
    assert services.occupancies.get(first.id).guest == "Erst so"


def test_an_archived_unit_takes_no_more_changes(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    first = services.occupancies.add(stay(units[0].id)).after
    elsewhere = services.occupancies.add(stay(units[1].id)).after
    services.units.archive(units[0].id, sequence=0)
    attempts: tuple[Callable[[], object], ...] = (
        # Taken or not: that the unit is archived is what the owner must know first.
        lambda: services.occupancies.add(stay(units[0].id)),
        lambda: services.occupancies.add(stay(units[0].id, 40)),
        lambda: services.occupancies.cancel(first.id, sequence=0),
        lambda: services.occupancies.change(elsewhere.id, stay(units[0].id), sequence=0),
    )
    for attempt in attempts:
        with pytest.raises(UserError, match="Seeblick 1 is archived"):
            attempt()
    moved = services.occupancies.change(first.id, stay(units[1].id, 40), sequence=0).after
    assert moved.unit_id == units[1].id


def test_what_does_not_exist_is_a_sentence(services: Services, unit: Unit, stay: Stay) -> None:
    with pytest.raises(UserError, match="no occupancy with the number 99"):
        services.occupancies.get(99)
    with pytest.raises(UserError, match="no occupancy with the number 99"):
        services.occupancies.cancel(99, sequence=0)
    with pytest.raises(UserError, match="This unit does not exist"):
        services.occupancies.add(stay(99))
    first = services.occupancies.add(stay(unit.id)).after
    with pytest.raises(UserError, match="This unit does not exist"):
        services.occupancies.change(first.id, stay(99), sequence=0)


def test_taking_back_an_entry_cancels_it(services: Services, unit: Unit, stay: Stay) -> None:
    change = services.occupancies.add(stay(unit.id))
    undone = services.occupancies.take_back(change)
    assert undone.after.status is Status.CANCELLED
    assert (undone.after.uid, undone.after.sequence) == (change.after.uid, 1)
    redone = services.occupancies.take_back(undone)
    assert redone.after.draft() == change.after.draft()
    assert redone.after.sequence == 2


def test_taking_back_brings_an_option_back_with_its_day(
    services: Services, unit: Unit, stay: Stay
) -> None:
    first = services.occupancies.add(stay(unit.id, status=Status.OPTION, option_until=UNTIL)).after
    firm = services.options.book_firmly(first.id, sequence=0)
    assert services.occupancies.take_back(firm).after.draft() == first.draft()


def test_what_has_become_impossible_is_a_sentence_and_nothing_happens(
    services: Services, unit: Unit, stay: Stay
) -> None:
    first = services.occupancies.add(stay(unit.id, 0)).after
    moved = services.occupancies.change(first.id, stay(unit.id, 20), sequence=0)
    other = services.occupancies.add(stay(unit.id, 0)).after
    with pytest.raises(OccupancyConflict) as refused:
        services.occupancies.take_back(moved)
    assert refused.value.others == (other,)
    assert services.occupancies.get(first.id) == moved.after
    services.occupancies.cancel(other.id, sequence=0)
    assert services.occupancies.take_back(moved).after.draft() == first.draft()


def test_what_was_changed_since_cannot_be_taken_back(
    services: Services, unit: Unit, stay: Stay
) -> None:
    added = services.occupancies.add(stay(unit.id))
    services.occupancies.change(added.after.id, stay(unit.id, guest="x"), sequence=0)
    with pytest.raises(UserError, match="changed elsewhere"):
        services.occupancies.take_back(added)


def test_a_double_booking_that_stood_may_stand_again(
    services: Services, unit: Unit, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, 0, 5))
    added = services.occupancies.add(stay(unit.id, 3, 5), allow_conflict=True)
    moved = services.occupancies.change(added.after.id, stay(unit.id, 20, 5), sequence=0)
    back = services.occupancies.take_back(moved)
    assert len(services.double_bookings.open()) == 1
    away = services.occupancies.take_back(back)
    assert services.double_bookings.open() == []
    services.occupancies.take_back(away)
    assert len(services.double_bookings.open()) == 1


def test_a_moment_of_a_change_is_the_clocks(services: Services, unit: Unit, stay: Stay) -> None:
    first = services.occupancies.add(stay(unit.id)).after
    services.clock.moment += timedelta(days=3)  # type: ignore[attr-defined]  # the tests' own clock
    changed = services.occupancies.cancel(first.id, sequence=0).after
    assert changed.created_at == first.created_at
    assert changed.changed_at - first.changed_at == timedelta(days=3)


def test_more_than_a_year_is_written_only_where_it_is_meant(
    services: Services, unit: Unit, stay: Stay
) -> None:
    with pytest.raises(LongStay) as caught:
        services.occupancies.add(stay(unit.id, 0, 367))
    assert caught.value.nights == 367
    assert count(services) == 0
    services.occupancies.add(stay(unit.id, 0, 367), allow_long=True)
    services.occupancies.add(stay(unit.id, 400, 366))
    assert count(services) == 2


def test_a_stay_that_becomes_longer_than_a_year_is_asked_about(
    services: Services, unit: Unit, stay: Stay
) -> None:
    short = services.occupancies.add(stay(unit.id, 0, 7)).after
    with pytest.raises(LongStay):
        services.occupancies.change(short.id, stay(unit.id, 0, 400), sequence=0)
    assert services.occupancies.get(short.id) == short
    lengthened = services.occupancies.change(
        short.id, stay(unit.id, 0, 400), sequence=0, allow_long=True
    )
    # What stood is not asked about again: neither a note, a day less, nor undo and redo.
    noted = services.occupancies.change(
        short.id, stay(unit.id, 0, 400, note="Monteure"), sequence=1
    )
    services.occupancies.change(short.id, stay(unit.id, 0, 390), sequence=noted.after.sequence)
    other = services.occupancies.add(stay(unit.id, 500, 400), allow_long=True)
    back = services.occupancies.take_back(other)
    assert services.occupancies.take_back(back).after.nights == 400
    assert lengthened.after.nights == 400


def test_a_year_that_cannot_be_is_refused_before_it_is_asked_about(
    services: Services, unit: Unit
) -> None:
    draft = OccupancyDraft(unit_id=unit.id, arrival=date(1027, 7, 1), departure=date(2027, 7, 8))
    with pytest.raises(UserError, match="The year 1027 cannot be right"):
        services.occupancies.add(draft, allow_long=True)
    with pytest.raises(UserError, match="The year 1027 cannot be right"):
        services.occupancies.add(draft)
