"""What the clipboard holds, offered where it is an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from app.core.publishing.relay.invitation import pasted, seems_invitation
from app.ui.kit import Banner, Button, Tone, Variant

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


class ClipOffer(Banner):
    """A strip with one way to take it and one to be rid of it.

    Signals:
        taken(str): the owner wants this text.
    """

    taken = Signal(str)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(
            Tone.INFO, "", dismiss_text=texts.tr("No, thanks"), name="invitation_clip",
            parent=parent,
        )  # fmt: skip
        self._texts = texts
        self._offered = self._declined = ""
        take = Button(texts.tr("Paste"), Variant.LINK, name="invitation_paste", parent=self)
        self.add_action(take).clicked.connect(self._take)
        self.dismissed.connect(self._decline)
        self.hide()

    def look(self, typed: str) -> None:
        """Offer what the clipboard holds now; `typed` need not be offered."""
        text = QGuiApplication.clipboard().text().strip()
        if text in {self._declined, typed.strip()} or not seems_invitation(text):
            self.hide()
            return
        self._offered = text
        host = pasted(text).host
        told = self._texts.tr("An invitation from {host} is in the clipboard.", host=host)
        self.set_content(Tone.INFO, "", told, icon="copy")
        self.show()

    def _take(self) -> None:
        self.hide()
        self.taken.emit(self._offered)

    def _decline(self) -> None:
        self._declined = self._offered
        self.hide()
