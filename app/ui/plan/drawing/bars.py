"""Draws bars: slanted ends, and as much of name, nights and notes sign as there is room for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPolygonF, QStaticText

from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.stays.bar_words import bar_name, brief_name, brief_persons
from app.ui.stays.colours import Ink, Look
from app.ui.stays.outline import outline
from app.ui.stays.words import nights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPixmap

    from app.i18n import Catalogue
    from app.ui.plan.geometry.boxes import Box
    from app.ui.stays.bars import Bar

_PAD: Final = 7
_SIGN: Final = 13
_GAP: Final = 8
# How far a letter may reach out of what its text measures.
_OVERHANG: Final = 6
_LEAST_TEXT: Final = 14
# In less than this a name that does not fit is no name any more.
_LEAST_ELIDED: Final = 34
# Beyond the view a bar is cut in steps of this length: hatches and dashes do not jump.
_STEP: Final = 64
_FAR: Final = 256
_TEXTS_KEPT: Final = 4000


class BarPainter:
    """Draws one bar after the other; keeps shaped texts until `forget`."""

    def __init__(self, texts: Catalogue, font: QFont) -> None:
        self._texts = texts
        self._font = QFont(font)
        self._font.setPixelSize(12)
        self._font.setWeight(QFont.Weight.Medium)
        self._small = QFont(self._font)
        self._small.setPixelSize(11)
        self._small.setWeight(QFont.Weight.Normal)
        self._metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)
        self._line, self._small_line = self._metrics.height(), self._small_metrics.height()
        # How much lower small letters begin whose baseline is that of the name.
        self._drop = self._metrics.ascent() - self._small_metrics.ascent()
        self._shaped: dict[tuple[str, bool], tuple[QStaticText, int]] = {}
        self._signs: dict[tuple[str, float], QPixmap] = {}
        self._counts: dict[tuple[Callable[[Catalogue, int], str], int], str] = {}

    def forget(self) -> None:
        """Drop what was kept: the appearance has changed."""
        self._signs.clear()

    def draw(self, painter: QPainter, box: Box, ink: Ink, *, clashes: bool, width: int) -> None:
        """Draw the shape of a bar on a view of this width."""
        left, right = _cut(box.left, box.right, width)
        # Stripes belong to their bar, so that they move with it.
        painter.setBrushOrigin(left, box.top)
        if right - left <= 6 or box.height <= 6:
            _draw_narrow(painter, box, left, max(right - left, 2), ink)
            return
        if clashes:
            bad = QPen(current_theme().colour("bad"), 3)
            bad.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(bad)
            painter.setBrush(ink.fill)
            painter.drawPolygon(_shape(box, left, right, 2.0))
            return
        if ink.look is Look.OPTION:
            _draw_option(painter, box, left, right, ink)
        elif ink.look is Look.PAST:
            _draw_past(painter, box, left, right, ink)
        else:
            # A broad round line of the same colour makes round corners.
            pen = QPen(ink.edge)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(ink.fill)
            painter.drawPolygon(_shape(box, left, right, 2.5))

    def draw_ring(self, painter: QPainter, box: Box, width: int, *, selected: bool) -> None:
        """Draw the ring around what is selected, a finer one around what else was found."""
        left, right = _cut(box.left, box.right, width)
        theme = current_theme()
        strong, fine = (("surface", 6.0), ("text", 2.6)), (("surface", 4.0), ("muted", 1.3))
        for colour, line in strong if selected else fine:
            pen = QPen(theme.colour(colour), line)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_shape(box, left, right, 0.5))

    def draw_ghost(
        self, painter: QPainter, box: Box, fill: QColor, pen: QPen, width: int, name: str
    ) -> None:
        """Draw a bar that does not stand there yet."""
        left, right = _cut(box.left, box.right, width)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawPolygon(_shape(box, left, max(right, left + 4), 1.0))
        room = box.right - box.left - box.slant - 2 * _PAD
        if name and room >= _LEAST_ELIDED:
            painter.setPen(current_theme().colour("text"))
            self._put(painter, name, box.left + box.slant // 2 + _PAD, box, room)

    def write(
        self, painter: QPainter, bar: Bar, box: Box, ink: Ink, anchor: int, part: QRect
    ) -> None:
        """Write on a bar what there is room for and what falls into `part` of the view.

        The words begin at `anchor` where that lies inside the bar.
        """
        start, end = box.left + box.slant // 2 + _PAD, box.right - box.slant // 2 - _PAD
        if start < anchor < end:
            start = anchor
        room = end - start
        if room < _LEAST_TEXT or box.height < 13 or start > part.right() or end < part.left():
            return
        name = self._fitting_name(bar, room)
        if not name:
            return
        painter.setPen(ink.text)
        if box.height < 18:
            self._put(painter, name, start, box, room, small=True, part=part)
            return
        used = self._put(painter, name, start, box, room, part=part)
        x, rest = start + used, room - used
        if bar.stay.more_note and rest >= _GAP + _SIGN:
            self._sign(painter, x + _GAP, box, ink)
            x, rest = x + _GAP + _SIGN, rest - _GAP - _SIGN
        if rest < _LEAST_TEXT or x > part.right():
            return
        for words in self._details(bar):
            needed = self._shape_of(words, small=True)[1]
            if rest >= needed + 2 * _GAP:
                self._put(painter, words, x + _GAP, box, needed + 2, aside=True, part=part)
                return

    def _details(self, bar: Bar) -> Iterator[str]:
        """What may stand behind the name: the most first, as much as there is room for."""
        count = self._counted(bar.departure - bar.arrival, nights)
        if bar.stay.persons:
            yield f"{count} · {self._counted(bar.stay.persons, brief_persons)}"
        yield count

    def _fitting_name(self, bar: Bar, room: int) -> str:
        """The name of a bar; the brief one, or none, where there is little room."""
        name = bar_name(self._texts, bar.stay)
        if self._shape_of(name, small=False)[1] <= room:
            return name
        # Better the name whole than the name and half a date.
        name = brief_name(self._texts, bar.stay)
        if room >= _LEAST_ELIDED or self._shape_of(name, small=False)[1] <= room:
            return name
        return ""

    def _counted(self, count: int, words: Callable[[Catalogue, int], str]) -> str:
        found = self._counts.get((words, count))
        if found is None:
            found = self._counts[words, count] = words(self._texts, count)
        return found

    def _put(
        self,
        painter: QPainter,
        text: str,
        x: int,
        box: Box,
        room: int,
        *,
        small: bool = False,
        aside: bool = False,
        part: QRect | None = None,
    ) -> int:
        """Write a text, where `part` of the view is given only if it falls into that.

        `small` stands alone in the middle, `aside` is small on the line of the name before it.

        Returns:
            How wide it is.
        """
        small = small or aside
        shaped, width = self._shape_of(text, small=small)
        if width > room:
            metrics = self._small_metrics if small else self._metrics
            elide = Qt.TextElideMode.ElideRight
            shaped, width = self._shape_of(metrics.elidedText(text, elide, room), small=small)
        # Of a strip that a step sideways lays open, most bars cross only with their colour.
        if part is not None and (
            x - _OVERHANG > part.right() or x + width + _OVERHANG < part.left()
        ):
            return width
        painter.setFont(self._small if small else self._font)
        line = self._small_line if small and not aside else self._line
        top = box.top + round((box.height - line) / 2) + (self._drop if aside else 0)
        painter.drawStaticText(QPointF(x, top), shaped)
        return width

    def _shape_of(self, text: str, *, small: bool) -> tuple[QStaticText, int]:
        """A text as it is drawn, and how wide it is."""
        found = self._shaped.get((text, small))
        if found is None:
            if len(self._shaped) > _TEXTS_KEPT:
                self._shaped.clear()
            shaped = QStaticText(text)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
            shaped.prepare(font=self._small if small else self._font)
            found = self._shaped[text, small] = shaped, math.ceil(shaped.size().width())
        return found

    def _sign(self, painter: QPainter, x: int, box: Box, ink: Ink) -> None:
        ratio = icons.pixel_ratio(painter)
        token = "on_bar" if ink.look in {Look.FULL, Look.HATCHED} else "text"
        sign = self._signs.get((token, ratio))
        if sign is None:
            sign = self._signs[token, ratio] = icons.pixmap("sticky-note", token, _SIGN, ratio)
        painter.drawPixmap(x, box.top + (box.height - _SIGN) // 2, sign)


def _draw_narrow(painter: QPainter, box: Box, left: int, width: int, ink: Ink) -> None:
    past = ink.look is Look.PAST
    colour = ink.fill.color() if past else ink.edge.color()
    painter.fillRect(left, box.top, width, box.height, colour)
    if past:
        painter.fillRect(left, box.top, min(2, width), box.height, ink.edge.color())


def _draw_option(painter: QPainter, box: Box, left: int, right: int, ink: Ink) -> None:
    pen = QPen(ink.edge)
    pen.setDashPattern([3.0, 7 / 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(ink.fill)
    painter.drawPolygon(_shape(box, left, right, 1.0))


def _draw_past(painter: QPainter, box: Box, left: int, right: int, ink: Ink) -> None:
    pen = QPen(ink.fill, 4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(ink.fill)
    shape = _shape(box, left, right, 2.5)
    painter.drawPolygon(shape)
    edge = QPen(ink.edge.color(), 3)
    edge.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(edge)
    painter.drawLine(shape.at(0), shape.at(3))


def _cut(left: int, right: int, width: int) -> tuple[int, int]:
    """Leave out what lies far outside the view, in whole steps."""
    if left < -_FAR:
        left += (-_FAR - left) // _STEP * _STEP
    if right > width + _FAR:
        right -= (right - width - _FAR) // _STEP * _STEP
    return left, right


def _shape(box: Box, left: int, right: int, inset: float) -> QPolygonF:
    """The parallelogram, smaller by `inset`, with a gap of a pixel to each neighbour."""
    half = box.slant / 2
    # What is left of the lean between the upper and the lower edge after the inset.
    lean = half * (1 - 2 * inset / box.height)
    area = QRectF(left + 1, box.top, right - left - 1.5, box.height)
    return QPolygonF(outline(area.adjusted(inset, inset, -inset, -inset), lean))
