"""The dialog in which an occupancy is entered and edited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.dataclass import dataclass
from app.ui.kit import Banner, Button, Tone
from app.ui.stays.entry.occupancy_fields import OccupancyFields
from app.ui.stays.entry.origin import Origin
from app.ui.stays.entry.stay_dialog import StayDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
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
        if occupancy is not None and occupancy.foreign:
            self.content.addWidget(Origin(context, occupancy, self))
        self.add_in_spite()
        self.stay.unit.currentIndexChanged.connect(self._hint_capacity)
        self.submitted.connect(self._submit)
        if occupancy is None:
            self.stay.set_stay(unit_id, None, None)
        else:
            self.fill(occupancy.draft())
        self.stay.arrival.setFocus()
        self._as_opened = self._typed()
        if occupancy is not None and occupancy.blocks and occupancy.kind is not Kind.BLOCK:
            self._offer_letter()

    def _offer_letter(self) -> None:
        letter = Button(
            self.texts.tr("Confirmation …"), icon="sticky-note", name="stay_letter", parent=self
        )
        self.add_left_button(letter).clicked.connect(self._write_letter)

    def _typed(self) -> tuple[object, ...]:
        stay = self.stay
        where_and_when = (stay.unit.unit(), stay.arrival.text(), stay.departure.text())
        return where_and_when, self._fields.typed()

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
        self._fields = OccupancyFields(
            self._context,
            choices.own_portals,
            cancelled=self._occupancy is not None,
            parent=self,
        )
        self.content.addWidget(self._fields)
        self._fields.shown.connect(self._follow_fields)
        self._fields.status_chosen.connect(self.forget_conflict)
        self._fields.persons_changed.connect(self._hint_capacity)
        self._fields.guests.stays_wanted.connect(self._show_guest_stays)

    def fill(self, draft: OccupancyDraft) -> None:
        """Show this in the fields."""
        self._fields.fill(draft, self._occupancy.id if self._occupancy else None)
        self.stay.set_stay(draft.unit_id, draft.arrival, draft.departure)
        self._fields.show_kind_and_status()

    def choose_status(self, status: Status) -> None:
        """Choose a status, as the owner may."""
        self._fields.choose_status(status)

    def look_again(self) -> None:
        """Something has moved, perhaps what is being edited here, perhaps who takes its nights."""
        if self._saving:
            return
        self.stay.look()
        self._fields.read_staff()
        self._show_moved()

    def _submit(self) -> None:
        draft = self._fields.draft(self.stay.stay(), self._occupancy)
        if draft is None:
            self.focus_error(self.stay.form, *self._fields.forms)
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

    def _follow_fields(self) -> None:
        """A block has other words for its days, and what is cancelled takes no nights."""
        texts = self.texts
        if self._fields.blocked:
            self.stay.name_days(texts.tr("Blocked from"), texts.tr("Free again from"))
        else:
            self.stay.name_days(texts.tr("Arrival"), texts.tr("Departure"))
        self.stay.blocks = self._fields.status is not Status.CANCELLED
        self.stay.look()

    def _hint_capacity(self) -> None:
        self._fields.hint_capacity(self.stay.unit.unit())

    def _show_guest_stays(self) -> None:
        """Show the other stays of the guest; who goes to one of them is done here."""
        from app.ui.stays.guests.opening import open_guest_stays  # noqa: PLC0415  # seldom

        known: dict[str, Any] = self._fields.guests.values()
        anywhere = OccupancyDraft(unit_id=0, arrival=date.min, departure=date.max, **known)
        but = self._occupancy.id if self._occupancy else None
        dialog = open_guest_stays(self._context, anywhere, self, but=but)
        if dialog is not None and self._as_opened == self._typed():
            dialog.show_wanted.connect(self.reject)

    def _write_letter(self) -> None:
        """Show the letter that confirms the stay as it is kept: what is typed must be saved."""
        from app.ui.letters.opening import open_letter  # noqa: PLC0415  # seldom

        assert self._occupancy is not None, "else there is no such button"
        if self._as_opened != self._typed():
            self.set_error(self.texts.tr("Please save first: the letter tells what is saved."))
            return
        self.set_error(None)
        open_letter(self._context, self._occupancy, self)

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
