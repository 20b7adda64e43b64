"""All guests of whom something is known, found by a few letters; the way to all about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.texts import folded
from app.ui.kit import Dialog, Label, Role, SearchField, Table
from app.ui.privacy.guest_dialog import GuestDialog
from app.ui.privacy.tables import (
    GROWING_OF_GUESTS,
    TextRowsModel,
    guest_headings,
    guest_rows,
    lay_out,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.guests import KnownGuest
    from app.ui.base.context import Context

_WIDTH, _HEIGHT = 760, 560


class GuestsDialog(Dialog):
    """Enter, a double click or the button shows everything about the one that is selected."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Your guests"),
            texts.tr("Show everything"),
            texts.tr("Close"),
            name="guests",
            width=600,
            parent=parent,
        )
        self._context, self._texts = context, texts
        self._all: list[KnownGuest] = []
        self._shown: list[KnownGuest] = []
        room = self.screen().availableGeometry().size()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self.search = SearchField(
            texts.tr("Name, phone or e-mail"),
            clear_text=texts.tr("Clear"),
            name="guests_search",
            parent=self,
        )
        self.content.addWidget(self.search)
        self.model = TextRowsModel(guest_headings(texts), parent=self)
        self.table = Table(
            accessible_name=texts.tr("Your guests"), name="guests_table", parent=self
        )
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        lay_out(self.table, GROWING_OF_GUESTS)
        self.content.addWidget(self.table, 1)
        self.count = Label("", Role.MUTED, name="guests_count", parent=self)
        self.content.addWidget(self.count)
        self.search.textChanged.connect(self._show)
        self.submitted.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._follow)
        self._read()
        self.search.setFocus()

    def _read(self) -> None:
        self.set_error(None)
        try:
            self._all = self._context.services.privacy.guests()
        except UserError as error:
            self._all = []
            self.set_error(self._texts.tell(error))
        self._show()

    def _show(self) -> None:
        words = folded(self.search.text()).split()
        self._shown = [
            one
            for one in self._all
            if all(word in folded(f"{one.name} {one.phone} {one.email}") for word in words)
        ]
        self.model.show_rows(guest_rows(self._texts, self._shown))
        self.count.setText(self._texts.trn("{n} guest", "{n} guests", len(self._shown)))
        if self._shown:
            self.table.selectRow(0)
        self._follow()

    def _follow(self) -> None:
        self.primary_button.setEnabled(self._selected() is not None)

    def _selected(self) -> KnownGuest | None:
        index = self.table.currentIndex()
        return self._shown[index.row()] if index.isValid() else None

    def _open(self) -> None:
        guest = self._selected()
        if guest is None:
            return
        try:
            dialog = GuestDialog(self._context, guest, self)
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        dialog.accepted.connect(self._read)
        dialog.open()
