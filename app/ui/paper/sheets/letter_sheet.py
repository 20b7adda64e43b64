"""A letter: letterhead, whom it goes to, subject and text, over as many pages as it takes.

The address stands where a window envelope shows it (DIN 5008, form B).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.dataclass import dataclass
from app.ui.paper.sheets.canvas import BLACK, FAINT, GREY, Align
from app.ui.paper.sheets.wrapping import wrapped

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF

    from app.core.letters.letter import Letter
    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas

_LEFT, _RIGHT = 15.0, 10.0
"""What the margins of a letter are wider than those of the page (10 mm)."""
_WINDOW_TOP, _WINDOW_HIGH, _WINDOW_WIDE = 35.0, 45.0, 80.0
"""The window of an envelope, from the margin of the page."""
_FOOT: Final = 9.0
_TEXT, _LINE = 3.9, 5.3
_NAME, _NAME_LINE = 6.4, 8.0
_SMALL, _SMALL_LINE = 3.0, 4.2
_TINY: Final = 2.4
_MOST: Final = 10_000
"""Lines: nothing of a letter is left out."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Something as wide as the text: how high it is, and what draws it below a given place."""

    height: float
    draw: Callable[[Canvas, float], None]


@dataclass(frozen=True)
class LetterSheet:
    """The letter as pages; `texts` are in its language."""

    letter: Letter
    texts: Catalogue

    @property
    def title(self) -> str:
        return self.letter.subject or self.letter.sender

    @property
    def file_name(self) -> str:
        return " ".join(filter(None, (self.letter.to, self.title)))

    @cached_property
    def _split_for(self) -> dict[tuple[float, float], list[list[_Row]]]:
        return {}

    def pages(self, size: QSizeF) -> int:
        return len(self._split(size.width(), size.height()))

    def paint(self, canvas: Canvas, page: int) -> None:
        split = self._split(canvas.width, canvas.height)
        top = 0.0
        for row in split[page]:
            row.draw(canvas, top)
            top += row.height
        if len(split) > 1:
            self._number(canvas, page, len(split))

    def _number(self, canvas: Canvas, page: int, pages: int) -> None:
        words = self.texts.tr("page {n} of {count}", n=page + 1, count=pages)
        area = QRectF(_LEFT, canvas.height - 5, canvas.width - _LEFT - _RIGHT, 4)
        canvas.text(area, words, _TINY, align=Align.RIGHT, colour=GREY)

    def _split(self, width: float, height: float) -> list[list[_Row]]:
        key = (round(width, 2), round(height, 2))
        if key not in self._split_for:
            self._split_for[key] = _paged(list(self._rows(width)), height - _FOOT)
        return self._split_for[key]

    def _rows(self, width: float) -> Iterator[_Row]:
        wide = width - _LEFT - _RIGHT
        yield self._head(wide)
        yield _text(self.letter.day, wide, align=Align.RIGHT)
        yield _gap(_LINE)
        for line in wrapped(self.letter.subject, _TEXT * 1.05, wide, _MOST):
            yield _text(line, wide, bold=True)
        yield _gap(_LINE * 1.4)
        for line in self.letter.body.split("\n"):
            if not line.strip():
                yield _gap(_LINE)
            for part in wrapped(line, _TEXT, wide, _MOST):
                yield _text(part, wide)

    def _head(self, wide: float) -> _Row:
        """The house, and below it the window; both grow where a name takes more room."""
        letter = self.letter
        names = wrapped(letter.sender, _NAME * 1.06, wide, _MOST)
        # In one line where there is room for that, so that a long address leaves the window alone.
        address = wrapped(" · ".join(letter.sender_lines), _SMALL, wide, _MOST)
        to = wrapped(letter.to, _TEXT, _WINDOW_WIDE, _MOST)
        above = len(names) * _NAME_LINE + len(address) * _SMALL_LINE + 4
        window = max(_WINDOW_TOP, above)

        def draw(canvas: Canvas, top: float) -> None:
            at = top
            for name in names:
                _write(canvas, QRectF(_LEFT, at, wide, _NAME_LINE), name, _NAME, bold=True)
                at += _NAME_LINE
            for line in address:
                area = QRectF(_LEFT, at, wide, _SMALL_LINE)
                _write(canvas, area, line, _SMALL, colour=GREY)
                at += _SMALL_LINE
            rule = at + 1.5
            canvas.line(QPointF(_LEFT, rule), QPointF(_LEFT + wide, rule), colour=FAINT)
            self._window(canvas, top + window, to)

        return _Row(max(window + _WINDOW_HIGH, window + 10 + len(to) * _LINE), draw)

    def _window(self, canvas: Canvas, top: float, to: tuple[str, ...]) -> None:
        letter = self.letter
        back = " · ".join((letter.sender, *letter.sender_lines))
        area = QRectF(_LEFT, top, _WINDOW_WIDE, 4)
        if to:
            _write(canvas, area, back, _TINY, colour=GREY)
        for number, line in enumerate(to):
            place = QRectF(_LEFT, top + 10 + number * _LINE, _WINDOW_WIDE, _LINE)
            # Where the window of the envelope is, whatever the script.
            _write(canvas, place, line, _TEXT, align=Align.LEFT)


def _paged(rows: list[_Row], room: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _gap(height: float) -> _Row:
    return _Row(height, lambda _canvas, _top: None)


def _text(text: str, wide: float, *, bold: bool = False, align: Align | None = None) -> _Row:
    def draw(canvas: Canvas, top: float) -> None:
        area = QRectF(_LEFT, top, wide, _LINE)
        _write(canvas, area, text, _TEXT, bold=bold, align=align)

    return _Row(_LINE, draw)


def _write(
    canvas: Canvas,
    area: QRectF,
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: Align | None = None,
    colour: str = BLACK,
) -> None:
    """Write a line; one in a script from right to left begins at the right, as its readers do."""
    if align is None:
        align = Align.RIGHT if _begins_at_the_right(text) else Align.LEFT
    canvas.text(area, text, size, bold=bold, align=align, colour=colour)


def _begins_at_the_right(text: str) -> bool:
    """Tell whether a line has letters, and all of them are of such a script.

    A line in another one that begins with a guest's name does not.
    """
    ways = {unicodedata.bidirectional(sign) for sign in text} & {"L", "R", "AL"}
    return bool(ways) and "L" not in ways
