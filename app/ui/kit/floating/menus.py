"""Menus that look like the other cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.override import override
from app.ui.kit.floating.cards import let_float, paint_card, round_off, shadow_room

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget


class Menu(QMenu):
    """A menu on such a card. `popup` puts the card, not its shadow, where it is told to."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        let_float(self)
        self.setObjectName(name)
        room = shadow_room()
        # By the style alone: Qt asks it, not the widget, where the entries of a menu begin.
        self.setStyleSheet(f"QMenu {{ margin: {room}px; background: transparent; border: none; }}")

    @override
    def popup(self, where: QPoint, at: object = None) -> None:
        """Open with the card's upper left corner here (global)."""
        assert at is None, "no menu of ours opens at one of its entries"
        super().popup(where - QPoint(shadow_room(), shadow_room()))

    def open_above(self, anchor: QWidget) -> None:
        """Open over `anchor`, as high as its entries need."""
        top = anchor.mapToGlobal(QPoint(0, 0))
        high = self.sizeHint().height() - 2 * shadow_room()
        self.popup(top - QPoint(0, high + 4))
        self.aboutToHide.connect(self.deleteLater)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(self)
        super().paintEvent(event)
