"""The calendar in which one picks a date to go to, or types it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt

from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.override import override
from app.ui.kit import Form, announce
from app.ui.kit.controls.dates import CalendarPopup
from app.ui.stays.entry.date_entry import DateEntry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.clock import Clock
    from app.i18n import Catalogue

_MARGIN = 8


class DatePopup(CalendarPopup):
    """A field for a date over a calendar that follows it; Esc or a click elsewhere closes it.

    Signals:
        chosen(date): go to this day.
    """

    def __init__(self, texts: Catalogue, clock: Clock, shown: date, parent: QWidget) -> None:
        super().__init__(shown, FIRST_DAY, LAST_DAY, parent, name="date_popup", today=clock.today())
        self._texts = texts
        self.entry = DateEntry(
            texts,
            clock,
            name="date_typed",
            accessible_name=texts.tr("Go to a date"),
            picks=False,
            parent=self,
        )
        self.entry.suggested = shown
        self.entry.setPlaceholderText(texts.tr("e.g. 14 Jul or tomorrow"))
        form = Form(parent=self)
        self._row = form.add(texts.tr("Go to a date"), self.entry)
        self.entry.changed.connect(self._follow)
        self.entry.textEdited.connect(lambda: self._row.set_error(None))
        self.entry.returnPressed.connect(self._choose_typed)
        # Above the calendar, with more room around it.
        form.layout().setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)  # type: ignore[union-attr]  # it has one
        self.hold_above(form)

    @override
    def open_at(self, corner: QPoint) -> None:
        super().open_at(corner)
        self.entry.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow(self) -> None:
        day = self.entry.value()
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    def _choose_typed(self) -> None:
        problem = self.entry.problem()
        if problem is None:
            self._choose(self.calendar.selectedDate())
            return
        words = self._texts.tell(problem)
        self._row.set_error(words)
        self.adjustSize()
        announce(self, words)
