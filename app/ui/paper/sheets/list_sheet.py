"""A list on paper, as it is shown in the window: its columns, its rows, its order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.dataclass import dataclass
from app.ui.paper.sheets.canvas import FAINT, GREY, LINE, SHADE, Align
from app.ui.paper.sheets.sheet import BOTTOM, TOP, draw_foot_line, draw_title
from app.ui.paper.sheets.wrapping import wrapped

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QSizeF

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas

_HEAD, _ROW, _LETTERS = 6.4, 5.6, 2.8
_NEXT_LINE: Final = 3.8
_MOST_LINES: Final = 4
_GAP: Final = 1.2


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its heading, how much of the page it takes beside the others, how it stands.

    A `long` one breaks its texts into lines instead of shortening them.
    """

    heading: str
    share: float
    right: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class ListContent:
    """What a list shows; `filtered` says in words what of all there is."""

    title: str
    filtered: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    made_on: date

    def without(self, headings: frozenset[str]) -> ListContent:
        """Return it without these columns."""
        kept = [at for at, one in enumerate(self.columns) if one.heading not in headings]
        return ListContent(
            self.title,
            self.filtered,
            tuple(self.columns[at] for at in kept),
            tuple(tuple(row[at] for at in kept) for row in self.rows),
            self.made_on,
        )


@dataclass(frozen=True, slots=True)
class _Set:
    """A row of cells, each of one or more lines."""

    cells: tuple[tuple[str, ...], ...]
    height: float


@dataclass(frozen=True)
class ListSheet:
    """The list as pages, each with the headings of its columns."""

    content: ListContent
    texts: Catalogue

    @property
    def title(self) -> str:
        return self.content.title

    @property
    def file_name(self) -> str:
        return f"{self.content.title} {self.texts.day(self.content.made_on)}"

    @cached_property
    def _split_for(self) -> dict[tuple[float, float], list[list[_Set]]]:
        return {}

    def pages(self, size: QSizeF) -> int:
        return len(self._split(size.width(), size.height()))

    def paint(self, canvas: Canvas, page: int) -> None:
        content = self.content
        split = self._split(canvas.width, canvas.height)
        count = self.texts.trn("{n} occupancy", "{n} occupancies", len(content.rows))
        draw_title(canvas, content.title, count, content.filtered)
        lefts = self._lefts(canvas.width)
        canvas.box(QRectF(0, TOP, canvas.width, _HEAD), SHADE)
        self._draw(canvas, TOP, _HEAD, [(c.heading,) for c in content.columns], lefts, bold=True)
        top = TOP + _HEAD
        for row in split[page]:
            self._draw(canvas, top, _ROW, list(row.cells), lefts)
            top += row.height
            canvas.line(QPointF(0, top), QPointF(canvas.width, top), 0.12, FAINT)
        canvas.line(QPointF(0, TOP + _HEAD), QPointF(canvas.width, TOP + _HEAD), 0.25, LINE)
        draw_foot_line(canvas, self.texts, content.made_on, page, len(split))

    def _lefts(self, width: float) -> list[float]:
        """Where each column begins, and where the last one ends."""
        shares = [column.share for column in self.content.columns]
        whole = sum(shares) or 1.0
        return [width * sum(shares[:at]) / whole for at in range(len(shares) + 1)]

    def _split(self, width: float, height: float) -> list[list[_Set]]:
        key = (round(width, 2), round(height, 2))
        if key not in self._split_for:
            room = height - TOP - BOTTOM - _HEAD
            pages: list[list[_Set]] = [[]]
            used = 0.0
            for row in self._rows(width):
                if pages[-1] and used + row.height > room:
                    pages.append([])
                    used = 0.0
                pages[-1].append(row)
                used += row.height
            self._split_for[key] = pages
        return self._split_for[key]

    def _rows(self, width: float) -> list[_Set]:
        lefts, columns = self._lefts(width), self.content.columns
        rows = []
        for texts in self.content.rows:
            cells = tuple(
                wrapped(text, _LETTERS, lefts[at + 1] - lefts[at] - 2 * _GAP, _MOST_LINES)
                if columns[at].long
                else (text,)
                for at, text in enumerate(texts)
            )
            lines = max((len(cell) for cell in cells), default=1)
            rows.append(_Set(cells, _ROW + max(lines - 1, 0) * _NEXT_LINE))
        return rows

    def _draw(
        self,
        canvas: Canvas,
        top: float,
        high: float,
        cells: list[tuple[str, ...]],
        lefts: list[float],
        *,
        bold: bool = False,
    ) -> None:
        for at, (column, lines) in enumerate(zip(self.content.columns, cells, strict=True)):
            align = Align.RIGHT if column.right else Align.LEFT
            for number, text in enumerate(lines):
                area = QRectF(lefts[at], top + number * _NEXT_LINE, lefts[at + 1] - lefts[at], high)
                area.adjust(_GAP, 0, -_GAP, 0)
                colour = {"colour": GREY} if bold else {}
                canvas.text(area, text, _LETTERS, bold=bold, align=align, shrink=True, **colour)
