"""The plots, drawn by pyqtgraph, which loads numpy: import this module on a worker, and late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyqtgraph
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QSizePolicy

from app.override import override
from app.ui.figures.tables import HEADER_HIGH
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

from app.ui.figures.tables import FiguresTable

_BAR: Final = 0.22
_WIDE_BAR: Final = 0.42
"""Half of a bar's width in a strip, where a month is 1 wide."""
_AIR: Final = 5
"""Pixels above and below the bars of a row."""


class _Plot(QObject):
    """A picture beside its figures: no mouse, no focus, the theme's colours."""

    def __init__(self, holder: QWidget, name: str) -> None:
        super().__init__(holder)
        self.widget: Any = pyqtgraph.PlotWidget()
        self.widget.setObjectName(name)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The wheel turns the page, or the table beside it.
        self.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.widget.setFrameShape(self.widget.Shape.NoFrame)
        # As large as its room; on its own it would ask for 640 by 480.
        self.widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.widget.setMinimumSize(0, 0)
        self.item: Any = self.widget.getPlotItem()
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.item.setContentsMargins(0, 0, 0, 0)
        self.item.layout.setSpacing(0)
        for side in ("left", "right", "bottom", "top"):
            self.item.hideAxis(side)
        layout = holder.layout()
        assert layout is not None
        layout.addWidget(self.widget)
        current_theme().changed.connect(self.draw)

    def draw(self) -> None:
        """Draw everything in the colours of the theme."""
        self.item.clear()
        self.widget.setBackground(current_theme().colour("surface"))

    def _show_axis(self, side: str, ticks: Sequence[tuple[float, str]]) -> Any:
        axis = self.item.getAxis(side)
        font = QFont(self.widget.font())
        font.setPixelSize(11)
        axis.setStyle(tickLength=0, tickAlpha=0, tickFont=font, tickTextOffset=6)
        axis.setPen(QPen(Qt.PenStyle.NoPen))
        axis.setTextPen(QPen(current_theme().colour("muted")))
        axis.setTicks([list(ticks)])
        self.item.showAxis(side)
        return axis

    def _lines(self, points: Sequence[tuple[float, float, float, float]], pen: QPen) -> None:
        """Draw lines from (x, y) to (x, y)."""
        if not points:
            return
        xs = [x for x1, _, x2, _ in points for x in (x1, x2)]
        ys = [y for _, y1, _, y2 in points for y in (y1, y2)]
        self.item.plot(xs, ys, connect="pairs", pen=pen)

    def _bars(
        self, boxes: Sequence[tuple[float, float, float, float]], fill: QColor, pen: QPen
    ) -> None:
        """Draw boxes from (x, y) to (x, y)."""
        if not boxes:
            return
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        bars = pyqtgraph.BarGraphItem(x0=x0, x1=x1, y0=y0, y1=y1, brush=fill, pen=pen)
        self.item.addItem(bars)


class _RowPlot(_Plot):
    """A picture whose rows stand beside those of a table, and scroll with it."""

    def __init__(self, holder: QWidget, name: str, table: FiguresTable) -> None:
        super().__init__(holder, name)
        self._table = table
        self.item.getViewBox().invertY(True)
        self.item.getViewBox().setBorder(None)
        table.verticalScrollBar().valueChanged.connect(self._follow)
        self.item.getViewBox().sigResized.connect(self._follow)

    def _follow(self, *_: object) -> None:
        """Show the rows that the table shows: a unit of y is one of its pixels."""
        top = self._table.verticalScrollBar().value()
        high = max(self.item.getViewBox().height(), 1.0)
        self.item.setYRange(top, top + high, padding=0)


class StripPlot(_RowPlot):
    """For each row of the table twelve bars, with wide pale ones of the year before behind."""

    def __init__(self, holder: QWidget, table: FiguresTable, months: Sequence[str]) -> None:
        super().__init__(holder, "plot_units", table)
        self._months = tuple(months)
        self._now: tuple[tuple[float, ...], ...] = ()
        self._before: tuple[tuple[float, ...], ...] = ()

    def show_rates(
        self, now: Sequence[Sequence[float]], before: Sequence[Sequence[float] | None]
    ) -> None:
        """Show the rates of each row: twelve of this year, twelve of the year before or none."""
        self._now = tuple(tuple(rates) for rates in now)
        self._before = tuple(tuple(rates or ()) for rates in before)
        self.draw()

    @override
    def draw(self) -> None:
        super().draw()
        theme = current_theme()
        axis = self._show_axis("top", [(at + 1, name) for at, name in enumerate(self._months)])
        axis.setHeight(HEADER_HIGH)
        rows = range(len(self._now))
        grounds = [(0.5, self._base(row), 12.5, self._base(row)) for row in rows]
        none = QPen(Qt.PenStyle.NoPen)
        behind = [box for row in rows for box in self._boxes(row, self._before[row], _WIDE_BAR)]
        front = [box for row in rows for box in self._boxes(row, self._now[row], _BAR)]
        self._bars(behind, theme.colour("field_line"), none)
        self._bars(front, theme.colour("booking"), none)
        self._lines(grounds, _pen(theme.colour("field_line")))
        self.item.setXRange(0.4, 12.6, padding=0)
        self._follow()

    def _base(self, row: int) -> int:
        return (row + 1) * self._table.row_high - _AIR

    def _boxes(
        self, row: int, rates: Sequence[float], half: float
    ) -> list[tuple[float, float, float, float]]:
        base, high = self._base(row), self._table.row_high - 2 * _AIR
        return [
            (at + 1 - half, base - rate * high, at + 1 + half, base)
            for at, rate in enumerate(rates)
            if rate
        ]


class SharePlot(_RowPlot):
    """For each row of the table a bar as long as its figure, in its own colour."""

    def __init__(self, holder: QWidget, name: str, table: FiguresTable) -> None:
        super().__init__(holder, name, table)
        self._bars_shown: tuple[tuple[int, str], ...] = ()
        axis = self.item.getAxis("top")
        axis.setHeight(HEADER_HIGH)
        axis.setStyle(showValues=False, tickLength=0, tickAlpha=0)
        axis.setPen(QPen(Qt.PenStyle.NoPen))
        self.item.showAxis("top")

    def show_shares(self, shares: Sequence[tuple[int, str]]) -> None:
        """Show these figures with their colours (``#rrggbb``), row by row."""
        self._bars_shown = tuple(shares)
        self.draw()

    @override
    def draw(self) -> None:
        super().draw()
        most = max((figure for figure, _ in self._bars_shown), default=0) or 1
        for row, (figure, colour) in enumerate(self._bars_shown):
            top = row * self._table.row_high + 9
            box = (0, top, figure / most, top + self._table.row_high - 18)
            self._bars([box], QColor(colour), QPen(Qt.PenStyle.NoPen))
        self.item.setXRange(0, 1, padding=0)
        self._follow()


class YearPlot(_Plot):
    """A year beside the year before, month by month: full bars beside hollow ones."""

    def __init__(self, holder: QWidget, months: Sequence[str], per_cent: Sequence[str]) -> None:
        """`per_cent` are the words for 0, 25, 50, 75 and 100 per cent."""
        super().__init__(holder, "plot_year")
        self._months = tuple(months)
        self._per_cent = tuple(per_cent)
        self._now: tuple[float, ...] = ()
        self._before: tuple[float, ...] = ()

    def show_rates(self, now: Sequence[float], before: Sequence[float]) -> None:
        """Show twelve rates of each year; `before` may be empty."""
        self._now, self._before = tuple(now), tuple(before)
        self.draw()

    @override
    def draw(self) -> None:
        super().draw()
        theme = current_theme()
        self._show_axis("bottom", [(at + 1, name) for at, name in enumerate(self._months)])
        heights = [at / (len(self._per_cent) - 1) for at in range(len(self._per_cent))]
        left = self._show_axis("left", list(zip(heights, self._per_cent, strict=True)))
        left.setWidth(48)
        self._lines([(0.4, y, 12.6, y) for y in heights], _pen(theme.colour("line")))
        hollow = [(at + 0.63, 0.0, at + 0.97, rate) for at, rate in enumerate(self._before) if rate]
        full = [(at + 1.03, 0.0, at + 1.37, rate) for at, rate in enumerate(self._now) if rate]
        self._bars(hollow, theme.colour("faint_line"), _pen(theme.colour("muted")))
        self._bars(full, theme.colour("booking"), _pen(theme.colour("booking")))
        self.item.setXRange(0.4, 12.6, padding=0)
        self.item.setYRange(0, 1.04, padding=0)


def _pen(colour: QColor, width: int = 1) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
