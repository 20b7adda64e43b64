"""The column at the left: properties and units, with a sign where one is booked twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from app.override import override
from app.ui.kit.tips import show_tip
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from app.i18n import Catalogue
    from app.ui.plan.geometry.rows import Row, Rows

WIDTH: Final = 172
_MARGIN = 14
_SIGN = 18
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class UnitNames(QWidget):
    """Names of properties and units, beside their rows.

    Signals:
        sign_pressed(int): the owner pressed the sign of a double booking in this unit.
        wheeled(QWheelEvent): the wheel was turned over it.
    """

    sign_pressed = Signal(int)
    wheeled = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plan_names")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._texts = texts
        self._rows: Rows | None = None
        self._shift = 0
        self.marked: frozenset[int] = frozenset()
        self._current: int | None = None
        self._fonts = {
            "band": _font(self.font(), 11, QFont.Weight.DemiBold),
            "name": _font(self.font(), 13, QFont.Weight.DemiBold),
            "small": _font(self.font(), 11, QFont.Weight.Normal),
        }

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        self._rows = rows
        self.update()

    def mark(self, unit_ids: Collection[int]) -> None:
        """Put the sign of a double booking at these units."""
        if self.marked != unit_ids:
            self.marked = frozenset(unit_ids)
            self.update()

    def show_current(self, unit_id: int | None) -> None:
        """Show in which row the cursor is."""
        if unit_id != self._current:
            self._current = unit_id
            self.update()

    def shift_to(self, shift: int) -> None:
        """Show the rows from this height on."""
        way, self._shift = self._shift - shift, shift
        if float(self.devicePixelRatioF()).is_integer():
            self.scroll(0, way)
        else:
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        part = event.rect()
        painter.fillRect(part, theme.colour("surface"))
        rows = self._rows
        if rows is not None and rows.all:
            for row in rows.between(part.top() + self._shift, part.bottom() + 1 + self._shift):
                self._draw_row(painter, row, row.top - self._shift)
            bottom = min(part.bottom() + 1, rows.height - self._shift)
            edge = theme.colour("line")
            painter.fillRect(self.width() - 1, part.top(), 1, max(bottom - part.top(), 0), edge)
        painter.end()

    def _draw_row(self, painter: QPainter, row: Row, top: int) -> None:
        theme = current_theme()
        width = self.width() - 2 * _MARGIN
        line = theme.colour("line" if row.unit is None else "faint_line")
        if row.unit is None:
            painter.fillRect(0, top, self.width(), row.height, theme.colour("sidebar"))
            painter.setPen(theme.colour("muted"))
            self._put(painter, "band", row.name, QRect(_MARGIN, top, width, row.height - 1))
        else:
            if row.unit.id == self._current:
                painter.fillRect(0, top, 3, row.height - 1, theme.colour("accent"))
            marked = row.unit.id in self.marked
            room = width - (_SIGN + 8 if marked else 0)
            painter.setPen(theme.colour("text"))
            below = _persons(self._texts, row.unit.capacity)
            name_top = top + (8 if below else 15)
            self._put(painter, "name", row.name, QRect(_MARGIN, name_top, room, 19))
            painter.setPen(theme.colour("muted"))
            self._put(painter, "small", below, QRect(_MARGIN, top + 26, room, 16))
            if marked:
                area = self.sign_area(top)
                ratio = self.devicePixelRatioF()
                painter.drawPixmap(area, icons.pixmap("triangle-alert", "bad", _SIGN, ratio))
        painter.fillRect(0, top + row.height - 1, self.width(), 1, line)

    def _put(self, painter: QPainter, font: str, text: str, area: QRect) -> None:
        painter.setFont(self._fonts[font])
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, shown)

    def sign_area(self, top: int) -> QRect:
        """Where the sign stands in a row with this top."""
        return QRect(self.width() - _MARGIN - _SIGN, top + 16, _SIGN, _SIGN)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = self._rows.at(point.y() + self._shift) if self._rows else None
        if row is None or row.unit is None or row.unit.id not in self.marked:
            return
        if self.sign_area(row.top - self._shift).adjusted(-6, -6, 6, 6).contains(point):
            self.sign_pressed.emit(row.unit.id)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.wheeled.emit(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            row = self._rows.at(help_event.pos().y() + self._shift) if self._rows else None
            show_tip(help_event, self._tip(row), self)
            return True
        return super().event(event)

    def _tip(self, row: Row | None) -> str:
        if row is None:
            return ""
        words = [row.name]
        if row.unit is not None and row.unit.id in self.marked:
            words.append(self._texts.tr("There is a double booking in this unit."))
        return "\n".join(words)


def _persons(texts: Catalogue, capacity: int | None) -> str:
    return texts.trn("{n} person", "{n} persons", capacity) if capacity else ""


def _font(base: QFont, size: int, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPixelSize(size)
    font.setWeight(weight)
    return font
