"""Bars on paper. They must be told apart without colour: by outline, hatch and word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from app.core.portals import portal_name, portals
from app.core.stays.occupancy import KIND_LABELS, Kind, Occupancy, Status
from app.dataclass import dataclass
from app.ui.look.tokens import LIGHT
from app.ui.paper.sheets.canvas import BLACK, text_width
from app.ui.stays.outline import outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas
    from app.ui.stays.bars import Bar

MOST_LANES: Final = 4
"""More double bookings of the same night than these find no room in a row."""
_SLANT: Final = 0.9
_GAP: Final = 0.2
_TINT: Final = 0.24
_LETTERS: Final = 3.0
_TWO_LINES: Final = 7.4
_WIDE_ENOUGH: Final = 14.0


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a bar that falls into a row, in days from the row's first morning.

    A stay runs from noon to noon; an end that is `open_` lies in another row.
    """

    bar: Bar
    start: float
    end: float
    open_left: bool
    open_right: bool


def pieces(bars: Iterable[Bar], first: int, days: int) -> Iterator[Piece]:
    """Cut bars to the row of `days` days that begins with the ordinal `first`."""
    for bar in bars:
        start, end = bar.arrival + 0.5 - first, bar.departure + 0.5 - first
        if bar.lane < MOST_LANES and start < days and end > 0:
            yield Piece(bar, max(start, 0.0), min(end, float(days)), start < 0, end > days)


def left_out(bars: Iterable[Bar]) -> int:
    """How many bars find no lane in their row."""
    return sum(bar.lane >= MOST_LANES for bar in bars)


@dataclass(frozen=True, slots=True)
class Lettering:
    """What stands on a bar: `alone` where there is one line, else `first` above `second`."""

    alone: str
    first: str
    second: str


def lettering(texts: Catalogue, stay: Occupancy, *, names: bool) -> Lettering:
    """Return what stands on a bar; without `names` nothing that is private."""
    portal = portal_name(stay.portal) if stay.kind is Kind.BOOKING else ""
    name = stay.called if names else ""
    if not name and portal:
        name, portal = portal, ""
    name = name or texts.tr(KIND_LABELS[stay.kind])
    more = [texts.trn("{n} night", "{n} nights", stay.nights)]
    if stay.persons:
        more.append(texts.trn("{n} person", "{n} persons", stay.persons))
    aside = [portal] if portal else []
    if stay.status is Status.OPTION and stay.option_until is not None:
        aside.append(texts.tr("option until {day}", day=texts.day(stay.option_until)))
    return Lettering(" · ".join([name, *aside]), name, " · ".join([*aside, *more]))


def draw_piece(
    canvas: Canvas, piece: Piece, row: QRectF, day_width: float, words: Lettering
) -> None:
    """Draw a piece into its lane of `row`, whose left edge is the first morning."""
    stay = piece.bar.stay
    lanes = min(piece.bar.lanes, MOST_LANES)
    height = row.height() / lanes
    area = QRectF(
        row.left() + piece.start * day_width,
        row.top() + piece.bar.lane * height + (0.15 if lanes > 1 else 0),
        (piece.end - piece.start) * day_width,
        height - (0.3 if lanes > 1 else 0),
    )
    corners = _corners(area, piece)
    draw_look(canvas, corners, stay.kind, _colour(stay), option=stay.status is Status.OPTION)
    if piece.bar.clashes:
        canvas.shape(corners, edge=LIGHT.bad, width=0.5)
        words = replace(words, alone=f"! {words.alone}", first=f"! {words.first}")
    room = QRectF(area)
    room.setLeft(area.left() + (0.8 if piece.open_left else _SLANT + 0.6))
    room.setRight(area.right() - (0.4 if piece.open_right else _SLANT + 0.2))
    hatched = stay.kind is not Kind.BOOKING and stay.status is not Status.OPTION
    _write(canvas, room, words, bold=piece.bar.clashes, hatched=hatched)


def _write(canvas: Canvas, room: QRectF, words: Lettering, *, bold: bool, hatched: bool) -> None:
    letters = min(_LETTERS, room.height() * 0.78)
    if room.width() < letters * 1.6:
        return
    line = QRectF(room.left(), room.center().y() - letters * 0.7, room.width(), letters * 1.4)
    lines = [(line, words.alone, letters, bold)]
    if room.height() >= _TWO_LINES and room.width() > _WIDE_ENOUGH:
        upper, lower = line.translated(0, -letters * 0.62), line.translated(0, letters * 0.66)
        lines = [(upper, words.first, letters, bold), (lower, words.second, letters * 0.8, False)]
    for area, text, size, heavy in lines:
        if hatched:
            # Letters on a hatch are hard to read.
            width = min(text_width(text, size, bold=heavy), area.width())
            canvas.box(area.adjusted(-0.4, 0.1, width - area.width() + 0.4, -0.1), "#ffffff")
        canvas.text(area, text, size, bold=heavy)


def draw_look(
    canvas: Canvas, corners: list[QPointF], kind: Kind, colour: str, *, option: bool
) -> None:
    """Draw the shape of a bar the way its kind and status ask for."""
    if option:
        canvas.shape(corners, fill="#ffffff", edge=_dark(colour), width=0.35, dashed=True)
        return
    canvas.shape(corners, fill=_tint(colour, _TINT if kind is Kind.BOOKING else 0.08))
    if kind is Kind.BLOCK:
        canvas.hatch(corners, 1.3, _tint(colour, 0.45))
    elif kind is Kind.OWNER:
        canvas.hatch(corners, 1.0, _tint(colour, 0.42), upright=True)
    canvas.shape(corners, edge=_dark(colour), width=0.3)


def kind_colour(kind: Kind) -> str:
    """The colour of a kind, direct bookings among them."""
    return {Kind.BOOKING: LIGHT.booking, Kind.OWNER: LIGHT.owner, Kind.BLOCK: LIGHT.block}[kind]


def _colour(stay: Occupancy) -> str:
    if stay.kind is Kind.BOOKING and stay.portal in portals():
        return portals()[stay.portal].light
    return kind_colour(stay.kind)


def _corners(area: QRectF, piece: Piece) -> list[QPointF]:
    left, right = 0.0 if piece.open_left else 1.0, 0.0 if piece.open_right else 1.0
    closed = area.adjusted(left * _GAP, 0, -right * _GAP, 0)
    return outline(closed, left * _SLANT, right * _SLANT)


def _tint(colour: str, share: float) -> str:
    full = QColor(colour)
    mixed = (round(255 - (255 - part) * share) for part in full.getRgb()[:3])  # type: ignore[index]
    return QColor(*mixed).name()


def _dark(colour: str) -> str:
    return QColor(colour).darker(115).name() if colour else BLACK
