"""The ring around what the keyboard is on, and words for those who hear the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QPushButton

from app.override import override
from app.ui.kit.floating.tips import show_prepared
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHelpEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_REASON = Qt.FocusReason
# Coming back to the window or from a menu says nothing about how the focus got here before.
_SILENT = (_REASON.ActiveWindowFocusReason, _REASON.PopupFocusReason, _REASON.MenuBarFocusReason)


def shows_ring(event: QFocusEvent, before: bool) -> bool:
    """Whether a widget that gets the focus shows its ring: always, except after a mouse click."""
    if event.reason() in _SILENT:
        return before
    return event.reason() is not _REASON.MouseFocusReason


def paint_ring(
    painter: QPainter, rect: QRectF, radius: float = 8.0, colour: str = "accent"
) -> None:
    """Draw the focus ring, 2 pixels wide, just inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current_theme().colour(colour), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say `text` when it is next silent."""
    # Imported here: these classes cost two milliseconds of the window's start.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class RingButton(QPushButton):
    """A push button that shows a focus ring for the keyboard, not after a click."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.ring_colour = "accent"
        self.ring_radius = 8.0
        self.ring_inset = 0.0
        self._ring = False
        # Enter presses what has the focus, in a page as in a dialog (`Dialog` has its own rule).
        self.setAutoDefault(True)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self.toolTip():
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            show_prepared(help_event, self.toolTip(), self)
            return True
        return super().event(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ring and self.hasFocus():
            painter = QPainter(self)
            inset = self.ring_inset
            ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            paint_ring(painter, ring, self.ring_radius - inset, self.ring_colour)
            painter.end()
