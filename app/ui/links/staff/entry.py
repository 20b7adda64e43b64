"""Entering and editing a staff member."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.links.details import Field
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, default_details
from app.ui.kit import Dialog, Form, FormRow
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox
from app.ui.links.base.adding import add_link
from app.ui.links.share.ready import ReadyDialog
from app.ui.links.staff.unit_ticks import UnitTicks

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.house.staff import StaffMember
    from app.core.links.link import Link
    from app.ui.base.context import Context

_INDENT = 24


class StaffEntry(Dialog):
    """Enter a staff member, or edit `member` as they were when the dialog was opened.

    Signals:
        saved(int): the id of whom was saved.
    """

    saved = Signal(int)

    def __init__(
        self,
        context: Context,
        member: StaffMember | None,
        parent: QWidget,
        *,
        with_link: bool = True,
    ) -> None:
        """`with_link` offers a new member's link right away."""
        texts = context.texts
        super().__init__(
            texts.tr("New staff member") if member is None else texts.tr("Edit staff member"),
            texts.tr("Add staff member") if member is None else texts.tr("Save"),
            texts.tr("Cancel"),
            name="staff_entry",
            width=460,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._over = parent
        self._member = member
        self._make_fields()
        self._link = _LinkOffer(context, self)
        self._link.setVisible(with_link and member is None)
        self.content.addWidget(self._link)
        self._fill(StaffDraft(name="") if member is None else member.draft())
        self.submitted.connect(self._submit)
        self._name.selectAll()
        self._name.setFocus()

    def _make_fields(self) -> None:
        tr, units = self._texts.tr, self._context.services.units.all()
        self._form = Form(name="staff_form", parent=self)
        self.content.addWidget(self._form)
        self._name = QLineEdit()
        self._name.setObjectName("staff_name")
        self._role = _role_field(
            [tr("Cleaning"), tr("Caretaker")], self._context.services.staff.all()
        )
        rows = self._form.add_side_by_side(
            (tr("Name"), self._name), (tr("Role (optional)"), self._role)
        )
        self._name_row, self._role_row = rows
        self._units = UnitTicks(self._texts, units, self._context.services.units.properties())
        self._known = frozenset(unit.id for unit in units)
        self._units_row = self._form.add(tr("Looks after"), self._units)
        self._units.changed.connect(self._say_what_it_means)

    def _fill(self, draft: StaffDraft) -> None:
        self._name.setText(draft.name)
        self._role.setEditText(draft.role)
        self._units.tick(draft.unit_ids)
        self._say_what_it_means()

    def _say_what_it_means(self) -> None:
        if self._units.unit_ids():
            self._units_row.set_hint("")
            return
        self._units_row.set_hint(
            self._texts.tr(
                "No unit: their links show only the occupancies that they are in charge of."
            )
        )

    def _draft(self) -> StaffDraft:
        # Archived units are not offered, and stay theirs until they come back.
        hidden = frozenset[int]() if self._member is None else self._member.unit_ids - self._known
        return StaffDraft(
            name=self._name.text(),
            role=self._role.currentText(),
            unit_ids=self._units.unit_ids() | hidden,
        )

    def _submit(self) -> None:
        self._form.clear_errors()
        self.set_error(None)
        draft = self._draft()
        self._check(self._name_row, lambda: core_texts.name(draft.name))
        self._check(self._role_row, lambda: core_texts.one_line(draft.role, core_texts.NAME_LIMIT))
        if self._form.focus_first_error():
            return
        try:
            saved = self._save(draft)
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        link = self._link.add(saved) if self._link.wanted else None
        self.accept()
        self.saved.emit(saved.id)
        if link is not None:
            ReadyDialog(self._context, link, self._over).open()

    def _save(self, draft: StaffDraft) -> StaffMember:
        staff, before = self._context.services.staff, self._member
        if before is None:
            return staff.add(draft)
        return staff.change(before.id, draft, sequence=before.sequence)

    def _check(self, row: FormRow, clean: Callable[[], object]) -> None:
        try:
            clean()
        except UserError as error:
            row.set_error(self._texts.tell(error))


class _LinkOffer(QWidget):
    """Whether a new member gets a link with their changeover days at once."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._link = QCheckBox(tr("Make a link with the changeover days at once"), self)
        self._link.setObjectName("staff_link")
        self._link.setChecked(True)
        self._details = default_details(LinkKind.CHANGEOVERS)
        self._persons = QCheckBox(tr("with the number of persons who arrive next"), self)
        self._persons.setObjectName("staff_link_persons")
        self._persons.setChecked(Field.PERSONS in self._details.fields)
        column.addWidget(self._link)
        under = QHBoxLayout()
        under.setContentsMargins(_INDENT, 0, 0, 0)
        under.addWidget(self._persons)
        add_layout(column, under)
        self._link.toggled.connect(self._persons.setEnabled)

    @property
    def wanted(self) -> bool:
        return not self.isHidden() and self._link.isChecked()

    def add(self, member: StaffMember) -> Link | None:
        """Add the link; None where it was refused, which is told."""
        texts = self._context.texts
        fields = frozenset({Field.PERSONS}) if self._persons.isChecked() else frozenset()
        choices = LinkChoices(
            label=texts.tr("Changeover days"),
            details=replace(self._details, fields=fields),
            language=texts.language.key,
        )
        target = Target(Scope.STAFF, member.id)
        try:
            return add_link(self._context, LinkKind.CHANGEOVERS, target, choices)
        except UserError as error:
            self._context.notices.fail(error)
            return None


def _role_field(suggested: list[str], staff: list[StaffMember]) -> QComboBox:
    field = ComboBox()
    field.setObjectName("staff_role")
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    own = sorted({member.role for member in staff if member.role} - set(suggested))
    field.addItems([*suggested, *own])
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(10)
    return field
