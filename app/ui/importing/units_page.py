"""Which unit each name means that the house does not know: guessed, and the owner's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.exchange.columns import UnitWord
from app.ui.kit import Button, ElidedLabel, Label, Role, ScrollPage
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.core.exchange.columns import Meant
    from app.core.exchange.unit_names import UnknownUnit
    from app.core.house.unit import Unit
    from app.i18n import Catalogue

MOST = 60
"""So many names are asked for; a column that has more is hardly one of units."""
_NOT_SAID = ""


class UnitsPage(QWidget):
    """A row for each name, with how often it stands in the file.

    Signals:
        changed(): something else is chosen.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, units: Sequence[Unit], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._units = units
        self._asked: Sequence[UnknownUnit] = ()
        self._choices: list[ComboBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._lead = Label("", Role.MUTED, wrap=True, name="import_units_lead", parent=self)
        column.addWidget(self._lead)
        self._scroll = ScrollPage(margin=2, name="import_names", parent=self)
        self._scroll.setAccessibleName(texts.tr("Names in the file"))
        column.addWidget(self._scroll, 1)
        rest = QHBoxLayout()
        rest.setSpacing(8)
        self._rest_buttons = [
            self._rest_button(texts.tr("Leave out all others"), UnitWord.LEFT_OUT, "out"),
            self._rest_button(texts.tr("Add units for all others"), UnitWord.NEW, "new"),
        ]
        for button in self._rest_buttons:
            rest.addWidget(button)
        rest.addStretch(1)
        add_layout(column, rest)

    def show_names(self, unknown: Sequence[UnknownUnit], known: Mapping[str, Meant]) -> None:
        """Ask for names; `known` is what was said of them before, by the name."""
        texts = self._texts
        self._asked = unknown[:MOST]
        said = [
            texts.tr(
                "The file calls units by names that you have not. Which of your units is meant?"
            )
        ]
        if len(unknown) > MOST:
            said.append(
                texts.tr(
                    "There are {count} such names, more than a house has units; is it the right "
                    "column? The most frequent are asked for, the rest is refused.",
                    count=texts.number(len(unknown)),
                )
            )
        self._lead.setText(" ".join(said))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for place, one in enumerate(self._asked):
            self._add_row(grid, place, one, known.get(one.name, one.near))
        self._scroll.body.addWidget(rows)
        self._scroll.add_end()
        self._draw_rest()

    def said(self) -> dict[str, Meant]:
        """Return what each name means, as far as it is said."""
        chosen = {
            one.name: combo.currentData()
            for one, combo in zip(self._asked, self._choices, strict=True)
        }
        return {name: _meant(data) for name, data in chosen.items() if data != _NOT_SAID}

    def problem(self) -> str:
        """Say what is still missing, empty where nothing is."""
        said = self.said()
        for one in self._asked:
            if one.name not in said:
                return self._texts.tr(
                    "Which unit is “{name}”? Please choose it, or leave its lines out.",
                    name=one.name,
                )
        return ""

    def _add_row(
        self, grid: QGridLayout, place: int, one: UnknownUnit, meant: Meant | None
    ) -> None:
        texts = self._texts
        name = ElidedLabel(one.name, Role.STRONG, name=f"import_name_{place}", parent=self)
        lines = Label(texts.trn("{n} line", "{n} lines", one.lines), Role.MUTED, parent=self)
        choice = ComboBox(parent=self)
        choice.setObjectName(f"import_meant_{place}")
        choice.setAccessibleName(texts.tr("Which unit “{name}” is", name=one.name))
        choice.addItem(texts.tr("Please choose"), _NOT_SAID)
        for unit in self._units:
            choice.addItem(dot_icon(unit.colour), unit.name, str(unit.id))
        choice.insertSeparator(choice.count())
        choice.addItem(texts.tr("Leave out"), UnitWord.LEFT_OUT.value)
        choice.addItem(texts.tr("Add as a new unit"), UnitWord.NEW.value)
        choice.setCurrentIndex(max(0, choice.findData(_NOT_SAID if meant is None else str(meant))))
        choice.activated.connect(self._choose)
        name.setBuddy(choice)
        self._choices.append(choice)
        for at, widget in enumerate((name, lines, choice)):
            grid.addWidget(widget, place, at, Qt.AlignmentFlag.AlignVCenter)

    def _rest_button(self, text: str, word: UnitWord, name: str) -> Button:
        button = Button(text, name=f"import_rest_{name}", parent=self)
        button.clicked.connect(lambda: self._say_rest(word))
        return button

    def _say_rest(self, word: UnitWord) -> None:
        """Say the same of all names of which nothing is said."""
        for choice in self._choices:
            if choice.currentData() == _NOT_SAID:
                choice.setCurrentIndex(choice.findData(word.value))
        self._choose()

    def _choose(self) -> None:
        self._draw_rest()
        self.changed.emit()

    def _draw_rest(self) -> None:
        """Offer the buttons for the rest while there is one, worth a button."""
        left = sum(choice.currentData() == _NOT_SAID for choice in self._choices)
        for button in self._rest_buttons:
            button.setVisible(len(self._choices) > 1)
            button.setEnabled(left > 0)


def _meant(data: str) -> Meant:
    return UnitWord(data) if data in set(UnitWord) else int(data)
