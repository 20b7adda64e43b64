"""The strip above the chart: it shows the names of the days, and takes the chart along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.core.stays.dates import day_of
from app.override import override
from app.ui.kit.tips import show_tip
from app.ui.look.theme import current_theme
from app.ui.plan.drawing.day_names import MONTHS_HEIGHT, DayNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtGui import QHelpEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from app.i18n import Catalogue
    from app.ui.plan.geometry.scale import Scale


class DayHeader(QWidget):
    """Names the days in view; pulled sideways, it takes the chart along.

    Signals:
        pulled(int): the owner pulled the days to the left by so many pixels.
        wheeled(QWheelEvent): the wheel was turned over it.
    """

    pulled = Signal(int)
    wheeled = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plan_header")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._texts = texts
        self._names = DayNames(texts, self.font())
        self._view: Scale | None = None
        self._today = 0
        self._holidays: Mapping[int, str] = {}
        self._pulled_at: int | None = None

    def show_view(self, view: Scale, today: int, holidays: Mapping[int, str]) -> None:
        """Show the days of this view; what is merely shifted is moved, not drawn again."""
        before, self._view = self._view, view
        same = (today, holidays) == (self._today, self._holidays)
        self._today, self._holidays = today, holidays
        way = 0 if before is None else before.left - view.left
        if (
            before is not None
            and same
            and before.day_width == view.day_width
            and before.width == view.width
            and abs(way) < view.width
            and float(self.devicePixelRatioF()).is_integer()
        ):
            if way:
                self.scroll(way, 0)
                # The month stays at the left edge as long as one of its days is in view.
                self.update(0, 0, 180 + abs(way), MONTHS_HEIGHT)
            return
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        parts: Iterable[QRect] = event.region()  # type: ignore[assignment]  # PySide6's stubs
        for part in parts:
            painter.setClipRect(part)
            self._paint_ground(painter, part)
            if self._view is not None:
                self._names.draw(painter, self._view, part, self._today, self._holidays)
        painter.end()

    def _paint_ground(self, painter: QPainter, part: QRect) -> None:
        theme = current_theme()
        painter.fillRect(part, theme.colour("surface"))
        painter.fillRect(part.left(), self.height() - 1, part.width(), 1, theme.colour("line"))

    # ---- the pointer ----

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pulled_at = event.position().toPoint().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulled_at is not None:
            x = event.position().toPoint().x()
            way, self._pulled_at = self._pulled_at - x, x
            self.pulled.emit(way)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pulled_at = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.wheeled.emit(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self._view is not None:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            day = self._view.day_at(help_event.pos().x())
            words = [self._texts.date(day_of(day)), self._names.week(day)]
            if day in self._holidays:
                words.append(self._holidays[day])
            show_tip(help_event, " · ".join(words), self)
            return True
        return super().event(event)
