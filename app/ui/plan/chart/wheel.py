"""Wheel and touchpad over the chart: scrolling through time and rows, zooming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from app.ui.plan.chart.intents import FollowDrag, Scroll, Zoom
from app.ui.plan.geometry.rows import UNIT_HEIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from app.ui.plan.chart.intents import Intents
    from app.ui.plan.chart.scene import Scene

_NOTCH: Final = 120
_ZOOM_PER_NOTCH: Final = 0.85


class Wheel:
    """Turns into pixels what is turned; parts of a pixel are kept for the next turn."""

    def __init__(self) -> None:
        self._turned = 0.0

    def turn(self, event: QWheelEvent, scene: Scene, at: int, *, upright: bool) -> Intents:
        """Scroll, or with Ctrl zoom around `at` (pixels of the viewport).

        With `upright` it goes over the rows where it is turned upright, else through time.
        """
        angle = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = angle.y() or angle.x()
            days = scene.view.days * _ZOOM_PER_NOTCH ** (turned / _NOTCH)
            return (Zoom(days, min(max(at, 0), scene.view.width)),)
        x, y = _way(event, scene, upright=upright)
        self._turned += x
        whole = int(self._turned)
        self._turned -= whole
        scroll = Scroll(-whole, -round(y))
        return (scroll, FollowDrag()) if scene.dragging else (scroll,)


def _way(event: QWheelEvent, scene: Scene, *, upright: bool) -> tuple[float, float]:
    """How far the picture moves, in pixels to the right and down."""
    pixels, angle = event.pixelDelta(), event.angleDelta()
    fine = not pixels.isNull()
    day_notch, row_notch = scene.view.width / 12, float(UNIT_HEIGHT)
    x = pixels.x() if fine else angle.x() * day_notch / _NOTCH
    y = pixels.y() if fine else angle.y() * row_notch / _NOTCH
    # Some systems turn the wheel's direction themselves when Shift is held.
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (not upright and y):
        return x or (y if fine else angle.y() * day_notch / _NOTCH), 0
    return x, y
