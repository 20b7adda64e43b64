"""A row of widgets that goes on in the next line where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from app.override import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FlowLayout(QLayout):
    """Lays widgets out from left to right at their preferred widths, in as many lines as needed.

    With `first_grows` the first one takes what is left of its line, up to twice its own width.
    With `centred` each line stands in the middle.
    """

    def __init__(
        self,
        parent: QWidget,
        spacing: int = 8,
        *,
        first_grows: bool = True,
        centred: bool = False,
    ) -> None:
        super().__init__(parent)
        self._first_grows = first_grows
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + self.spacing() * max(len(lines) - 1, 0)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for number, line in enumerate(self._lines(rect.width())):
            height = _height(line)
            left = rect.left()
            used = sum(_width(item) for item in line) + self.spacing() * (len(line) - 1)
            if self._centred:
                left += max(0, rect.width() - used) // 2
            for place, item in enumerate(line):
                width = _width(item)
                if self._first_grows and number == place == 0:
                    width += max(0, min(rect.width() - used, width))
                item.setGeometry(QRect(left, top, min(width, rect.width()), height))
                left += width + self.spacing()
            top += height + self.spacing()

    @override
    def sizeHint(self) -> QSize:
        shown = [item for item in self._items if not item.isEmpty()]
        width = sum(_width(item) for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, _height(shown))

    @override
    def minimumSize(self) -> QSize:
        shown = [item for item in self._items if not item.isEmpty()]
        return QSize(max((_width(item) for item in shown), default=0), _height(shown))

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = _width(item)
            if lines and left + self.spacing() + needed <= width:
                lines[-1].append(item)
                left += self.spacing() + needed
            else:
                lines.append([item])
                left = needed
        return lines


def _width(item: QLayoutItem) -> int:
    return max(item.sizeHint().width(), item.minimumSize().width())


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
