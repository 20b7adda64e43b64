"""What can be taken and put elsewhere: by mouse, or step by step by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QFrame

from app.override import override
from app.ui.kit.controls.focus import paint_ring, shows_ring
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QEnterEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
    )
    from PySide6.QtWidgets import QWidget

GRIP_WIDTH = 20
_RADIUS = 8.0


class Handle(QFrame):
    """A strip that the owner can drag, walk along with the arrow keys, and open.

    A grip shows at its left while the mouse or the keyboard is on it. Alt with an arrow key moves
    it by one place; Enter, F2 and a double click open it; Escape ends a drag without a change.

    Signals:
        drag_began(): the mouse has left the spot where it was pressed.
        dragged(QPoint): it is here now, in global coordinates.
        drag_ended(bool): the mouse let go (True), or the drag was given up.
        stepped(int): one place up (-1) or down (1) was asked for.
        walked(int): the keyboard wants to go on to the one above (-1) or below (1).
        edit_wanted(): it was opened.
    """

    drag_began = Signal()
    dragged = Signal(QPoint)
    drag_ended = Signal(bool)
    stepped = Signal(int)
    walked = Signal(int)
    edit_wanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._ring = False

    @property
    def dragging(self) -> bool:
        """Whether it is being dragged just now."""
        return self._dragging

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        way = event.position().toPoint() - self._pressed_at
        if not self._dragging:
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
            self.drag_began.emit()
        self.dragged.emit(event.globalPosition().toPoint())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = None
            self._end_drag(True)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        self.edit_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        alone = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._pressed_at = None
            self._end_drag(False)
        elif step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.stepped.emit(step)
        elif step is not None and alone:
            self.walked.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and alone:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pressed_at = None
        self._end_drag(False)
        self.update()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # It is taken away while it is being dragged: archived by another program, for one.
        super().hideEvent(event)
        self._pressed_at = None
        self._end_drag(False)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self._ring and self.hasFocus()
        if self._dragging or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint" if self._dragging else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        if self._dragging or self.underMouse() or ringed:
            grip = icons.pixmap("grip-vertical", "muted", 16, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(2, (self.height() - 16) // 2), grip)
        if ringed:
            paint_ring(painter, QRectF(self.rect()), _RADIUS)
        painter.end()

    def _end_drag(self, dropped: bool) -> None:
        if self._dragging:
            self._dragging = False
            self.unsetCursor()
            self.update()
            self.drag_ended.emit(dropped)
