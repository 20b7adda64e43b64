from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.ui.plan.geometry.scale import FIRST, LAST, LEAST_DAYS, MOST_DAYS, Scale, scale

DAYS = st.integers(FIRST, LAST)
WIDTHS = st.integers(1, 4000)
ZOOMS = st.floats(1, 2000)
VIEWS = st.builds(scale, ZOOMS, WIDTHS, DAYS)


@given(VIEWS, DAYS)
def test_a_day_is_found_at_its_own_left_edge_and_up_to_the_next(view: Scale, day: int) -> None:
    assert view.day_at(view.x(day)) == day
    assert view.day_at(view.x(day + 1) - 1) == day


@given(VIEWS, st.integers(-5000, 5000))
def test_every_pixel_belongs_to_the_day_whose_edges_are_around_it(view: Scale, x: int) -> None:
    day = view.day_at(x)
    if day > FIRST:
        assert view.x(day) <= x
    if day < LAST:
        assert x < view.x(day + 1)


@given(VIEWS, DAYS)
def test_the_middle_lies_inside_its_day(view: Scale, day: int) -> None:
    assert view.x(day) <= view.middle(day) <= view.x(day + 1)


@given(VIEWS, st.integers(-10_000, 10_000), DAYS)
def test_scrolling_moves_every_edge_by_the_same_pixels(view: Scale, way: int, day: int) -> None:
    moved = view.scrolled(way)
    by = moved.left - view.left
    assert moved.x(day) == view.x(day) - by
    assert moved.middle(day) == view.middle(day) - by


@given(VIEWS, ZOOMS, st.floats(0, 1))
@example(scale(31, 1000, date(2027, 7, 1).toordinal()), 366.0, 0.5)
def test_zooming_keeps_the_day_under_the_pointer(view: Scale, days: float, part: float) -> None:
    at = round(part * view.width)
    day = view.day_at(at)
    zoomed = view.zoomed(days, at)
    ends = zoomed.left in {0, round((LAST + 1 - FIRST) * zoomed.day_width) - view.width}
    assert ends or abs(zoomed.day_at(at) - day) <= 1 / min(zoomed.day_width, view.day_width) + 1


@given(VIEWS, st.integers(-(10**10), 10**10))
def test_time_ends_at_its_ends(view: Scale, way: int) -> None:
    moved = view.scrolled(way)
    assert moved.x(FIRST) <= 0
    assert FIRST <= moved.first <= moved.last <= LAST
    if moved.width < (LAST - FIRST) * moved.day_width:
        assert moved.x(LAST + 1) >= moved.width


@given(VIEWS)
def test_what_is_in_view_is_at_most_a_year_and_at_least_a_fortnight(view: Scale) -> None:
    assert LEAST_DAYS <= view.days <= MOST_DAYS


@pytest.mark.parametrize("days", [14, 31, 92, 366])
def test_all_days_asked_for_are_in_view(days: int) -> None:
    view = scale(days, 1100, date(2027, 7, 1).toordinal())
    assert view.last - view.first + 1 >= days


def test_a_resized_view_begins_with_the_same_day() -> None:
    day = date(2027, 7, 1).toordinal()
    for width in (1, 300, 1100, 3000):
        assert abs(scale(31, 1000, day).resized(width).first - day) <= 1


@given(VIEWS, st.integers(-500, 500))
def test_a_snapped_view_begins_with_a_whole_day(view: Scale, way: int) -> None:
    moved = view.scrolled(way)
    snapped = moved.snapped()
    at_the_end = snapped.scrolled(1) == snapped
    assert at_the_end or snapped.x(snapped.first) == 0
    assert abs(snapped.left - moved.left) <= moved.day_width / 2 + 1
