"""A field in which a date is typed in a few strokes, or picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.typed_dates import parse_day
from app.override import override
from app.ui.kit.controls.dates import CalendarPopup
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.core.clock import Clock
    from app.i18n import Catalogue


class DateEntry(QLineEdit):
    """One date, or none. What was typed is written out when the field is left.

    Up and Down change it by a day, Alt+Down or F4 or the button opens the calendar.

    Signals:
        changed(): another date is meant, or none, as one types.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        clock: Clock,
        *,
        name: str,
        accessible_name: str,
        picks: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`clock` tells where a short date begins to count and where the calendar opens: today.

        `earliest` and `suggested` set the two to something else. `picks` is False where a calendar
        stands beside the field already.
        """
        super().__init__(parent)
        self._texts = texts
        self._clock = clock
        self._picks = picks
        self.earliest: date | None = None
        self.suggested: date | None = None
        self.taken_nights: Callable[[date, date], Iterable[date]] | None = None
        self._date: date | None = None
        self._problem: UserError | None = None
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setMinimumWidth(150)
        if picks:
            trailing = QLineEdit.ActionPosition.TrailingPosition
            pick = self.addAction(icons.icon("calendar-days", "muted"), trailing)
            set_tip(pick, texts.tr("Open the calendar"))
            pick.setObjectName(f"{name}_pick")
            pick.triggered.connect(self.open_calendar)
        self.textEdited.connect(self._read)
        self.editingFinished.connect(self._write)

    def value(self) -> date | None:
        """The date that is meant, None where there is none or what was typed is none."""
        return self._date

    def problem(self) -> UserError | None:
        """What is wrong with what was typed."""
        return self._problem

    def set_value(self, value: date | None) -> None:
        """Show this date, or an empty field."""
        changed = value != self._date
        self._date, self._problem = value, None
        self.setText("" if value is None else self._texts.date(value))
        if changed:
            self.changed.emit()

    def open_calendar(self) -> None:
        """Open the calendar at the date, else at the first that makes sense."""
        popup = CalendarPopup(
            self._nearest(),
            FIRST_DAY,
            LAST_DAY,
            self,
            name=f"{self.objectName()}_popup",
            today=self._clock.today(),
        )
        if self.taken_nights is not None:
            popup.calendar.mark_taken(self.taken_nights)
        popup.chosen.connect(self._take)
        popup.open_below(self)

    def _nearest(self) -> date:
        return self._date or self.suggested or self._clock.today()

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.selectAll()

    def _read(self, text: str) -> None:
        before = self._date
        self._date, self._problem = None, None
        if text.strip():
            try:
                today = self._clock.today()
                self._date = parse_day(text, today, self.earliest or today)
            except UserError as error:
                self._problem = error
        if self._date != before:
            self.changed.emit()

    def _write(self) -> None:
        if self._date is not None:
            self.setText(self._texts.date(self._date))

    def _step(self, days: int) -> None:
        day = self._nearest() + timedelta(days=days)
        if FIRST_DAY <= day <= LAST_DAY:
            self.set_value(day)
            self.selectAll()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            if self._picks:
                self.open_calendar()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
