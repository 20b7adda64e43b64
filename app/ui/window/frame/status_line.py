"""The line at the bottom of the window that says whether links are being served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.override import override
from app.ui.kit.controls.focus import paint_ring, shows_ring
from app.ui.look.theme import current_theme
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_MARGIN, _DOT, _HEIGHT, _TEXT = 15, 8, 30, 12


class StatusLine(QAbstractButton):
    """A dot and a sentence at the left, another at the right; the whole line is a button.

    Signals:
        pressed_through(): the owner clicked the line, or pressed Space or Enter on it.
    """

    pressed_through = Signal()

    def __init__(self, *, name: str = "status_line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tone = Tone.NEUTRAL
        self._left = ""
        self._right = ""
        self._last_read = self._incoming = ""
        self._ring = False
        self.clicked.connect(self.pressed_through)

    def set_state(self, tone: Tone, text: str) -> None:
        """Say how things are: a dot in a tone and the words for it."""
        self._tone, self._left = tone, text
        self._describe()

    def set_right(self, text: str) -> None:
        """Show a second, muted sentence at the right end."""
        self._right = text
        self._describe()

    def show_last_read(self, text: str) -> None:
        """Show who read a link last, where nothing is read from portals."""
        self._last_read = text
        self.set_right(self._incoming or text)

    def show_incoming(self, text: str) -> None:
        """Show when portals were last read; empty where none is."""
        self._incoming = text
        self.set_right(text or self._last_read)

    def texts(self) -> tuple[str, str]:
        """What stands at the left and at the right."""
        return self._left, self._right

    def written(self) -> list[QRect]:
        """Where its words are: what lies in between may be covered for a while."""
        font = QFont(self.font())
        font.setPixelSize(_TEXT)
        metrics = QFontMetrics(font)
        left = _MARGIN + _DOT + 7 + metrics.horizontalAdvance(self._left)
        right = metrics.horizontalAdvance(self._right) + _MARGIN if self._right else 0
        words = [QRect(0, 0, left, self.height())]
        if right:
            words.append(QRect(self.width() - right, 0, right, self.height()))
        return words

    @property
    def tone(self) -> Tone:
        """The tone of the dot."""
        return self._tone

    def _describe(self) -> None:
        whole = " · ".join(part for part in (self._left, self._right) if part)
        self.setAccessibleName(whole)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sidebar"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._tone.token))
        painter.drawEllipse(QRectF(_MARGIN, (self.height() + 1 - _DOT) / 2, _DOT, _DOT))
        font = QFont(self.font())
        font.setPixelSize(_TEXT)
        painter.setFont(font)
        self._paint_texts(painter, QFontMetrics(font))
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()).adjusted(1, 2, -1, -1), 4)
        painter.end()

    def _paint_texts(self, painter: QPainter, metrics: QFontMetrics) -> None:
        theme = current_theme()
        start = _MARGIN + _DOT + 7
        room = self.width() - start - _MARGIN
        left_width = min(metrics.horizontalAdvance(self._left) + 2, room)
        right_room = max(0, room - left_width - 24)
        elide = Qt.TextElideMode.ElideRight
        flag = Qt.AlignmentFlag
        area = QRectF(start, 1, room, self.height() - 1)
        # A fault is said in the colour of text; while all is well the line stays quiet.
        loud = self._tone in (Tone.BAD, Tone.CAREFUL) or self.underMouse()
        painter.setPen(theme.colour("text" if loud else "muted"))
        left = metrics.elidedText(self._left, elide, left_width)
        painter.drawText(area, flag.AlignVCenter | flag.AlignLeft, left)
        painter.setPen(theme.colour("muted"))
        right = metrics.elidedText(self._right, elide, right_room)
        painter.drawText(area, flag.AlignVCenter | flag.AlignRight, right)
