"""What is known of few guests: when they come, children, pets, and how else they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.stays.occupancy import PERSONS_LIMIT
from app.core.stays.typed_times import parse_time
from app.ui.kit import Form, NumberField

if TYPE_CHECKING:
    from datetime import time

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import OccupancyDraft
    from app.i18n import Catalogue


class MoreFields(Form):
    """Optional fields of a guest, folded away while nobody needs them.

    Signals:
        children_changed(): there is another number of children.
    """

    children_changed = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(name="more_fields", parent=parent)
        self._texts = texts
        self._time = QLineEdit()
        self._time.setObjectName("arrival_time")
        self._time.setPlaceholderText(texts.tr("e.g. 15:30"))
        self._children = NumberField(0, most=PERSONS_LIMIT, name="children")
        self._pets = NumberField(0, most=PERSONS_LIMIT, name="pets")
        for field in (self._children, self._pets):
            field.setSpecialValueText("–")
        self.contact = QLineEdit()
        self.contact.setObjectName("contact")
        self._time_row, self._children_row, _, self._contact_row = self.add_side_by_side(
            (texts.tr("Arrival time"), self._time),
            (texts.tr("Of them children"), self._children),
            (texts.tr("Pets"), self._pets),
            (texts.tr("Other contact"), self.contact),
        )
        self._time.editingFinished.connect(self._write_time)
        self._children.valueChanged.connect(self.children_changed)

    def fill(self, draft: OccupancyDraft) -> None:
        """Show what is known."""
        known = draft.arrival_time
        self._time.setText("" if known is None else self._texts.time(known))
        self._children.setValue(draft.children or 0)
        self._pets.setValue(draft.pets or 0)
        self.contact.setText(draft.contact)

    @property
    def children_count(self) -> int:
        """How many children are entered."""
        return self._children.value()

    def filled(self) -> bool:
        """Whether anything is entered here."""
        return bool(
            self._time.text().strip()
            or self._children.value()
            or self._pets.value()
            or self.contact.text().strip()
        )

    def arrival_time(self) -> time | None:
        """The time that is meant; None where there is none or it is wrong."""
        try:
            return parse_time(self._time.text()) if self._time.text().strip() else None
        except UserError:
            return None

    def check(self, persons: int) -> bool:
        """Say under each field what is wrong; whether all is right. `persons` come in all."""
        self._check_time()
        crowded = self._children.value() > persons
        self._children_row.set_error(
            self._texts.tr("More children than persons.") if crowded else None
        )
        try:
            core_texts.one_line(self.contact.text())
            self._contact_row.set_error(None)
        except UserError as error:
            self._contact_row.set_error(self._texts.tell(error))
        rows = (self._time_row, self._children_row, self._contact_row)
        return not any(row.error() for row in rows)

    def values(self) -> dict[str, object]:
        """What is entered, by the names of the draft's fields."""
        return {
            "arrival_time": self.arrival_time(),
            "children": self._children.value() or None,
            "pets": self._pets.value() or None,
            "contact": self.contact.text(),
        }

    def _check_time(self) -> None:
        try:
            if self._time.text().strip():
                parse_time(self._time.text())
            self._time_row.set_error(None)
        except UserError as error:
            self._time_row.set_error(self._texts.tell(error))

    def _write_time(self) -> None:
        self._check_time()
        if (meant := self.arrival_time()) is not None:
            self._time.setText(self._texts.time(meant))
