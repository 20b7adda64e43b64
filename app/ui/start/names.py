"""The names of the units on the first start, one field each, ready to overwrite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.core import texts as text_rules
from app.core.errors import UserError
from app.ui.kit import FormRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Catalogue

_COLUMNS = 2


class UnitNames(QWidget):
    """Fields for names, side by side. What was typed survives a smaller number and comes back.

    Signals:
        ended(): the owner pressed Enter in the last one.
    """

    ended = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("start_names")
        self._texts = texts
        self._rows: list[FormRow] = []
        self._fields: list[QLineEdit] = []
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def show_count(self, count: int) -> None:
        """Show this many fields."""
        while len(self._rows) < count:
            self._add(len(self._rows))
        self._shown = count
        for index, row in enumerate(self._rows):
            row.setVisible(index < count)

    def names(self) -> list[str]:
        """What stands in the fields."""
        return [field.text() for field in self._fields[: self._shown]]

    def show_names(self, names: Sequence[str]) -> None:
        """Put these into the fields, of which there are as many."""
        self.show_count(len(names))
        for field, name in zip(self._fields, names, strict=False):
            field.setText(name)

    def fields(self) -> list[QLineEdit]:
        """The fields that are shown, in reading order."""
        return self._fields[: self._shown]

    def begin(self) -> None:
        """Put the keyboard into the first one, ready to be typed over."""
        self._enter(0)

    def _enter(self, index: int) -> None:
        if index >= self._shown:
            self.ended.emit()
            return
        field = self._fields[index]
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()

    def field(self, index: int) -> QLineEdit:
        """One of the fields, from 0 on."""
        return self._fields[index]

    def check(self) -> bool:
        """Say at each field what is wrong with it and go to the first; tell whether all is well."""
        seen: set[str] = set()
        wrong: list[QLineEdit] = []
        for field, row in zip(self._fields, self._rows[: self._shown], strict=False):
            sentence = self._fault(field.text(), seen)
            row.set_error(sentence)
            if sentence is not None:
                wrong.append(field)
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _fault(self, text: str, seen: set[str]) -> str | None:
        try:
            name = text_rules.name(text)
        except UserError as error:
            return self._texts.tell(error)
        key = text_rules.name_key(name)
        if key in seen:
            return self._texts.tr("Two units cannot have the same name.")
        seen.add(key)
        return None

    def _add(self, index: int) -> None:
        number = str(index + 1)
        field = QLineEdit(self._texts.tr("Apartment {n}", n=number), self)
        field.setObjectName(f"start_name_{index}")
        field.setAccessibleName(self._texts.tr("Name of unit {n}", n=number))
        field.returnPressed.connect(lambda: self._enter(index + 1))
        row = FormRow("", field, parent=self)
        self._grid.addWidget(row, index // _COLUMNS, index % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)
        self._fields.append(field)
