"""The colours of bars: by where they come from or by their kind, as they are drawn."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from app.core.portals import portals
from app.core.stays.occupancy import Kind, Status
from app.dataclass import dataclass
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.ui.stays.bars import Bar

_OTHER_PORTALS: Final = ("#8a5a44", "#96634b")
_TINT_LIGHT, _TINT_DARK = 0.22, 0.3
_HATCH: Final = 8


CHOICE: Final = "plan/colours"
"""Where the window remembers by what the owner wants bars coloured."""


class ColourBy(enum.StrEnum):
    """What the colour of a bar says."""

    ORIGIN = "origin"
    KIND = "kind"


def colour_by(noted: str) -> ColourBy:
    """Return what was noted as `CHOICE`; by origin where nothing was."""
    return ColourBy(noted) if noted in set(ColourBy) else ColourBy.ORIGIN


class Look(enum.Enum):
    """How a bar is drawn, besides its colour."""

    FULL = "full"
    HATCHED = "hatched"
    OPTION = "option"
    PAST = "past"


DIRECT: Final = "direct"
OTHER: Final = "other"


def origin(bar: Bar) -> str:
    """Where a bar comes from: a kind's value, DIRECT, the key of a portal, or OTHER."""
    stay = bar.stay
    if stay.kind is not Kind.BOOKING:
        return stay.kind.value
    if not stay.portal or stay.portal == "website":
        return DIRECT
    return stay.portal if stay.portal in portals() else OTHER


def colour_of(key: str) -> QColor:
    """The colour of an origin or a kind, in the present appearance."""
    theme = current_theme()
    if key in {Kind.OWNER.value, Kind.BLOCK.value}:
        return theme.colour(key)
    if key in {DIRECT, Kind.BOOKING.value} and key not in portals():
        return theme.colour("booking")
    if key == OTHER:
        return theme.own_colour(*_OTHER_PORTALS)
    portal = portals()[key]
    return theme.own_colour(portal.light, portal.dark)


def look(bar: Bar, today: int) -> Look:
    """How a bar is drawn on this day."""
    if bar.departure <= today:
        return Look.PAST
    if bar.stay.status is Status.OPTION:
        return Look.OPTION
    return Look.HATCHED if bar.stay.kind is Kind.BLOCK else Look.FULL


@dataclass(frozen=True, slots=True)
class Ink:
    """The brushes and pens of one sort of bar."""

    look: Look
    fill: QBrush
    edge: QPen
    text: QColor


class Inks:
    """The ink of every sort of bar in the present appearance, made once each."""

    def __init__(self, by: ColourBy) -> None:
        self.by = by
        self._inks: dict[tuple[str, Look], Ink] = {}

    def ink(self, bar: Bar, today: int) -> Ink:
        """The ink of a bar."""
        # A kind and a portal may be called alike.
        key = origin(bar) if self.by is ColourBy.ORIGIN else f"kind {bar.stay.kind.value}"
        return self.sort(key, look(bar, today))

    def sort(self, key: str, how: Look) -> Ink:
        """The ink of a sort of bar."""
        found = self._inks.get((key, how))
        if found is None:
            found = self._inks[key, how] = _ink(_plain(key), how)
        return found


def _plain(key: str) -> QColor:
    kind = key.removeprefix("kind ")
    if kind == key:
        return colour_of(key)
    return current_theme().colour(kind)


def _ink(colour: QColor, how: Look) -> Ink:
    theme = current_theme()
    if how in {Look.PAST, Look.OPTION}:
        share = _TINT_DARK if theme.is_dark else _TINT_LIGHT
        fill = QBrush(mixed(colour, theme.colour("surface"), share))
        strong = mixed(colour, theme.colour("text"), 0.75) if theme.is_dark else colour
        return Ink(how, fill, QPen(strong, 1.5), theme.colour("text"))
    fill = _hatch(colour) if how is Look.HATCHED else QBrush(colour)
    return Ink(how, fill, QPen(colour, 4), theme.colour("on_bar"))


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """So much of the first colour, the rest of the second."""
    rest = 1 - share
    return QColor(
        round(first.red() * share + second.red() * rest),
        round(first.green() * share + second.green() * rest),
        round(first.blue() * share + second.blue() * rest),
    )


def _hatch(colour: QColor) -> QBrush:
    """Return stripes from bottom left to top right.

    They are drawn at four times their size, so that they stay smooth on a dense screen. (An image
    with a pixel ratio would do, but texts that are painted after it come out in the wrong place.)
    """
    fine = 4
    side = _HATCH * fine
    tile = QImage(side, side, QImage.Format.Format_RGB32)
    tile.fill(colour)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour.darker(122), side * 0.36))
    for shift in (-side, 0, side):
        painter.drawLine(shift - side, 2 * side, shift + 2 * side, -side)
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / fine, 1 / fine))
    return brush
