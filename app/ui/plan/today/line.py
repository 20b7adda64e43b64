"""One line of what is due: a day, where, what, and the stay whose bar it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy

from app.dataclass import dataclass
from app.override import override
from app.ui.kit.controls.focus import RingButton, paint_ring
from app.ui.kit.floating.tips import set_tip
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy

INSET: Final = 8
AIR: Final = 4
_GAP: Final = 12
_LEAST_WIDTH: Final = 96
_WIDEST_PLACE: Final = 150


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: a day, perhaps where, what is due, and the stay whose bar it leads to.

    `urgent` lines are for today, `late` ones were due before; one that `follows` has the day of
    the line above it. `choices` are pairs of a key and words: what can be decided here about the
    stay.
    """

    day: str
    text: str
    stay: Occupancy
    where: str = ""
    urgent: bool = False
    late: bool = False
    follows: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> str:
        """The whole line, as it is heard."""
        place = f"{self.where} · " if self.where else ""
        return f"{self.day}: {place}{self.text}"


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that stand together, and the words that stand there where there are none."""

    lines: tuple[Line, ...]
    nothing: str = ""
    marked: bool = False


class LineButton(RingButton):
    """To press: the day, where, and what is due, in two lines where it must be."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.line = line
        self.ring_radius = 6.0
        self.day_width = 0
        self.where_width = 0
        self.setObjectName(f"due_{line.stay.id}")
        self.setAccessibleName(line.spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def needed_day_width(self) -> int:
        """How wide the day is."""
        return QFontMetrics(self._day_font()).horizontalAdvance(self.line.day)

    def needed_where_width(self) -> int:
        """How wide it is where it happens, as far as there is room for that."""
        self.ensurePolished()
        return min(self.fontMetrics().horizontalAdvance(self.line.where), _WIDEST_PLACE)

    def shown_lines(self, width: int | None = None) -> list[str]:
        """What is due, as it is painted in one line or two at a width of the whole button."""
        self.ensurePolished()
        room = self._room(self.width() if width is None else width)
        text, metrics = self.line.text, self.fontMetrics()
        if metrics.horizontalAdvance(text) <= room:
            return [text]
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room)
        length = first.textLength()
        layout.endLayout()
        # In units of UTF-16, as Qt counts.
        units = text.encode("utf-16-le")
        head, rest = units[: 2 * length], units[2 * length :]
        elided = metrics.elidedText(
            rest.decode("utf-16-le", "replace"), Qt.TextElideMode.ElideRight, room
        )
        return [head.decode("utf-16-le", "replace").rstrip(), elided]

    def _day_font(self) -> QFont:
        self.ensurePolished()
        font = QFont(self.font())
        if self.line.urgent or self.line.late:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _text_left(self) -> int:
        place = self.where_width + _GAP if self.where_width else 0
        return INSET + self.day_width + _GAP + place

    def _room(self, width: int) -> int:
        return max(width - INSET - self._text_left(), 1)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.line.text)
        return QSize(INSET + self._text_left() + words + 2, self._height(1))

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().height() + 2 * AIR

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._height(len(self.shown_lines(width)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(INSET + self._text_left() + _LEAST_WIDTH, self._height(1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self._place() != self.line.where or any(
            line.endswith("…") for line in self.shown_lines()
        )
        set_tip(self, self.line.text if cut else "")

    def _place(self) -> str:
        elide = Qt.TextElideMode.ElideRight
        return self.fontMetrics().elidedText(self.line.where, elide, self.where_width + 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        base, high = AIR + self.fontMetrics().ascent(), self.fontMetrics().height()
        painter.setFont(self._day_font())
        urgent = "accent" if self.line.urgent else "muted"
        painter.setPen(theme.colour("careful" if self.line.late else urgent))
        if not self.line.follows:
            painter.drawText(INSET, base, self.line.day)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        if self.where_width:
            painter.drawText(INSET + self.day_width + _GAP, base, self._place())
        for at, words in enumerate(self.shown_lines()):
            painter.drawText(self._text_left(), base + at * high, words)
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.ring_radius, self.ring_colour)
        painter.end()
