"""The mouse over the chart: selecting, dragging bars and free days, pulling the chart along.

Each event is read against a `Scene`; what the chart is to do about it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from app.dataclass import dataclass
from app.ui.plan.chart.drags import Drag
from app.ui.plan.chart.intents import (
    Change,
    Create,
    Edit,
    FollowDrag,
    HideDrag,
    Mark,
    OpenMenu,
    Refuse,
    Scroll,
    ScrollAtEdges,
    ShapePointer,
    ShowDrag,
    TellDragEnded,
)
from app.ui.plan.geometry.boxes import Grip
from app.ui.plan.geometry.rows import UNIT_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QMouseEvent

    from app.ui.plan.chart.drags import Outcome
    from app.ui.plan.chart.intents import Intents
    from app.ui.plan.chart.scene import Scene

_EDGE: Final = 28
_FASTEST: Final = 26
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@dataclass(frozen=True, slots=True)
class _Hold:
    """What the left button has hold of since it was pressed at a point."""

    drag: Drag
    pressed_at: QPoint

    def moved_far_enough(self, to: QPoint) -> bool:
        """Whether the way is that of a drag, and not of a hand that trembles."""
        way = to - self.pressed_at
        return way.manhattanLength() >= QApplication.startDragDistance()


class Pointer:
    """What the mouse has hold of, and what letting go would do."""

    def __init__(self) -> None:
        self._hold: _Hold | None = None
        self._at = QPoint()
        self._pulled_at: QPoint | None = None
        self.outcome: Outcome | None = None

    @property
    def dragging(self) -> bool:
        """Whether something is being dragged."""
        return self.outcome is not None

    # ---- the buttons ----

    def press(self, event: QMouseEvent, scene: Scene) -> Intents:
        """Take hold of what is under the pointer."""
        point = event.position().toPoint()
        if event.button() is _MIDDLE:
            self._pulled_at = point
            return (ShapePointer(Qt.CursorShape.ClosedHandCursor),)
        if event.button() is not _LEFT or self.dragging:
            return ()
        row = scene.row_at(point.y())
        if row is None or row.unit is None:
            return ()
        marks, day = scene.marks, scene.view.day_at(point.x())
        held = scene.held_at(point.x(), point.y())
        self._at = point
        if held is None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            same = shift and marks.unit_id == row.unit.id
            self._hold = _Hold(Drag(row.unit, day), point)
            return (Mark(marks.put(row.unit.id, day, anchor=marks.anchor if same else None)),)
        bar, grip = held
        self._hold = _Hold(Drag(row.unit, day, bar.stay, grip), point)
        return (Mark(marks.take(bar, min(max(day, bar.arrival), bar.departure))),)

    def move(self, event: QMouseEvent, scene: Scene) -> Intents:
        """Drag on, or show what could be taken hold of."""
        point = event.position().toPoint()
        if self._pulled_at is not None:
            way, self._pulled_at = self._pulled_at - point, point
            return (Scroll(way.x(), way.y()),)
        if not event.buttons() & _LEFT:
            # Where a menu or another window took the release, nothing is held any more.
            ended = self.give_up()
            held = scene.held_at(point.x(), point.y())
            return *ended, ShapePointer(_free_shape(None if held is None else held[1]))
        if self._hold is None or not (self.dragging or self._hold.moved_far_enough(point)):
            return ()
        self._at = point
        return ScrollAtEdges(), *self.follow(scene)

    def release(self, event: QMouseEvent) -> Intents:
        """Let go: do what is shown, or say why not."""
        if event.button() is _MIDDLE:
            self._pulled_at = None
            return (ShapePointer(None),)
        if event.button() is not _LEFT:
            return ()
        hold, outcome = self._hold, self.outcome
        ended = self.give_up()
        if hold is None or outcome is None:
            return ended
        return *ended, *_let_go(hold.drag, outcome)

    def double_click(self, event: QMouseEvent, scene: Scene) -> Intents:
        """Edit a bar, or create a stay of one night."""
        if event.button() is not _LEFT:
            return ()
        point = event.position().toPoint()
        self._hold = None
        found, row = scene.bar_at(point.x(), point.y()), scene.row_at(point.y())
        if found is not None:
            return (Edit(found[0].stay),)
        if row is None or row.unit is None:
            return ()
        day = scene.view.day_at(point.x())
        return (Create(row.unit.id, day, day + 1),)

    def menu(self, event: QContextMenuEvent, scene: Scene) -> Intents:
        """Offer what is possible."""
        if self.dragging:
            return ()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            return _menu_at_cursor(scene)
        point, marks = event.pos(), scene.marks
        found, row = scene.bar_at(point.x(), point.y()), scene.row_at(point.y())
        if row is None or row.unit is None:
            return ()
        day = scene.view.day_at(point.x())
        if found is not None:
            marks = marks.take(found[0], day)
        elif marks.unit_id != row.unit.id or not marks.days()[0] <= day <= marks.days()[1]:
            marks = marks.put(row.unit.id, day)
        return Mark(marks), OpenMenu(found[0] if found else None, point)

    # ---- a drag ----

    def give_up(self) -> Intents:
        """End a drag without doing anything."""
        held, dragging = self._hold is not None, self.dragging
        self._hold = self.outcome = None
        if dragging:
            return HideDrag(), ShapePointer(None)
        return (HideDrag(),) if held else ()

    def follow(self, scene: Scene) -> Intents:
        """Look at what letting go would do where the pointer is now."""
        if self._hold is None:
            return ()
        unit = scene.rows.nearest_unit(self._at.y() + scene.shift)
        if unit is None:
            return ()
        drag = self._hold.drag
        self.outcome = drag.to(unit, scene.view.day_at(self._at.x()), scene.house_bars, scene.today)
        return (
            ShowDrag(drag.stay, self.outcome, self._at),
            ShapePointer(_dragging_shape(drag, self.outcome)),
        )

    def scroll_at_edges(self, scene: Scene) -> Intents:
        """Go on scrolling while something is held at an edge."""
        x = _speed(self._at.x(), scene.view.width)
        y = _speed(self._at.y(), scene.height)
        return (Scroll(x, y), FollowDrag()) if x or y else ()

    def look_again(self, unit_ids: Collection[int], scene: Scene) -> Intents:
        """These units have changed: a drag of what has changed ends, any other is judged anew."""
        if self._hold is None:
            return ()
        drag = self._hold.drag
        gone = scene.rows.of(drag.unit.id) is None
        if drag.stay is not None and drag.stay.unit_id in unit_ids:
            bar = scene.house_bars.find(drag.stay.id, drag.stay.unit_id)
            gone = gone or bar is None or bar.stay.sequence != drag.stay.sequence
        if gone:
            told = (TellDragEnded(),) if self.dragging else ()
            return *self.give_up(), *told
        return self.follow(scene) if self.dragging else ()


def _let_go(drag: Drag, outcome: Outcome) -> Intents:
    """What is done where the button is let go."""
    moves = outcome.nights != 0 if drag.stay is None else outcome.changes(drag.stay)
    if not moves:
        return ()
    if outcome.problem is not None:
        return (Refuse(outcome.problem),)
    if drag.stay is None:
        return (Create(outcome.unit.id, outcome.arrival, outcome.departure),)
    return (Change(drag.stay, outcome.draft(drag.stay)),)


def _menu_at_cursor(scene: Scene) -> Intents:
    row = scene.marked_row()
    if row is None:
        return ()
    bar = scene.selected_bar()
    area = scene.box_of(bar) if bar is not None else None
    x = max(area.left, 0) + 16 if area is not None else scene.view.middle(scene.marks.day)
    return (OpenMenu(bar, QPoint(x, scene.top_of(row) + UNIT_HEIGHT // 2)),)


def _free_shape(grip: Grip | None) -> Qt.CursorShape:
    """What the pointer looks like over what it could take hold of."""
    if grip is None:
        return Qt.CursorShape.ArrowCursor
    return Qt.CursorShape.OpenHandCursor if grip is Grip.BODY else Qt.CursorShape.SizeHorCursor


def _dragging_shape(drag: Drag, outcome: Outcome) -> Qt.CursorShape:
    """What the pointer looks like while it drags."""
    if outcome.problem is not None:
        return Qt.CursorShape.ForbiddenCursor
    if drag.grip is not Grip.BODY:
        return Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.ArrowCursor if drag.stay is None else Qt.CursorShape.ClosedHandCursor


def _speed(at: int, length: int) -> int:
    """How many pixels to scroll per tick: the faster the further into the edge, or beyond it."""
    if at < _EDGE:
        return -min((_EDGE - at) // 2 + 1, _FASTEST)
    if at > length - _EDGE:
        return min((at - length + _EDGE) // 2 + 1, _FASTEST)
    return 0
