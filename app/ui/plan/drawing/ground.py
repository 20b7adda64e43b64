"""Draws what bars stand on: weekends, holidays, the past, lines, bands, today's line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from app.core.stays.dates import day_of
from app.ui.look.theme import current_theme
from app.ui.plan.geometry.scale import FIRST, LAST, Scale

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from app.ui.plan.geometry.rows import Row

DAYS_FROM: Final = 22.0
"""Pixels of a day from which each has its own name in the header."""
WEEKS_FROM: Final = 7.0
_LINES_FROM: Final = 11.0
_MONDAY, _SATURDAY = 0, 5


def weekday(day: int) -> int:
    """Monday is 0."""
    return (day + 6) % 7


def first_of_month(day: int) -> int:
    """The first day of the month of a day."""
    return day_of(day).replace(day=1).toordinal()


def next_month(day: int) -> int:
    """The first day of the next month."""
    start = day_of(day).replace(day=28)
    return first_of_month(start.toordinal() + 4)


def months(first: int, last: int) -> Iterator[int]:
    """The first days of the months that have a day in ``[first, last]``."""
    month = first_of_month(first)
    while month <= last:
        yield month
        month = next_month(month)


def draw_ground(
    painter: QPainter,
    view: Scale,
    part: QRect,
    rows: Sequence[Row],
    shift: int,
    today: int,
    holidays: Collection[int],
) -> None:
    """Draw the ground of `part` of the chart; `shift` is how far it is scrolled down."""
    theme = current_theme()
    painter.fillRect(part, theme.colour("surface"))
    bottom = min(part.bottom() + 1, rows[-1].bottom - shift) if rows else part.top()
    height = bottom - part.top()
    if height <= 0:
        return
    first, last = view.day_at(part.left()), view.day_at(part.right())
    if first < today:
        right = min(view.x(today), part.right() + 1)
        painter.fillRect(part.left(), part.top(), right - part.left(), height, theme.colour("past"))
    _draw_free_days(painter, view, part.top(), height, first, last, holidays)
    _draw_lines(painter, view, part.top(), height, first, last)
    _draw_rows(painter, part, rows, shift)
    now = view.middle(today)
    if part.left() - 2 <= now <= part.right() + 2:
        painter.fillRect(now - 1, part.top(), 2, height, theme.colour("accent"))


def _draw_free_days(
    painter: QPainter,
    view: Scale,
    top: int,
    height: int,
    first: int,
    last: int,
    holidays: Collection[int],
) -> None:
    colour = current_theme().colour("weekend")
    day = first
    while day <= last:
        if weekday(day) >= _SATURDAY or day in holidays:
            x = view.x(day)
            painter.fillRect(x, top, view.x(day + 1) - x, height, colour)
        day += 1


def _draw_lines(
    painter: QPainter, view: Scale, top: int, height: int, first: int, last: int
) -> None:
    theme = current_theme()
    if view.day_width >= _LINES_FROM:
        faint = theme.colour("faint_line")
        for day in range(first, last + 1):
            painter.fillRect(view.x(day), top, 1, height, faint)
    line = theme.colour("line")
    if WEEKS_FROM <= view.day_width < DAYS_FROM:
        for day in range(first - weekday(first), last + 1, 7):
            painter.fillRect(view.x(day), top, 1, height, line)
    for month in months(max(first, FIRST), min(last, LAST)):
        painter.fillRect(view.x(month), top, 1, height, line)


def _draw_rows(painter: QPainter, part: QRect, rows: Sequence[Row], shift: int) -> None:
    theme = current_theme()
    faint, line, band = theme.colour("faint_line"), theme.colour("line"), theme.colour("sidebar")
    for row in rows:
        top = row.top - shift
        if row.unit is None:
            painter.fillRect(part.left(), top, part.width(), row.height, band)
        painter.fillRect(
            part.left(),
            top + row.height - 1,
            part.width(),
            1,
            line if row.unit is None else faint,
        )


def focus_pen() -> QPen:
    """The pen around what the keyboard is on."""
    pen = QPen(current_theme().colour("accent"), 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
