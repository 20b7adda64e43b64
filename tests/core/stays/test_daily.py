"""What is to be done on one day, against a second reading of the same stays."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.stays.daily import Cleaning, day_plan
from app.core.stays.dates import LAST_DAY
from app.core.stays.occupancy import Kind, Occupancy, Status
from tests.made import made_stay

DAY = date(2027, 7, 6)


def stay(number: int, begins: int, nights: int, unit: int = 1, **fields: object) -> Occupancy:
    arrival = DAY + timedelta(days=begins)
    return made_stay(number, arrival, arrival + timedelta(days=nights), unit_id=unit, **fields)


def test_a_changeover_is_cleaned_for_who_comes_the_same_day() -> None:
    leaving, coming = stay(1, -3, 3), stay(2, 0, 4)
    plan = day_plan([coming, leaving], [1], DAY)
    assert plan.departures == (leaving,)
    assert plan.arrivals == (coming,)
    assert plan.cleaning == (Cleaning(leaving, coming),)
    assert plan.cleaning[0].same_day
    assert not plan.quiet


def test_cleaning_knows_the_next_arrival_whenever_it_is() -> None:
    leaving, later, latest = stay(1, -3, 3), stay(2, 9, 2), stay(3, 20, 2)
    plan = day_plan([latest, later, leaving], [1], DAY)
    assert plan.cleaning == (Cleaning(leaving, later),)
    assert not plan.cleaning[0].same_day
    assert day_plan([leaving], [1], DAY).cleaning == (Cleaning(leaving, None),)
    assert not Cleaning(leaving, None).same_day


def test_a_block_neither_comes_nor_goes_and_makes_no_work() -> None:
    block = stay(1, -3, 3, kind=Kind.BLOCK)
    other = stay(2, 0, 3, kind=Kind.BLOCK)
    assert day_plan([block, other], [1], DAY).quiet
    leaving = stay(3, -2, 2)
    assert day_plan([other, leaving], [1], DAY).cleaning == (Cleaning(leaving, None),)


def test_owners_and_options_come_and_go_like_guests() -> None:
    owner = stay(1, -3, 3, kind=Kind.OWNER)
    option = stay(2, 0, 3, status=Status.OPTION, option_until=DAY)
    plan = day_plan([owner, option], [1], DAY)
    assert (plan.departures, plan.arrivals) == ((owner,), (option,))


def test_who_has_cancelled_is_not_waited_for() -> None:
    gone = stay(1, 0, 3, status=Status.CANCELLED)
    left = stay(2, -3, 3, status=Status.CANCELLED)
    assert day_plan([gone, left], [1], DAY).quiet


def test_units_are_in_the_owners_order_and_others_are_left_out() -> None:
    stays = [stay(number, 0, 2, unit=number) for number in (1, 2, 3)]
    plan = day_plan(stays, [3, 1], DAY)
    assert [one.unit_id for one in plan.arrivals] == [3, 1]


def test_who_comes_and_leaves_elsewhere_is_nobodys_next_guest() -> None:
    leaving, elsewhere = stay(1, -3, 3), stay(2, 0, 4, unit=2)
    assert day_plan([leaving, elsewhere], [1, 2], DAY).cleaning == (Cleaning(leaving, None),)


STAYS = st.lists(
    st.builds(
        lambda begins, nights, unit, kind, status: (begins, nights, unit, kind, status),
        st.integers(-4, 4),
        st.integers(1, 4),
        st.integers(1, 3),
        st.sampled_from(Kind),
        st.sampled_from(Status),
    ),
    max_size=9,
)


@given(STAYS, st.permutations([1, 2, 3]), st.integers(1, 3))
@example([(-1, 1, 1, Kind.BOOKING, Status.CONFIRMED)] * 2, [1, 2, 3], 3)
def test_it_is_what_a_plain_reading_of_all_stays_says(
    said: list[tuple[int, int, int, Kind, Status]], order: list[int], count: int
) -> None:
    stays = [
        stay(at, begins, nights, unit, kind=kind, status=status)
        for at, (begins, nights, unit, kind, status) in enumerate(said, 1)
    ]
    units = order[:count]
    plan = day_plan(stays, units, DAY)
    people = [
        one
        for one in stays
        if one.unit_id in units
        and one.kind is not Kind.BLOCK
        and one.status is not Status.CANCELLED
    ]
    assert {one.id for one in plan.departures} == {o.id for o in people if o.departure == DAY}
    assert {one.id for one in plan.arrivals} == {o.id for o in people if o.arrival == DAY}
    for places in (plan.departures, plan.arrivals):
        assert [units.index(o.unit_id) for o in places] == sorted(
            units.index(o.unit_id) for o in places
        )
    assert [one.leaving for one in plan.cleaning] == list(plan.departures)
    for cleaning in plan.cleaning:
        later = [
            o.arrival for o in people if o.unit_id == cleaning.leaving.unit_id and o.arrival >= DAY
        ]
        assert (cleaning.following and cleaning.following.arrival) == min(later, default=None)
    assert plan.quiet is (not plan.departures and not plan.arrivals)


def test_the_last_day_of_all_has_a_plan() -> None:
    arrival = LAST_DAY - timedelta(days=2)
    leaving = made_stay(1, arrival, LAST_DAY)
    assert day_plan([leaving], [1], LAST_DAY).departures == (leaving,)
