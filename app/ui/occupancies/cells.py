"""How the cells are painted: dots of colour, chips for the status, signs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.stays.occupancy import Status
from app.override import override
from app.ui.kit import Tone, tabular
from app.ui.kit.row_model import Index
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.occupancies.model import OBJECT_ROLE, Column
from app.ui.stays.dots import DOT, paint_dot, portal_colour

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.occupancies.row_store import Row

_GAP = 8
_SIGN = 16
_CHIP_HEIGHT = 22
_PADDING = 10
CELL_MARGIN = 10
LONG_DAY = date(2028, 12, 28)
EXTRAS = {
    Column.UNIT: DOT + _GAP + _SIGN + 4,
    Column.KIND: DOT + _GAP,
    Column.STATUS: 20 + 2 * _PADDING,
}
"""The pixels that a column needs beside its text."""


class CellDelegate(QStyledItemDelegate):
    """Paints a cell by its column: ground as any cell has it, then dot, text, chip or sign."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._table = parent
        self._date_width = 0
        self.today: date | None = None

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.font = tabular(option.font)
        # A cell that has the focus is no more than a part of its row.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        widget = cell.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, widget)
        row: Row = index.data(OBJECT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(CELL_MARGIN, 0, -CELL_MARGIN, 0)
        match index.column():
            case Column.STATUS:
                self._paint_status(painter, rect, cell.font, text, row)
            case Column.NOTE:
                if row.occupancy.more_note:
                    _paint_sign(painter, rect, "sticky-note", "muted")
            case _:
                left = self._paint_signs(painter, rect, row, index.column())
                flags = int(cell.displayAlignment) | int(Qt.TextFlag.TextSingleLine)
                if left.width() < self.date_width():
                    text = self._shorter(index.column(), row) or text
                self._paint_text(painter, left, cell.font, text, row, flags)
        painter.restore()

    def date_width(self) -> int:
        """The pixels of the longest date with its weekday."""
        if not self._date_width:
            metrics = QFontMetrics(tabular(self._table.font()))
            self._date_width = metrics.horizontalAdvance(self._texts.date(LONG_DAY)) + 2
        return self._date_width

    def _shorter(self, column: int, row: Row) -> str:
        """A date without its weekday."""
        if column == Column.ARRIVAL:
            return self._texts.day(row.occupancy.arrival)
        return self._texts.day(row.occupancy.departure) if column == Column.DEPARTURE else ""

    def _paint_signs(self, painter: QPainter, rect: QRect, row: Row, column: int) -> QRect:
        """Paint what stands around the text; return the room that is left for it."""
        if column == Column.UNIT:
            paint_dot(painter, rect, QColor(row.unit.colour))
            room = rect.adjusted(DOT + _GAP, 0, 0, 0)
            if row.clashes:
                sign = QRect(room.right() - _SIGN, room.top(), _SIGN, room.height())
                _paint_sign(painter, sign, "triangle-alert", "bad")
                room.setRight(sign.left() - 4)
            return room
        if column == Column.KIND:
            paint_dot(painter, rect, portal_colour(row.occupancy))
            return rect.adjusted(DOT + _GAP, 0, 0, 0)
        return rect

    def _paint_text(
        self, painter: QPainter, rect: QRect, font: QFont, text: str, row: Row, flags: int
    ) -> None:
        painter.setFont(font)
        painter.setPen(current_theme().colour("muted" if self._quiet(row) else "text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, shown)

    def _paint_status(
        self, painter: QPainter, rect: QRect, font: QFont, text: str, row: Row
    ) -> None:
        tone, sign = self.status_look(row)
        metrics = QFontMetrics(font)
        filled = tone in (Tone.INFO, Tone.CAREFUL)
        padding = _PADDING if filled else 0
        room = rect.width() - 14 - 6 - 2 * padding
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + 14 + 6 + 2 * padding
        top = rect.top() + (rect.height() - _CHIP_HEIGHT) / 2
        chip = QRectF(rect.left(), top, width, _CHIP_HEIGHT)
        theme = current_theme()
        if filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint" if tone is Tone.INFO else "careful_tint"))
            painter.drawRoundedRect(chip, _CHIP_HEIGHT / 2, _CHIP_HEIGHT / 2)
        inner = chip.adjusted(padding, 0, -padding, 0).toRect()
        _paint_sign(painter, inner, sign, tone.token, 14)
        painter.setFont(font)
        quiet = tone is Tone.NEUTRAL and self._quiet(row)
        painter.setPen(theme.colour(tone.token if filled else "muted" if quiet else "text"))
        painter.drawText(inner.adjusted(20, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), shown)

    def status_look(self, row: Row) -> tuple[Tone, str]:
        """The tone and the icon that go with the word for the status."""
        stay = row.occupancy
        if stay.status is Status.CANCELLED:
            return Tone.NEUTRAL, "x"
        if stay.status is Status.CONFIRMED:
            return Tone.NEUTRAL, "check"
        if self.today is not None and stay.expired(self.today):
            return Tone.CAREFUL, "clock"
        return Tone.INFO, "hourglass"

    def _quiet(self, row: Row) -> bool:
        """Whether the row is past or cancelled, and steps back."""
        past = self.today is not None and row.occupancy.departure < self.today
        return past or not row.occupancy.blocks

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        extra = EXTRAS.get(Column(index.column()), 0)
        return QSize(hint.width() + extra + 6, hint.height())


def _paint_sign(painter: QPainter, rect: QRect, name: str, token: str, size: int = _SIGN) -> None:
    ratio = painter.device().devicePixelRatio()
    top = rect.top() + (rect.height() - size) // 2
    painter.drawPixmap(rect.left(), top, icons.pixmap(name, token, size, ratio))
