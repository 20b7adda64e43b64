"""A line of a card that can be chosen: by a click, Enter or Space; arrow keys go to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from app.override import override
from app.ui.kit.controls.focus import paint_ring, shows_ring
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from app.ui.links.base.intents import Chosen, Intents

_RADIUS = 8.0
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceLine(QWidget):
    """Knows how to be chosen; whoever derives from it says what is chosen with it."""

    def __init__(self, intents: Intents, parent: QWidget) -> None:
        super().__init__(parent)
        self._intents = intents
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def chosen_with(self) -> Chosen | None:
        """What a click chooses, None where there is nothing."""
        raise NotImplementedError

    def is_selected(self) -> bool:
        """Whether it is chosen already."""
        raise NotImplementedError

    def copy(self) -> None:
        """Copy what Ctrl+C on the line means, if anything."""

    def follow_choice(self) -> None:
        """Be in the way of Tab only where there is something to choose."""
        none = self.chosen_with() is None
        # Who walks with Tab comes here first, then to what is on the line.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if none else Qt.FocusPolicy.StrongFocus)
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        chosen = self.chosen_with()
        if event.button() is Qt.MouseButton.LeftButton and chosen is not None:
            self._intents.choose.emit(chosen)
        else:
            super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen_with()
        if chosen is not None and event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif chosen is not None and self.hasFocus() and event.key() in _OPENING:
            self._intents.choose.emit(chosen)
        elif chosen is not None and self.hasFocus() and event.key() in _STEPS:
            self._intents.step.emit(chosen, _STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.chosen_with() is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = self.is_selected()
        if selected or self.underMouse():
            painter.setBrush(current_theme().colour("accent_tint" if selected else "past"))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), _RADIUS)
        painter.end()
