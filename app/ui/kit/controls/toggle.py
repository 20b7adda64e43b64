"""The switch with its state in words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from app.override import override
from app.ui.kit.controls.focus import paint_ring, shows_ring
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_WIDTH, _HEIGHT, _GAP, _MARGIN = 38, 22, 9, 3


class Toggle(QCheckBox):
    """A switch; Space, Enter or a click turn it. Both words have room, so nothing jumps.

    Signals:
        switched(bool): the owner turned it. `set_on` does not emit it, so a page that could not
            do what was asked just sets it back.
    """

    switched = Signal(bool)

    def __init__(
        self,
        on_text: str = "",
        off_text: str = "",
        *,
        on: bool = False,
        name: str = "",
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_text = on_text
        self._off_text = off_text
        self._ring = False
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.toggled.connect(self._describe)
        self.clicked.connect(self.switched)
        self._describe(on)

    @property
    def is_on(self) -> bool:
        """Whether the switch is on."""
        return self.isChecked()

    def set_on(self, on: bool) -> None:
        """Show this state; `switched` is not emitted."""
        self.setChecked(on)

    def set_words(self, on_text: str, off_text: str) -> None:
        """Call the two states something else."""
        if (on_text, off_text) != (self._on_text, self._off_text):
            self._on_text, self._off_text = on_text, off_text
            self.updateGeometry()
            self._describe(self.isChecked())

    def state_text(self) -> str:
        """The word that stands beside the switch now."""
        return self._on_text if self.isChecked() else self._off_text

    def _describe(self, _on: bool) -> None:
        self.setAccessibleDescription(self.state_text())
        self.update()

    def _word_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = QFontMetrics(self._word_font())
        words = max(metrics.horizontalAdvance(t) for t in (self._on_text, self._off_text))
        width = _WIDTH + 2 * _MARGIN + (_GAP + words + 2 if words else 0)
        return QSize(width, max(32, metrics.height() + 2 * _MARGIN))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_MARGIN, (self.height() - _HEIGHT) / 2, _WIDTH, _HEIGHT)
        self._paint_switch(painter, track)
        if self._ring and self.hasFocus():
            paint_ring(painter, track.adjusted(-3, -3, 3, 3), _HEIGHT / 2 + 3)
        colour = current_theme().colour("text" if self.isEnabled() else "muted")
        painter.setPen(colour)
        painter.setFont(self._word_font())
        left = track.right() + _GAP
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.state_text())
        painter.end()

    def _paint_switch(self, painter: QPainter, track: QRectF) -> None:
        theme = current_theme()
        on = self.isChecked()
        ground = theme.colour("good" if on else "switch_off")
        knob = theme.colour("on_accent" if on else "on_bar")
        if not self.isEnabled():
            ground, knob = theme.colour("line"), theme.colour("muted")
        elif self.isDown() or self.underMouse():
            ground = ground.lighter(112) if theme.is_dark else ground.darker(112)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
        side = _HEIGHT - 6
        left = track.right() - side - 3 if on else track.left() + 3
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(knob)
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))
