"""What stands below the chart: what is due, or how to begin as long as there is nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.plan.today.first_stay import FirstStay
from app.ui.plan.today.panel import TodayPanel

if TYPE_CHECKING:
    from app.services.base.watch import Moved
    from app.ui.base.context import Context


class TodaySection(QObject):
    """Two widgets, one of which is shown.

    Signals:
        room_changed(): the one has taken the place of the other.
    """

    room_changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = TodayPanel(context)
        self.first_stay = FirstStay(context.texts)

    def settle(self) -> None:
        """Show the one that fits."""
        begun = self._context.services.nights.any_taken()
        self.first_stay.setVisible(not begun)
        self.panel.setVisible(begun)
        self.room_changed.emit()

    def redraw(self, moved: Moved) -> None:
        """Something has moved."""
        if moved.units:
            self.settle()
        self.panel.redraw(moved)
