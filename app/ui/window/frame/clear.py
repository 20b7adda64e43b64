"""Where something that floats can lie without covering what is to be pressed or typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

from app.ui.window.frame.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_KINDS: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
_AIR: Final = 4
_SLIVER: Final = 10
"""What shows less of itself, at the edge of a list, is not what one presses."""


def pressable(ground: QWidget, but: QWidget) -> list[QRect]:
    """Return where something in `ground` can be pressed or typed into, outside of `but`."""
    found = []
    for kind in _KINDS:
        for widget in ground.findChildren(kind):
            if not widget.isVisible() or but.isAncestorOf(widget):
                continue
            corner = widget.mapTo(ground, QPoint(0, 0))
            found += [part.translated(corner) for part in _parts(widget)]
    return found


def _parts(widget: QWidget) -> list[QRect]:
    if isinstance(widget, StatusLine):
        return widget.written()
    seen = widget.visibleRegion().boundingRect()
    return [seen] if min(seen.width(), seen.height()) > _SLIVER else []


def clear_place(area: QRect, size: QSize, taken: Sequence[QRect]) -> QRect:
    """Return a place of this size in `area`: as low as it may be, and there near the middle.

    Where every place would cover something of `taken`, it is the lowest in the middle.
    """
    lowest = area.bottom() + 1 - size.height()
    middle = area.left() + (area.width() - size.width()) // 2
    tops = {lowest, *(one.top() - _AIR - size.height() for one in taken)}
    for top in sorted((top for top in tops if area.top() <= top <= lowest), reverse=True):
        band = QRect(area.left(), top, area.width(), size.height())
        left = _clear_left(band, size.width(), middle, taken)
        if left is not None:
            return QRect(QPoint(left, top), size)
    return QRect(QPoint(middle, lowest), size)


def _clear_left(band: QRect, width: int, middle: int, taken: Sequence[QRect]) -> int | None:
    """Where in a band something as wide lies clear, nearest to `middle`; None where nowhere."""
    around = band.adjusted(0, -_AIR, 0, _AIR)
    here = sorted((one.left(), one.right() + 1) for one in taken if one.intersects(around))
    found: list[int] = []
    start = band.left()
    for left, right in (*here, (band.right() + 1 + _AIR, 0)):
        if left - _AIR - start >= width:
            found.append(min(max(middle, start), left - _AIR - width))
        start = max(start, right + _AIR)
    return min(found, key=lambda left: abs(left - middle), default=None)
