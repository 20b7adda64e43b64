"""The outline of a bar: its ends lean, for a stay begins and ends within a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF


def outline(area: QRectF, lean: float, lean_right: float | None = None) -> list[QPointF]:
    """Return the corners: both at the top, from left to right, then back at the bottom.

    Args:
        area: from the middle of one end to the middle of the other.
        lean: how far the upper corner of an end lies to the right of its middle, and the lower one
            to the left.
        lean_right: that of the right end where it is another; 0 for an end that is cut off.
    """
    right = lean if lean_right is None else lean_right
    return [
        QPointF(area.left() + lean, area.top()),
        QPointF(area.right() + right, area.top()),
        QPointF(area.right() - right, area.bottom()),
        QPointF(area.left() - lean, area.bottom()),
    ]
