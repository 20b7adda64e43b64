"""Mouse, wheel and touchpad over the chart: selecting, dragging, pulling, zooming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from app.core.stays.dates import day_of
from app.ui.look.theme import current_theme
from app.ui.plan.chart.drag_note import DragNote
from app.ui.plan.chart.drags import Drag, Outcome
from app.ui.plan.chart.holding import held_at
from app.ui.plan.geometry.boxes import Box, Grip, stay_box
from app.ui.plan.geometry.rows import UNIT_HEIGHT
from app.ui.stays.colours import mixed
from app.ui.stays.words import nights

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from app.ui.plan.chart.chart import Chart
    from app.ui.stays.bars import Bar

_TICK_MS: Final = 16
_EDGE: Final = 28
_FASTEST: Final = 26
_NOTCH: Final = 120
_BAR_TOP: Final = 10


class Pointer:
    """What the mouse is about to do, and does."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._drag: Drag | None = None
        self._pressed_at = QPoint()
        self._at = QPoint()
        self._outcome: Outcome | None = None
        self._pulled_at: QPoint | None = None
        self._turned = 0.0
        self.note = DragNote(chart)
        self._tick = QTimer(chart, interval=_TICK_MS)
        self._tick.timeout.connect(self._scroll_at_edge)

    @property
    def dragging(self) -> bool:
        """Whether something is being dragged."""
        return self._outcome is not None

    @property
    def outcome(self) -> Outcome | None:
        """What letting go now would do."""
        return self._outcome

    def holds(self, bar: Bar) -> bool:
        """Whether this bar is being dragged."""
        stay = self._drag.stay if self._drag is not None and self.dragging else None
        return stay is not None and stay.id == bar.stay.id

    # ---- the buttons ----

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what is under the pointer."""
        chart, point = self._chart, event.position().toPoint()
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pulled_at = point
            chart.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if event.button() is not Qt.MouseButton.LeftButton or self.dragging:
            return
        chart.setFocus(Qt.FocusReason.MouseFocusReason)
        row = chart.row_at(point.y())
        if row is None or row.unit is None:
            return
        day, held = chart.view.day_at(point.x()), held_at(chart, point)
        self._pressed_at = self._at = point
        chart.update_marks()
        if held is None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            same = shift and chart.marks.unit_id == row.unit.id
            chart.marks.put(row.unit.id, day, anchor=chart.marks.anchor if same else None)
            self._drag = Drag(row.unit, day)
        else:
            bar, grip = held
            chart.marks.take(bar, min(max(day, bar.arrival), bar.departure))
            self._drag = Drag(row.unit, day, bar.stay, grip)
        chart.update_marks()

    def move(self, event: QMouseEvent) -> None:
        """Drag on, or show what could be taken hold of."""
        point = event.position().toPoint()
        if self._pulled_at is not None:
            way = self._pulled_at - point
            self._pulled_at = point
            self._chart.scroll_by(way.x())
            bar = self._chart.verticalScrollBar()
            bar.setValue(bar.value() + way.y())
        elif not event.buttons() & Qt.MouseButton.LeftButton:
            # Where a menu or another window took the release, nothing is held any more.
            self.give_up()
            held = held_at(self._chart, point)
            self._show_cursor(held[1] if held is not None else None)
        elif self._drag is None:
            return
        elif self.dragging or self._far_enough(point):
            self._at = point
            self._tick.start()
            self._judge()

    def release(self, event: QMouseEvent) -> None:
        """Let go: do what is shown, or say why not."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pulled_at = None
            self._chart.viewport().unsetCursor()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, outcome = self._drag, self._outcome
        self.give_up()
        if drag is None or outcome is None:
            return
        if drag.stay is None:
            if outcome.nights == 0:
                return
        elif not outcome.changes(drag.stay):
            return
        if outcome.problem is not None:
            self._chart.refused.emit(outcome.problem)
        elif drag.stay is None:
            self._chart.create_wanted.emit(outcome.unit.id, outcome.arrival, outcome.departure)
        else:
            self._chart.change_wanted.emit(drag.stay, outcome.draft(drag.stay))

    def double_click(self, event: QMouseEvent) -> None:
        """Edit a bar, or create a stay of one night."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        chart, point = self._chart, event.position().toPoint()
        self._drag = None
        found, row = chart.bar_at(point), chart.row_at(point.y())
        if found is not None:
            chart.edit_wanted.emit(found[0].stay)
        elif row is not None and row.unit is not None:
            day = chart.view.day_at(point.x())
            chart.create_wanted.emit(row.unit.id, day, day + 1)

    def menu(self, event: QContextMenuEvent) -> None:
        """Offer what is possible."""
        chart = self._chart
        if self.dragging:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._menu_at_cursor()
            return
        point = event.pos()
        found, row = chart.bar_at(point), chart.row_at(point.y())
        if row is None or row.unit is None:
            return
        chart.update_marks()
        marks, day = chart.marks, chart.view.day_at(point.x())
        if found is not None:
            marks.take(found[0], day)
        elif marks.unit_id != row.unit.id or not marks.days()[0] <= day <= marks.days()[1]:
            marks.put(row.unit.id, day)
        chart.update_marks()
        chart.menu_wanted.emit(found[0] if found else None, event.globalPos())

    def _menu_at_cursor(self) -> None:
        chart, marks = self._chart, self._chart.marks
        row = chart.rows.of(marks.unit_id) if marks.unit_id is not None else None
        if row is None:
            return
        bar = chart.selected_bar()
        area = chart.box_of(bar) if bar is not None else None
        x = max(area.left, 0) + 16 if area is not None else chart.view.middle(marks.day)
        point = QPoint(x, row.top - chart.first_row() + UNIT_HEIGHT // 2)
        chart.menu_wanted.emit(bar, chart.viewport().mapToGlobal(point))

    # ---- a drag ----

    def give_up(self) -> bool:
        """End a drag without doing anything; tell whether there was one."""
        was = self.dragging
        self._drag = None
        self._tick.stop()
        self.note.hide()
        self._show(None)
        if was:
            self._chart.viewport().unsetCursor()
        return was

    def look_again(self, unit_ids: Collection[int]) -> None:
        """These units have changed: a drag of what has changed ends, any other is judged anew."""
        drag, chart = self._drag, self._chart
        if drag is None:
            return
        stay = drag.stay
        gone = chart.rows.of(drag.unit.id) is None
        if stay is not None and stay.unit_id in unit_ids:
            bar = chart.book.find(stay.id, stay.unit_id)
            gone = gone or bar is None or bar.stay.sequence != stay.sequence
        if gone:
            if self.give_up():
                chart.ended.emit(
                    chart.texts.tr(
                        "This was changed elsewhere while you were dragging it. Nothing was moved; "
                        "please look at it again."
                    )
                )
        elif self.dragging:
            self._judge()

    def _far_enough(self, point: QPoint) -> bool:
        way = point - self._pressed_at
        return way.manhattanLength() >= QApplication.startDragDistance()

    def _judge(self) -> None:
        chart, drag = self._chart, self._drag
        if drag is None:
            return
        unit = chart.rows.nearest_unit(self._at.y() + chart.first_row())
        if unit is None:
            return
        outcome = drag.to(unit, chart.view.day_at(self._at.x()), chart.book)
        self._show(outcome)
        self._tell(outcome)
        self._show_cursor(drag.grip, held=drag.stay is not None, refused=bool(outcome.problem))

    def _show(self, outcome: Outcome | None) -> None:
        before, self._outcome = self._outcome, outcome
        chart = self._chart
        for shown in (before, outcome):
            area = None if shown is None else self._box(shown)
            if area is not None:
                chart.update_box(area)
        stay = self._drag.stay if self._drag is not None else None
        if stay is not None and before is None:
            chart.update_row(stay.unit_id)
        elif outcome is None and before is not None:
            # The bar that was dragged is itself again, wherever its row is.
            chart.viewport().update()

    def _tell(self, outcome: Outcome) -> None:
        texts = self._chart.texts
        count = nights(texts, max(outcome.nights, 0))
        arrival, departure = day_of(outcome.arrival), day_of(outcome.departure)
        if outcome.nights > 0:
            days = texts.day_range(arrival, departure)
            names = f"{texts.weekday(arrival)} – {texts.weekday(departure)}"
            lead = f"{names}, {days} · {count}"
        else:
            lead = texts.date(arrival)
        detail = outcome.unit.name
        if outcome.problem is not None:
            detail = texts.tell(outcome.problem)
            if outcome.nights <= 0:
                detail = texts.tr("At least one night")
        point = self._chart.viewport().mapTo(self._chart, self._at)
        self.note.tell(lead, detail, point, refused=outcome.problem is not None)

    def _box(self, outcome: Outcome) -> Box | None:
        chart = self._chart
        row = chart.rows.of(outcome.unit.id)
        if row is None:
            return None
        first = min(outcome.arrival, outcome.departure)
        last = max(outcome.arrival, outcome.departure)
        return stay_box(chart.view, first, last, row.top - chart.first_row() + _BAR_TOP)

    def draw(self, painter: QPainter) -> None:
        """Draw what letting go now would come to."""
        area = None if self._outcome is None else self._box(self._outcome)
        if area is None or self._outcome is None:
            return
        theme = current_theme()
        token = "bad" if self._outcome.problem is not None else "accent"
        colour = theme.colour(token)
        fill = mixed(colour, theme.colour("surface"), 0.28)
        pen = QPen(colour, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self._outcome.problem is not None:
            pen.setDashPattern([3.0, 2.0])
        stay = self._drag.stay if self._drag is not None else None
        self._chart.draw_ghost(painter, area, fill, pen, stay)

    # ---- moving about ----

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll: upright over the rows where they do not fit, else through time. Ctrl zooms."""
        self._wheel(event, upright=self._chart.verticalScrollBar().maximum() > 0)

    def wheel_over_days(self, event: QWheelEvent) -> None:
        """Scroll through time, or zoom."""
        self._wheel(event, upright=False)

    def _wheel(self, event: QWheelEvent, *, upright: bool) -> None:
        event.accept()
        chart = self._chart
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = angle.y() or angle.x()
            point = chart.viewport().mapFromGlobal(event.globalPosition().toPoint())
            at = min(max(point.x(), 0), chart.view.width)
            chart.zoom(chart.view.days * 0.85 ** (turned / _NOTCH), at)
            return
        fine = not pixels.isNull()
        notch_x, notch_y = chart.view.width / 12, float(UNIT_HEIGHT)
        x = pixels.x() if fine else angle.x() * notch_x / _NOTCH
        y = pixels.y() if fine else angle.y() * notch_y / _NOTCH
        # Some systems turn the wheel's direction themselves when Shift is held.
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (not upright and y):
            x, y = x or (y if fine else angle.y() * notch_x / _NOTCH), 0
        self._turned += x
        whole = int(self._turned)
        self._turned -= whole
        if whole:
            chart.scroll_by(-whole)
        if y:
            bar = chart.verticalScrollBar()
            bar.setValue(bar.value() - round(y))
        if self.dragging:
            self._judge()

    def _scroll_at_edge(self) -> None:
        """Go on scrolling while something is held at an edge."""
        chart, area = self._chart, self._chart.viewport().rect()
        x = _speed(self._at.x(), area.width())
        y = _speed(self._at.y(), area.height())
        if not (x or y):
            return
        if x:
            chart.scroll_by(x)
        if y:
            bar = chart.verticalScrollBar()
            bar.setValue(bar.value() + y)
        self._judge()

    def _show_cursor(self, grip: Grip | None, *, held: bool = False, refused: bool = False) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if refused:
            shape = Qt.CursorShape.ForbiddenCursor
        elif grip in {Grip.ARRIVAL, Grip.DEPARTURE}:
            shape = Qt.CursorShape.SizeHorCursor
        elif grip is Grip.BODY and held:
            shape = Qt.CursorShape.ClosedHandCursor
        elif grip is Grip.BODY and not self.dragging:
            shape = Qt.CursorShape.OpenHandCursor
        if self._chart.viewport().cursor().shape() is not shape:
            self._chart.viewport().setCursor(shape)


def _speed(at: int, length: int) -> int:
    """How many pixels to scroll per tick: the faster the further into the edge, or beyond it."""
    if at < _EDGE:
        return -min((_EDGE - at) // 2 + 1, _FASTEST)
    if at > length - _EDGE:
        return min((at - length + _EDGE) // 2 + 1, _FASTEST)
    return 0
