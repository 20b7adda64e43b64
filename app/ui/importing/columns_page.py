"""What each column of the file says: guessed, and the owner's to change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.exchange.columns import Columns, with_order
from app.core.exchange.day_cells import Cell, DateOrder
from app.core.exchange.fields import HEADINGS, FileField
from app.core.exchange.table import FileTable
from app.ui.kit import ElidedLabel, Form, Label, Role, ScrollPage, SegmentedControl
from app.ui.kit.floating.popups import ComboBox
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.core.house.unit import Unit
    from app.i18n import Catalogue

_SHOWN = 3
"""So many lines of the file stand beside each column."""


class ColumnsPage(QWidget):
    """A row for each column of the file; below them the unit of what names none, and the dates.

    Signals:
        changed(): `columns` is another value.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, units: Sequence[Unit], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._table: FileTable | None = None
        self.columns = Columns(())
        self._fields: list[ComboBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._lead = Label("", Role.MUTED, wrap=True, name="import_lead", parent=self)
        column.addWidget(self._lead)
        self._scroll = ScrollPage(margin=2, name="import_columns", parent=self)
        self._scroll.setAccessibleName(texts.tr("Columns of the file"))
        column.addWidget(self._scroll, 1)
        self._rows: QWidget | None = None
        self._form = Form(name="import_form", parent=self)
        self._unit = ComboBox(parent=self)
        self._unit.setObjectName("import_unit")
        self._unit.addItem(texts.tr("Please choose"), None)
        for unit in units:
            self._unit.addItem(dot_icon(unit.colour), unit.name, unit.id)
        self._unit_row = self._form.add(texts.tr("Unit of all of them"), self._unit)
        self._order = SegmentedControl(
            [
                (DateOrder.DAY_FIRST.value, texts.tr("Day first")),
                (DateOrder.MONTH_FIRST.value, texts.tr("Month first")),
            ],
            accessible_name=texts.tr("How the file writes dates"),
            name="import_order",
            parent=self,
        )
        self._order_row = self._form.add(texts.tr("How the file writes dates"), self._order)
        column.addWidget(self._form)
        self._unit.activated.connect(self._choose_unit)
        self._order.chosen.connect(self._choose_order)

    def show_table(self, table: FileTable, columns: Columns) -> None:
        """Show the columns of a file, as they are guessed or remembered."""
        self._table, self.columns = table, columns
        self._lead.setText(
            self._texts.trn(
                "{n} line. What does each column say?",
                "{n} lines. What does each column say?",
                len(table.rows),
            )
        )
        rows = self._rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._fields = []
        for place, heading in enumerate(table.headings):
            called = heading or self._texts.tr("Column {number}", number=place + 1)
            self._add_row(grid, place, called)
        self._scroll.body.addWidget(rows)
        self._scroll.add_end()
        self._draw()

    def show_unit_alone(self, columns: Columns, count: int) -> None:
        """Ask for the unit of a calendar: it has no columns."""
        self._table, self.columns = None, columns
        self._lead.setText(
            self._texts.trn("The calendar has {n} event.", "The calendar has {n} events.", count)
        )
        self._scroll.hide()
        self._draw()

    def problem(self) -> str:
        """Say what is still missing, empty where nothing is."""
        if self._table is None:
            return ""
        texts, fields = self._texts, self.columns.fields
        if FileField.ARRIVAL not in fields:
            return texts.tr("Which column is the arrival? Please choose it.")
        if FileField.DEPARTURE not in fields and FileField.NIGHTS not in fields:
            return texts.tr("Which column is the departure? Please choose it.")
        if not self.columns.complete:
            return texts.tr("Which unit are these occupancies of? Please choose it.")
        return ""

    def _add_row(self, grid: QGridLayout, place: int, called: str) -> None:
        assert self._table is not None
        texts = self._texts
        name = ElidedLabel(called, Role.STRONG, name=f"import_heading_{place}", parent=self)
        name.setFixedWidth(170)
        cells = [row[place] for row in self._table.rows[:60] if row[place]][:_SHOWN]
        sample = ElidedLabel(" · ".join(map(self._shown, cells)), Role.MUTED, parent=self)
        sample.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        field = ComboBox(parent=self)
        field.setObjectName(f"import_field_{place}")
        field.setAccessibleName(texts.tr("What “{column}” says", column=called))
        field.addItem(texts.tr("not imported"), None)
        for one, label in HEADINGS.items():
            field.addItem(texts.tr(label), one.value)
        field.activated.connect(lambda _at, place=place: self._choose_field(place))
        name.setBuddy(field)
        self._fields.append(field)
        for at, widget in enumerate((name, sample, field)):
            grid.addWidget(widget, place, at, Qt.AlignmentFlag.AlignVCenter)

    def _shown(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return " ".join(cell.split())[:80]
        day: date = cell
        return self._texts.date(day)

    def _choose_field(self, place: int) -> None:
        assert self._table is not None
        value = self._fields[place].currentData()
        field = None if value is None else FileField(value)
        columns = self.columns.with_field(place, field)
        dates = {FileField.ARRIVAL, FileField.DEPARTURE}
        if {field, self.columns.fields[place]} & dates:
            columns = with_order(columns, self._table)
        self._become(columns)

    def _choose_unit(self) -> None:
        self._become(replace(self.columns, unit_id=self._unit.currentData()))

    def _choose_order(self, key: str) -> None:
        self._become(replace(self.columns, order=DateOrder(key)))

    def _become(self, columns: Columns) -> None:
        self.columns = columns
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        """Let all fields show what `columns` says."""
        for field, combo in zip(self.columns.fields, self._fields, strict=True):
            combo.setCurrentIndex(combo.findData(None if field is None else field.value))
        self._unit.setCurrentIndex(max(self._unit.findData(self.columns.unit_id), 0))
        named = FileField.UNIT in self.columns.fields
        self._unit_row.setVisible(not named)
        self._order_row.setVisible(not self.columns.sure)
        self._order.select(self.columns.order.value)
        self._order_row.set_hint(self._order_hint() if not self.columns.sure else "")

    def _order_hint(self) -> str:
        """Show what the first date of the file would mean."""
        return self._texts.tr(
            "The file does not tell whether 03/04/2027 is the 3rd of April or the 4th of March."
        )
