"""Dots in the colours of units and portals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from app.core.portals import portals
from app.ui.look.contrast import SEEN, contrast
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.core.stays.occupancy import OccupancyDraft

DOT = 10
"""The pixels across."""


def portal_colour(occupancy: OccupancyDraft) -> QColor:
    """The colour of the portal an occupancy came from, else that of its kind."""
    theme = current_theme()
    known = portals().get(occupancy.portal)
    if known is not None:
        return theme.own_colour(known.light, known.dark)
    return theme.colour(occupancy.kind.value)


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


def dot_edge(colour: QColor) -> QPen:
    """Return what is drawn around a dot: a fine line, where its colour is hardly seen alone."""
    theme = current_theme()
    grounds = theme.colour("surface"), theme.colour("accent_tint")
    if min(contrast(colour, ground) for ground in grounds) >= SEEN:
        return QPen(Qt.PenStyle.NoPen)
    return QPen(theme.colour("muted"), 1)


def paint_dot(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Paint a dot at the left of `rect`, in the middle of its height."""
    painter.setPen(dot_edge(colour))
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(rect.left(), rect.center().y() - DOT / 2 + 0.5, DOT, DOT))
