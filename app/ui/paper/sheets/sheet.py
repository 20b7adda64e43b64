"""What every sheet has: its title, its legend, its footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QPointF, QRectF

from app.core.portals import portals
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.ui.paper.sheets.bars import draw_look, kind_colour, left_out
from app.ui.paper.sheets.canvas import FAINT, GREY, LINE, Align, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QSizeF

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas
    from app.ui.stays.bars import Bar

TOP: Final = 17.0
"""Where the sheet itself begins, below its title."""
BOTTOM: Final = 9.0
"""What legend and footer take."""
_SMALL: Final = 2.5


class Sheet(Protocol):
    """Something to print: one or more pages of any size."""

    @property
    def title(self) -> str:
        """What it is called above the page and as a job of the printer."""
        ...

    @property
    def file_name(self) -> str:
        """What its file might be called, without a suffix."""
        ...

    def pages(self, size: QSizeF) -> int:
        """How many pages of this printable size (millimetres) it takes; at least one."""
        ...

    def paint(self, canvas: Canvas, page: int) -> None:
        """Paint a page, from 0."""
        ...


def draw_title(canvas: Canvas, title: str, beside: str, below: str) -> None:
    """Draw the title at the left, and at the right what it belongs to."""
    half = canvas.width * 0.62
    canvas.text(QRectF(0, 0, half, 9), title, 7.4, bold=True)
    canvas.text(QRectF(0, 9.2, half, 4.4), below, 3.2, colour=GREY)
    rest = QRectF(half, 0, canvas.width - half, 9)
    canvas.text(rest, beside, 5.2, bold=True, align=Align.RIGHT, colour=GREY)


def draw_footer(
    canvas: Canvas, texts: Catalogue, made_on: date, page: int, pages: int, bars: Sequence[Bar]
) -> None:
    """Draw the legend of `bars` at the left and the day of the data at the right."""
    missing = left_out(bars)
    more = texts.trn("{n} more has no room", "{n} more have no room", missing) if missing else ""
    top, room = draw_foot_line(canvas, texts, made_on, page, pages, more)
    _draw_legend(canvas, _signs(texts, bars), top, canvas.width - room - 4)


def draw_foot_line(
    canvas: Canvas, texts: Catalogue, made_on: date, page: int, pages: int, before: str = ""
) -> tuple[float, float]:
    """Draw the day of the data at the right, after the words `before`.

    Returns how far down it stands, and how wide it is.
    """
    top = canvas.height - 4.6
    canvas.line(QPointF(0, top - 2.2), QPointF(canvas.width, top - 2.2), colour=FAINT)
    words = [*filter(None, [before]), texts.tr("As of {day}", day=texts.day(made_on))]
    if pages > 1:
        words.append(texts.tr("page {n} of {count}", n=page + 1, count=pages))
    said = " · ".join(words)
    room = text_width(said, _SMALL) + 1
    right = QRectF(canvas.width - room, top, room, 4)
    canvas.text(right, said, _SMALL, align=Align.RIGHT, colour=GREY)
    return top, room


def _signs(texts: Catalogue, bars: Sequence[Bar]) -> list[tuple[Kind, str, str, bool]]:
    """Kind, colour, words and dashes of what the sheet shows: portals only where they occur."""
    origins = {bar.stay.portal for bar in bars if bar.stay.kind is Kind.BOOKING}
    direct = kind_colour(Kind.BOOKING)
    signs = [(Kind.BOOKING, direct, texts.tr("Direct booking"), False)]
    signs += [
        (Kind.BOOKING, portal.light, portal.name, False)
        for key, portal in portals().items()
        if key in origins
    ]
    signs += [
        (kind, kind_colour(kind), texts.tr(KIND_LABELS[kind]), False)
        for kind in (Kind.OWNER, Kind.BLOCK)
    ]
    return [*signs, (Kind.BOOKING, direct, texts.trp("legend", "Option"), True)]


def _draw_legend(
    canvas: Canvas, signs: list[tuple[Kind, str, str, bool]], top: float, until: float
) -> None:
    at = 0.0
    for kind, colour, words, option in signs:
        width = text_width(words, _SMALL)
        if at + 9 + width > until:
            return
        corners = [
            QPointF(at, top + 3.4),
            QPointF(at + 1.2, top + 0.6),
            QPointF(at + 7.2, top + 0.6),
            QPointF(at + 6, top + 3.4),
        ]
        draw_look(canvas, corners, kind, colour, option=option)
        canvas.text(QRectF(at + 8.4, top, width + 1, 4), words, _SMALL, colour=GREY)
        at += 8.4 + width + 6


def draw_frame(canvas: Canvas, area: QRectF) -> None:
    """Draw a fine line around `area`."""
    corners = [area.topLeft(), area.topRight(), area.bottomRight(), area.bottomLeft()]
    canvas.shape(corners, edge=LINE, width=0.2)
