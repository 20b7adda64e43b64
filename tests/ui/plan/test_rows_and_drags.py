from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import Property, Unit
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.occupancy import Occupancy
from app.services.stays.checks import OccupancyConflict
from app.ui.plan.chart.drags import Drag, judged
from app.ui.plan.geometry.boxes import Grip
from app.ui.plan.geometry.rows import Rows
from app.ui.stays.bars import HouseBars
from tests.made import made_stay

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
START = date(2027, 7, 1).toordinal()


def unit(number: int, house: int = 1) -> Unit:
    return Unit(
        id=number,
        property_id=house,
        name=f"Einheit {number}",
        position=number,
        sequence=0,
        revision=0,
        archived_at=None,
    )


def house(number: int) -> Property:
    return Property(id=number, name=f"Haus {number}", position=number, sequence=0)


def stay(number: int, unit_id: int, arrival: int, departure: int) -> Occupancy:
    first, end = date.fromordinal(START + arrival), date.fromordinal(START + departure)
    return made_stay(number, first, end, unit_id=unit_id, guest=f"Gast {number}")


def house_bars(*stays: Occupancy) -> HouseBars:
    return HouseBars(lambda unit_id: [one for one in stays if one.unit_id == unit_id])


HOUSES = st.lists(st.integers(1, 5), max_size=8).map(
    lambda sizes: [
        unit(number, place)
        for number, place in enumerate(
            (place for place, size in enumerate(sizes) for _ in range(size)), start=1
        )
    ]
)


@given(HOUSES, st.integers(-50, 2000), st.integers(0, 900))
def test_rows_in_view_are_those_that_reach_into_it(
    units: list[Unit], top: int, height: int
) -> None:
    rows = Rows(units, [house(number) for number in range(8)])
    found = rows.between(max(top, 0), max(top, 0) + height)
    wanted = [r for r in rows.all if r.bottom > max(top, 0) and r.top < max(top, 0) + height]
    assert [row for row in wanted if row not in found] == []
    assert all(row.bottom >= max(top, 0) for row in found if row is not rows.all[-1])


@given(HOUSES, st.integers(-50, 2000))
def test_the_row_at_a_height_holds_it(units: list[Unit], y: int) -> None:
    rows = Rows(units, [])
    row = rows.at(y)
    assert (row is not None) == (0 <= y < rows.height)
    if row is not None:
        assert row.top <= y < row.bottom
    nearest = rows.nearest_unit(y)
    assert (nearest is not None) == bool(units)


def test_rows_follow_the_owners_order_with_a_band_for_each_property() -> None:
    rows = Rows([unit(3, 2), unit(1, 2), unit(2, 1)], [house(1), house(2)])
    assert [row.name for row in rows.all] == [
        "Haus 2",
        "Einheit 3",
        "Einheit 1",
        "Haus 1",
        "Einheit 2",
    ]


def test_the_neighbours_of_a_unit_end_at_the_outermost_ones() -> None:
    units = [unit(3), unit(1), unit(2)]
    rows = Rows(units, [])
    assert rows.neighbour(3, 1) == units[1]
    assert rows.neighbour(3, -1) == units[0]
    assert rows.neighbour(1, 5) == units[2]
    assert Rows([], []).neighbour(3, 1) is None


DAY = st.integers(START - 40, START + 40)


@given(DAY, DAY)
def test_a_drag_over_free_days_is_a_stay_from_the_first_to_the_last(one: int, other: int) -> None:
    outcome = Drag(unit(1), one).to(unit(2), other, house_bars(), START)
    assert (outcome.arrival, outcome.departure) == (min(one, other), max(one, other))
    assert outcome.unit == unit(1)
    assert (outcome.problem is None) == (one != other)


@given(DAY, DAY)
def test_a_moved_bar_keeps_its_nights(pressed: int, day: int) -> None:
    one = stay(1, 1, 5, 9)
    outcome = Drag(unit(1), pressed, one).to(unit(2), day, house_bars(one), START)
    assert outcome.nights == 4
    assert outcome.arrival - one.arrival.toordinal() == day - pressed
    assert outcome.problem is None
    assert outcome.draft(one).unit_id == 2


@given(DAY)
def test_a_pulled_end_moves_alone_and_leaves_at_least_a_night(day: int) -> None:
    one = stay(1, 1, 5, 9)
    arrival = Drag(unit(1), START + 5, one, Grip.ARRIVAL).to(unit(2), day, house_bars(one), START)
    departure = Drag(unit(1), START + 9, one, Grip.DEPARTURE).to(
        unit(2), day, house_bars(one), START
    )
    assert arrival.departure == START + 9
    assert departure.arrival == START + 5
    assert arrival.unit == departure.unit == unit(1)
    assert (arrival.problem is None) == (day < START + 9)
    assert (departure.problem is None) == (day > START + 5)


@given(DAY, st.integers(1, 10))
def test_a_place_is_refused_when_another_one_takes_a_night_of_it(day: int, nights: int) -> None:
    other = stay(2, 1, 0, 7)
    outcome = judged(unit(1), day, day + nights, None, house_bars(other), START)
    taken = day < START + 7 and day + nights > START
    assert isinstance(outcome.problem, OccupancyConflict) == taken


def test_a_double_booking_that_stands_may_be_moved_but_not_onto_a_third() -> None:
    one, other, third = stay(1, 1, 0, 7), stay(2, 1, 5, 9), stay(3, 1, 12, 15)
    full = house_bars(one, other, third)
    assert judged(unit(1), START + 1, START + 8, one, full, START).problem is None
    assert isinstance(
        judged(unit(1), START + 6, START + 13, one, full, START).problem, OccupancyConflict
    )


@pytest.mark.parametrize(
    ("arrival", "departure"),
    [
        (FIRST_DAY.toordinal() - 3, FIRST_DAY.toordinal() + 2),
        (LAST_DAY.toordinal() - 1, LAST_DAY.toordinal() + 1),
        (LAST_DAY.toordinal(), LAST_DAY.toordinal() + 100_000),
        (-10, 5),
    ],
)
def test_beyond_the_edge_of_time_nothing_can_be_put(arrival: int, departure: int) -> None:
    assert judged(unit(1), arrival, departure, None, house_bars(), START).problem is not None
