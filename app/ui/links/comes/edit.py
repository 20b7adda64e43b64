"""Label, portal and address of a source, saved when the field is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.core.importing.report.standing import SourceDraft, draft_of
from app.ui.kit import Form, Label, Role
from app.ui.links.base.portal_field import PortalField

if TYPE_CHECKING:
    from app.core.importing.source import Source
    from app.i18n import Catalogue


class SourceEdit(Form):
    """Three fields and a tick, which says what it brings with it.

    Signals:
        chosen(SourceDraft): the owner wants it so.
    """

    chosen = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(name="source_edit", parent=parent)
        self._texts = texts
        self._source: Source | None = None
        tr = texts.tr
        self.label = QLineEdit(self)
        self.label.setObjectName("source_label")
        self.label.editingFinished.connect(self._tell)
        self.add(tr("Label"), self.label)
        self.portal = PortalField(texts, name="source_portal", parent=self)
        self.portal.left.connect(self._tell)
        self.add(tr("Portal"), self.portal, hint=tr("From the list, or a name of your own."))
        self.address = QLineEdit(self)
        self.address.setObjectName("source_address")
        self.address.editingFinished.connect(self._tell)
        hint = tr("Another address is read as if for the first time; what is known stays.")
        self._address_row = self.add(tr("Address at the portal"), self.address, hint=hint)
        self.private = QCheckBox(tr("May lead into my own network"), self)
        self.private.setObjectName("source_private")
        self.private.clicked.connect(self._tell)
        self.body.insertWidget(self.body.count() - 1, self.private)
        told = Label(
            tr(
                "Only for a calendar that a program of yours offers at home. Then this address may "
                "reach other devices of your network, without encryption too."
            ),
            Role.SMALL,
            wrap=True,
            name="source_private_told",
            parent=self,
        )
        self.body.insertWidget(self.body.count() - 1, told)

    def show_source(self, source: Source) -> None:
        """Show how it is; what is being typed stays."""
        other = self._source is None or source.id != self._source.id
        self._source = source
        if other:
            self.clear_errors()
        for field, text in ((self.label, source.label), (self.address, source.address)):
            if other or not field.hasFocus():
                field.setText(text)
                field.setCursorPosition(0)
        if other or not self.portal.typing():
            self.portal.set_portal(source.portal)
        with QSignalBlocker(self.private):
            self.private.setChecked(source.allow_private)

    def set_error(self, text: str | None) -> None:
        """Say below the address what is wrong; what was typed stays there."""
        self._address_row.set_error(text)

    def take_focus(self) -> None:
        """Put the focus where one begins to type."""
        self.label.setFocus(Qt.FocusReason.OtherFocusReason)
        self.label.selectAll()

    def _draft(self, source: Source) -> SourceDraft:
        return replace(
            draft_of(source),
            label=self.label.text().strip(),
            portal=self.portal.portal(),
            address=self.address.text().strip(),
            allow_private=self.private.isChecked(),
        )

    def _tell(self) -> None:
        if self._source is None:
            return
        draft = self._draft(self._source)
        if draft != draft_of(self._source):
            self.chosen.emit(draft)
