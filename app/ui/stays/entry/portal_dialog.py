"""Portal-Buchung eintragen: the quick way for what came in at Airbnb & Co."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.ui.kit import Banner, Form, Tone, announce
from app.ui.stays.entry.portal_field import PortalField
from app.ui.stays.entry.stay_dialog import StayDialog
from app.ui.stays.words import what_line

if TYPE_CHECKING:
    from app.ui.base.context import Context
    from app.ui.stays.actions import Actions
    from app.ui.stays.entry.dialog import Choices

_PORTAL_KEY = "occupancies/portal"


class PortalDialog(StayDialog):
    """Portal, unit, two dates, Enter; then it is ready for the next one. Escape ends it."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        choices: Choices,
        *,
        unit_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        texts = context.texts
        super().__init__(
            texts,
            title=texts.tr("Enter portal booking"),
            primary=texts.tr("Enter booking"),
            cancel=texts.tr("Close"),
            name="portal_dialog",
            width=460,
            parent=parent,
        )
        self._preferences = context.preferences
        self._actions = actions
        self._make_fields(context, choices)
        self.stay.set_stay(unit_id, None, None)
        self.submitted.connect(self._submit)
        start: QWidget = self.stay.unit if self._portal.portal() else self._portal
        start.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_fields(self, context: Context, choices: Choices) -> None:
        texts = self.texts
        self._done = Banner(Tone.GOOD, "", name="entered", parent=self)
        self._done.hide()
        self.content.addWidget(self._done)
        self._portal = PortalField(choices.own_portals)
        self._portal.set_portal(self._preferences.text(_PORTAL_KEY))
        self._head = Form(parent=self)
        self._portal_row = self._head.add(texts.tr("Portal"), self._portal)
        self.content.addWidget(self._head)
        self.add_stay(context, choices.units)
        self._guest = QLineEdit()
        self._guest.setObjectName("guest")
        self._guest.setPlaceholderText(texts.tr("if known"))
        self._foot = Form(parent=self)
        self._guest_row = self._foot.add(texts.tr("Guest"), self._guest)
        self.content.addWidget(self._foot)
        self.add_in_spite()

    def look_again(self) -> None:
        """Something has moved, perhaps who takes these nights."""
        self.stay.look()

    def _submit(self) -> None:
        draft = self._draft()
        if draft is None:
            self.focus_error(self._head, self.stay.form, self._foot)
            return
        saved = self.attempt(
            lambda in_spite, long: self._actions.add(
                draft, allow_conflict=in_spite, allow_long=long
            )
        )
        if saved is not None:
            self._preferences.note(_PORTAL_KEY, saved.portal)
            self._next(saved)
            self.saved.emit(saved.id)

    def _draft(self) -> OccupancyDraft | None:
        self._portal_row.set_error(self._portal_error())
        self._guest_row.set_error(self._guest_error())
        stay = self.stay.stay()
        if stay is None or self._portal_row.error() or self._guest_row.error():
            return None
        unit_id, arrival, departure = stay
        return OccupancyDraft(
            unit_id=unit_id,
            arrival=arrival,
            departure=departure,
            guest=self._guest.text(),
            portal=self._portal.portal(),
        )

    def _portal_error(self) -> str | None:
        if not self._portal.portal():
            return self.texts.tr("Which portal did the booking come in at?")
        try:
            core_texts.one_line(self._portal.currentText(), core_texts.NAME_LIMIT)
        except UserError as error:
            return self.texts.tell(error)
        return None

    def _guest_error(self) -> str | None:
        try:
            core_texts.one_line(self._guest.text())
        except UserError as error:
            return self.texts.tell(error)
        return None

    def _next(self, saved: Occupancy) -> None:
        """Say what was entered and empty what will differ; portal and unit stay."""
        unit = self.stay.unit.unit()
        what = what_line(self.texts, saved, unit.name if unit else "")
        self._done.set_content(Tone.GOOD, self.texts.tr("Entered:"), what)
        self._done.show()
        announce(self, self._done.plain_text())
        self._guest.clear()
        self.stay.set_stay(saved.unit_id, None, None)
        self.stay.unit.setFocus(Qt.FocusReason.TabFocusReason)
