"""The small dialog that lets an option hold longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core.errors import UserError
from app.core.stays.dates import LAST_DAY
from app.ui.kit import Dialog, Form
from app.ui.stays.entry.date_entry import DateEntry
from app.ui.stays.words import what_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.stays.actions import Actions

_A_WEEK = timedelta(days=7)


class ExtendDialog(Dialog):
    """Asks until when; suggests a week from today.

    Signals:
        saved(int): this option holds longer now.
    """

    saved = Signal(int)

    def __init__(
        self,
        context: Context,
        actions: Actions,
        option: Occupancy,
        unit: str,
        parent: QWidget | None = None,
    ) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Extend the deadline of the option"),
            texts.tr("Extend deadline"),
            texts.tr("Cancel"),
            name="extend_dialog",
            width=400,
            parent=parent,
        )
        self._texts = texts
        self._actions = actions
        self._option = option
        clock = context.services.house_clock
        self._until = DateEntry(
            texts, clock, name="option_until", accessible_name=texts.tr("Option until")
        )
        self._until.set_value(min(clock.today() + _A_WEEK, LAST_DAY))
        self._form = Form(parent=self)
        self._row = self._form.add(texts.tr("Option until"), self._until)
        self.add_text(what_line(texts, option, unit))
        self.content.addWidget(self._form)
        self.submitted.connect(self._submit)
        self._until.setFocus()
        self._until.selectAll()

    def _submit(self) -> None:
        until, problem = self._until.value(), self._until.problem()
        if until is None:
            missing = self._texts.tr("Until when does the option hold? Please enter a date.")
            self._row.set_error(self._texts.tell(problem) if problem else missing)
            self._form.focus_first_error()
            return
        try:
            saved = self._actions.extend(self._option, until)
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        self.accept()
        self.saved.emit(saved.id)
