"""What floats on a card: whatever is put into it, and the lists of fields to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QStyledItemDelegate, QVBoxLayout

from app.override import override
from app.ui.kit.floating.cards import let_float, paint_card, round_off, shadow_room

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLayout, QWidget


def let_completions_float(completer: QCompleter | None) -> None:
    """Let the list of what could be meant, if there is one, look like the other cards."""
    view = None if completer is None else completer.popup()
    if view is None or view.objectName():
        return
    view.setObjectName("completions")
    view.setItemDelegate(QStyledItemDelegate(view))
    let_float(view)


class Popup(QFrame):
    """A card that floats until Escape or a click elsewhere; put a layout into it with `hold`."""

    def __init__(self, parent: QWidget, *, name: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        let_float(self)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        room = shadow_room() + 1
        column.setContentsMargins(room, room, room, room)
        column.setSpacing(0)

    def hold(self, content: QWidget) -> None:
        """Show this."""
        layout: QLayout | None = self.layout()
        assert layout is not None  # made in the constructor
        layout.addWidget(content)

    def hold_above(self, content: QWidget) -> None:
        """Show this above what it holds already."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # made in the constructor
        layout.insertWidget(0, content)

    def open_below(self, anchor: QWidget, *, gap: int = 2) -> None:
        """Show the card under `anchor`, above it where the screen ends."""
        self.adjustSize()
        room, screen = shadow_room(), anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(-room, anchor.height() + gap - room))
        if corner.y() + self.height() - room > screen.bottom():
            corner.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - gap + room - self.height())
        right = screen.right() - self.width() + room
        corner.setX(max(screen.left() - room, min(corner.x(), right)))
        self.open_at(corner + QPoint(room, room))

    def open_at(self, corner: QPoint) -> None:
        """Show the card with its upper left corner here (global)."""
        self.adjustSize()
        self.move(corner - QPoint(shadow_room(), shadow_room()))
        self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(self)


class ComboBox(QComboBox):
    """A field to choose from a list, which floats as a card. Signals are those of QComboBox."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._floats = False
        # The stylesheet's rows are drawn by this one alone.
        self.setItemDelegate(QStyledItemDelegate(self))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        let_completions_float(self.completer())
        super().focusInEvent(event)

    @override
    def showPopup(self) -> None:
        container = self.view().window()
        if not self._floats:
            self._floats = True
            let_float(container)
            container.installEventFilter(self)
            room = shadow_room()
            container.setContentsMargins(room, room, room, room)
            self.view().setIconSize(self.iconSize())
        super().showPopup()
        room = shadow_room()
        if room:
            place = container.geometry()
            above = place.top() < self.mapToGlobal(QPoint(0, 0)).y()
            step = room - 3 if above else 3 - room
            container.setGeometry(place.adjusted(-room, 0, room, 0).translated(0, step))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            paint_card(self.view().window())
            return True
        if event.type() is QEvent.Type.Resize:
            round_off(self.view().window())
        return super().eventFilter(watched, event)
