"""What keys and wheel ask for, from a scene alone: there is no chart here, and no window."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from app.core.house.unit import Property, Unit
from app.core.stays.occupancy import Occupancy
from app.ui.plan.chart.intents import (
    Cancel,
    Change,
    Create,
    Edit,
    FollowDrag,
    GiveUpDrag,
    Mark,
    PassOn,
    Refuse,
    SayCursor,
    Scroll,
    ShowCursor,
    ShowDay,
    ShowRow,
    Zoom,
)
from app.ui.plan.chart.keyboard import focus_came, key_pressed, tab_pressed
from app.ui.plan.chart.marks import Marks
from app.ui.plan.chart.scene import Scene
from app.ui.plan.chart.wheel import Wheel
from app.ui.plan.geometry.boxes import Grip
from app.ui.plan.geometry.rows import Rows
from app.ui.plan.geometry.scale import scale
from app.ui.stays.bars import HouseBars
from tests.made import made_stay

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
TODAY = date(2027, 7, 6).toordinal()
UNITS = [
    Unit(
        id=number,
        property_id=1,
        name=f"Zimmer {number}",
        position=number,
        sequence=0,
        revision=0,
        archived_at=None,
    )
    for number in (1, 2, 3)
]


def stay(number: int, arrival: int, departure: int, unit: int = 1) -> Occupancy:
    """A stay from so many days after today to so many."""
    first, end = date.fromordinal(TODAY + arrival), date.fromordinal(TODAY + departure)
    return made_stay(number, first, end, unit_id=unit)


def scene(*stays: Occupancy, units: Sequence[Unit] = UNITS, marks: Marks | None = None) -> Scene:
    """Five weeks around today, on thirty pixels each day."""
    return Scene(
        scale(35, 1050, TODAY - 7),
        Rows(units, [Property(id=1, name="Haus", position=1, sequence=0)]),
        shift=0,
        height=400,
        house_bars=HouseBars(lambda unit_id: [one for one in stays if one.unit_id == unit_id]),
        marks=marks or Marks(),
        today=TODAY,
        holidays={},
        dragging=False,
    )


def on(marked: Scene, number: int, unit: int = 1) -> Scene:
    """With the bar of a stay selected."""
    bar = marked.house_bars.find(number, unit)
    assert bar is not None
    return replace(marked, marks=Marks().take(bar))


def test_the_first_arrow_goes_from_today_in_the_uppermost_row() -> None:
    assert key_pressed(scene(), Key.Key_Down, NONE) == (
        Mark(Marks(2, TODAY, TODAY)),
        ShowCursor(),
        SayCursor(),
    )


def test_shift_selects_days_and_stays_in_its_row() -> None:
    begun = scene(marks=Marks(1, TODAY, TODAY))
    assert key_pressed(begun, Key.Key_Right, SHIFT | CONTROL)[0] == Mark(Marks(1, TODAY + 7, TODAY))
    assert key_pressed(begun, Key.Key_Down, SHIFT)[0] == Mark(Marks(1, TODAY, TODAY))


def test_a_key_that_means_nothing_goes_on() -> None:
    assert key_pressed(scene(), Key.Key_A, NONE) == (PassOn(),)
    assert key_pressed(scene(), Key.Key_Delete, NONE) == (PassOn(),)
    assert key_pressed(scene(units=()), Key.Key_Right, NONE) == (PassOn(),)
    assert key_pressed(scene(), Key.Key_Escape, NONE) == (GiveUpDrag(), PassOn())
    assert tab_pressed(scene(), forward=True)[-1] == PassOn()


def test_escape_gives_up_a_drag_and_leaves_the_selection() -> None:
    dragging = replace(on(scene(stay(1, 1, 3)), 1), dragging=True)
    assert key_pressed(dragging, Key.Key_Escape, NONE) == (GiveUpDrag(),)


def test_escape_without_a_drag_drops_the_selection() -> None:
    chosen = on(scene(stay(1, 1, 3)), 1)
    day = TODAY + 1
    assert key_pressed(chosen, Key.Key_Escape, NONE) == (GiveUpDrag(), Mark(Marks(1, day, day)))


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Delete, Key.Key_Right, Key.Key_Home])
def test_nothing_comes_between_a_drag_and_its_end(key: Qt.Key) -> None:
    dragging = replace(on(scene(stay(1, 1, 3)), 1), dragging=True)
    assert key_pressed(dragging, key, NONE) == ()
    assert tab_pressed(dragging, forward=True) == ()


def test_enter_and_delete_are_about_the_selected_bar() -> None:
    one = stay(1, 1, 3)
    chosen = on(scene(one), 1)
    assert key_pressed(chosen, Key.Key_Return, NONE) == (Edit(one),)
    assert key_pressed(chosen, Key.Key_Delete, NONE) == (Cancel(one),)


def test_enter_on_selected_days_creates_a_stay_on_them() -> None:
    marks = Marks(2, TODAY + 4, TODAY + 1)
    asked = key_pressed(scene(marks=marks), Key.Key_Enter, NONE)
    assert asked[-1] == Create(2, TODAY + 1, TODAY + 4)


def test_alt_moves_a_bar_or_says_why_not() -> None:
    one = stay(1, 1, 3)
    moved = replace(one.draft(), unit_id=2)
    asked = key_pressed(on(scene(one), 1), Key.Key_Down, ALT)
    assert asked[1:] == (Change(one, moved), ShowCursor(), SayCursor())
    refused = key_pressed(on(scene(one, stay(2, 2, 4, unit=2)), 1), Key.Key_Down, ALT)[-1]
    assert isinstance(refused, Refuse)
    assert refused.aloud


def test_home_and_pages_bring_the_cursor_along() -> None:
    far = scene(marks=Marks(1, TODAY + 20, TODAY + 20))
    home = key_pressed(far, Key.Key_Home, NONE)
    assert home[:2] == (ShowDay(TODAY), Mark(Marks(1, TODAY, TODAY)))
    page = key_pressed(far, Key.Key_PageDown, NONE)
    assert page[:2] == (Scroll(34 * 30), Mark(Marks(1, TODAY + 54, TODAY + 54)))
    assert key_pressed(scene(units=()), Key.Key_Home, NONE) == (ShowDay(TODAY),)


def test_zooming_keeps_the_cursor_in_place_where_it_is_in_view() -> None:
    near = scene(marks=Marks(1, TODAY, TODAY))
    assert key_pressed(near, Key.Key_Plus, NONE) == (Zoom(28.0, 7 * 30 + 15),)
    assert key_pressed(scene(), Key.Key_Plus, NONE) == (Zoom(28.0, None),)


def test_tab_goes_by_rows_and_arrivals() -> None:
    shown = scene(stay(1, 5, 7), stay(2, 1, 3, unit=3))
    asked = tab_pressed(shown, forward=True)
    assert asked[1:] == (ShowRow(1), SayCursor())
    assert tab_pressed(on(shown, 1), forward=True)[1] == ShowRow(3)
    assert tab_pressed(on(shown, 2, unit=3), forward=False)[1] == ShowRow(1)


def test_who_comes_by_keyboard_hears_where_the_cursor_is() -> None:
    placed = Mark(Marks(1, TODAY, TODAY))
    assert focus_came(scene(), by_mouse=False) == (placed, SayCursor())
    assert focus_came(scene(), by_mouse=True) == (placed,)
    assert focus_came(scene(units=()), by_mouse=False) == (Mark(Marks()),)


def test_a_bar_is_held_inside_and_its_ends_a_little_outside() -> None:
    shown = scene(stay(1, 1, 5))
    found = shown.house_bars.find(1, 1)
    assert found is not None
    area = shown.box_of(found)
    assert area is not None
    y = area.top + area.height // 2
    assert shown.held_at((area.left + area.right) // 2, y) == (found, Grip.BODY)
    assert shown.held_at(area.left - 5, y) == (found, Grip.ARRIVAL)
    assert shown.held_at(area.right + 5, y) == (found, Grip.DEPARTURE)
    assert shown.held_at(area.right + 20, y) is None
    assert shown.bar_at(area.right + 5, y) is None


def turned(
    x: int = 0, y: int = 0, modifiers: Qt.KeyboardModifier = NONE, *, touchpad: bool = True
) -> QWheelEvent:
    """By so many pixels of a touchpad, else by so many eighths of a degree."""
    return QWheelEvent(
        QPointF(),
        QPointF(),
        QPoint(x, y) if touchpad else QPoint(),
        QPoint() if touchpad else QPoint(x, y),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.ScrollUpdate,
        False,  # Qt takes it by position
    )


@given(st.lists(st.integers(-130, 130), max_size=20))
def test_parts_of_a_pixel_are_kept_for_the_next_turn(ways: list[int]) -> None:
    wheel = Wheel()
    scrolled = 0
    for way in ways:
        (scroll,) = wheel.turn(turned(x=way, touchpad=False), scene(), 0, upright=True)
        assert isinstance(scroll, Scroll)
        scrolled += scroll.x
    # What is kept is less than a pixel, as far as floats can tell.
    assert abs(scrolled + sum(ways) * 1050 / 12 / 120) < 1 + 1e-9


def test_the_wheel_goes_over_rows_or_through_time_and_a_drag_follows() -> None:
    assert Wheel().turn(turned(y=10), scene(), 0, upright=True) == (Scroll(0, -10),)
    assert Wheel().turn(turned(y=10), scene(), 0, upright=False) == (Scroll(-10, 0),)
    assert Wheel().turn(turned(y=10, modifiers=SHIFT), scene(), 0, upright=True) == (Scroll(-10),)
    dragging = replace(scene(), dragging=True)
    assert Wheel().turn(turned(y=10), dragging, 0, upright=True) == (Scroll(0, -10), FollowDrag())
