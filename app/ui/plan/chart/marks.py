"""Where the keyboard is: the unit and the day, the days selected, the bar selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from app.ui.look.theme import current_theme
from app.ui.plan.drawing.ground import focus_pen
from app.ui.plan.geometry.rows import UNIT_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPainter

    from app.ui.plan.chart.chart import Chart
    from app.ui.stays.bars import Bar


class Marks:
    """The cursor and the selection. Days are ordinals.

    `anchor` is where a selection of days began; without one it is `day`. `selected` is the id of an
    occupancy.
    """

    def __init__(self) -> None:
        self.unit_id: int | None = None
        self.day = 0
        self.anchor = 0
        self.selected: int | None = None
        self.highlighted: frozenset[int] = frozenset()

    def put(self, unit_id: int, day: int, *, anchor: int | None = None) -> None:
        """Put the cursor here; with `anchor`, the days from there on are selected."""
        self.unit_id, self.day = unit_id, day
        self.anchor = day if anchor is None else anchor
        self.selected = None

    def take(self, bar: Bar, day: int | None = None) -> None:
        """Select a bar."""
        self.put(bar.stay.unit_id, bar.arrival if day is None else day)
        self.selected = bar.stay.id

    def days(self) -> tuple[int, int]:
        """The first and the last selected day."""
        return min(self.day, self.anchor), max(self.day, self.anchor)

    def keep_to(self, unit_ids: Collection[int]) -> None:
        """Forget a cursor in a unit that is not shown any more."""
        if self.unit_id not in unit_ids:
            self.unit_id = self.selected = None

    def ringed(self, bar: Bar, *, focus: bool) -> bool:
        """Whether a bar has a ring: it is selected, or one was looked for."""
        selected = bar.stay.id == self.selected
        return (selected and focus) or bar.stay.id in self.highlighted

    def draw_below(self, painter: QPainter, chart: Chart) -> None:
        """Draw the cursor and the selected days, below the bars."""
        row = chart.rows.of(self.unit_id) if self.unit_id is not None else None
        if (
            row is None
            or self.selected is not None
            or not chart.hasFocus()
            or chart.pointer.dragging
        ):
            return
        view, top = chart.view, row.top - chart.first_row()
        first, last = self.days()
        left, right = view.x(first), view.x(last + 1)
        left, right = max(left, -4), min(right, view.width + 4)
        area = QRect(left, top, right - left, UNIT_HEIGHT - 1)
        painter.fillRect(area, current_theme().colour("accent_tint"))
        painter.setPen(focus_pen())
        painter.drawRect(area.adjusted(1, 1, -1, -1))
