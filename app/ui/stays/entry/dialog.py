"""The dialog in which an occupancy is entered and edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.stays.dates import check_day
from app.core.stays.occupancy import KIND_LABELS, PERSONS_LIMIT, Kind, OccupancyDraft, Status
from app.ui.kit import Banner, Button, Form, NumberField, SegmentedControl, TextArea, Tone
from app.ui.stays.entry.block import as_block, joined, parted
from app.ui.stays.entry.date_entry import DateEntry
from app.ui.stays.entry.portal_field import PortalField
from app.ui.stays.entry.staff_field import StaffField
from app.ui.stays.entry.stay_dialog import StayDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.kit import FormRow
    from app.ui.stays.actions import Actions


@dataclass(frozen=True, slots=True)
class Choices:
    """What the dialogs offer: units to choose from, and portals named before."""

    units: Sequence[Unit]
    own_portals: Sequence[str]


class OccupancyDialog(StayDialog):
    """Enter a new occupancy, or edit `occupancy` as it was when the dialog was opened."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        choices: Choices,
        *,
        occupancy: Occupancy | None = None,
        unit_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`unit_id` is the unit to start with for a new one."""
        texts = context.texts
        editing = occupancy is not None
        super().__init__(
            texts,
            title=texts.tr("Edit occupancy") if editing else texts.tr("New occupancy"),
            primary=texts.tr("Save") if editing else texts.tr("Enter occupancy"),
            cancel=texts.tr("Cancel"),
            name="occupancy_dialog",
            width=560,
            parent=parent,
        )
        self._context = context
        self._actions = actions
        self._occupancy = occupancy
        self._saving = False
        self._moved = self._make_moved()
        self.content.addWidget(self._moved)
        self.add_stay(context, choices.units, but=occupancy.id if occupancy else None)
        self._make_fields(choices)
        self.add_in_spite()
        self.stay.unit.currentIndexChanged.connect(self._hint_capacity)
        self.submitted.connect(self._submit)
        if occupancy is None:
            self.stay.set_stay(unit_id, None, None)
            self.stay.arrival.setFocus()
        else:
            self.fill(occupancy.draft())
            self.stay.arrival.setFocus()

    def _make_moved(self) -> Banner:
        texts = self.texts
        banner = Banner(
            Tone.CAREFUL,
            texts.tr("Changed elsewhere meanwhile."),
            texts.tr("What is here now can no longer be saved."),
            name="moved",
            parent=self,
        )
        reload = banner.add_action(Button(texts.tr("Load again"), name="moved_reload"))
        reload.clicked.connect(self._load_again)
        banner.hide()
        return banner

    def _make_fields(self, choices: Choices) -> None:
        texts = self.texts
        self._kind = SegmentedControl(
            [(kind.value, texts.tr(label)) for kind, label in KIND_LABELS.items()],
            accessible_name=texts.tr("Kind"),
            name="kind",
        )
        statuses = [("confirmed", texts.tr("confirmed")), ("option", texts.tr("Option"))]
        if self._occupancy is not None:
            statuses.append(("cancelled", texts.tr("cancelled")))
        self._status = SegmentedControl(statuses, accessible_name=texts.tr("Status"), name="status")
        self._until = DateEntry(
            texts,
            self._context.services.house_clock.today(),
            name="option_until",
            accessible_name=texts.tr("Option until"),
        )
        self._reason = _line("reason")
        self._reason.setPlaceholderText(texts.tr("e.g. renovation"))
        self._guest = _line("guest")
        self._contact = _line("contact")
        self._persons = NumberField(0, most=PERSONS_LIMIT, name="persons")
        self._persons.setSpecialValueText("–")
        self._portal = PortalField(choices.own_portals, texts.tr("direct"))
        self._staff = StaffField(texts, self._context.services.staff)
        self._note = TextArea(name="note", lines=3)
        self._form = form = Form(parent=self)
        _, self._status_row = form.add_side_by_side(
            (texts.tr("Kind"), self._kind), (texts.tr("Status"), self._status)
        )
        self._until_row = form.add(texts.tr("Option until"), self._until)
        self._reason_row = form.add(texts.tr("Reason"), self._reason)
        self._guest_row, self._contact_row = form.add_side_by_side(
            (texts.tr("Guest"), self._guest), (texts.tr("Contact"), self._contact)
        )
        self._persons_row, self._portal_row, self._staff_row = form.add_side_by_side(
            (texts.tr("Persons"), self._persons),
            (texts.tr("Portal"), self._portal),
            (texts.tr("In charge"), self._staff),
        )
        self._staff_row.setVisible(self._staff.offers())
        self._note_row = form.add(texts.tr("Note"), self._note)
        self._until_row.hide()
        self._reason_row.hide()
        self.content.addWidget(form)
        self._kind.chosen.connect(self._kind_chosen)
        self._status.chosen.connect(self._status_chosen)
        self._until.editingFinished.connect(self._until_left)
        self._persons.valueChanged.connect(self._hint_capacity)

    def fill(self, draft: OccupancyDraft) -> None:
        """Show this in the fields."""
        self._kind.select(draft.kind.value)
        self._status.select(draft.status.value)
        self._until.set_value(draft.option_until)
        block = draft.kind is Kind.BLOCK
        self._reason.setText(draft.called if block else "")
        self._guest.setText("" if block else draft.guest)
        self._contact.setText(draft.contact)
        self._persons.setValue(draft.persons or 0)
        self._portal.set_portal(draft.portal)
        self._staff.choose(draft.staff_id)
        self._staff_row.setVisible(self._staff.offers())
        self._note.setPlainText(draft.more_note)
        self.stay.set_stay(draft.unit_id, draft.arrival, draft.departure)
        self._show_kind()
        self._show_status()

    def choose_status(self, status: Status) -> None:
        """Choose a status, as the owner may."""
        self._status.select(status.value)
        self._show_status()

    def look_again(self) -> None:
        """Something has moved, perhaps what is being edited here, perhaps who takes its nights."""
        if self._saving:
            return
        self.stay.look()
        self._staff.read()
        self._staff_row.setVisible(self._staff.offers())
        self._show_moved()

    def _submit(self) -> None:
        draft = self._draft()
        if draft is None:
            self.focus_error(self.stay.form, self._form)
            return
        self._saving = True
        saved = self.attempt(lambda *allowed: self._save(draft, *allowed))
        self._saving = False
        if saved is None:
            self._show_moved()
            return
        self.accept()
        self.saved.emit(saved.id)

    def _save(self, draft: OccupancyDraft, in_spite: bool, long: bool) -> Occupancy:
        if self._occupancy is None:
            return self._actions.add(draft, allow_conflict=in_spite, allow_long=long)
        return self._actions.change(
            self._occupancy, draft, allow_conflict=in_spite, allow_long=long
        )

    def _draft(self) -> OccupancyDraft | None:
        """What is in the fields; None, and words under each field that is wrong."""
        self._form.clear_errors()
        stay = self.stay.stay()
        status = Status(self._status.current())
        until = self._until.value() if status is Status.OPTION else None
        self._until_row.set_error(self._until_error(status))
        self._check(self._reason_row, lambda: core_texts.one_line(self._reason.text()))
        self._check(self._guest_row, lambda: core_texts.one_line(self._guest.text()))
        self._check(self._contact_row, lambda: core_texts.one_line(self._contact.text()))
        self._check(
            self._portal_row,
            lambda: core_texts.one_line(self._portal.currentText(), core_texts.NAME_LIMIT),
        )
        self._check(self._note_row, lambda: core_texts.note(self._noted()))
        rows = (self._until_row, self._reason_row, self._guest_row, self._contact_row)
        asked = [row for row in (*rows, self._portal_row, self._note_row) if not row.isHidden()]
        if stay is None or any(row.error() for row in asked):
            return None
        unit_id, arrival, departure = stay
        draft = OccupancyDraft(
            unit_id=unit_id,
            arrival=arrival,
            departure=departure,
            kind=Kind(self._kind.current()),
            status=status,
            option_until=until,
            guest=self._guest.text(),
            contact=self._contact.text(),
            persons=self._persons.value() or None,
            note=self._noted(),
            portal=self._portal.portal(),
            staff_id=self._staff.staff_id(),
        )
        return as_block(draft, self._occupancy) if self._blocked() else draft

    def _noted(self) -> str:
        """The note, for a block below its reason."""
        return joined(self._reason.text(), self._note.toPlainText())

    def _check(self, row: FormRow, check: Callable[[], object]) -> None:
        try:
            check()
        except UserError as error:
            row.set_error(self.texts.tell(error))

    def _until_error(self, status: Status) -> str | None:
        if status is not Status.OPTION:
            return None
        value, problem = self._until.value(), self._until.problem()
        if problem is not None:
            return self.texts.tell(problem)
        if value is None:
            return self.texts.tr("Until when does the option hold? Please enter a date.")
        try:
            check_day(value)
        except UserError as error:
            return self.texts.tell(error)
        return None

    def _until_left(self) -> None:
        if problem := self._until.problem():
            self._until_row.set_error(self.texts.tell(problem))
        elif self._until.value() is not None:
            self._until_row.set_error(None)

    def _blocked(self) -> bool:
        return self._kind.current() == Kind.BLOCK

    def _kind_chosen(self) -> None:
        if self._blocked() is self._reason_row.isHidden():
            reason, note = parted(self._noted()) if self._blocked() else ("", self._noted())
            self._reason.setText(reason)
            self._note.setPlainText(note)
        if self._blocked() and self._status.current() == Status.OPTION:
            # Nobody has to be waited for.
            self._status.select(Status.CONFIRMED.value)
        self._show_kind()
        self._show_status()

    def _show_kind(self) -> None:
        """A block has a reason and no guest."""
        texts, block = self.texts, self._blocked()
        for row in (self._guest_row, self._contact_row, self._persons_row, self._portal_row):
            row.setVisible(not block)
        self._reason_row.setVisible(block)
        if block:
            self.stay.name_days(texts.tr("Blocked from"), texts.tr("Free again from"))
        else:
            self.stay.name_days(texts.tr("Arrival"), texts.tr("Departure"))

    def _status_chosen(self) -> None:
        self._show_status()
        self.forget_conflict()
        if self._status.current() == Status.OPTION:
            self._until.setFocus()

    def _show_status(self) -> None:
        status = self._status.current()
        self._until_row.setVisible(status == Status.OPTION)
        self._status_row.setVisible(not self._blocked() or status != Status.CONFIRMED)
        self.stay.blocks = status != Status.CANCELLED
        self.stay.look()

    def _hint_capacity(self) -> None:
        unit, persons = self.stay.unit.unit(), self._persons.value()
        crowded = unit is not None and unit.capacity is not None and persons > unit.capacity
        self._persons_row.set_hint(
            self.texts.trn(
                "{unit} is for {n} person.",
                "{unit} is for {n} persons.",
                unit.capacity,
                unit=unit.name,
            )
            if crowded and unit is not None and unit.capacity is not None
            else ""
        )

    def _show_moved(self) -> None:
        if self._occupancy is None:
            return
        now = self._context.services.occupancies.get(self._occupancy.id)
        self._moved.setVisible(now.sequence != self._occupancy.sequence)

    def _load_again(self) -> None:
        assert self._occupancy is not None
        self._occupancy = self._context.services.occupancies.get(self._occupancy.id)
        self.set_error(None)
        self._moved.hide()
        self.fill(self._occupancy.draft())


def _line(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    return field
