"""The chart by keyboard alone: cursor, selection, bars, moving them, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from app.core.stays.dates import day_of
from app.ui.kit import announce
from app.ui.plan.chart.drags import judged
from app.ui.plan.geometry.scale import FIRST, LAST
from app.ui.stays.bar_words import bar_words, days_words

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from app.ui.plan.chart.chart import Chart
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


class Keyboard:
    """What each key does in the chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; tell whether it means anything here."""
        key, chart = event.key(), self._chart
        if key == _Key.Key_Escape:
            return chart.pointer.give_up() or self._drop_selection()
        if chart.pointer.dragging:
            return True
        way = _WAYS.get(_Key(key))
        if way is not None:
            return self._go(way, event.modifiers())
        if key in {_Key.Key_Return, _Key.Key_Enter}:
            return self._enter()
        if key in {_Key.Key_Delete, _Key.Key_Backspace}:
            return self._cancel()
        if key in {_Key.Key_Plus, _Key.Key_Equal}:
            chart.zoom(chart.view.days / _ZOOM_STEP, self._zoom_at())
        elif key in {_Key.Key_Minus, _Key.Key_Underscore}:
            chart.zoom(chart.view.days * _ZOOM_STEP, self._zoom_at())
        elif key == _Key.Key_Home:
            self._home()
        elif key in {_Key.Key_PageUp, _Key.Key_PageDown}:
            self._page(-1 if key == _Key.Key_PageUp else 1)
        else:
            return False
        return True

    def focus_in(self, event: QFocusEvent) -> None:
        """Give the cursor a place; say where it is, to those who come by keyboard."""
        if self._ready() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._say()

    def tab(self, *, forward: bool) -> bool:
        """Go to the next bar of the days in view; tell whether there was one."""
        if self._chart.pointer.dragging:
            return True  # nothing comes between a drag and its end
        if not self._ready():
            return False
        bar = self._next_bar(forward=forward)
        if bar is None:
            self._drop_selection()
            return False
        self._chart.update_marks()
        self._chart.marks.take(bar, max(bar.arrival, self._chart.view.first))
        self._chart.show_row(bar.stay.unit_id)
        self._chart.update_marks()
        self._say()
        return True

    # ---- cursor ----

    def _go(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> bool:
        if not self._ready():
            return False
        days, rows = way
        if modifiers & _Modifier.AltModifier:
            self._move_bar(days, rows, end=bool(modifiers & _Modifier.ShiftModifier))
        else:
            days *= 7 if modifiers & _Modifier.ControlModifier else 1
            self._move_cursor(days, rows, select=bool(modifiers & _Modifier.ShiftModifier))
        return True

    def _move_cursor(self, days: int, rows: int, *, select: bool) -> None:
        chart, marks = self._chart, self._chart.marks
        chart.update_marks()
        assert marks.unit_id is not None
        unit = chart.rows.neighbour(marks.unit_id, 0 if select else rows)
        if unit is None:
            return
        day = min(max(marks.day + days, FIRST), LAST)
        marks.put(unit.id, day, anchor=marks.anchor if select else None)
        bar = self._bar_on(unit.id, day)
        if bar is not None and not select:
            marks.take(bar, day)
        self._reveal()
        chart.update_marks()
        self._say()

    def _bar_on(self, unit_id: int, day: int) -> Bar | None:
        return next(iter(self._chart.book.unit(unit_id).taking(day, day + 1)), None)

    def _reveal(self) -> None:
        chart, marks = self._chart, self._chart.marks
        if marks.unit_id is not None:
            chart.show_row(marks.unit_id)
        left, right = chart.view.x(marks.day), chart.view.x(marks.day + 1)
        if left < 0:
            chart.scroll_by(left - chart.view.width // 3)
        elif right > chart.view.width:
            chart.scroll_by(right - chart.view.width + chart.view.width // 3)

    def _home(self) -> None:
        chart = self._chart
        chart.show_day(chart.today)
        if self._ready():
            self._move_cursor(chart.today - chart.marks.day, 0, select=False)

    def _page(self, way: int) -> None:
        chart = self._chart
        days = max(round(chart.view.width / chart.view.day_width) - 1, 1)
        chart.scroll_by(way * round(days * chart.view.day_width))
        if self._ready():
            self._move_cursor(way * days, 0, select=False)

    def _drop_selection(self) -> bool:
        marks = self._chart.marks
        if marks.unit_id is None or (marks.selected is None and marks.anchor == marks.day):
            return False
        marks.put(marks.unit_id, marks.day)
        self._chart.update_marks()
        return True

    def _zoom_at(self) -> int | None:
        x = self._chart.view.middle(self._chart.marks.day)
        return x if self._chart.marks.unit_id and 0 <= x < self._chart.view.width else None

    def _ready(self) -> bool:
        """Give the cursor a place where it has none; tell whether there is any."""
        chart, marks = self._chart, self._chart.marks
        if marks.unit_id is None:
            unit = chart.rows.nearest_unit(chart.first_row())
            if unit is None:
                return False
            inside = chart.view.first <= chart.today <= chart.view.last
            marks.put(unit.id, chart.today if inside else chart.view.first)
        return True

    # ---- bars ----

    def _next_bar(self, *, forward: bool) -> Bar | None:
        chart, marks = self._chart, self._chart.marks
        units = chart.rows.units()
        ids = [unit.id for unit in units]
        assert marks.unit_id is not None
        at = ids.index(marks.unit_id)
        first, last = chart.view.first, chart.view.last
        order = ids[at:] if forward else ids[at::-1]
        for unit_id in order:
            bars = list(chart.book.unit(unit_id).between(first, last))
            if not forward:
                bars.reverse()
            if unit_id == marks.unit_id:
                bars = self._beyond(bars, forward=forward)
            if bars:
                return bars[0]
        return None

    def _beyond(self, bars: list[Bar], *, forward: bool) -> list[Bar]:
        """Those of the cursor's row that come after it."""
        marks = self._chart.marks
        for place, bar in enumerate(bars):
            if bar.stay.id == marks.selected:
                return bars[place + 1 :]
        if forward:
            return [bar for bar in bars if bar.arrival >= marks.day]
        return [bar for bar in bars if bar.arrival <= marks.day]

    def _move_bar(self, days: int, rows: int, *, end: bool) -> None:
        chart = self._chart
        bar = chart.selected_bar()
        if bar is None:
            return
        unit = chart.rows.neighbour(bar.stay.unit_id, 0 if end else rows)
        if unit is None:
            return
        arrival = bar.arrival if end else bar.arrival + days
        outcome = judged(unit, arrival, bar.departure + days, bar.stay, chart.book)
        if outcome.problem is not None:
            announce(chart, chart.texts.tell(outcome.problem))
            chart.refused.emit(outcome.problem)
        elif outcome.changes(bar.stay):
            chart.change_wanted.emit(bar.stay, outcome.draft(bar.stay))
            self._reveal()
            self._say()

    def _enter(self) -> bool:
        chart, marks = self._chart, self._chart.marks
        bar = chart.selected_bar()
        if bar is not None:
            chart.edit_wanted.emit(bar.stay)
        elif self._ready() and marks.unit_id is not None:
            first, last = marks.days()
            chart.create_wanted.emit(marks.unit_id, first, max(last, first + 1))
        return True

    def _cancel(self) -> bool:
        bar = self._chart.selected_bar()
        if bar is not None:
            self._chart.cancel_wanted.emit(bar.stay)
        return bar is not None

    def _say(self) -> None:
        announce(self._chart, self.words())

    def words(self) -> str:
        """Where the cursor is, in a sentence."""
        chart, marks = self._chart, self._chart.marks
        row = chart.rows.of(marks.unit_id) if marks.unit_id is not None else None
        if row is None or row.unit is None:
            return ""
        bar = chart.selected_bar()
        if bar is not None:
            return bar_words(chart.texts, bar, row.unit, day_of(chart.today))
        first, last = marks.days()
        taken = chart.book.unit(row.unit.id).taking(first, max(last, first + 1))
        return days_words(chart.texts, row.unit, first, last, taken, chart.holiday(first))
