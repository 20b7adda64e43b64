"""Who could move where when two have booked the same nights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import Unit
from app.core.stays.moving import Room, Suggestion, room_for, suggestions
from app.core.stays.occupancy import Kind, Occupancy, Status
from tests.made import MOMENT, made_stay

TODAY = date(2027, 7, 6)
ARRIVAL = date(2027, 7, 20)


def unit(number: int, capacity: int | None = 4, *, house: int = 1, archived: bool = False) -> Unit:
    return Unit(
        id=number,
        property_id=house,
        name=f"Unit {number}",
        capacity=capacity,
        position=number,
        sequence=0,
        revision=0,
        archived_at=MOMENT if archived else None,
    )


def stay(number: int, **fields: object) -> Occupancy:
    return made_stay(number, ARRIVAL, ARRIVAL + timedelta(4), **fields)


def found(
    stays: list[Occupancy], units: list[Unit], free: dict[int, set[int]] | None = None
) -> list[tuple[int, int, Room]]:
    """Who could move where, by ids; everything is free unless it is said."""
    every = {one.id for one in units}
    free_for = [(one.id, (free or {}).get(one.id, every)) for one in stays]
    told = suggestions(stays, units, free_for, TODAY)
    return [(one.stay.id, one.unit.id, one.room) for one in told]


def test_what_has_room_comes_first_then_what_may_have_then_what_has_not() -> None:
    units = [unit(1), unit(2, 2), unit(3, None), unit(4, 5)]
    assert found([stay(1, persons=3)], units) == [
        (1, 4, Room.ENOUGH),
        (1, 3, Room.UNKNOWN),
        (1, 2, Room.TOO_SMALL),
    ]


def test_of_what_has_room_the_same_house_comes_first() -> None:
    units = [unit(1, house=2), unit(2, house=1), unit(3, house=2)]
    assert [there for _, there, _ in found([stay(1, persons=2)], units)] == [3, 2]


def test_whoever_has_not_arrived_moves_before_whoever_is_there() -> None:
    here = replace(stay(1), arrival=TODAY)
    assert [who for who, _, _ in found([here, stay(2)], [unit(1), unit(2)])] == [2, 1]


def test_what_was_entered_by_hand_moves_before_what_a_portal_promised() -> None:
    portal = stay(1, source="feed:1")
    assert [who for who, _, _ in found([portal, stay(2)], [unit(1), unit(2)])] == [2, 1]


def test_only_units_that_are_let_and_free_for_all_nights_are_offered() -> None:
    units = [unit(1), unit(2), unit(3, archived=True)]
    assert found([stay(1), stay(2)], units, {1: set(), 2: {1, 2, 3}}) == [(2, 2, Room.ENOUGH)]


@pytest.mark.parametrize("fields", [{"kind": Kind.BLOCK}, {"status": Status.CANCELLED}])
def test_a_block_and_what_is_cancelled_do_not_move(fields: dict[str, object]) -> None:
    assert found([stay(1, **fields)], [unit(1), unit(2)]) == []


@pytest.mark.parametrize(
    ("persons", "here", "there", "room"),
    [
        (4, 2, 4, Room.ENOUGH),
        (5, 5, 4, Room.TOO_SMALL),
        (5, 5, None, Room.UNKNOWN),
        (None, 4, 4, Room.ENOUGH),
        (None, 4, 3, Room.UNKNOWN),
        (None, None, 4, Room.UNKNOWN),
        (None, None, None, Room.UNKNOWN),
    ],
)
def test_room_is_judged_by_the_persons_else_by_the_unit_that_was_booked(
    persons: int | None, here: int | None, there: int | None, room: Room
) -> None:
    assert room_for(stay(1, persons=persons), unit(1, here), unit(2, there)) is room


def test_a_unit_that_is_gone_tells_nothing() -> None:
    assert room_for(stay(1), None, unit(2)) is Room.UNKNOWN
    assert Suggestion(stay(1), unit(2), Room.UNKNOWN).fits
    assert not Suggestion(stay(1), unit(2), Room.TOO_SMALL).fits


@given(
    persons=st.one_of(st.none(), st.integers(1, 6)),
    capacities=st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=2, max_size=6),
    free=st.sets(st.integers(1, 6)),
)
def test_what_is_offered_is_free_and_never_where_it_is_and_the_best_leads(
    persons: int | None, capacities: list[int | None], free: set[int]
) -> None:
    units = [unit(number, capacity) for number, capacity in enumerate(capacities, start=1)]
    told = found([stay(1, persons=persons)], units, {1: free})
    assert {there for _, there, _ in told} == free & {one.id for one in units[1:]}
    rooms = [room for *_, room in told]
    assert rooms == sorted(rooms)
