"""“Is anything free from … to …?”: the units that are, each a click to enter the stay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.core.errors import UserError
from app.core.stays.dates import LAST_DAY
from app.core.stays.free import NextFree
from app.core.stays.occupancy import PERSONS_LIMIT
from app.services.stays.queries import StayQueries
from app.ui.kit import Dialog, Form, Label, NumberField, Role, announce
from app.ui.kit.list_rows import add_row
from app.ui.stays.dots import dot_icon
from app.ui.stays.entry.date_entry import DateEntry
from app.ui.stays.words import nights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.clock import Clock
    from app.core.house.unit import Unit
    from app.core.stays.free import Free
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_A_WEEK: Final = 7
_ROW: Final = 38
_ROWS: Final = 6
_DOT: Final = 16


class FreeDialog(Dialog):
    """Asks from when to when and for how many, and lists what is free as one types.

    Signals:
        free_chosen(int, date, date): enter a stay in this unit.
    """

    free_chosen = Signal(int, object, object)

    def __init__(
        self,
        context: Context,
        *,
        arrival: date | None = None,
        departure: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Begins with these days, else with a week from today."""
        texts = context.texts
        super().__init__(
            texts.tr("What is free?"),
            texts.tr("Enter …"),
            texts.tr("Close"),
            name="free_dialog",
            width=460,
            parent=parent,
        )
        self._texts = texts
        self._nights = _A_WEEK
        self._offers: dict[int, NextFree] = {}
        self._queries = StayQueries(context.services.units, context.services.occupancies)
        self._houses = {house.id: house.name for house in context.services.units.properties()}
        clock = context.services.house_clock
        self._make_fields(clock)
        self._answer = Label(role=Role.STRONG, wrap=True, name="free_answer", parent=self)
        self._units = QListWidget(self)
        self._units.setObjectName("free_units")
        self._units.setAccessibleName(texts.tr("Free units"))
        self._units.setUniformItemSizes(True)
        # Room for the whole house, up to a few rows: the dialog does not jump with every letter.
        rows = min(len(context.services.units.all()), _ROWS)
        self._units.setFixedHeight(max(rows, 1) * _ROW + 10)
        self._small = Label(role=Role.MUTED, wrap=True, name="free_too_small", parent=self)
        for widget in (self._form, self._answer, self._units, self._small):
            self.content.addWidget(widget)
        start = arrival or clock.today()
        self._arrival.set_value(start)
        self._departure.set_value(departure or min(start + timedelta(_A_WEEK), LAST_DAY))
        self._departure_moved()
        self._units.itemClicked.connect(self._choose)
        self.submitted.connect(self._choose_current)
        self._arrival.setFocus()
        self._arrival.selectAll()

    def _make_fields(self, clock: Clock) -> None:
        texts = self._texts
        self._arrival = DateEntry(
            texts, clock, name="free_arrival", accessible_name=texts.tr("Arrival")
        )
        self._departure = DateEntry(
            texts, clock, name="free_departure", accessible_name=texts.tr("Departure")
        )
        self._persons = NumberField(
            0, most=PERSONS_LIMIT, name="free_persons", accessible_name=texts.tr("Persons")
        )
        self._persons.setSpecialValueText(texts.trp("persons", "any"))
        self._form = Form(parent=self)
        self._rows = self._form.add_side_by_side(
            (texts.tr("Arrival"), self._arrival),
            (texts.tr("Departure"), self._departure),
            (texts.tr("Persons"), self._persons),
        )
        self._arrival.changed.connect(self._arrival_moved)
        self._departure.changed.connect(self._departure_moved)
        for field in (self._arrival, self._departure):
            field.textEdited.connect(self.look)
        self._persons.valueChanged.connect(self.look)

    # ---- what is asked ----

    def _arrival_moved(self) -> None:
        """The departure goes along."""
        arrival = self._arrival.value()
        if arrival is not None and self._nights > 0:
            self._departure.earliest = arrival
            self._departure.suggested = min(arrival + timedelta(self._nights), LAST_DAY)
            if self._departure.value() is not None:
                self._departure.set_value(self._departure.suggested)
        self.look()

    def _departure_moved(self) -> None:
        arrival, departure = self._arrival.value(), self._departure.value()
        if arrival is not None and departure is not None and departure > arrival:
            self._nights = (departure - arrival).days
        self.look()

    def redraw(self, moved: Moved) -> None:
        """Something has changed: ask again."""
        if moved.units or moved.house:
            self.look()

    def look(self) -> None:
        """List what is free."""
        self.set_error(None)
        arrival, departure = self._arrival.value(), self._departure.value()
        if arrival is None or departure is None:
            problem = self._arrival.problem() or self._departure.problem()
            ask = self._texts.tr("Please enter both days.")
            self._show_nothing(self._texts.tell(problem) if problem else ask)
            return
        try:
            found = self._queries.free(arrival, departure, self._persons.value() or None)
        except UserError as error:
            self._show_nothing(self._texts.tell(error))
            return
        self._show(found, arrival, departure)

    # ---- what is answered ----

    def _show_nothing(self, why: str) -> None:
        self._answer.setText(why)
        self._fill(())
        self._small.hide()

    def _show(self, found: Free, arrival: date, departure: date) -> None:
        texts, free = self._texts, found.fitting
        length = nights(texts, (departure - arrival).days)
        offers = [NextFree(unit, arrival) for unit in free]
        if free:
            words = texts.trn("{n} unit is free", "{n} units are free", len(free))
            self._answer.setText(f"{words} · {length}")
        else:
            offers = self._queries.next_free(arrival, departure, self._persons.value() or None)
            self._answer.setText(
                texts.tr("Nothing is free then. Next free for {nights}:", nights=length)
                if offers
                else texts.tr("No unit has room for so many.")
            )
        self._fill(offers, later=not free)
        names = ", ".join(self._with_room(unit) for unit in found.too_small)
        self._small.setText(texts.tr("Free, but too small: {units}", units=names))
        self._small.setVisible(bool(found.too_small))
        announce(self, self._answer.text())

    def _fill(self, offers: Sequence[NextFree], *, later: bool = False) -> None:
        """List what is offered, with its day where that is `later` than was asked for."""
        place = self._units.currentRow()
        before = self._units.item(place).data(Qt.ItemDataRole.UserRole) if place >= 0 else None
        self._offers = {offer.unit.id: offer for offer in offers}
        self._units.clear()
        for offer in offers:
            unit = offer.unit
            words = self._line(unit)
            if later:
                words = self._texts.tr("from {day}: {unit}", day=offer.arrival, unit=words)
            dot = dot_icon(unit.colour)
            # Qt would tint it in the chosen row: a colour that means a unit stays what it is.
            dot.addPixmap(dot.pixmap(QSize(_DOT, _DOT), 2.0), QIcon.Mode.Selected)
            item = add_row(self._units, words, dot)
            item.setData(Qt.ItemDataRole.UserRole, unit.id)
            item.setSizeHint(QSize(0, _ROW))
            if unit.id == before:
                self._units.setCurrentItem(item)
        if offers and self._units.currentRow() < 0:
            self._units.setCurrentRow(0)
        self._units.setVisible(bool(offers))
        self.primary_button.setEnabled(bool(offers))

    def _line(self, unit: Unit) -> str:
        parts = [unit.name]
        if unit.capacity is not None:
            parts.append(self._texts.trn("{n} person", "{n} persons", unit.capacity))
        if len(self._houses) > 1:
            parts.append(self._houses.get(unit.property_id, ""))
        return " · ".join(parts)

    def _with_room(self, unit: Unit) -> str:
        return f"{unit.name} ({unit.capacity})"

    # ---- what is chosen ----

    def _choose_current(self) -> None:
        if self._units.currentRow() >= 0:
            self._choose(self._units.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        arrival, departure = self._arrival.value(), self._departure.value()
        if arrival is not None and departure is not None and self.isVisible():
            offer = self._offers[item.data(Qt.ItemDataRole.UserRole)]
            self.accept()
            self.free_chosen.emit(
                offer.unit.id, offer.arrival, offer.arrival + (departure - arrival)
            )
