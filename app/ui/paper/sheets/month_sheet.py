"""A month of all units: units down, days across, as in the window."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.dataclass import dataclass
from app.ui.paper.sheets.bars import draw_piece, lettering, pieces
from app.ui.paper.sheets.canvas import BLACK, FAINT, GREY, LINE, SHADE, Align
from app.ui.paper.sheets.sheet import BOTTOM, TOP, draw_footer, draw_frame, draw_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QSizeF

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas
    from app.ui.paper.sheets.content import Month, UnitRow

_DAYS_HIGH: Final = 9.0
_HOUSE_HIGH: Final = 5.0
_LEAST_ROW, _MOST_ROW = 8.0, 16.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: a unit, or the name of a property above its units."""

    text: str
    row: UnitRow | None = None


@dataclass(frozen=True)
class MonthSheet:
    """The month as pages.

    `names` tells whether guests are named; `holidays` are names by the ordinal of their day.
    """

    month: Month
    texts: Catalogue
    names: bool = True
    holidays: Mapping[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.texts.month(self.month.first)

    @property
    def file_name(self) -> str:
        return self.texts.tr("Occupancy plan {title}", title=self.title)

    @property
    def _houses(self) -> str:
        return ", ".join(house.name for house in self.month.houses)

    @cached_property
    def _first(self) -> int:
        return self.month.first.toordinal()

    def pages(self, size: QSizeF) -> int:
        return len(self._split(size.height()))

    def paint(self, canvas: Canvas, page: int) -> None:
        texts, month = self.texts, self.month
        split = self._split(canvas.height)
        lines = split[page]
        count = sum(len(house.rows) for house in month.houses)
        units = texts.trn("{n} unit", "{n} units", count)
        below = " · ".join([units, *self._holiday_words()])
        draw_title(canvas, self.title, self._houses, below)
        label = min(42.0, canvas.width * 0.17)
        day = (canvas.width - label) / month.days
        high = self._row_height(canvas.height, split)
        grid = QRectF(label, TOP, canvas.width - label, _DAYS_HIGH + self._high(lines, high))
        self._draw_days(canvas, grid, day)
        top = TOP + _DAYS_HIGH
        for line in lines:
            top += self._draw_line(canvas, line, QRectF(0, top, label, high), grid, day)
        draw_frame(canvas, QRectF(0, TOP, canvas.width, grid.height()))
        bars = [bar for line in lines if line.row is not None for bar in line.row.bars]
        draw_footer(canvas, texts, month.made_on, page, len(split), bars)

    def _holiday_words(self) -> list[str]:
        days = range(self._first, self._first + self.month.days)
        return [
            f"{day - self._first + 1}. {self.holidays[day]}" for day in days if day in self.holidays
        ]

    # ---- how lines go onto pages ----

    def _split(self, height: float) -> list[list[_Line]]:
        room = height - TOP - _DAYS_HIGH - BOTTOM
        split: list[list[_Line]] = [[]]
        used = 0.0
        for house in self.month.houses:
            # A single property stands in the title.
            band = _HOUSE_HIGH if len(self.month.houses) > 1 else 0.0
            heading = [_Line(house.name)] if band else []
            if used + band + _LEAST_ROW > room and split[-1]:
                split.append([])
                used = 0.0
            split[-1] += heading
            used += band
            for row in house.rows:
                if used + _LEAST_ROW > room and len(split[-1]) > 1:
                    # The name of the property once more, above what is left of it.
                    split.append([*heading])
                    used = band
                split[-1].append(_Line("", row))
                used += _LEAST_ROW
        return split

    def _row_height(self, height: float, split: list[list[_Line]]) -> float:
        """As high as the fullest page allows, the same on all pages."""
        room = height - TOP - _DAYS_HIGH - BOTTOM
        heights = [_MOST_ROW]
        for lines in split:
            rows = sum(line.row is not None for line in lines)
            if rows:
                heights.append((room - (len(lines) - rows) * _HOUSE_HIGH) / rows)
        return min(heights)

    def _high(self, lines: list[_Line], row: float) -> float:
        return sum(_HOUSE_HIGH if line.row is None else row for line in lines)

    # ---- what they show ----

    def _draw_days(self, canvas: Canvas, grid: QRectF, day: float) -> None:
        for number in range(self.month.days):
            date = self.month.first + timedelta(days=number)
            left = grid.left() + number * day
            free = date.weekday() >= 5 or date.toordinal() in self.holidays
            if free:
                canvas.box(QRectF(left, grid.top(), day, grid.height()), SHADE)
            name = QRectF(left, grid.top() + 0.8, day, 3.4)
            weekday = self.texts.weekday(date)
            canvas.text(name, weekday, 2.4, align=Align.CENTRE, bold=free, shrink=True, colour=GREY)
            figure = QRectF(left, grid.top() + 4, day, 4.2)
            canvas.text(figure, str(date.day), 3.4, align=Align.CENTRE, bold=free, shrink=True)
            if number:
                canvas.line(QPointF(left, grid.top()), QPointF(left, grid.bottom()), colour=FAINT)

    def _draw_line(
        self, canvas: Canvas, line: _Line, label: QRectF, grid: QRectF, day: float
    ) -> float:
        if line.row is None:
            band = QRectF(0, label.top(), canvas.width, _HOUSE_HIGH)
            canvas.box(band, FAINT)
            canvas.text(band.adjusted(1.6, 0, 0, 0), line.text, 2.7, bold=True, colour=GREY)
            return _HOUSE_HIGH
        canvas.line(QPointF(0, label.top()), QPointF(canvas.width, label.top()), 0.2, LINE)
        name = label.adjusted(1.6, 0, -1.6, 0)
        canvas.text(name, line.row.unit.name, 3.3, bold=True, colour=BLACK)
        canvas.line(QPointF(label.right(), label.top()), QPointF(label.right(), label.bottom()))
        row = QRectF(grid.left(), label.top() + 1.1, grid.width(), label.height() - 2.2)
        for piece in pieces(line.row.bars, self._first, self.month.days):
            words = lettering(self.texts, piece.bar.stay, names=self.names)
            draw_piece(canvas, piece, row, day, words)
        return label.height()
