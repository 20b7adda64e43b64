from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.stays.dates import overlaps
from app.core.stays.occupancy import Occupancy, Status, conflicts
from app.ui.plan.geometry.boxes import Box, Grip, box, lane
from app.ui.plan.geometry.rows import UNIT_HEIGHT
from app.ui.plan.geometry.scale import scale
from app.ui.stays.bars import HouseBars, UnitBars, arrange
from tests.made import made_stay

START = date(2027, 7, 1).toordinal()


def stay(number: int, arrival: int, nights: int, status: Status = Status.CONFIRMED) -> Occupancy:
    first = date.fromordinal(START + arrival)
    return made_stay(number, first, first + timedelta(days=nights), status=status)


STAYS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(1, 20),
        st.sampled_from([Status.CONFIRMED, Status.OPTION, Status.CANCELLED]),
    ),
    max_size=25,
).map(lambda rows: [stay(number, *row) for number, row in enumerate(rows)])
DAYS = st.integers(START - 10, START + 90)


@given(STAYS, DAYS, DAYS)
def test_bars_between_two_days_are_those_that_touch_them(
    stays: Sequence[Occupancy], one: int, other: int
) -> None:
    first, last = min(one, other), max(one, other)
    bars = UnitBars(stays)
    found = [bar.stay.id for bar in bars.between(first, last)]
    assert found == [b.stay.id for b in bars.bars if b.departure >= first and b.arrival <= last]


@given(STAYS, DAYS, st.integers(1, 20))
def test_taken_nights_are_those_of_the_stays_that_block(
    stays: Sequence[Occupancy], arrival: int, nights: int
) -> None:
    days = date.fromordinal(arrival), date.fromordinal(arrival + nights)
    wanted = {s.id for s in stays if s.blocks and overlaps(s.arrival, s.departure, *days)}
    assert {b.stay.id for b in UnitBars(stays).taking(arrival, arrival + nights)} == wanted


@given(STAYS)
def test_bars_of_one_lane_never_overlap(stays: Sequence[Occupancy]) -> None:
    bars = arrange(stays)
    assert all(bar.lane < bar.lanes for bar in bars)
    for one in bars:
        for other in bars:
            if one is not other and one.lane == other.lane and one.lanes == other.lanes:
                assert one.departure <= other.arrival or other.departure <= one.arrival


@given(STAYS)
def test_what_has_lanes_is_what_the_rules_call_a_conflict(stays: Sequence[Occupancy]) -> None:
    clashing = {one.id for clash in conflicts(stays) for one in (clash.first, clash.second)}
    assert {bar.stay.id for bar in arrange(stays) if bar.clashes} == clashing


@given(STAYS)
def test_cancelled_stays_have_no_bar(stays: Sequence[Occupancy]) -> None:
    assert {bar.stay.id for bar in arrange(stays)} == {s.id for s in stays if s.blocks}


def test_four_hundred_stays_in_a_month_all_have_a_lane_of_their_own() -> None:
    bars = arrange([stay(number, number % 20, 11) for number in range(400)])
    assert len(bars) == 400
    for bar in bars:
        top, height = lane(bar.lane, bar.lanes)
        assert 0 <= top < top + height <= UNIT_HEIGHT


def test_a_unit_is_read_once_until_it_is_forgotten() -> None:
    asked: list[int] = []

    def read(unit: int) -> list[Occupancy]:
        asked.append(unit)
        return [stay(1, 0, 3)]

    house_bars = HouseBars(read)
    house_bars.unit(1)
    house_bars.unit(1)
    house_bars.forget([1, 2])
    assert not house_bars.known(1)
    house_bars.unit(1)
    assert asked == [1, 1]


BOXES = st.builds(
    Box,
    left=st.integers(-50, 50),
    right=st.integers(51, 400),
    top=st.integers(0, 20),
    height=st.integers(10, 40),
    slant=st.integers(0, 14),
)


@given(BOXES, st.integers(-80, 450), st.integers(-10, 80))
def test_a_point_inside_lies_between_the_slanted_ends(area: Box, x: int, y: int) -> None:
    inside = area.contains(x, y)
    if not area.top <= y < area.top + area.height:
        assert not inside
    else:
        # The same line once more: from the lower left corner to the upper left one.
        along = (area.top + area.height - y) / area.height
        left = area.left - area.slant / 2 + area.slant * along
        assert inside == (left <= x < left + area.right - area.left)


@given(BOXES, st.floats(0, 1), st.floats(0, 0.999))
def test_the_ends_of_a_bar_are_held_near_its_ends(area: Box, along: float, down: float) -> None:
    y = area.top + down * area.height
    shift = area.lean(y)
    x = area.left + shift + along * (area.right - area.left)
    grip = area.grip(x, y)
    if grip is Grip.ARRIVAL:
        assert x - area.left - shift <= 8.001
    elif grip is Grip.DEPARTURE:
        assert area.right + shift - x <= 8.001
    else:
        assert grip is Grip.BODY
    assert area.grip((area.left + area.right) / 2 + shift, y) is Grip.BODY


@given(st.floats(14, 366), st.integers(300, 3000), st.integers(1, 20), st.integers(1, 20))
def test_on_a_changeover_day_each_point_belongs_to_one_of_both(
    days: float, width: int, nights: int, more: int
) -> None:
    view = scale(days, width, START)
    first, second = arrange([stay(1, 0, nights), stay(2, nights, more)])
    one, other = box(view, first, 0), box(view, second, 0)
    for y in range(one.top, one.top + one.height):
        for x in range(one.right - 20, one.right + 20):
            assert not (one.contains(x, y) and other.contains(x, y))
            if one.left + 10 < x < other.right - 10:
                assert one.contains(x, y) or other.contains(x, y)
