"""The pages of the preview without Qt's black shadow: a fine line and a soft shade instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from app.override import override
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QGraphicsView

GROUND: Final = "pressed"
"""The token of what is around the pages."""
# Qt keeps a twenty-fifth of the longer side free around each page, for its shadow.
_BORDER: Final = 1 / 25
_LAYERS: Final = 4
_SHADE: Final = 8
"""How dark each of the layers of the shade is, of 255."""


class PageFrames(QWidget):
    """Lies over the view of a print preview and paints what is around its pages.

    Over the view and not in its scene: the pages there are Qt's own, which are made anew with each
    change and must not be held on to.
    """

    def __init__(self, view: QGraphicsView, pages: Callable[[], tuple[int, QSizeF]]) -> None:
        """`pages` tells how many there are and how large each is, in units of the scene."""
        super().__init__(view)
        self._view = view
        self._pages = pages
        self.setObjectName("page_frames")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(view.viewport().geometry())
        view.viewport().installEventFilter(self)
        current_theme().changed.connect(self._colour)
        self._colour()
        self.show()

    def papers(self) -> list[QRectF]:
        """Where the pages are, in the view."""
        count, paper = self._pages()
        border = max(paper.width(), paper.height()) * _BORDER
        place = QSizeF(paper.width() + 2 * border, paper.height() + 2 * border)
        columns = columns_of(count, upright=paper.height() > paper.width())
        found = []
        for page in range(count):
            row, column = divmod(page, columns)
            inside = QRectF(column * place.width(), row * place.height(), *_sides(paper))
            found.append(self._view.viewportTransform().mapRect(inside))
        return found

    def _colour(self) -> None:
        # Qt paints it grey, whatever the palette says.
        self._view.scene().setBackgroundBrush(current_theme().colour(GROUND))
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._view.viewport().geometry())
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        papers = self.papers()
        around = QPainterPath()
        around.setFillRule(Qt.FillRule.OddEvenFill)
        around.addRect(QRectF(self.rect()))
        for paper in papers:
            around.addRect(paper)
        painter = QPainter(self)
        painter.fillPath(around, current_theme().colour(GROUND))
        painter.setClipPath(around)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, _SHADE))
        for paper in papers:
            for far in range(1, _LAYERS + 1):
                painter.drawRoundedRect(paper.adjusted(-far, 1 - far, far, far + 1), far, far)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current_theme().colour("line"), 1))
        for paper in papers:
            painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


def columns_of(count: int, *, upright: bool) -> int:
    """Return in how many columns Qt shows so many pages at once; a single one stands alone."""
    if count <= 1:
        return 1
    root = math.sqrt(count)
    columns = math.ceil(root) if upright else math.floor(root)
    return columns + columns % 2


def _sides(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()
