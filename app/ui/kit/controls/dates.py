"""The field for a date, the calendar, and the card on which it floats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton

from app.override import override
from app.ui.kit.floating.cards import let_float
from app.ui.kit.floating.popups import Popup
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

# core refuses later years; a picker that offers them would only lead into that refusal.
LAST_YEAR = 9998
_AROUND_MONTH: Final = 8
"""Days of the months before and after that may stand beside a month."""
TakenNights = Callable[[dt.date, dt.date], Iterable[dt.date]]


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
    """A month to pick a day from, in the theme's colours; nights that are taken can be marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken_nights: TakenNights | None = None
        self._taken: frozenset[dt.date] = frozenset()
        self.today: dt.date | None = None
        self.setObjectName("calendar")
        self.setGridVisible(False)
        # Qt's own typing understands one form alone: "1.8.2027" would go to December.
        self.setDateEditEnabled(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        short = QCalendarWidget.HorizontalHeaderFormat.ShortDayNames
        self.setHorizontalHeaderFormat(short)
        self.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        self.setMinimumSize(308, 290)
        months = self.findChild(QToolButton, "qt_calendar_monthbutton")
        if months is not None and months.menu() is not None:
            let_float(months.menu())
        self.currentPageChanged.connect(self._look_up)
        current_theme().changed.connect(self._colour)
        self._colour()

    def mark_taken(self, nights: TakenNights) -> None:
        """Mark the nights that `nights` returns of a span of days, in every month that is shown."""
        self._taken_nights = nights
        self._look_up()

    def taken(self, day: dt.date) -> bool:
        """Whether the night that begins on this day is marked as taken."""
        return day in self._taken

    def _look_up(self) -> None:
        if self._taken_nights is None:
            return
        first = dt.date(self.yearShown(), self.monthShown(), 1)
        # What stands of the months before and after is seen as well.
        around = dt.timedelta(days=_AROUND_MONTH)
        begin = max(first, dt.date.min + around) - around
        end = min(first, dt.date.max - 6 * around) + 6 * around
        self._taken = frozenset(self._taken_nights(begin, end))
        self.updateCells()

    @override
    def paintCell(self, painter: QPainter, rect: QRect, date: QDate | dt.date) -> None:
        theme = current_theme()
        if isinstance(date, QDate) and not dt.MINYEAR <= date.year() <= dt.MAXYEAR:
            # Beside the first and the last month that there is.
            painter.fillRect(rect, theme.colour("surface"))
            return
        day = date if isinstance(date, dt.date) else dt.date(date.year(), date.month(), date.day())
        chosen = self.selectedDate() == QDate(day.year, day.month, day.day)
        within = (day.year, day.month) == (self.yearShown(), self.monthShown())
        today = day == self.today
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour("surface"))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            side = min(rect.width(), rect.height()) - 4
            spot = QRectF(0, 0, side + 4, side)
            spot.moveCenter(QRectF(rect).center())
            painter.drawRoundedRect(spot, 8, 8)
        self._paint_strip(painter, rect, day)
        font = QFont(self.font())
        # Not by the strip alone: a night that is taken cannot be begun.
        font.setStrikeOut(self.taken(day) and not chosen)
        font.setBold(today)
        painter.setFont(font)
        plain = "text" if within and not self.taken(day) else "muted"
        painter.setPen(theme.colour("on_accent" if chosen else "accent" if today else plain))
        painter.drawText(rect.adjusted(0, 0, 0, -2), Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.restore()

    def _paint_strip(self, painter: QPainter, rect: QRect, day: dt.date) -> None:
        """Paint which half of the day is taken: a night ends at noon of the next day."""
        before = day > dt.date.min and self.taken(day - dt.timedelta(days=1))
        left, right = float(rect.left()), float(rect.right() + 1)
        middle = (left + right) / 2
        begin = left if before else middle + 1
        end = right if self.taken(day) else middle - 1
        if end > begin:
            strip = QRectF(begin, rect.bottom() - 4, end - begin, 3)
            painter.fillRect(strip, current_theme().colour("booking"))

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


class CalendarPopup(Popup):
    """A calendar that floats; Escape or a click elsewhere closes it.

    Signals:
        chosen(date): the owner picked this day; it has closed.
    """

    chosen = Signal(object)

    def __init__(
        self,
        shown: dt.date,
        first: dt.date,
        last: dt.date,
        parent: QWidget,
        *,
        name: str,
        today: dt.date | None = None,
    ) -> None:
        """Opens at `shown`; days before `first` or after `last` cannot be picked."""
        super().__init__(parent, name=name)
        self.calendar = Calendar(self)
        self.calendar.today = today
        self.calendar.setDateRange(_qt(first), _qt(last))
        self.calendar.setSelectedDate(_qt(shown))
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self.hold(self.calendar)
        self.setContentsMargins(6, 2, 6, 6)

    @override
    def open_at(self, corner: QPoint) -> None:
        super().open_at(corner)
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        # Both signals may come for one click; the first one closes.
        if self.isVisible():
            self.close()
            self.chosen.emit(dt.date(day.year(), day.month(), day.day()))


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
