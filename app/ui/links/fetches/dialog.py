"""Wer hat gelesen: the recent fetches of a link, and names for readers that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtWidgets import QHeaderView, QLineEdit

from app.core.errors import UserError
from app.core.publishing.addresses.address_words import readers_unknown
from app.ui.kit import Button, Dialog, Form, Label, Role, Table, TextArea
from app.ui.links.fetches.model import Column, FetchModel
from app.ui.links.fetches.words import summary
from app.ui.links.share.reading import LinkDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.services.base.watch import Moved
    from app.services.links.readers import ReadBy
    from app.ui.base.context import Context

_SIZE = QSize(780, 560)


class FetchesDialog(LinkDialog):
    """A table of fetches, the newest first."""

    def __init__(self, context: Context, link: Link, parent: QWidget) -> None:
        texts = context.texts
        title = texts.tr("Who has read this link")
        super().__init__(context, link, parent, title=title, name="fetches", width=620)
        self._summary = Label("", Role.MUTED, wrap=True, name="fetches_summary", parent=self)
        self._model = FetchModel(texts, self)
        self._table = Table(accessible_name=title, name="fetches_table", parent=self)
        # The order tells what happened after what.
        self._table.setSortingEnabled(False)
        self._table.setModel(self._model)
        self.content.addWidget(self._summary)
        self.content.addWidget(self._table, 1)
        self._name = self.add_left_button(
            Button(texts.tr("Name reader …"), icon="pencil", name="fetches_name", parent=self)
        )
        self._connect()
        self._fill()
        self._lay_out()
        self._table.setFocus()

    def _connect(self) -> None:
        self.submitted.connect(self._answer)
        self._name.clicked.connect(self._ask_name)
        self._table.doubleClicked.connect(self._ask_name)
        self._table.selectionModel().currentRowChanged.connect(self._draw_button)
        self._context.bridge.moved.connect(self._follow)

    def _lay_out(self) -> None:
        header = self._table.horizontalHeader()
        for column in Column:
            self._table.resizeColumnToContents(column)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.WHO, QHeaderView.ResizeMode.Stretch)
        if self._model.rowCount():
            self.resize(_SIZE)

    def _follow(self, moved: Moved) -> None:
        if moved.fetches or moved.readers or moved.publishing:
            self._fill()

    def _fill(self) -> None:
        readers, link_id, now = (
            self._context.services.readers,
            self._link.id,
            self._context.services.house_clock.now(),
        )
        row = max(self._table.currentIndex().row(), 0)
        try:
            fetches = readers.recent(link_id)
            address = self._context.services.addresses.of(self._link)
            words = summary(self._texts, readers.readers(link_id), readers.usual(link_id), now)
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        self._model.set_rows(fetches, now)
        nobody = self._texts.tr(
            "Nobody has asked for this link yet. Once it is pasted somewhere, every fetch stands "
            "here."
        )
        unread = self._texts.tr("No calendar has read this link lately.")
        if unknown := readers_unknown(self._texts, address):
            here = self._texts.tr("Here stands who asks for the old address on this computer.")
            self._summary.setText(f"{unknown} {here}" if fetches else unknown)
        else:
            self._summary.setText(words or (unread if fetches else nobody))
        self._table.setVisible(bool(fetches))
        self._name.setVisible(bool(fetches))
        if fetches:
            self._table.selectRow(min(row, len(fetches) - 1))
        self._draw_button()

    def _current(self) -> ReadBy | None:
        index = self._table.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _draw_button(self) -> None:
        read = self._current()
        self._name.setEnabled(read is not None and _may_be_named(read))

    def _answer(self) -> None:
        # Enter in the table means the reader that is chosen there.
        if self._table.hasFocus() and self._name.isEnabled():
            self._ask_name()
        else:
            self.accept()

    def _ask_name(self, _index: QModelIndex | bool | None = None) -> None:
        read = self._current()
        if read is not None and _may_be_named(read):
            NameDialog(self._context, read, self).open()


class NameDialog(Dialog):
    """Asks what a reader is to be called that nobody knows."""

    def __init__(self, context: Context, read: ReadBy, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Name reader"),
            texts.tr("Save"),
            texts.tr("Cancel"),
            name="name_dialog",
            parent=parent,
        )
        self._context = context
        self._agent = read.fetch.agent
        calls_itself = texts.tr("It calls itself:")
        self.add_text(calls_itself)
        # A field breaks its lines within words too: what a reader calls itself may be one long one.
        agent = TextArea(
            self._agent, lines=2, accessible_name=calls_itself, name="name_agent", parent=self
        )
        agent.setReadOnly(True)
        self.content.addWidget(agent)
        self._field = QLineEdit(read.who.name or "")
        self._field.setObjectName("name_field")
        self._field.setPlaceholderText(texts.tr("for example: Airbnb"))
        self._form = Form(parent=self)
        self._row = self._form.add(
            texts.tr("Name of the reader"),
            self._field,
            hint=texts.tr("It holds for all links. Leave it empty to take the name away."),
        )
        self.content.addWidget(self._form)
        self.submitted.connect(self._submit)
        self._field.selectAll()
        self._field.setFocus()

    def _submit(self) -> None:
        try:
            self._context.services.readers.name(self._agent, self._field.text())
        except UserError as error:
            self._row.set_error(self._context.texts.tell(error))
            self._form.focus_first_error()
        else:
            self.accept()


def _may_be_named(read: ReadBy) -> bool:
    """Whether a reader has no name that everybody knows it by."""
    return bool(read.fetch.agent) and (read.who.own or read.who.name is None)
