"""The owner's order as a value: properties in order, each with its units in order."""

from __future__ import annotations

from collections.abc import Mapping

Order = Mapping[int, tuple[int, ...]]
"""Property ids in order, each with the ids of its units in order."""


def unit_placed(order: Order, unit_id: int, property_id: int, index: int) -> Order:
    """Return `order` with a unit at `index` among the other units of a property."""
    without = {house: _without(units, unit_id) for house, units in order.items()}
    units = without[property_id]
    return {**without, property_id: (*units[:index], unit_id, *units[index:])}


def unit_stepped(order: Order, unit_id: int, step: int) -> Order:
    """Return `order` with a unit one place further up (-1) or down (1), beyond its property too.

    The same order where it is at the end already.
    """
    houses = list(order)
    house = next(house for house, units in order.items() if unit_id in units)
    index = order[house].index(unit_id) + step
    if 0 <= index < len(order[house]):
        return unit_placed(order, unit_id, house, index)
    beyond = houses.index(house) + step
    if not 0 <= beyond < len(houses):
        return order
    neighbour = houses[beyond]
    return unit_placed(order, unit_id, neighbour, 0 if step > 0 else len(order[neighbour]))


def house_placed(order: Order, property_id: int, index: int) -> Order:
    """Return `order` with a property at `index` among the others."""
    others = _without(tuple(order), property_id)
    return {house: order[house] for house in (*others[:index], property_id, *others[index:])}


def house_stepped(order: Order, property_id: int, step: int) -> Order:
    """Return `order` with a property one place further up or down, the same one at the end."""
    index = list(order).index(property_id) + step
    return house_placed(order, property_id, index) if 0 <= index < len(order) else order


def same(one: Order, other: Order) -> bool:
    """Tell whether two orders are alike; mappings compare without their order."""
    return list(one.items()) == list(other.items())


def _without(ids: tuple[int, ...], gone: int) -> tuple[int, ...]:
    return tuple(one for one in ids if one != gone)
