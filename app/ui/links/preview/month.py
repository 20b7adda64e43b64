"""A month as a small calendar: what is free and what is taken, half days and all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.override import override
from app.ui.kit.controls.focus import paint_ring, shows_ring
from app.ui.kit.floating.tips import show_tip
from app.ui.links.preview.month_grid import DAYS, MonthGrid
from app.ui.links.preview.spans import Span, month_words, on_day
from app.ui.look.theme import current_theme
from app.ui.stays.colours import ColourBy, Inks, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPaintEvent

    from app.i18n import Catalogue
    from app.ui.stays.colours import Ink

_COLUMN: Final = 38
_HEAD: Final = 24
_ROW, _GAP = 25, 2
_NUMBER: Final = 17
_LANE, _LANE_GAP, LANES = 5, 2, 3
_LANED_ROW: Final = _NUMBER + LANES * (_LANE + _LANE_GAP) + 2
_SLANT: Final = 8
_SPOT: Final = 9.5
_TOLD: Final = 12
_A_MONDAY: Final = date(2024, 1, 1)


class MonthView(QWidget):
    """Paints one month. Arrow keys turn the pages, Home goes to the month of today.

    Signals:
        turned(int): the owner wants to see the month so many months on; 0 is that of today.
    """

    turned = Signal(int)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview_month")
        self._texts = texts
        self._inks = Inks(ColourBy.ORIGIN)
        self._month, self._today = _A_MONDAY, _A_MONDAY
        self._spans: tuple[Span, ...] = ()
        self._lanes: list[int] = []
        self._several = False
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        current_theme().changed.connect(self._restyle)

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is shown."""
        return self._spans

    @property
    def month(self) -> date:
        """The first of the month that is shown."""
        return self._month

    def show_month(
        self, month: date, today: date, spans: Sequence[Span], *, several: bool, name: str
    ) -> None:
        """Show a month, in lanes where there may be `several` units; `name` says who sees it."""
        self._month, self._today = month, today
        self._spans, self._several = tuple(spans), several
        self._lanes = laned(spans) if several else [0] * len(spans)
        self.setAccessibleName(f"{name}, {self._texts.month(month)}")
        self.setAccessibleDescription(month_words(self._texts, month, spans))
        self.updateGeometry()
        self.update()

    def day_at(self, x: float, y: float) -> date | None:
        """Return the day at a point, None where there is none of this month."""
        return self._grid.day_at(x, y)

    @override
    def sizeHint(self) -> QSize:
        return QSize(DAYS * _COLUMN, self._grid.height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_Home: 0,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            place = help_event.pos()
            show_tip(help_event, self._tip(place.x(), place.y()), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_weekdays(painter)
        for week in range(self._grid.weeks):
            self._draw_week(painter, week)
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), 6)
        painter.end()

    # ---- where things stand ----

    @property
    def _grid(self) -> MonthGrid:
        return MonthGrid(self._month, self._column, self._row, _HEAD)

    @property
    def _row(self) -> int:
        return (_LANED_ROW if self._several else _ROW) + _GAP

    @property
    def _column(self) -> float:
        return self.width() / DAYS

    def _tip(self, x: float, y: float) -> str:
        day = self.day_at(x, y)
        if day is None:
            return ""
        texts = [span.text for span in on_day(self._spans, day)]
        told = texts[:_TOLD]
        if len(texts) > _TOLD:
            more = len(texts) - _TOLD
            told.append(self._texts.trn("And {n} more.", "And {n} more.", more))
        return "\n".join([self._texts.date(day), *told])

    # ---- painting ----

    def _restyle(self) -> None:
        self._inks = Inks(ColourBy.ORIGIN)
        self.update()

    def _draw_weekdays(self, painter: QPainter) -> None:
        painter.setPen(current_theme().colour("muted"))
        painter.setFont(_sized(self.font(), 12))
        for column in range(DAYS):
            name = self._texts.weekday(_A_MONDAY + timedelta(days=column))
            place = QRectF(column * self._column, 0, self._column, _HEAD - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_week(self, painter: QPainter, week: int) -> None:
        days = self._grid.days_of(week)
        top = _HEAD + week * self._row
        self._draw_numbers(painter, days, top, None)
        first, last = days[0][1].toordinal(), days[-1][1].toordinal() + 1
        left = first - days[0][0]
        hidden: dict[int, int] = {}
        for span, lane in zip(self._spans, self._lanes, strict=True):
            begin, end = max(span.begins, first), min(span.ends, last)
            if end <= begin:
                continue
            if lane >= LANES:
                for number in range(int(begin), int(end - 0.01) + 1):
                    hidden[number] = hidden.get(number, 0) + 1
                continue
            ink = self._inks.sort(span.sort, span.look)
            shape = self._shape(span, begin - left, end - left, self._place(top, lane))
            _draw_bar(painter, shape, ink)
            if not self._several:
                self._write_over(painter, days, top, shape, ink)
        if not self._several:
            self._write_on_slants(painter, days, top)
        for column, day in days:
            self._draw_more(painter, column, top, hidden.get(day.toordinal(), 0))

    def _place(self, top: float, lane: int) -> tuple[float, float]:
        """Return top and height of a bar."""
        if not self._several:
            return top, _ROW
        return top + _NUMBER + lane * (_LANE + _LANE_GAP), _LANE

    def _shape(self, span: Span, begin: float, end: float, place: tuple[float, float]) -> QPolygonF:
        """Return a bar with slanted ends where it begins or ends within a day."""
        top, height = place
        half = min(_SLANT, height) / 2 if span.halves else 0.0
        # A hair's breadth between the one who leaves and the one who comes.
        left, right = begin * self._column + 0.8, end * self._column - 0.8
        at_left = half if begin % 1 else 0.0
        at_right = half if end % 1 else 0.0
        return QPolygonF(
            [
                QPointF(left + at_left, top),
                QPointF(right + at_right, top),
                QPointF(right - at_right, top + height),
                QPointF(left - at_left, top + height),
            ]
        )

    def _write_over(
        self,
        painter: QPainter,
        days: list[tuple[int, date]],
        top: float,
        shape: QPolygonF,
        ink: Ink,
    ) -> None:
        """Write the numbers anew where a bar lies, in the colour that is read on it."""
        outline = QPainterPath()
        outline.addPolygon(shape)
        painter.save()
        painter.setClipPath(outline)
        self._draw_numbers(painter, days, top, ink)
        painter.restore()

    def _write_on_slants(self, painter: QPainter, days: list[tuple[int, date]], top: float) -> None:
        """Write the numbers of days on which a bar begins or ends so that no edge runs through."""
        slants = {
            int(edge) for span in self._spans for edge in (span.begins, span.ends) if edge % 1
        }
        theme = current_theme()
        for column, day in days:
            if day.toordinal() not in slants:
                continue
            is_today = day == self._today
            font = _sized(self.font(), 12, bold=is_today)
            metrics, number = QFontMetricsF(font), str(day.day)
            left = (column + 0.5) * self._column - metrics.horizontalAdvance(number) / 2
            base = top + (_ROW + metrics.ascent() - metrics.descent()) / 2
            middle = QPointF((column + 0.5) * self._column, top + _ROW / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("background"))
            painter.drawEllipse(middle, _SPOT, _SPOT)
            painter.setPen(theme.colour("accent" if is_today else "text"))
            painter.setFont(font)
            painter.drawText(QPointF(left, base), number)

    def _draw_numbers(
        self, painter: QPainter, days: list[tuple[int, date]], top: float, ink: Ink | None
    ) -> None:
        theme = current_theme()
        height = _NUMBER if self._several else _ROW
        for column, day in days:
            is_today = day == self._today
            plain = theme.colour("accent" if is_today else "text")
            painter.setPen(plain if ink is None else ink.text)
            painter.setFont(_sized(self.font(), 12, bold=is_today))
            place = QRectF(column * self._column, top, self._column, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _draw_more(self, painter: QPainter, column: int, top: float, count: int) -> None:
        """Say how many there are beyond those that have a lane."""
        if not count:
            return
        painter.setPen(current_theme().colour("muted"))
        painter.setFont(_sized(self.font(), 9))
        place = QRectF(column * self._column, top, self._column - 1, _NUMBER - 3)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, f"+{count}"
        )


def laned(spans: Sequence[Span]) -> list[int]:
    """Return of each span the first lane that is free where it begins."""
    free_from: list[float] = []
    lanes = [0] * len(spans)
    in_order = sorted(range(len(spans)), key=lambda at: (spans[at].begins, -spans[at].ends))
    for at in in_order:
        begins = spans[at].begins
        lane = next((n for n, free in enumerate(free_from) if free <= begins), len(free_from))
        if lane == len(free_from):
            free_from.append(0.0)
        free_from[lane] = spans[at].ends
        lanes[at] = lane
    return lanes


def _draw_bar(painter: QPainter, shape: QPolygonF, ink: Ink) -> None:
    painter.setBrush(ink.fill)
    painter.setPen(Qt.PenStyle.NoPen)
    if ink.look in {Look.OPTION, Look.PAST}:
        pen = QPen(ink.edge.color(), 1)
        pen.setStyle(Qt.PenStyle.DashLine if ink.look is Look.OPTION else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
    painter.drawPolygon(shape)


def _sized(font: QFont, size: int, *, bold: bool = False) -> QFont:
    result = QFont(font)
    result.setPixelSize(size)
    if bold:
        result.setWeight(QFont.Weight.Bold)
    return result
