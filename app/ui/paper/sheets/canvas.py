"""Drawing on paper: everything in millimetres from the corner of the printable area."""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPolygonF,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

_LETTER_SCALE: Final = 20
"""Letters are set this much larger and shrunk: fonts know whole pixels only."""
_MM_PER_INCH: Final = 25.4

BLACK: Final = "#14181c"
GREY: Final = "#5a6670"
LINE: Final = "#b9c2c9"
FAINT: Final = "#dde3e7"
SHADE: Final = "#eef1f3"


class Align(enum.Enum):
    """Where a text stands between left and right."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    CENTRE = Qt.AlignmentFlag.AlignHCenter
    RIGHT = Qt.AlignmentFlag.AlignRight


class Canvas:
    """A page that is being painted, `size` millimetres wide and high.

    On screen, in a PDF and on a printer the same millimetres come out. Colours are those of paper,
    whatever the window's appearance is.
    """

    def __init__(self, painter: QPainter, size: QSizeF) -> None:
        self._painter = painter
        self.width = size.width()
        self.height = size.height()

    def text(
        self,
        area: QRectF,
        text: str,
        size: float = 3.0,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        colour: str = BLACK,
        shrink: bool = False,
    ) -> None:
        """Write one line into the middle of `area`, shortened where it does not fit.

        With `shrink` the letters become smaller first, down to two thirds.
        """
        if not text or area.width() <= 0:
            return
        if shrink:
            wanted = max(text_width(text, size, bold=bold), 0.1)
            size *= min(1.0, max(area.width() / wanted * 0.98, 2 / 3))
        font = _font(round(size, 2), bold)
        room = area.width() * _LETTER_SCALE
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter = self._painter
        painter.save()
        painter.scale(1 / _LETTER_SCALE, 1 / _LETTER_SCALE)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        scaled = QRectF(
            area.x() * _LETTER_SCALE,
            area.y() * _LETTER_SCALE,
            room,
            area.height() * _LETTER_SCALE,
        )
        flags = align.value | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(scaled, int(flags | Qt.TextFlag.TextDontClip), shown)
        painter.restore()

    def document(
        self, document: QTextDocument, shown: QRectF, corner: QPointF, scale: float
    ) -> None:
        """Draw the part `shown` (pixels) of a document, `scale` millimetres to a pixel."""
        painter = self._painter
        painter.save()
        painter.translate(corner)
        painter.scale(scale, scale)
        painter.translate(-shown.topLeft())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(BLACK))
        context.clip = shown
        painter.setClipRect(shown)
        document.documentLayout().draw(painter, context)
        painter.restore()

    def box(self, area: QRectF, fill: str) -> None:
        """Fill a rectangle."""
        self._painter.fillRect(area, QColor(fill))

    def line(self, start: QPointF, end: QPointF, width: float = 0.15, colour: str = LINE) -> None:
        """Draw a line."""
        self._painter.setPen(QPen(QColor(colour), width))
        self._painter.drawLine(QLineF(start, end))

    def shape(
        self,
        corners: Sequence[QPointF],
        *,
        fill: str = "",
        edge: str = "",
        width: float = 0.25,
        dashed: bool = False,
    ) -> None:
        """Draw a closed shape, filled, outlined, or both."""
        painter = self._painter
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(edge), width) if edge else QPen(Qt.PenStyle.NoPen)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dashed:
            # In units of the pen's width: strokes of a millimetre.
            pen.setDashPattern([1.0 / width, 0.7 / width])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF(corners))

    def hatch(
        self, corners: Sequence[QPointF], step: float, colour: str, *, upright: bool = False
    ) -> None:
        """Hatch a shape, aslant or upright. Qt's own hatches have the device's size, not ours."""
        painter = self._painter
        path = QPainterPath()
        path.addPolygon(QPolygonF(corners))
        area = path.boundingRect()
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(QColor(colour), 0.2))
        lean = 0.0 if upright else area.height()
        at = area.left() - lean + step / 2
        while at < area.right():
            painter.drawLine(QPointF(at, area.bottom()), QPointF(at + lean, area.top()))
            at += step
        painter.restore()


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many millimetres a line of text takes."""
    return QFontMetricsF(_font(size, bold)).horizontalAdvance(text) / _LETTER_SCALE


def page_size(device: QPagedPaintDevice) -> QSizeF:
    """The printable area of a page, in millimetres."""
    layout = device.pageLayout()
    return layout.paintRect(layout.Unit.Millimeter).size()


def begin_page(painter: QPainter, device: QPagedPaintDevice) -> Canvas:
    """Return the canvas of the page that `painter` stands on."""
    painter.resetTransform()
    scale = painter.device().logicalDpiX() / _MM_PER_INCH
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return Canvas(painter, page_size(device))


@functools.lru_cache(maxsize=64)
def _font(size: float, bold: bool) -> QFont:
    font = QFont()  # the window's own
    font.setPixelSize(round(size * _LETTER_SCALE))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
