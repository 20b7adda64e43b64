"""Today and tomorrow on one page: departures, arrivals, cleaning, with a box to tick for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.dataclass import dataclass
from app.ui.paper.sheets.canvas import FAINT, GREY, LINE, SHADE
from app.ui.paper.sheets.sheet import BOTTOM, TOP, draw_foot_line, draw_title
from app.ui.paper.sheets.wrapping import wrapped

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas
    from app.ui.paper.sheets.day_content import Days, Line

_SCALES: Final = (1.15, 1.0, 0.9, 0.8, 0.72)
"""The sizes that are tried until all fits onto one page; smaller letters nobody could read."""
_DAY, _PART, _LINE, _MORE, _AIR = 9.0, 8.6, 5.4, 4.2, 1.4
_LETTERS, _SMALL = 3.3, 2.9
_SHARES: Final = (0.24, 0.28, 0.30, 0.18)
_TICK: Final = 6.0
_MOST_LINES: Final = 8
"""Of a note: a letter of ten pages belongs elsewhere."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Something as wide as the page: how high it is, and what draws it below a given place.

    `holds` says how high it is together with what must not be torn from it.
    """

    height: float
    holds: float
    draw: Callable[[Canvas, float], None]


@dataclass(frozen=True)
class DaySheet:
    """The days as pages, as a rule one."""

    days: Days
    texts: Catalogue

    @property
    def title(self) -> str:
        return self.texts.tr("Day sheet {day}", day=self.texts.day(self.days.first))

    @property
    def file_name(self) -> str:
        return self.title

    @cached_property
    def _split_for(self) -> dict[tuple[float, float], list[list[_Row]]]:
        return {}

    def pages(self, size: QSizeF) -> int:
        return len(self._split(size.width(), size.height()))

    def paint(self, canvas: Canvas, page: int) -> None:
        split = self._split(canvas.width, canvas.height)
        below = self.texts.tr("Departures, arrivals and cleaning")
        draw_title(canvas, self.title, self.days.house, below)
        top = TOP
        for row in split[page]:
            row.draw(canvas, top)
            top += row.height
        draw_foot_line(canvas, self.texts, self.days.made_on, page, len(split))

    def _split(self, width: float, height: float) -> list[list[_Row]]:
        """Put the rows onto pages, in the largest letters that take the fewest."""
        room = height - TOP - BOTTOM
        key = (round(width, 2), round(height, 2))
        if key not in self._split_for:
            tries = [_paged(list(self._rows(width, scale)), room) for scale in _SCALES]
            self._split_for[key] = min(tries, key=len)
        return self._split_for[key]

    def _rows(self, width: float, scale: float) -> Iterator[_Row]:
        for number, day in enumerate(self.days.days):
            if number:
                yield _Row(3 * scale, 3 * scale, lambda _canvas, _top: None)
            below = (_PART + _LINE) * scale
            yield _heading(day.title, width, scale, below)
            if not day.parts:
                yield self._nothing(width, scale)
            for part in day.parts:
                title = f"{part.title} ({len(part.lines)})"
                yield _part_title(title, width, scale)
                yield from (_line(line, width, scale) for line in part.lines)

    def _nothing(self, width: float, scale: float) -> _Row:
        words, high = self.texts.tr("Nobody comes or goes."), _LINE * scale

        def draw(canvas: Canvas, top: float) -> None:
            area = QRectF(0, top, width, high)
            canvas.text(area, words, _LETTERS * scale, colour=GREY)

        return _Row(high, high, draw)


def _paged(rows: list[_Row], room: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.holds > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _heading(title: str, width: float, scale: float, below: float) -> _Row:
    high = _DAY * scale

    def draw(canvas: Canvas, top: float) -> None:
        canvas.box(QRectF(0, top, width, high - 1.6 * scale), SHADE)
        area = QRectF(2, top, width - 4, high - 1.6 * scale)
        canvas.text(area, title, 4.2 * scale, bold=True, shrink=True)

    return _Row(high, high + below, draw)


def _part_title(title: str, width: float, scale: float) -> _Row:
    high = _PART * scale

    def draw(canvas: Canvas, top: float) -> None:
        area = QRectF(0, top + 2 * scale, width, high - 2 * scale)
        canvas.text(area, title, 3.1 * scale, bold=True, colour=GREY)
        canvas.line(QPointF(0, top + high), QPointF(width, top + high), 0.2, LINE)

    return _Row(high, high + _LINE * scale, draw)


def _line(line: Line, width: float, scale: float) -> _Row:
    inner = width - _TICK * scale
    lefts = [_TICK * scale + inner * sum(_SHARES[:at]) for at in range(len(_SHARES))]
    letters, small = _LETTERS * scale, _SMALL * scale
    cells = [
        wrapped(text, letters, inner * share - 2, _MOST_LINES)
        for text, share in zip((line.unit, line.who, line.facts, line.staff), _SHARES, strict=True)
    ]
    # From below the guest's name to the right edge.
    room = width - lefts[1] - 1
    notes = [one for note in line.notes for one in wrapped(note, small, room, _MOST_LINES)]
    first = (_LINE + _MORE * (max(map(len, cells)) - 1)) * scale
    high = first + (_MORE * len(notes) + (_AIR if notes else 0)) * scale

    def draw(canvas: Canvas, top: float) -> None:
        _tick_box(canvas, top + _LINE * scale / 2, 3.0 * scale)
        for at, (lines, left) in enumerate(zip(cells, lefts, strict=True)):
            for number, text in enumerate(lines):
                below = top + number * _MORE * scale
                area = QRectF(left, below, width - left, _LINE * scale)
                canvas.text(area, text, letters, bold=at == 0)
        for number, text in enumerate(notes):
            area = QRectF(lefts[1], top + first + number * _MORE * scale, room, _MORE * scale)
            canvas.text(area, text, small, colour=GREY)
        canvas.line(QPointF(0, top + high), QPointF(width, top + high), 0.12, FAINT)

    return _Row(high, high, draw)


def _tick_box(canvas: Canvas, middle: float, side: float) -> None:
    box = QRectF(0.6, middle - side / 2, side, side)
    corners = [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]
    canvas.shape(corners, edge=GREY, width=0.25)
