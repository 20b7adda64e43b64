"""Where something that floats can lie without covering what is to be pressed or typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_KINDS: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
_AIR: Final = 4


def pressable(ground: QWidget, but: QWidget) -> list[QRect]:
    """Return where something in `ground` can be pressed or typed into, outside of `but`."""
    found = []
    for kind in _KINDS:
        for widget in ground.findChildren(kind):
            if widget.isVisible() and not but.isAncestorOf(widget):
                seen = widget.visibleRegion().boundingRect()
                if not seen.isEmpty():
                    found.append(seen.translated(widget.mapTo(ground, QPoint(0, 0))))
    return found


def clear_place(area: QRect, size: QSize, taken: Sequence[QRect], margin: int) -> QRect:
    """Return a place of this size in `area`: as low as it may be, rather in the middle.

    Where every place would cover something of `taken`, it is the one that covers least.
    """
    lowest = area.bottom() + 1 - margin - size.height()
    highest = area.top() + _AIR
    tops = {lowest, *(one.top() - _AIR - size.height() for one in taken)}
    middle = area.left() + (area.width() - size.width()) // 2
    right = area.right() + 1 - margin - size.width()
    lefts = [middle, right, area.left() + margin]
    best, least = QRect(QPoint(middle, lowest), size), -1
    for top in sorted((top for top in tops if highest <= top <= lowest), reverse=True):
        for left in lefts:
            place = QRect(QPoint(left, top), size)
            covered = _covered(place.adjusted(-_AIR, -_AIR, _AIR, _AIR), taken)
            if not covered:
                return place
            if least < 0 or covered < least:
                best, least = place, covered
    return best


def _covered(place: QRect, taken: Sequence[QRect]) -> int:
    """How many pixels of `taken` lie under a place."""
    under = (place.intersected(one) for one in taken if place.intersects(one))
    return sum(one.width() * one.height() for one in under)
