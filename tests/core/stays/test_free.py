"""Which units are free, held against asking of every night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.dates import LAST_DAY
from app.core.stays.free import free_units, next_free
from app.core.stays.occupancy import OccupancyDraft, Status

DAY = date(2027, 7, 6)
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


def unit(number: int, capacity: int | None = None, *, archived: bool = False) -> Unit:
    return Unit(
        id=number,
        property_id=1,
        name=f"Unit {number}",
        capacity=capacity,
        position=number,
        sequence=0,
        revision=0,
        archived_at=MOMENT if archived else None,
    )


def stay(number: int, arrival: int, nights: int, status: Status) -> OccupancyDraft:
    first = DAY + timedelta(arrival)
    return OccupancyDraft(
        unit_id=number,
        arrival=first,
        departure=first + timedelta(nights),
        status=status,
        option_until=DAY if status is Status.OPTION else None,
    )


UNITS = st.builds(
    unit,
    st.just(0),
    st.none() | st.integers(4, 8),
    archived=st.integers(0, 4).map(lambda n: n == 0),
)
STAYS = st.builds(
    stay, st.integers(0, 4), st.integers(-12, 25), st.integers(1, 12), st.sampled_from(Status)
)


@given(
    st.lists(UNITS, max_size=5),
    st.lists(STAYS, max_size=12),
    st.integers(0, 12),
    st.integers(1, 14),
    st.none() | st.integers(1, 8),
)
def test_free_is_what_is_free_in_every_night(
    drawn: list[Unit],
    stays: list[OccupancyDraft],
    arrival: int,
    nights: int,
    persons: int | None,
) -> None:
    units = [unit(number, one.capacity, archived=one.archived) for number, one in enumerate(drawn)]
    first = DAY + timedelta(arrival)
    taken = {
        (one.unit_id, one.arrival + timedelta(night))
        for one in stays
        if one.status is not Status.CANCELLED
        for night in range(one.nights)
    }
    found = free_units(units, stays, first, first + timedelta(nights), persons)
    wanted = [first + timedelta(night) for night in range(nights)]
    expected = [
        one
        for one in units
        if not one.archived and not any((one.id, night) in taken for night in wanted)
    ]
    small = [
        one
        for one in expected
        if persons is not None and one.capacity is not None and one.capacity < persons
    ]
    assert list(found.too_small) == small
    assert list(found.fitting) == [one for one in expected if one not in small]


def test_the_day_of_departure_is_free_for_the_next() -> None:
    stays = [stay(1, -5, 5, Status.CONFIRMED), stay(1, 3, 4, Status.CONFIRMED)]
    found = free_units([unit(1)], stays, DAY, DAY + timedelta(3))
    assert [one.id for one in found.fitting] == [1]


@pytest.mark.parametrize("nights", [0, -1])
def test_no_night_is_no_stay(nights: int) -> None:
    with pytest.raises(UserError):
        free_units([unit(1)], [], DAY, DAY + timedelta(nights))


@given(
    st.lists(UNITS, max_size=5),
    st.lists(STAYS, max_size=14),
    st.integers(0, 12),
    st.integers(1, 9),
    st.none() | st.integers(1, 8),
)
def test_next_free_is_the_first_day_from_which_a_unit_is_free(
    drawn: list[Unit],
    stays: list[OccupancyDraft],
    arrival: int,
    nights: int,
    persons: int | None,
) -> None:
    units = [unit(number, one.capacity, archived=one.archived) for number, one in enumerate(drawn)]
    first = DAY + timedelta(arrival)
    expected: list[tuple[Unit, date]] = []
    for ahead in range(80):
        day = first + timedelta(ahead)
        free = free_units(units, stays, day, day + timedelta(nights), persons).fitting
        known = {one.id for one, _ in expected}
        expected += [(one, day) for one in free if one.id not in known]
    found = next_free(units, stays, first, nights, persons)
    assert [(free.unit, free.arrival) for free in found] == expected


def test_at_the_end_of_time_nothing_is_free_any_more() -> None:
    assert next_free([unit(1)], [], LAST_DAY - timedelta(3), 4) == []
    assert len(next_free([unit(1)], [], LAST_DAY - timedelta(4), 4)) == 1


def test_a_gap_that_is_just_long_enough_is_taken() -> None:
    stays = [stay(1, -3, 4, Status.CONFIRMED), stay(1, 5, 9, Status.OPTION)]
    assert next_free([unit(1)], stays, DAY, 4)[0].arrival == DAY + timedelta(1)
    assert next_free([unit(1)], stays, DAY, 5)[0].arrival == DAY + timedelta(14)
