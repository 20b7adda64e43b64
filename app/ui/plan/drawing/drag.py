"""Draws what letting go of a dragged bar would come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from app.ui.look.theme import current_theme
from app.ui.stays.colours import mixed

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from app.ui.plan.drawing.bars import BarPainter
    from app.ui.plan.geometry.boxes import Box


def draw_drag(
    painter: QPainter, bars: BarPainter, area: Box, width: int, name: str, *, refused: bool
) -> None:
    """Draw it at `area` of a view that is `width` wide; dashed and red where it is refused."""
    theme = current_theme()
    colour = theme.colour("bad" if refused else "accent")
    pen = QPen(colour, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if refused:
        pen.setDashPattern([3.0, 2.0])
    fill = mixed(colour, theme.colour("surface"), 0.28)
    bars.draw_ghost(painter, area, fill, pen, width, name)
