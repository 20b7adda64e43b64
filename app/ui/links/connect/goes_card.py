"""The first half: our address, which is pasted at the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit import AddressField, Button, Card, CopyButton, Label, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.access import access_of, before_pasting

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.ui.base.context import Context


class GoesCard(Card):
    """Shows the link for a portal, or makes one.

    Signals:
        link_wanted(): there is none yet, and the owner wants one.
        copied(): its address is in the clipboard.
    """

    link_wanted = Signal()
    copied = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(name="connect_goes", parent=parent)
        self._context = context
        tr = context.texts.tr
        self.body.setSpacing(8)
        self._title = Label("", Role.STRONG, wrap=True, name="connect_goes_title", parent=self)
        self.body.addWidget(self._title)
        self._words = Label("", Role.SMALL, wrap=True, name="connect_goes_words", parent=self)
        self.body.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.address = AddressField(name="connect_own_address", parent=self)
        self.address.setAccessibleName(tr("Address to paste at the portal"))
        row.addWidget(self.address, 1)
        self.copy_button = CopyButton(
            tr("Copy link"), tr("Copied"), name="connect_copy", parent=self
        )
        self.address.copied.connect(self.copy_button.copy)
        self.copy_button.copied.connect(self.copied)
        row.addWidget(self.copy_button)
        self.make_button = Button(
            tr("Make link and copy it"),
            Variant.TINTED,
            icon="copy",
            name="connect_make",
            parent=self,
        )
        self.make_button.clicked.connect(self.link_wanted)
        row.addWidget(self.make_button)
        row.addStretch(0)
        add_layout(self.body, row)
        self._note = Label("", Role.SMALL, wrap=True, name="connect_goes_note", parent=self)
        self.body.addWidget(self._note)

    def show_link(self, link: Link | None, portal: str) -> None:
        """Show the link that goes to `portal`; None where there is none, or none that answers."""
        tr = self._context.texts.tr
        there = portal or tr("the portal")
        self._title.setText(tr("1. Paste this at {portal}", portal=there))
        answers = link is not None and link.enabled
        for widget in (self.address, self.copy_button):
            widget.setVisible(answers)
        self.make_button.setVisible(not answers)
        self.make_button.setEnabled(bool(portal))
        if link is None or not answers:
            words = tr(
                "Then {portal} knows what is taken here. The link leaves out what comes from "
                "{portal} itself.",
                portal=there,
            )
            self._words.setText(words if portal else tr("Please choose a portal first."))
            self._note.hide()
            return
        services = self._context.services
        found = services.addresses.of(link)
        self.address.set_address(found.url)
        self.copy_button.content = found.url
        self._words.setText(tr("So {portal} learns what is taken here.", portal=there))
        access, now = access_of(self._context), services.house_clock.now()
        note = before_pasting(self._context.texts, access, found, link, now)
        self._note.setText(note)
        self._note.setVisible(bool(note))
