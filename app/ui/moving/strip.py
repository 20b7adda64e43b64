"""What stands above every page of a house that has moved to another computer, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.ui.kit.banner import Banner
from app.ui.kit.controls.buttons import Button
from app.ui.kit.dialog import ask
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context


class MovedStrip(Banner):
    """Says so, and lets the owner call the house back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(Tone.CAREFUL, "", name="moved_strip", parent=parent)
        self._context = context
        self.setProperty("flush", "true")
        self.back = self.add_action(
            Button(context.texts.tr("Go on here after all …"), name="moved_back", parent=self)
        )
        self.back.clicked.connect(self._ask)
        self.hide()

    def show_away(self, since: datetime | None) -> None:
        """Show since when the house lives elsewhere; nothing where it lives here."""
        self.setVisible(since is not None)
        if since is None:
            return
        texts = self._context.texts
        self.set_content(
            Tone.CAREFUL,
            texts.tr("This computer has moved out."),
            texts.tr(
                "Since {day} it serves and uploads no calendar links, and reads none. What you "
                "enter here, nobody sees.",
                day=since.astimezone().date(),
            ),
        )

    def _ask(self) -> None:
        texts = self._context.texts
        ask(
            self.window(),
            title=texts.tr("Go on with this computer?"),
            text=texts.tr(
                "It serves and uploads the links again, as they stand here. Please end Zimmerfrei "
                "on the other computer first: what was entered there does not come along."
            ),
            primary=texts.tr("Go on here"),
            cancel=texts.tr("Cancel"),
            on_primary=self._come_back,
            name="moved_question",
        )

    def _come_back(self) -> None:
        try:
            self._context.services.moving.come_back()
        except UserError as error:
            self._context.notices.fail(error)
