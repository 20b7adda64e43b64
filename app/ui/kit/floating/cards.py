"""What floats looks like a card: round corners, a soft shadow and a fine line."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen, QRegion

from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

RADIUS: Final = 10
SHADOW: Final = 12
"""How far the shadow reaches, in pixels: so much of the window is not the card."""
_SHADE: Final = 7
"""How dark each of the layers of the shadow is, of 255."""
_FLAGS: Final = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


def shadow_room() -> int:
    """How much room the shadow has around a card: none where windows cannot be translucent."""
    return SHADOW if _composited() else 0


def let_float(window: QWidget) -> None:
    """Take the system's frame and shadow from a window that is a popup."""
    window.setWindowFlags(window.windowFlags() | _FLAGS)
    if _composited():
        window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


def paint_card(window: QWidget) -> None:
    """Paint the card with its shadow; called before anything else is painted on it."""
    theme, room = current_theme(), shadow_room()
    card = QRectF(window.rect()).adjusted(room, room, -room, -room)
    painter = QPainter(window)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, _SHADE * 2 if theme.is_dark else _SHADE))
    for far in range(room - 2, 0, -2):
        # Lower than the card, as if light fell from above.
        painter.drawRoundedRect(
            card.adjusted(-far, 2 - far, far, far + 1), RADIUS + far, RADIUS + far
        )
    painter.setBrush(theme.colour("surface"))
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.end()


def round_off(window: QWidget) -> None:
    """Cut the corners off where windows cannot be translucent."""
    if _composited():
        return
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(window.rect()), RADIUS, RADIUS)
    window.setMask(QRegion(outline.toFillPolygon().toPolygon()))


@functools.cache
def _composited() -> bool:
    """Whether windows may be translucent: everywhere but under X11 without a compositor."""
    if QGuiApplication.platformName() != "xcb" or not sys.platform.startswith("linux"):
        return True
    import ctypes  # noqa: PLC0415  # seldom needed

    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    number = x11.XDefaultScreen(ctypes.c_void_p(display))
    atom = x11.XInternAtom(ctypes.c_void_p(display), f"_NET_WM_CM_S{number}".encode(), 0)
    owner = x11.XGetSelectionOwner(ctypes.c_void_p(display), ctypes.c_ulong(atom))
    x11.XCloseDisplay(ctypes.c_void_p(display))
    return bool(owner)
