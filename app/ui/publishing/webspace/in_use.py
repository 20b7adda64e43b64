"""The strip that says which webspace is in use, with the way to give it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.kit import Banner, Button, Tone
from app.ui.publishing.base import words
from app.ui.publishing.base.removal import ask_removal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.publishing.webspace import KeptWebspace
    from app.ui.base.context import Context


class InUse(Banner):
    """Where the calendars lie at present, and how that goes.

    Signals:
        removed(): the owner has given the webspace up.
    """

    removed = Signal()

    def __init__(self, context: Context, over: QWidget, name: str = "webspace") -> None:
        """`over` is what holds it, and what questions are asked over."""
        super().__init__(Tone.INFO, "", name=f"{name}_now", parent=over)
        self._context = context
        self._over = over
        self._kept: KeptWebspace | None = None
        words_ = context.texts.tr("Remove …")
        remove = self.add_action(Button(words_, name=f"{name}_remove", parent=self))
        remove.clicked.connect(self._ask_removal)

    def show_kept(self, kept: KeptWebspace | None) -> None:
        """Say what is to be said of the webspace in use; None where there is none."""
        self._kept = kept
        if kept is not None:
            texts, services = self._context.texts, self._context.services
            status = services.publishing.status()
            tone, told = words.standing(texts, status, services.house_clock.now())
            lead = texts.tr("In use: {place}.", place=words.where(texts, kept))
            self.set_content(Tone.INFO if tone is Tone.NEUTRAL else tone, lead, told)

    def _ask_removal(self) -> None:
        if self._kept is not None:
            ask_removal(self._context, self._kept, self._over, self.removed.emit)
