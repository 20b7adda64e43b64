"""The calendar in which one picks a date to go to, or types it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.core.dates import FIRST_DAY, LAST_DAY
from app.ui.kit import Form, announce
from app.ui.kit.dates import Calendar
from app.ui.occupancies.date_entry import DateEntry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue

_MARGIN = 8


class DatePopup(QFrame):
    """A field for a date over a calendar that follows it; Esc or a click elsewhere closes it.

    Signals:
        chosen(date): go to this day.
    """

    chosen = Signal(object)

    def __init__(self, texts: Catalogue, today: date, shown: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("date_popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts
        self.entry = DateEntry(
            texts,
            today,
            name="date_typed",
            accessible_name=texts.tr("Go to a date"),
            picks=False,
            parent=self,
        )
        self.entry.suggested = shown
        self.entry.setPlaceholderText(texts.tr("e.g. 14.7. or tomorrow"))
        form = Form(parent=self)
        self._row = form.add(texts.tr("Go to a date"), self.entry)
        self.calendar = Calendar(self)
        self.calendar.setDateRange(_qt(FIRST_DAY), _qt(LAST_DAY))
        self.calendar.setSelectedDate(_qt(shown))
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self.entry.changed.connect(self._follow)
        self.entry.textEdited.connect(lambda: self._row.set_error(None))
        self.entry.returnPressed.connect(self._choose_typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(_MARGIN)
        column.addWidget(form)
        column.addWidget(self.calendar)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its upper left corner here (global)."""
        self.adjustSize()
        self.move(corner)
        self.show()
        self.entry.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow(self) -> None:
        day = self.entry.value()
        if day is not None:
            self.calendar.setSelectedDate(_qt(day))

    def _choose_typed(self) -> None:
        problem = self.entry.problem()
        if problem is None:
            self._choose(self.calendar.selectedDate())
            return
        words = self._texts.tell(problem)
        self._row.set_error(words)
        self.adjustSize()
        announce(self, words)

    def _choose(self, day: QDate) -> None:
        # Both signals of the calendar may come for one click; the first one closes.
        if self.isVisible():
            self.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
