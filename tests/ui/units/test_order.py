"""The owner's order as a value."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from app.ui.units.order import (
    Order,
    house_placed,
    house_stepped,
    same,
    unit_placed,
    unit_stepped,
)

HOUSES = st.lists(st.integers(0, 4), min_size=1, max_size=4)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Some houses with their units; units count up from 100."""
    sizes = draw(HOUSES)
    ids = iter(range(100, 200))
    return {house: tuple(next(ids) for _ in range(size)) for house, size in enumerate(sizes)}


def units(order: Order) -> list[int]:
    return [unit for house in order.values() for unit in house]


@given(orders(), st.data())
def test_a_unit_stands_where_it_was_put_and_the_others_as_before(
    order: Order, data: st.DataObject
) -> None:
    assume(units(order))
    unit = data.draw(st.sampled_from(units(order)))
    house = data.draw(st.sampled_from(list(order)))
    index = data.draw(st.integers(0, len([u for u in order[house] if u != unit])))
    placed = unit_placed(order, unit, house, index)
    assert placed[house][index] == unit
    assert sorted(units(placed)) == sorted(units(order))
    assert [u for u in units(placed) if u != unit] == [u for u in units(order) if u != unit]
    assert list(placed) == list(order)


@given(orders(), st.data())
def test_a_step_there_and_back_is_none(order: Order, data: st.DataObject) -> None:
    assume(units(order))
    unit = data.draw(st.sampled_from(units(order)))
    step = data.draw(st.sampled_from((-1, 1)))
    there = unit_stepped(order, unit, step)
    if not same(there, order):
        assert same(unit_stepped(there, unit, -step), order)


@given(orders(), st.data())
def test_enough_steps_lead_to_the_end(order: Order, data: st.DataObject) -> None:
    assume(units(order))
    unit = data.draw(st.sampled_from(units(order)))
    for _ in range(30):
        order = unit_stepped(order, unit, 1)
    assert order[list(order)[-1]][-1] == unit
    assert unit_stepped(order, unit, 1) is order


@given(orders(), st.data())
def test_houses_are_put_and_step_with_their_units(order: Order, data: st.DataObject) -> None:
    house = data.draw(st.sampled_from(list(order)))
    index = data.draw(st.integers(0, len(order) - 1))
    placed = house_placed(order, house, index)
    assert list(placed)[index] == house
    assert dict(placed) == dict(order)
    for step in (-1, 1):
        there = house_stepped(order, house, step)
        assert same(there, order) or same(house_stepped(there, house, -step), order)


def test_the_same_houses_in_another_order_are_another_order() -> None:
    assert same({1: (2,), 3: ()}, {1: (2,), 3: ()})
    assert not same({1: (2,), 3: ()}, {3: (), 1: (2,)})
