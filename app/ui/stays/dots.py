"""The dots of colour that stand for a unit or for where a stay came from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

DOT: Final = 10
"""How wide a dot is, in pixels."""


def dot_icon(colour: str) -> QIcon:
    """A dot in a unit's colour, for menus and combo boxes."""
    picture = QPixmap(32, 32)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_dot(painter, QRect(3, 0, 16, 16), QColor(colour))
    painter.end()
    return QIcon(picture)


def paint_dot(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Paint a dot at the left of a line, half way up."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(rect.left(), rect.center().y() - DOT / 2 + 0.5, DOT, DOT))
