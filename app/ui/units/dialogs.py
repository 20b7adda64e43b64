"""The dialogs in which a property and a unit are entered and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.house.unit import (
    CAPACITY_LIMIT,
    COLOURS,
    UNIT_KIND_LABELS,
    PropertyDraft,
    UnitDraft,
    UnitKind,
)
from app.override import override
from app.services.house.unit_names import NameTaken
from app.ui.kit import ColourPicker, Dialog, Form, FormRow, NumberField, TextArea
from app.ui.kit.floating.popups import ComboBox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.i18n import Catalogue


class _EntryDialog(Dialog):
    """A dialog with a name and an address, that stays open until they are saved.

    Signals:
        saved(int): the id of what was saved.
    """

    saved = Signal(int)

    def __init__(
        self, texts: Catalogue, *, title: str, primary: str, name: str, parent: QWidget
    ) -> None:
        super().__init__(title, primary, texts.tr("Cancel"), name=name, width=480, parent=parent)
        self.texts = texts
        self.form = Form(name=f"{name}_form", parent=self)
        self.content.addWidget(self.form)
        self.name_field = QLineEdit()
        self.name_field.setObjectName(f"{name}_name")
        self.address_field = TextArea(lines=2, name=f"{name}_address")
        self.name_row = self.form.add(texts.tr("Name"), self.name_field)
        self.address_row: FormRow | None = None
        self.submitted.connect(self._submit)

    def write(self) -> int:
        """Save what is in the fields and return its id (UserError)."""
        raise NotImplementedError

    def _submit(self) -> None:
        self.form.clear_errors()
        self.set_error(None)
        self._check(self.name_row, lambda: core_texts.name(self.name_field.text()))
        self._check(self.address_row, lambda: core_texts.note(self.address_field.toPlainText()))
        if self.form.focus_first_error():
            return
        try:
            saved = self.write()
        except NameTaken as error:
            self.name_row.set_error(self.texts.tell(error))
            self.name_field.selectAll()
            self.form.focus_first_error()
        except UserError as error:
            self.set_error(self.texts.tell(error))
        else:
            self.accept()
            self.saved.emit(saved)

    def _check(self, row: FormRow | None, clean: Callable[[], object]) -> None:
        if row is None:
            return
        try:
            clean()
        except UserError as error:
            row.set_error(self.texts.tell(error))


class PropertyDialog(_EntryDialog):
    """Enter a property, or edit `house` as it was when the dialog was opened."""

    def __init__(
        self,
        texts: Catalogue,
        write: Callable[[PropertyDraft], Property],
        *,
        house: Property | None = None,
        parent: QWidget,
    ) -> None:
        super().__init__(
            texts,
            title=texts.tr("New property") if house is None else texts.tr("Edit property"),
            primary=texts.tr("Add property") if house is None else texts.tr("Save"),
            name="property_dialog",
            parent=parent,
        )
        self._write = write
        self.name_field.setPlaceholderText(texts.tr("for example: Lake House"))
        self.address_row = self.form.add(texts.tr("Address (optional)"), self.address_field)
        if house is not None:
            self.name_field.setText(house.name)
            self.address_field.setPlainText(house.address)
        self.name_field.selectAll()
        self.name_field.setFocus()

    @override
    def write(self) -> int:
        draft = PropertyDraft(name=self.name_field.text(), address=self.address_field.toPlainText())
        return self._write(draft).id


class UnitDialog(_EntryDialog):
    """Enter a unit, or edit `unit` as it was when the dialog was opened."""

    def __init__(
        self,
        texts: Catalogue,
        write: Callable[[UnitDraft], Unit],
        houses: Sequence[Property],
        *,
        unit: Unit | None = None,
        property_id: int | None = None,
        colour: str = COLOURS[0],
        parent: QWidget,
    ) -> None:
        """`property_id` and `colour` are what a new unit starts with."""
        super().__init__(
            texts,
            title=texts.tr("New unit") if unit is None else texts.tr("Edit unit"),
            primary=texts.tr("Add unit") if unit is None else texts.tr("Save"),
            name="unit_dialog",
            parent=parent,
        )
        self._write = write
        self._make_fields(houses)
        start = unit.draft() if unit else UnitDraft(property_id=0, name="", colour=colour)
        self.fill(start)
        wanted = unit.property_id if unit else property_id
        if wanted is not None:
            self.house_field.setCurrentIndex(max(0, self.house_field.findData(wanted)))
        self.name_field.selectAll()
        self.name_field.setFocus()

    def fill(self, draft: UnitDraft) -> None:
        """Show this in the fields; the property stays."""
        self.name_field.setText(draft.name)
        self.kind_field.setCurrentIndex(self.kind_field.findData(draft.kind))
        self.capacity_field.setValue(draft.capacity or 0)
        self.colour_field.set_colour(draft.colour)
        self.address_field.setPlainText(draft.address)

    @override
    def write(self) -> int:
        draft = UnitDraft(
            property_id=self.house_field.currentData(),
            name=self.name_field.text(),
            address=self.address_field.toPlainText(),
            kind=UnitKind(self.kind_field.currentData()),
            colour=self.colour_field.colour(),
            capacity=self.capacity_field.value() or None,
        )
        return self._write(draft).id

    def _make_fields(self, houses: Sequence[Property]) -> None:
        tr = self.texts.tr
        self.name_field.setPlaceholderText(tr("for example: Lake House 1"))
        self.house_field = _combo("unit_dialog_house")
        for house in houses:
            self.house_field.addItem(house.name, house.id)
        self.kind_field = _combo("unit_dialog_kind")
        for kind, label in UNIT_KIND_LABELS.items():
            self.kind_field.addItem(tr(label), kind)
        self.capacity_field = NumberField(0, most=CAPACITY_LIMIT, name="unit_dialog_capacity")
        self.capacity_field.setSpecialValueText("–")
        self.colour_field = ColourPicker(
            _swatches(self.texts), tr("Own colour …"), name="unit_dialog_colour"
        )
        form = self.form
        form.add(tr("Property"), self.house_field)
        form.add_side_by_side((tr("Kind"), self.kind_field), (tr("Persons"), self.capacity_field))
        form.add(tr("Colour in lists and plan"), self.colour_field)
        self.address_row = form.add(
            tr("Address of its own (optional)"),
            self.address_field,
            hint=tr("Leave it empty where it is the property's."),
        )


def _combo(name: str) -> QComboBox:
    combo = ComboBox()
    combo.setObjectName(name)
    # A long name must not make the dialog wider; it is elided.
    combo.setMinimumContentsLength(12)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _swatches(texts: Catalogue) -> list[tuple[str, str]]:
    tr = texts.tr
    names = (
        tr("Teal"),
        tr("Violet"),
        tr("Amber"),
        tr("Green"),
        tr("Red"),
        tr("Blue"),
        tr("Brown"),
        tr("Grey"),
    )
    return list(zip(COLOURS, names, strict=True))
