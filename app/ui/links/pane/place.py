"""Who can read the link, what is to be done about it, and whether it is put on the webspace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, Chip, Label, Role, SectionLabel, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import as_entry
from app.ui.links.base.access import access_chip, portals_can_read, reach_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.link import Link
    from app.core.publishing.addresses.address_book import AddressBook
    from app.i18n import Catalogue
    from app.ui.links.base.access import Access


class PlaceChoice(QWidget):
    """A chip and a sentence; with a webspace a tick that leaves the link out of it.

    Signals:
        chosen(LinkChoices): the owner wants it to be read here only, or there like the others.
        set_up_wanted(): the owner wants to let more people read it.
    """

    chosen = Signal(object)
    set_up_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._link: Link | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        add_layout(column, self._make_heading())
        self._words = Label("", Role.SMALL, wrap=True, name="pane_reach_text", parent=self)
        column.addWidget(self._words)
        self._set_up = Button(
            texts.tr("Set up access …"), Variant.LINK, name="pane_set_up", parent=self
        )
        self._set_up.setProperty("inline", True)
        self._set_up.clicked.connect(self.set_up_wanted)
        column.addWidget(self._set_up, 0, Qt.AlignmentFlag.AlignLeft)
        self.here_only = QCheckBox(self)
        self.here_only.setObjectName("pane_here_only")
        self.here_only.clicked.connect(self._choose)
        column.addWidget(self.here_only)

    def show_link(
        self, link: Link, book: AddressBook, access: Access, now: datetime, *, archived: bool
    ) -> None:
        """Show where the link is read; one of an `archived` unit answers nobody."""
        self._link = link
        address = book.of(link)
        answers = link.enabled and not archived
        self._chip.setVisible(answers)
        self._words.setVisible(answers)
        served = access.serves(address)
        self._set_up.setVisible(
            answers and served and not portals_can_read(address) and not link.here_only
        )
        if answers:
            self._chip.set_state(*access_chip(self._texts, access, address, now))
            self._words.setText(reach_sentence(self._texts, access, address, link, now))
        self.here_only.setVisible(book.webspace is not None)
        self.here_only.setChecked(link.here_only)
        if book.webspace is not None:
            self._name_tick(book)
        self.setVisible(answers or book.webspace is not None)

    def _make_heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(SectionLabel(self._texts.tr("Who can read it"), parent=self))
        row.addStretch(1)
        self._chip = Chip("", name="pane_reach", parent=self)
        row.addWidget(self._chip)
        return row

    def _name_tick(self, book: AddressBook) -> None:
        host = as_entry(book.host)
        self.here_only.setText(self._texts.tr("Keep it here, not on {host}", host=host))
        self.here_only.setAccessibleDescription(
            self._texts.tr(
                "Its address changes by that: paste the new one wherever the link is entered."
            )
        )

    def _choose(self, on: bool) -> None:
        if self._link is not None:
            self.chosen.emit(replace(self._link.choices(), here_only=on))
