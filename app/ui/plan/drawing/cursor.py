"""Draws the keyboard's cursor and the days that are selected, below the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect

from app.ui.look.theme import current_theme
from app.ui.plan.drawing.ground import focus_pen
from app.ui.plan.geometry.rows import UNIT_HEIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from app.ui.plan.geometry.scale import Scale

_BEYOND: Final = 4
"""So far outside the view ends what goes on there: its frame is not seen."""


def draw_cursor(painter: QPainter, view: Scale, first: int, last: int, top: int) -> None:
    """Draw it from day to day (ordinals, both included) in the row that begins at `top`."""
    left, right = max(view.x(first), -_BEYOND), min(view.x(last + 1), view.width + _BEYOND)
    area = QRect(left, top, right - left, UNIT_HEIGHT - 1)
    painter.fillRect(area, current_theme().colour("accent_tint"))
    painter.setPen(focus_pen())
    painter.drawRect(area.adjusted(1, 1, -1, -1))
