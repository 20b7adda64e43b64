"""The calendar in which one picks a date to go to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.core.dates import FIRST_DAY, LAST_DAY
from app.ui.kit.dates import Calendar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class DatePopup(QFrame):
    """A calendar that floats; Esc or a click elsewhere closes it.

    Signals:
        chosen(date): go to this day.
    """

    chosen = Signal(object)

    def __init__(self, shown: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("date_popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = Calendar(self)
        self.calendar.setDateRange(_qt(FIRST_DAY), _qt(LAST_DAY))
        self.calendar.setSelectedDate(_qt(shown))
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its upper left corner here (global)."""
        self.adjustSize()
        self.move(corner)
        self.show()
        self.calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
