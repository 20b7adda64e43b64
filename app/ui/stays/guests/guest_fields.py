"""Who comes and how they are reached, with who has been here before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.stays.guests import person
from app.core.stays.occupancy import email_address
from app.ui.kit import Button, Form, Variant
from app.ui.stays.guests.filling import Filling
from app.ui.stays.guests.guest_field import GuestField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.stays.guests import KnownGuest
    from app.core.stays.occupancy import OccupancyDraft
    from app.ui.base.context import Context
    from app.ui.kit import FormRow


class GuestFields(Form):
    """Name, phone and e-mail.

    Two things lie elsewhere in the dialog: `contact`, the field for what else is known, and the
    button `stays`, which says how often this guest is in the plan beside.

    Signals:
        stays_wanted(OccupancyDraft): the owner wants to see the other stays of this guest.
        filled(): an earlier guest was taken over, or that was undone.
    """

    stays_wanted = Signal()
    filled = Signal()

    def __init__(self, context: Context, contact: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(name="guest_fields", parent=parent)
        self._texts = texts = context.texts
        self._but: int | None = None
        self.guest = GuestField(texts, context.services.guests.book)
        self.phone, self.email = QLineEdit(), QLineEdit()
        self.phone.setObjectName("phone")
        self.email.setObjectName("email")
        self._guest_row = self.add(texts.tr("Guest"), self.guest)
        self.stays = Button("", Variant.LINK, name="guest_stays")
        self.stays.hide()
        self._phone_row, self._email_row = self.add_side_by_side(
            (texts.tr("Phone"), self.phone), (texts.tr("E-mail"), self.email)
        )
        self._filling = Filling(self.guest, self.phone, self.email, contact)
        self._filling.filled.connect(self._count_stays)
        self._filling.filled.connect(self.filled)
        self.guest.guest_chosen.connect(self._take_over)
        self.stays.clicked.connect(self.stays_wanted)
        for field in (self.guest, self.phone, self.email):
            field.editingFinished.connect(self._count_stays)

    def fill(self, draft: OccupancyDraft, but: int | None) -> None:
        """Show what is known; `but` is the id of the stay that is edited, None of a new one."""
        self._but = but
        self.guest.setText(draft.guest)
        self.phone.setText(draft.phone)
        self.email.setText(draft.email)
        self.stays.hide()
        if draft.guest or draft.phone or draft.email:
            # Once the dialog is there: all guests are looked at.
            QTimer.singleShot(0, self, self._count_stays)

    def check(self) -> bool:
        """Say under each field what is wrong; whether all is right."""
        self._try(self._guest_row, lambda: core_texts.one_line(self.guest.text()))
        phone = self.phone.text
        self._try(self._phone_row, lambda: core_texts.one_line(phone(), core_texts.NAME_LIMIT))
        self._try(self._email_row, lambda: email_address(self.email.text()))
        rows = (self._guest_row, self._phone_row, self._email_row)
        return not any(row.error() for row in rows)

    def values(self) -> dict[str, object]:
        """What is entered, by the names of the draft's fields."""
        return {
            "guest": self.guest.text(),
            "phone": self.phone.text(),
            "email": self.email.text(),
        }

    def _take_over(self, known: KnownGuest) -> None:
        self._filling.fill(known)

    def _try(self, row: FormRow, check: Callable[[], object]) -> None:
        try:
            check()
            row.set_error(None)
        except UserError as error:
            row.set_error(self._texts.tell(error))

    def _count_stays(self) -> None:
        """Say how often this guest is in the plan beside this stay."""
        who = person(self.guest.text(), self.phone.text(), self.email.text())
        count = len(self.guest.book.stays_of(who, self._but))
        self.stays.setText(
            self._texts.trn("{n} other stay of this guest", "{n} other stays of this guest", count)
        )
        self.stays.set_icon("history")
        self.stays.setVisible(count > 0)
