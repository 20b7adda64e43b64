"""The few days of a double booking as the plan shows them, with the unit that would be free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.dataclass import dataclass
from app.override import override
from app.ui.look.theme import current_theme
from app.ui.stays.bar_words import brief_name
from app.ui.stays.bars import UnitBars
from app.ui.stays.colours import ColourBy, Inks, Look
from app.ui.stays.outline import outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.stays.bars import Bar

_NAMES: Final = 104
_ROW: Final = 34
_GAP: Final = 5
_LEAN: Final = 3.0
_PAD: Final = 6
_LANE: Final = 13.0


@dataclass(frozen=True, slots=True)
class LittleRow:
    """A unit's name and what stands there; `coming` would, if the owner said so."""

    unit: str
    stays: tuple[Occupancy, ...]
    coming: Occupancy | None = None


class LittlePlan(QWidget):
    """A row or two over the days ``[first, last]``; the nights that both have are tinted."""

    def __init__(self, texts: Catalogue, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._texts = texts
        self._rows: tuple[tuple[LittleRow, tuple[Bar, ...]], ...] = ()
        self._first = self._last = self._today = 0
        self._clash = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current_theme().changed.connect(self.update)

    def show_days(self, first: date, last: date, today: date, clash: tuple[date, date]) -> None:
        """Show these days; `clash` is when the nights that both have begin and end."""
        self._first, self._last = first.toordinal(), last.toordinal()
        self._today = today.toordinal()
        self._clash = clash[0].toordinal(), clash[1].toordinal()
        self.update()

    def show_rows(self, rows: Sequence[LittleRow]) -> None:
        """Show these units, from top to bottom."""
        self._rows = tuple((row, UnitBars(row.stays).bars) for row in rows)
        self.setAccessibleName("; ".join(self._words(row) for row in rows))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, max(len(self._rows), 1) * (_ROW + _GAP) - _GAP)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (row, bars) in enumerate(self._rows):
            self._paint_row(painter, place * (_ROW + _GAP), row, bars, clashing=place == 0)
        painter.end()

    def _words(self, row: LittleRow) -> str:
        texts = self._texts
        parts = [
            f"{brief_name(texts, stay)} {texts.day_range(stay.arrival, stay.departure)}"
            for stay in row.stays
        ]
        words = ", ".join(parts) or texts.tr("free")
        return f"{row.unit}: {words}"

    def _paint_row(
        self, painter: QPainter, top: int, row: LittleRow, bars: Iterable[Bar], *, clashing: bool
    ) -> None:
        theme = current_theme()
        painter.setFont(self.font())
        painter.setPen(theme.colour("muted"))
        room = QRectF(0, top, _NAMES - _PAD, _ROW)
        name = self.fontMetrics().elidedText(
            row.unit, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        ground = QRectF(_NAMES + 0.5, top + 0.5, self.width() - _NAMES - 1, _ROW - 1)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("background"))
        painter.drawRoundedRect(ground, 4, 4)
        if clashing:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bad_tint"))
            left, right = map(self._x, self._clash)
            painter.drawRect(QRectF(left, top + 1, right - left, _ROW - 2))
        painter.save()
        painter.setClipRect(ground)
        inks = Inks(ColourBy.ORIGIN)
        for bar in bars:
            self._paint_bar(painter, top, bar, inks)
        if row.coming is not None:
            self._paint_coming(painter, top, row.coming)
        painter.restore()

    def _paint_bar(self, painter: QPainter, top: int, bar: Bar, inks: Inks) -> None:
        lanes = max(bar.lanes, 1)
        height = min(_LANE, (_ROW - 8) / lanes)
        middle = top + _ROW / 2 + (bar.lane - (lanes - 1) / 2) * (height + 1)
        ink = inks.ink(bar, self._today)
        area = self._area(bar.arrival, bar.departure, middle, height)
        pen = QPen(Qt.PenStyle.NoPen) if ink.look in {Look.FULL, Look.HATCHED} else QPen(ink.edge)
        if ink.look is Look.OPTION:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ink.fill)
        painter.drawPolygon(QPolygonF(outline(area, _LEAN)))
        self._write(painter, area, brief_name(self._texts, bar.stay), ink.text.name())

    def _paint_coming(self, painter: QPainter, top: int, stay: Occupancy) -> None:
        """Draw where it would come to stand."""
        theme = current_theme()
        arrival, departure = stay.arrival.toordinal(), stay.departure.toordinal()
        area = self._area(arrival, departure, top + _ROW / 2, _LANE)
        pen = QPen(theme.colour("accent"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("accent_tint"))
        painter.drawPolygon(QPolygonF(outline(area, _LEAN)))
        self._write(painter, area, brief_name(self._texts, stay), theme.colour("text").name())

    def _write(self, painter: QPainter, area: QRectF, text: str, colour: str) -> None:
        font = self.font()
        font.setPixelSize(min(11, max(8, int(area.height()) - 2)))
        painter.setFont(font)
        visible = area.intersected(QRectF(_NAMES, 0, self.width() - _NAMES, self.height()))
        room = visible.adjusted(_PAD + 1, -2, -_PAD, 2)
        if room.width() < font.pixelSize():
            return
        painter.setPen(colour)
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)

    def _area(self, arrival: int, departure: int, middle: float, height: float) -> QRectF:
        """Between the middles of both days, as in the plan."""
        left, right = self._x(arrival) + 1, self._x(departure) - 1
        return QRectF(QPointF(left, middle - height / 2), QPointF(right, middle + height / 2))

    def _x(self, day: int) -> float:
        width = (self.width() - _NAMES) / (self._last - self._first + 1)
        return _NAMES + (day - self._first + 0.5) * width
