"""Unit, arrival and departure, with the nights and who takes them already, as one types."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.stays.dates import LAST_DAY, check_day, check_stay, is_long
from app.ui.kit import Form, Label, Tone, announce
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.stays.entry.date_entry import DateEntry
from app.ui.stays.entry.unit_field import UnitField
from app.ui.stays.words import nights, taken_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.kit import FormRow

_SIGN = 16


class StayFields(QWidget):
    """Where and when. Moving the arrival takes the departure along.

    Signals:
        changed(): unit or dates mean something else now.
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        units: Sequence[Unit],
        *,
        but: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`but` is the id of the occupancy that is being edited: it does not take its own place."""
        super().__init__(parent)
        self._texts = context.texts
        self._occupancies = context.services.occupancies
        self._but = but
        self._nights = 0
        self.blocks = True
        texts = context.texts
        self.unit = UnitField(units, parent=self)
        self._clock = clock = context.services.house_clock
        self.arrival = DateEntry(
            texts, clock, name="arrival", accessible_name=texts.tr("Arrival"), parent=self
        )
        self.departure = DateEntry(
            texts, clock, name="departure", accessible_name=texts.tr("Departure"), parent=self
        )
        self.arrival.setPlaceholderText(texts.tr("e.g. 14 Jul"))
        self.departure.setPlaceholderText(texts.tr("e.g. 21 Jul"))
        self.form = Form(parent=self)
        self.unit_row = self.form.add(texts.tr("Unit"), self.unit)
        self.arrival_row, self.departure_row = self.form.add_side_by_side(
            (texts.tr("Arrival"), self.arrival), (texts.tr("Departure"), self.departure)
        )
        self._line = _SignedLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self._line)
        self._connect()

    def _connect(self) -> None:
        self.unit.currentIndexChanged.connect(self._tell)
        self.arrival.changed.connect(self._arrival_moved)
        self.departure.changed.connect(self._departure_moved)
        for entry, row in (
            (self.arrival, self.arrival_row),
            (self.departure, self.departure_row),
        ):
            entry.taken_nights = self._taken_nights
            entry.editingFinished.connect(lambda e=entry, r=row: self._left(e, r))

    def set_stay(self, unit_id: int | None, arrival: date | None, departure: date | None) -> None:
        """Show this stay."""
        self._nights = 0
        # Of a stay that began in the past, its own month is meant and not that of next year.
        began = None if arrival is None else arrival.replace(day=1)
        past = began is not None and began <= self._clock.today()
        self.arrival.earliest = self.departure.earliest = began if past else None
        if unit_id is not None:
            self.unit.choose(unit_id)
        self.arrival.set_value(arrival)
        self.departure.set_value(departure)
        self._tell()

    def name_days(self, arrival: str, departure: str) -> None:
        """Call the two days something else: nobody arrives for a block."""
        for row, words in ((self.arrival_row, arrival), (self.departure_row, departure)):
            row.label.setText(words)
            row.field.setAccessibleName(words)

    def stay(self) -> tuple[int, date, date] | None:
        """Unit, arrival and departure; None, and words under the field, where one is wrong."""
        self.form.clear_errors()
        unit = self.unit.unit()
        if unit is None:
            self.unit_row.set_error(self._texts.tr("Please choose a unit."))
        arrival = self._checked(
            self.arrival, self.arrival_row, self._texts.tr("Please enter the day of arrival.")
        )
        departure = self._checked(
            self.departure, self.departure_row, self._texts.tr("Please enter the day of departure.")
        )
        if unit is None or arrival is None or departure is None:
            return None
        try:
            check_stay(arrival, departure)
        except UserError as error:
            self.departure_row.set_error(self._texts.tell(error))
            return None
        return unit.id, arrival, departure

    def look(self) -> None:
        """Say how many nights these are and whether they are free."""
        arrival, departure = self.arrival.value(), self.departure.value()
        unit = self.unit.unit()
        if arrival is not None and departure is not None and departure <= arrival:
            self._line.say(Tone.BAD, self._texts.tr("Departure must be after arrival."))
            return
        if arrival is None or unit is None:
            self._line.say(Tone.NEUTRAL, "")
            return
        last = departure or arrival + timedelta(days=1)
        count = nights(self._texts, (last - arrival).days) if departure else ""
        others = (
            self._occupancies.overlapping(unit.id, arrival, last, but=self._but)
            if self.blocks
            else []
        )
        if others:
            taken = taken_line(self._texts, others, self._clock.today())
            self._line.say(Tone.BAD, f"{count}. {taken}" if count else taken)
        elif departure is not None and is_long(arrival, departure):
            words = self._texts.tr("{nights}: more than a year", nights=count)
            self._line.say(Tone.CAREFUL, words)
        elif count and self.blocks:
            self._line.say(Tone.GOOD, self._texts.tr("{nights}, free", nights=count))
        else:
            self._line.say(Tone.NEUTRAL, count)

    def line(self) -> str:
        """What is said under the dates."""
        return self._line.text()

    def _checked(self, entry: DateEntry, row: FormRow, missing: str) -> date | None:
        value, problem = entry.value(), entry.problem()
        if value is not None:
            try:
                check_day(value)
            except UserError as error:
                problem = error
        if problem is None and value is not None:
            return value
        row.set_error(self._texts.tell(problem) if problem else missing)
        return None

    def _left(self, entry: DateEntry, row: FormRow) -> None:
        if problem := entry.problem():
            row.set_error(self._texts.tell(problem))
        elif entry.value() is not None:
            row.set_error(None)

    def _arrival_moved(self) -> None:
        arrival = self.arrival.value()
        if arrival is not None:
            self.departure.earliest = self.departure.suggested = arrival + timedelta(days=1)
            moved = arrival + timedelta(days=self._nights)
            if self._nights and moved <= LAST_DAY:
                self.departure.set_value(moved)
        self._tell()

    def _departure_moved(self) -> None:
        arrival, departure = self.arrival.value(), self.departure.value()
        if arrival is not None and departure is not None:
            self._nights = max((departure - arrival).days, 0)
        self._tell()

    def _tell(self) -> None:
        self.look()
        if not self.departure_row.error():
            self.departure.setAccessibleDescription(self.line())
        self.changed.emit()

    def _taken_nights(self, first: date, last: date) -> Iterable[date]:
        unit = self.unit.unit()
        if unit is None:
            return []
        return _days(self._occupancies.overlapping(unit.id, first, last, but=self._but))


def _days(stays: Iterable[Occupancy]) -> Iterator[date]:
    for stay in stays:
        day = stay.arrival
        while day < stay.departure:
            yield day
            day += timedelta(days=1)


class _SignedLine(QWidget):
    """A sentence with the sign of its tone; keeps its place while it is empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = Tone.NEUTRAL
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._sign = Label(parent=self)
        self._sign.setFixedSize(_SIGN, 20)
        self._words = Label(wrap=True, name="stay_line", parent=self)
        self._words.setMinimumHeight(20)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        current_theme().changed.connect(self._draw)

    def say(self, tone: Tone, text: str) -> None:
        if tone is Tone.BAD and text != self._words.text():
            announce(self, text)
        self._tone = tone
        self._words.setText(text)
        self._draw()

    def text(self) -> str:
        return self._words.text()

    def _draw(self) -> None:
        self._sign.setVisible(self._tone is not Tone.NEUTRAL)
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._tone.icon_name, self._tone.token, _SIGN, ratio))
        colour = current_theme().colour("bad" if self._tone is Tone.BAD else "text").name()
        self._words.setStyleSheet(f"color: {colour}")
