"""A row that goes on in the next line: nothing is cut, nothing lies on another, order is kept."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit.flow import FlowLayout

GAP = 8


def row(
    qtbot: QtBot, widths: list[int], *, height: int = 20, grows: bool = False, centred: bool = False
) -> QWidget:
    """Return a widget with parts of these widths in a flow; its layout is not active yet."""
    whole = QWidget()
    qtbot.addWidget(whole)
    layout = FlowLayout(whole, GAP, first_grows=grows, centred=centred)
    for width in widths:
        part = QWidget(whole)
        part.setFixedSize(width, height)
        layout.addWidget(part)
    return whole


def places(whole: QWidget, width: int) -> list[QRect]:
    layout = whole.layout()
    assert isinstance(layout, FlowLayout)
    layout.setGeometry(QRect(0, 0, width, layout.heightForWidth(width)))
    found = []
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        found.append(item.geometry())
    return found


@pytest.mark.parametrize(
    ("width", "tops"),
    [
        (3 * 100 + 2 * GAP, [0, 0, 0]),
        (3 * 100 + 2 * GAP - 1, [0, 0, 28]),
        (2 * 100 + GAP - 1, [0, 28, 56]),
        (1, [0, 28, 56]),
    ],
)
def test_what_has_no_room_goes_into_the_next_line(
    qtbot: QtBot, width: int, tops: list[int]
) -> None:
    whole = row(qtbot, [100, 100, 100])
    assert [place.top() for place in places(whole, width)] == tops
    layout = whole.layout()
    assert layout is not None
    assert layout.heightForWidth(width) == tops[-1] + 20


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    widths=st.lists(st.integers(10, 120), min_size=1, max_size=8),
    width=st.integers(120, 500),
    grows=st.booleans(),
)
def test_parts_keep_their_order_and_lie_within_and_beside_each_other(
    qtbot: QtBot, widths: list[int], width: int, grows: bool
) -> None:
    found = places(row(qtbot, widths, grows=grows), width)
    assert [(place.top(), place.left()) for place in found] == sorted(
        (place.top(), place.left()) for place in found
    )
    assert all(place.left() >= 0 and place.left() + place.width() <= width for place in found)
    assert not any(one.intersects(other) for one, other in combinations(found, 2))
    wanted = widths[1:] if grows else widths
    assert [place.width() for place in found[len(widths) - len(wanted) :]] == wanted


def test_an_empty_row_takes_no_room(qtbot: QtBot) -> None:
    whole = row(qtbot, [])
    layout = whole.layout()
    assert layout is not None
    assert layout.heightForWidth(100) == 0
    assert layout.sizeHint().width() == 0
    assert layout.itemAt(0) is None
    assert layout.takeAt(0) is None


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    whole = row(qtbot, [100, 50, 100])
    layout = whole.layout()
    assert layout is not None
    whole.show()
    middle = whole.findChildren(QWidget)[1]
    middle.hide()
    assert layout.sizeHint().width() == 200 + GAP
    shown = [place for place in places(whole, 200 + GAP) if place.width() == 100]
    assert [(place.left(), place.top()) for place in shown] == [(0, 0), (100 + GAP, 0)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(widths=st.lists(st.integers(10, 120), min_size=1, max_size=8), width=st.integers(120, 500))
def test_a_centred_line_has_as_much_room_at_either_side(
    qtbot: QtBot, widths: list[int], width: int
) -> None:
    found = places(row(qtbot, widths, centred=True), width)
    plain = places(row(qtbot, widths), width)
    assert [place.size() for place in found] == [place.size() for place in plain]
    assert [place.top() for place in found] == [place.top() for place in plain]
    for top in {place.top() for place in found}:
        line = [place for place in found if place.top() == top]
        left, right = line[0].left(), width - line[-1].left() - line[-1].width()
        assert 0 <= right - left <= 1


def test_a_centred_part_without_room_begins_at_the_left(qtbot: QtBot) -> None:
    (place,) = places(row(qtbot, [100], centred=True), 60)
    assert place.left() == 0
