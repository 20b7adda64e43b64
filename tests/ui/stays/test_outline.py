"""The corners of bars, on the screen and on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from app.ui.stays.outline import outline

SIZES = st.floats(1, 500)
LEANS = st.floats(0, 20)


def pairs(area: QRectF, lean: float, lean_right: float | None = None) -> list[tuple[float, float]]:
    return [(corner.x(), corner.y()) for corner in outline(area, lean, lean_right)]


def test_both_ends_lean_to_the_right() -> None:
    area = QRectF(10, 20, 100, 24)
    assert pairs(area, 6) == [(16, 20), (116, 20), (104, 44), (4, 44)]


def test_an_end_that_goes_on_elsewhere_is_cut_straight() -> None:
    area = QRectF(0, 0, 50, 10)
    assert pairs(area, 0, 3) == [(0, 0), (53, 0), (47, 10), (0, 10)]
    assert pairs(area, 3, 0) == [(3, 0), (50, 0), (50, 10), (-3, 10)]


@given(left=st.floats(-500, 500), width=SIZES, height=SIZES, lean=LEANS)
def test_it_is_as_wide_as_its_stay_at_every_height(
    left: float, width: float, height: float, lean: float
) -> None:
    area = QRectF(left, 0, width, height)
    top_left, top_right, bottom_right, bottom_left = outline(area, lean)
    assert top_right.x() - top_left.x() == pytest.approx(width)
    assert bottom_right.x() - bottom_left.x() == pytest.approx(width)
    middle = (top_left.x() + bottom_left.x()) / 2
    assert middle == pytest.approx(left, abs=1e-6)


@given(width=SIZES, next_width=SIZES, height=SIZES, lean=LEANS)
def test_stays_that_touch_share_an_edge_and_no_more(
    width: float, next_width: float, height: float, lean: float
) -> None:
    """Who leaves and who comes on one day stand side by side, without a gap or an overlap."""
    one = outline(QRectF(0, 0, width, height), lean)
    other = outline(QRectF(width, 0, next_width, height), lean)
    assert one[1].x() == pytest.approx(other[0].x())
    assert one[2].x() == pytest.approx(other[3].x())
