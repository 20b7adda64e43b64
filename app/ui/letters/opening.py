"""The way to the letter that confirms a stay, the same from wherever it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.letters.dialog import LetterDialog


def open_letter(context: Context, stay: Occupancy, parent: QWidget) -> LetterDialog | None:
    """Show the letter that confirms `stay`; None where there is none to be written."""
    from app.ui.letters.dialog import LetterDialog  # noqa: PLC0415  # seldom

    try:
        # As it stands now: it may have been cancelled elsewhere.
        now = context.services.occupancies.get(stay.id)
        context.services.letters.confirmation(now.id, context.texts.language.key)
    except UserError as error:
        context.notices.fail(error)
        return None
    dialog = LetterDialog(context, now, parent)
    dialog.open()
    return dialog
