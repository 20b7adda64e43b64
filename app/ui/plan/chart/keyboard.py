"""What each key means in the chart: cursor, selection, bars, moving them, zoom.

Each function looks at a `Scene` and returns what the chart is to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from app.core.stays.dates import day_of
from app.ui.plan.chart.drags import judged
from app.ui.plan.chart.intents import (
    Cancel,
    Change,
    Create,
    Edit,
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
from app.ui.plan.geometry.scale import FIRST, LAST
from app.ui.stays.bar_words import bar_words, days_words

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.plan.chart.intents import Intents
    from app.ui.plan.chart.scene import Scene
    from app.ui.stays.bars import Bar

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_WAYS: Final = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_ZOOM_STEP: Final = 1.25


def key_pressed(scene: Scene, key: int, modifiers: Qt.KeyboardModifier) -> Intents:
    """What a key means."""
    if key == _Key.Key_Escape:
        dropped = () if scene.dragging else _drop_selection(scene)
        return GiveUpDrag(), *(dropped if dropped or scene.dragging else (PassOn(),))
    if scene.dragging:
        return ()
    way = _WAYS.get(_Key(key))
    if way is not None:
        return _arrow(scene, way, modifiers)
    if key in {_Key.Key_Return, _Key.Key_Enter}:
        return _enter(scene)
    if key in {_Key.Key_Delete, _Key.Key_Backspace}:
        bar = scene.selected_bar()
        return (PassOn(),) if bar is None else (Cancel(bar.stay),)
    if key in {_Key.Key_Plus, _Key.Key_Equal}:
        return (Zoom(scene.view.days / _ZOOM_STEP, _zoom_at(scene)),)
    if key in {_Key.Key_Minus, _Key.Key_Underscore}:
        return (Zoom(scene.view.days * _ZOOM_STEP, _zoom_at(scene)),)
    if key == _Key.Key_Home:
        return _home(scene)
    if key in {_Key.Key_PageUp, _Key.Key_PageDown}:
        return _page(scene, -1 if key == _Key.Key_PageUp else 1)
    return (PassOn(),)


def tab_pressed(scene: Scene, *, forward: bool) -> Intents:
    """Go to the next bar of the days in view; after the last one Tab goes on to the next field."""
    if scene.dragging:
        return ()  # nothing comes between a drag and its end
    scene = scene.with_cursor()
    bar = _next_bar(scene, forward=forward)
    if bar is None:
        return *_drop_selection(scene), PassOn()
    taken = scene.marks.take(bar, max(bar.arrival, scene.view.first))
    return Mark(taken), ShowRow(bar.stay.unit_id), SayCursor()


def cursor_words(texts: Catalogue, scene: Scene) -> str:
    """Where the cursor is, in a sentence."""
    row = scene.marked_row()
    if row is None or row.unit is None:
        return ""
    bar = scene.selected_bar()
    if bar is not None:
        return bar_words(texts, bar, row.unit, day_of(scene.today))
    first, last = scene.marks.days()
    taken = scene.house_bars.unit(row.unit.id).taking(first, max(last, first + 1))
    return days_words(texts, row.unit, first, last, taken, scene.holidays.get(first, ""))


def focus_came(scene: Scene, *, by_mouse: bool) -> Intents:
    """Give the cursor a place; say where it is, to those who come by keyboard."""
    scene = scene.with_cursor()
    silent = by_mouse or scene.marks.unit_id is None
    return (Mark(scene.marks),) if silent else (Mark(scene.marks), SayCursor())


# ---- cursor ----


def _arrow(scene: Scene, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> Intents:
    scene = scene.with_cursor()
    if scene.marks.unit_id is None:
        return (PassOn(),)
    days, rows = way
    shift = bool(modifiers & _Modifier.ShiftModifier)
    if modifiers & _Modifier.AltModifier:
        return Mark(scene.marks), *_move_bar(scene, days, rows, end=shift)
    days *= 7 if modifiers & _Modifier.ControlModifier else 1
    return _move_cursor(scene, days, rows, select=shift)


def _move_cursor(scene: Scene, days: int, rows: int = 0, *, select: bool = False) -> Intents:
    marks = scene.marks
    assert marks.unit_id is not None
    unit = scene.rows.neighbour(marks.unit_id, 0 if select else rows)
    if unit is None:
        return (Mark(marks),)
    day = min(max(marks.day + days, FIRST), LAST)
    moved = marks.put(unit.id, day, anchor=marks.anchor if select else None)
    bar = next(iter(scene.house_bars.unit(unit.id).taking(day, day + 1)), None)
    if bar is not None and not select:
        moved = moved.take(bar, day)
    return Mark(moved), ShowCursor(), SayCursor()


def _home(scene: Scene) -> Intents:
    scene = scene.with_cursor()
    if scene.marks.unit_id is None:
        return (ShowDay(scene.today),)
    return ShowDay(scene.today), *_move_cursor(scene, scene.today - scene.marks.day)


def _page(scene: Scene, way: int) -> Intents:
    view = scene.view
    days = max(round(view.width / view.day_width) - 1, 1)
    moved = Scroll(way * round(days * view.day_width))
    scene = replace(scene, view=view.scrolled(moved.x)).with_cursor()
    if scene.marks.unit_id is None:
        return (moved,)
    return moved, *_move_cursor(scene, way * days)


def _drop_selection(scene: Scene) -> Intents:
    marks = scene.marks
    if marks.unit_id is None or (marks.selected is None and marks.anchor == marks.day):
        return ()
    return (Mark(marks.put(marks.unit_id, marks.day)),)


def _zoom_at(scene: Scene) -> int | None:
    x = scene.view.middle(scene.marks.day)
    return x if scene.marks.unit_id and 0 <= x < scene.view.width else None


# ---- bars ----


def _next_bar(scene: Scene, *, forward: bool) -> Bar | None:
    if scene.marks.unit_id is None:
        return None
    ids = [unit.id for unit in scene.rows.units()]
    at = ids.index(scene.marks.unit_id)
    order = ids[at:] if forward else ids[at::-1]
    for unit_id in order:
        bars = list(scene.house_bars.unit(unit_id).between(scene.view.first, scene.view.last))
        if not forward:
            bars.reverse()
        if unit_id == scene.marks.unit_id:
            bars = _beyond(scene, bars, forward=forward)
        if bars:
            return bars[0]
    return None


def _beyond(scene: Scene, bars: list[Bar], *, forward: bool) -> list[Bar]:
    """Those of the cursor's row that come after it."""
    marks = scene.marks
    for place, bar in enumerate(bars):
        if bar.stay.id == marks.selected:
            return bars[place + 1 :]
    if forward:
        return [bar for bar in bars if bar.arrival >= marks.day]
    return [bar for bar in bars if bar.arrival <= marks.day]


def _move_bar(scene: Scene, days: int, rows: int, *, end: bool) -> Intents:
    bar = scene.selected_bar()
    if bar is None:
        return ()
    unit = scene.rows.neighbour(bar.stay.unit_id, 0 if end else rows)
    if unit is None:
        return ()
    arrival = bar.arrival if end else bar.arrival + days
    outcome = judged(unit, arrival, bar.departure + days, bar.stay, scene.house_bars, scene.today)
    if outcome.problem is not None:
        return (Refuse(outcome.problem, aloud=True),)
    if not outcome.changes(bar.stay):
        return ()
    return Change(bar.stay, outcome.draft(bar.stay)), ShowCursor(), SayCursor()


def _enter(scene: Scene) -> Intents:
    bar = scene.selected_bar()
    if bar is not None:
        return (Edit(bar.stay),)
    scene = scene.with_cursor()
    if scene.marks.unit_id is None:
        return ()
    first, last = scene.marks.days()
    return Mark(scene.marks), Create(scene.marks.unit_id, first, max(last, first + 1))
