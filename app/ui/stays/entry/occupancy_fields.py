"""The fields of an occupancy besides its unit and its dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.stays.occupancy import KIND_LABELS, PERSONS_LIMIT, Kind, OccupancyDraft, Status
from app.ui.kit import Button, Form, NumberField, SegmentedControl, TextArea, Variant
from app.ui.kit.controls.layouts import insert_layout
from app.ui.stays.entry.block import as_block, joined, parted
from app.ui.stays.entry.option_until import OptionUntil
from app.ui.stays.entry.portal_field import PortalField
from app.ui.stays.entry.staff_field import StaffField
from app.ui.stays.guests.guest_fields import GuestFields
from app.ui.stays.guests.more_fields import MoreFields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.kit import FormRow


class OccupancyFields(Form):
    """Kind, status, guest and all that is noted; each kind and status has its own fields.

    Signals:
        shown(): the fields of a kind and a status are shown now.
        status_chosen(): the owner has chosen a status.
        persons_changed(): there is another number of persons.
    """

    shown = Signal()
    status_chosen = Signal()
    persons_changed = Signal()

    def __init__(
        self, context: Context, own_portals: Sequence[str], *, cancelled: bool, parent: QWidget
    ) -> None:
        """`cancelled` is whether that status is among those to choose from."""
        super().__init__(parent=parent)
        self._context = context
        self._texts = context.texts
        self._make_fields(own_portals, cancelled=cancelled)
        self._lay_out()
        self._connect()

    def _make_fields(self, own_portals: Sequence[str], *, cancelled: bool) -> None:
        texts = self._texts
        self._kind = SegmentedControl(
            [(kind.value, texts.tr(label)) for kind, label in KIND_LABELS.items()],
            accessible_name=texts.tr("Kind"),
            name="kind",
        )
        statuses = [("confirmed", texts.tr("confirmed")), ("option", texts.tr("Option"))]
        if cancelled:
            statuses.append(("cancelled", texts.tr("cancelled")))
        self._status = SegmentedControl(statuses, accessible_name=texts.tr("Status"), name="status")
        self._until = OptionUntil(texts, self._context.services.house_clock)
        self._reason = _line("reason")
        self._reason.setPlaceholderText(texts.tr("e.g. renovation"))
        self._more = MoreFields(texts, self)
        self.guests = GuestFields(self._context, self._more.contact)
        self._persons = NumberField(0, most=PERSONS_LIMIT, name="persons")
        self._persons.setSpecialValueText("–")
        self._portal = PortalField(own_portals, texts.tr("direct"))
        self._staff = StaffField(texts, self._context.services.staff)
        self._note = TextArea(name="note", lines=2)

    def _lay_out(self) -> None:
        texts = self._texts
        _, self._status_row = self.add_side_by_side(
            (texts.tr("Kind"), self._kind), (texts.tr("Status"), self._status)
        )
        self._until_row = self.add(texts.tr("Option until"), self._until)
        self._reason_row = self.add(texts.tr("Reason"), self._reason)
        self.body.insertWidget(self.body.count() - 1, self.guests)
        self._persons_row, self._portal_row, self._staff_row = self.add_side_by_side(
            (texts.tr("Persons"), self._persons),
            (texts.tr("Portal"), self._portal),
            (texts.tr("In charge"), self._staff),
        )
        self._staff_row.setVisible(self._staff.offers())
        self._note_row = self.add(texts.tr("Note"), self._note)
        self._fold = Button(texts.tr("More details"), Variant.LINK, name="more_fold", parent=self)
        line = QHBoxLayout()
        line.addWidget(self._fold)
        line.addStretch(1)
        line.addWidget(self.guests.stays)
        insert_layout(self.body, self.body.count() - 1, line)
        self._more.setParent(None)
        self.body.insertWidget(self.body.count() - 1, self._more)
        self._unfold(unfolded=False)
        self._until_row.hide()
        self._reason_row.hide()

    def _connect(self) -> None:
        self._kind.chosen.connect(self._kind_chosen)
        self._status.chosen.connect(self._status_chosen)
        self._until.editingFinished.connect(lambda: self._until.tell_left(self._until_row))
        self._persons.valueChanged.connect(self.persons_changed)
        self._more.children_changed.connect(self._count_children)
        self._fold.clicked.connect(lambda: self._unfold(unfolded=self._more.isHidden()))
        self.guests.filled.connect(self._show_filled)

    @property
    def status(self) -> Status:
        """The status that is chosen."""
        return Status(self._status.current())

    def choose_status(self, status: Status) -> None:
        """Choose a status, as the owner may."""
        self._status.select(status.value)
        self.show_kind_and_status()

    def read_staff(self) -> None:
        """Offer the staff members that there are now."""
        self._staff.read()
        self._staff_row.setVisible(self._staff.offers())

    @property
    def forms(self) -> tuple[Form, ...]:
        """Those in which something can be wrong, from top to bottom."""
        return self, self.guests, self._more

    def fill(self, draft: OccupancyDraft, but: int | None = None) -> None:
        """Show this; `show_kind_and_status` is still to be called.

        `but` is the id of what is edited.
        """
        self._kind.select(draft.kind.value)
        self._status.select(draft.status.value)
        self._until.set_value(draft.option_until)
        block = draft.kind is Kind.BLOCK
        self._reason.setText(draft.called if block else "")
        self.guests.fill(replace(draft, guest="") if block else draft, but)
        self._more.fill(draft)
        self._unfold(unfolded=self._more.filled())
        self._persons.setValue(draft.persons or 0)
        self._portal.set_portal(draft.portal)
        self._staff.choose(draft.staff_id)
        self._staff_row.setVisible(self._staff.offers())
        self._note.setPlainText(draft.more_note)

    def typed(self) -> tuple[object, ...]:
        """All that is entered, to tell whether it was touched."""
        chosen = (self._kind.current(), self._status.current(), self._staff.staff_id())
        texts = (self._until.text(), self._portal.currentText(), self._noted())
        return chosen, texts, self._persons.value(), self.guests.values(), self._more.values()

    def draft(
        self, stay: tuple[int, date, date] | None, before: Occupancy | None
    ) -> OccupancyDraft | None:
        """What is in the fields; None, and words under each field that is wrong.

        Args:
            stay: unit, arrival and departure, None where one of them is wrong.
            before: what is being edited.
        """
        self.clear_errors()
        status = self.status
        until = self._until.value() if status is Status.OPTION else None
        self._until_row.set_error(self._until.error() if status is Status.OPTION else None)
        self._check(self._reason_row, lambda: core_texts.one_line(self._reason.text()))
        guests = self.blocked or self._guests_right()
        self._check(
            self._portal_row,
            lambda: core_texts.one_line(self._portal.currentText(), core_texts.NAME_LIMIT),
        )
        self._check(self._note_row, lambda: core_texts.note(self._noted()))
        rows = (self._until_row, self._reason_row, self._portal_row, self._note_row)
        asked = [row for row in rows if not row.isHidden()]
        if stay is None or not guests or any(row.error() for row in asked):
            return None
        unit_id, arrival, departure = stay
        draft = OccupancyDraft(
            unit_id=unit_id,
            arrival=arrival,
            departure=departure,
            kind=Kind(self._kind.current()),
            status=status,
            option_until=until,
            persons=self._persons.value() or None,
            note=self._noted(),
            portal=self._portal.portal(),
            staff_id=self._staff.staff_id(),
        )
        if self.blocked:
            return as_block(draft, before)
        more: dict[str, Any] = {**self.guests.values(), **self._more.values()}
        return replace(draft, **more)

    def _guests_right(self) -> bool:
        guests = self.guests.check()
        more = self._more.check(self._persons.value())
        if not more:
            self._unfold(unfolded=True)
        return guests and more

    def _count_children(self) -> None:
        """Let there be as many persons as children at least, while these are counted."""
        self._persons.setValue(max(self._persons.value(), self._more.children_count))

    def _show_filled(self) -> None:
        if self._more.filled():
            self._unfold(unfolded=True)

    def _unfold(self, *, unfolded: bool) -> None:
        self._unfolded = unfolded
        self._more.setVisible(unfolded and not self.blocked)
        self._fold.set_icon("chevron-down" if unfolded else "chevron-right")
        self._fold.setAccessibleDescription(
            self._texts.tr("unfolded") if unfolded else self._texts.tr("folded")
        )

    def _noted(self) -> str:
        """The note, for a block below its reason."""
        return joined(self._reason.text(), self._note.toPlainText())

    def _check(self, row: FormRow, check: Callable[[], object]) -> None:
        try:
            check()
        except UserError as error:
            row.set_error(self._texts.tell(error))

    @property
    def blocked(self) -> bool:
        """Whether it is a block."""
        return self._kind.current() == Kind.BLOCK

    def _kind_chosen(self) -> None:
        if self.blocked is self._reason_row.isHidden():
            reason, note = parted(self._noted()) if self.blocked else ("", self._noted())
            self._reason.setText(reason)
            self._note.setPlainText(note)
        if self.blocked and self._status.current() == Status.OPTION:
            # Nobody has to be waited for.
            self._status.select(Status.CONFIRMED.value)
        self.show_kind_and_status()

    def show_kind_and_status(self) -> None:
        """Show the fields that belong to them: a block has a reason and no guest."""
        block, status = self.blocked, self.status
        for row in (self.guests, self._persons_row, self._portal_row, self._fold):
            row.setVisible(not block)
        if block:
            self.guests.stays.hide()
        self._more.setVisible(not block and self._unfolded)
        self._reason_row.setVisible(block)
        self._until_row.setVisible(status is Status.OPTION)
        self._status_row.setVisible(not block or status is not Status.CONFIRMED)
        self.shown.emit()

    def _status_chosen(self) -> None:
        self.show_kind_and_status()
        self.status_chosen.emit()
        if self.status is Status.OPTION:
            self._until.setFocus()

    def hint_capacity(self, unit: Unit | None) -> None:
        """Say where there are more persons than this unit is for."""
        persons = self._persons.value()
        crowded = unit is not None and unit.capacity is not None and persons > unit.capacity
        self._persons_row.set_hint(
            self._texts.trn(
                "{unit} is for {n} person.",
                "{unit} is for {n} persons.",
                unit.capacity,
                unit=unit.name,
            )
            if crowded and unit is not None and unit.capacity is not None
            else ""
        )


def _line(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    return field
