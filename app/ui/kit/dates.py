"""The field for a date and the calendar that it opens."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit

from app.ui import override
from app.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

# core refuses later years; a picker that offers them would only lead into that refusal.
LAST_YEAR = 9998


class DateField(QDateEdit):
    """A date with a calendar to pick from, in the way of the locale (its first day of the week).

    Signals:
        changed(date): another date stands in the field, typed, picked or set.
    """

    changed = Signal(object)

    def __init__(
        self,
        date: dt.date,
        *,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._went_on = False
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setDisplayFormat(self._format())
        self.setDateRange(QDate(1900, 1, 1), QDate(LAST_YEAR, 12, 31))
        self.setCalendarPopup(True)
        self.setCalendarWidget(Calendar(self))
        self.set_value(date)
        self.dateChanged.connect(self._tell)

    def value(self) -> dt.date:
        """The date in the field."""
        shown = self.date()
        return dt.date(shown.year(), shown.month(), shown.day())

    def set_value(self, date: dt.date) -> None:
        """Show this date."""
        self.setDate(QDate(date.year, date.month, date.day))

    def _format(self) -> str:
        wanted = self.locale().dateFormat(self.locale().FormatType.ShortFormat)
        # A year of two digits leaves open which century a typed date means.
        return wanted if "yyyy" in wanted else wanted.replace("yy", "yyyy")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt goes on to the month by itself after "25", and takes the dot that is typed next for
        # going on to the year: "25.12.2026" would lose its month. That dot is left out here.
        typed = event.text()
        if self._went_on and typed and typed in ".-/ ":
            self._went_on = False
            return
        before = self.currentSection()
        super().keyPressEvent(event)
        self._went_on = typed.isdigit() and self.currentSection() is not before

    def _tell(self) -> None:
        self.changed.emit(self.value())


class Calendar(QCalendarWidget):
    """The month that a date field opens, in the theme's colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar")
        self.setGridVisible(False)
        # Qt's own typing understands one form alone: "1.8.2027" would go to December.
        self.setDateEditEnabled(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        short = QCalendarWidget.HorizontalHeaderFormat.ShortDayNames
        self.setHorizontalHeaderFormat(short)
        self.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        self.setMinimumSize(300, 270)
        current_theme().changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        theme = current_theme()
        header = QTextCharFormat()
        header.setForeground(theme.colour("muted"))
        header.setBackground(theme.colour("surface"))
        self.setHeaderTextFormat(header)
        day = QTextCharFormat()
        day.setForeground(theme.colour("text"))
        for weekday in Qt.DayOfWeek:
            self.setWeekdayTextFormat(weekday, day)
