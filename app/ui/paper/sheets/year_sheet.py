"""One unit's year on one page, to be hung on the wall: a row for each month.

The days stand below their weekdays, so that the weekends are straight through the year.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.core.stays.dates import month_after
from app.dataclass import dataclass
from app.ui.paper.sheets.bars import draw_piece, lettering, pieces
from app.ui.paper.sheets.canvas import BLACK, FAINT, GREY, LINE, SHADE, Align
from app.ui.paper.sheets.sheet import BOTTOM, TOP, draw_footer, draw_frame, draw_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QSizeF

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas
    from app.ui.paper.sheets.content import Year

_MONTHS: Final = 12
_COLUMNS: Final = 37
"""A month of 31 days that begins on a Sunday ends in the sixth week."""
_WEEKDAYS_HIGH: Final = 5.0
_FIGURES_HIGH: Final = 3.6
_MONDAY: Final = date(2024, 1, 1)


@dataclass(frozen=True)
class YearSheet:
    """The year as a page.

    `names` tells whether guests are named; `holidays` are names by the ordinal of their day.
    """

    year: Year
    texts: Catalogue
    names: bool = True
    holidays: Mapping[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.year.row.unit.name} {self.year.year}"

    @property
    def file_name(self) -> str:
        return self.texts.tr("Occupancy plan {title}", title=self.title)

    def pages(self, size: QSizeF) -> int:
        return 1 if size.isValid() else 0

    def paint(self, canvas: Canvas, page: int) -> None:
        year = self.year
        draw_title(canvas, year.row.unit.name, str(year.year), year.house)
        label = min(24.0, canvas.width * 0.11)
        grid = QRectF(label, TOP, canvas.width - label, canvas.height - TOP - BOTTOM)
        day = grid.width() / _COLUMNS
        self._draw_weekdays(canvas, grid, day)
        high = (grid.height() - _WEEKDAYS_HIGH) / _MONTHS
        for month in range(_MONTHS):
            row = QRectF(0, TOP + _WEEKDAYS_HIGH + month * high, canvas.width, high)
            self._draw_month(canvas, date(year.year, month + 1, 1), row, grid.left(), day)
        canvas.line(grid.topLeft(), grid.bottomLeft(), 0.2, LINE)
        draw_frame(canvas, QRectF(0, TOP, canvas.width, grid.height()))
        draw_footer(canvas, self.texts, year.made_on, page, 1, year.row.bars)

    def _draw_weekdays(self, canvas: Canvas, grid: QRectF, day: float) -> None:
        for column in range(_COLUMNS):
            weekend = column % 7 >= 5
            if weekend:
                left = grid.left() + column * day
                canvas.box(QRectF(left, grid.top(), day, grid.height()), SHADE)
            area = QRectF(grid.left() + column * day, grid.top(), day, _WEEKDAYS_HIGH)
            name = self.texts.weekday(_MONDAY + timedelta(days=column % 7))
            canvas.text(area, name, 2.3, bold=weekend, align=Align.CENTRE, shrink=True, colour=GREY)

    def _draw_month(
        self, canvas: Canvas, first: date, row: QRectF, left: float, day: float
    ) -> None:
        canvas.line(row.topLeft(), row.topRight(), 0.2, LINE)
        name = self.texts.month(first).removesuffix(f" {first.year:04}")
        canvas.text(
            row.adjusted(1.6, 0, left - row.width() - 1, 0), name, 3.4, bold=True, shrink=True
        )
        days = (month_after(first) - first).days
        start = left + first.weekday() * day
        self._draw_days(canvas, first, QRectF(start, row.top(), days * day, row.height()), day)
        bars = QRectF(start, row.top() + _FIGURES_HIGH + 0.3, days * day, 0)
        bars.setBottom(row.bottom() - 0.9)
        for piece in pieces(self.year.row.bars, first.toordinal(), days):
            words = lettering(self.texts, piece.bar.stay, names=self.names)
            draw_piece(canvas, piece, bars, day, words)

    def _draw_days(self, canvas: Canvas, first: date, row: QRectF, day: float) -> None:
        for number in range((month_after(first) - first).days):
            left = row.left() + number * day
            holiday = first.toordinal() + number in self.holidays
            if holiday:
                canvas.box(QRectF(left, row.top() + 0.1, day, row.height() - 0.2), SHADE)
            free = holiday or (first.weekday() + number) % 7 >= 5
            canvas.text(
                QRectF(left, row.top() + 0.5, day, _FIGURES_HIGH - 0.5),
                str(number + 1),
                2.5,
                bold=free,
                align=Align.CENTRE,
                shrink=True,
                colour=BLACK if free else GREY,
            )
            canvas.line(QPointF(left, row.top()), QPointF(left, row.bottom()), 0.12, FAINT)
        canvas.line(row.topRight(), row.bottomRight(), 0.12, FAINT)
