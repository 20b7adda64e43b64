"""One card of the panel of what is due: a title and lines to press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui import override
from app.ui.kit import Button, Card, Label, Role, Variant
from app.ui.kit.focus import RingButton, paint_ring
from app.ui.occupancies.flow import FlowLayout
from app.ui.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from app.core.occupancy import Occupancy

_INSET: Final = 8
_GAP: Final = 12
_AIR: Final = 4
_LINES_AT_LEAST: Final = 3
_LEAST_WIDTH: Final = 96


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: a day, what is due, and the stay whose bar it leads to.

    `urgent` lines are for today, `late` ones were due before. `choices` are pairs of a key and
    words: what can be decided here about the stay.
    """

    day: str
    text: str
    stay: Occupancy
    urgent: bool = False
    late: bool = False
    choices: tuple[tuple[str, str], ...] = ()


class LineButton(RingButton):
    """To press: the day at the left, what is due beside it, in two lines where it must be."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.line = line
        self.ring_radius = 6.0
        self.day_width = 0
        self.setObjectName(f"due_{line.stay.id}")
        self.setAccessibleName(f"{line.day}: {line.text}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def needed_day_width(self) -> int:
        """How wide the day is."""
        return QFontMetrics(self._day_font()).horizontalAdvance(self.line.day)

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

    def _room(self, width: int) -> int:
        return max(width - 2 * _INSET - self.day_width - _GAP, 1)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.line.text)
        return QSize(2 * _INSET + self.day_width + _GAP + words + 2, self._height(1))

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().height() + 2 * _AIR

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._height(len(self.shown_lines(width)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(2 * _INSET + self.day_width + _GAP + _LEAST_WIDTH, self._height(1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = any(line.endswith("…") for line in self.shown_lines())
        self.setToolTip(self.line.text if cut else "")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        base, high = _AIR + self.fontMetrics().ascent(), self.fontMetrics().height()
        painter.setFont(self._day_font())
        urgent = "accent" if self.line.urgent else "muted"
        painter.setPen(theme.colour("careful" if self.line.late else urgent))
        painter.drawText(_INSET, base, self.line.day)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        for at, words in enumerate(self.shown_lines()):
            painter.drawText(_INSET + self.day_width + _GAP, base + at * high, words)
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.ring_radius, self.ring_colour)
        painter.end()


class _Scroller(QScrollArea):
    """As high as its lines where there is room, and never lower than a few of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.viewport().setAutoFillBackground(False)

    def _height(self) -> int:
        held = self.widget()
        if held is None:
            return 0
        width = max(self.viewport().width(), held.minimumSizeHint().width())
        high = held.heightForWidth(width)
        return high if high >= 0 else held.sizeHint().height()

    @override
    def sizeHint(self) -> QSize:
        held = self.widget()
        width = held.sizeHint().width() if held is not None else 0
        return QSize(width, max(self._height(), self.minimumSizeHint().height()))

    @override
    def minimumSizeHint(self) -> QSize:
        held = self.widget()
        width = held.minimumSizeHint().width() if held is not None else 0
        # Whatever it holds: the page asks before it knows how wide this will be.
        return QSize(width, _LINES_AT_LEAST * (self.fontMetrics().height() + 2 * _AIR))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class AgendaCard(Card):
    """A title and its lines, or a word that there are none.

    Signals:
        pressed(int): the owner wants to see this occupancy.
        decided(str, Occupancy): the owner chose what shall become of this option.
    """

    pressed = Signal(int)
    decided = Signal(str, object)

    def __init__(self, name: str, title: str, nothing: str, parent: QWidget) -> None:
        super().__init__(name=f"agenda_{name}", accessible_name=title, parent=parent)
        self.setProperty("sunken", "true")
        self.body.setContentsMargins(8, 12, 8, 10)
        self.body.setSpacing(6)
        self._nothing = nothing
        self._lines: Sequence[Line] = ()
        heading = Label(title, Role.SECTION, parent=self)
        heading.setContentsMargins(_INSET, 0, _INSET, 0)
        self.body.addWidget(heading)
        self._scroller = _Scroller(self)
        self.body.addWidget(self._scroller)
        self.body.addStretch(1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; nothing is made anew where they are the same. The focus stays in place."""
        if tuple(lines) == self._lines and self._scroller.widget() is not None:
            return
        place = self._focused_place()
        self._lines = tuple(lines)
        held = QWidget()
        held.setObjectName("page_body")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not lines:
            nothing = Label(self._nothing, Role.MUTED, name=f"{self.objectName()}_none")
            nothing.setContentsMargins(_INSET, 4, _INSET, 4)
            column.addWidget(nothing)
        buttons = [LineButton(line, held) for line in lines]
        days = max((button.needed_day_width() for button in buttons), default=0)
        for button in buttons:
            button.day_width = days
            button.clicked.connect(lambda _=False, b=button: self.pressed.emit(b.line.stay.id))
            column.addWidget(button)
            if button.line.choices:
                column.addLayout(self._choices(button.line, held))
        column.addStretch(1)
        # The old lines may be pressed at this very moment: they go when their event is over.
        before = self._scroller.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self._scroller.setWidget(held)
        held.setAutoFillBackground(False)
        self._scroller.updateGeometry()
        if place is not None:
            self._focus_at(*place)

    def _choices(self, line: Line, parent: QWidget) -> QHBoxLayout:
        row = QWidget(parent)
        flow = FlowLayout(row, 2, first_grows=False)
        for key, words in line.choices:
            button = Button(words, Variant.LINK, name=f"{key}_{line.stay.id}", parent=row)
            button.setProperty("inline", "true")
            button.setAccessibleDescription(line.text)
            button.clicked.connect(lambda _=False, k=key: self.decided.emit(k, line.stay))
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        beside = QHBoxLayout()
        # The buttons have a padding of their own.
        beside.setContentsMargins(_INSET - 5, 0, 0, 6)
        beside.addWidget(row)
        return beside

    def _focused_place(self) -> tuple[str, int] | None:
        """What the keyboard is on: the name of a button without its id, and the line it is in."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        what, _, stay_id = focused.objectName().rpartition("_")
        ids = [str(line.stay.id) for line in self._lines]
        return (what, ids.index(stay_id)) if stay_id in ids else None

    def _focus_at(self, what: str, place: int) -> None:
        """Put the keyboard where it was, in the next line where that one is gone."""
        held = self._scroller.widget()
        if not self._lines or held is None:
            self.focusNextChild()
            return
        stay_id = self._lines[min(place, len(self._lines) - 1)].stay.id
        found = held.findChild(RingButton, f"{what}_{stay_id}")
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
