"""Small coloured signs with an initial, by which portals are told apart in lists."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from app.ui.links.badge import initial
from app.ui.theme import current_theme

BADGE: Final = 22
_RATIO: Final = 2.0
_LETTER: Final = 12
_RADIUS: Final = 6


def badge_icon(name: str, light: str = "", dark: str = "") -> QIcon:
    """Return the sign of `name`, in one of two colours for the theme; a quiet grey without them.

    Made for the theme of this moment: lists fill themselves anew when it changes.
    """
    theme = current_theme()
    colour = dark if theme.is_dark else light
    picture = QPixmap(round(BADGE * _RATIO), round(BADGE * _RATIO))
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour) if colour else theme.colour("block"))
    painter.drawRoundedRect(QRect(0, 0, BADGE, BADGE), _RADIUS, _RADIUS)
    font = QFont(painter.font())
    font.setPixelSize(_LETTER)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(theme.colour("on_bar"))
    painter.drawText(QRect(0, 0, BADGE, BADGE), Qt.AlignmentFlag.AlignCenter, initial(name))
    painter.end()
    icon = QIcon(picture)
    # Qt would tint it in the chosen row.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
