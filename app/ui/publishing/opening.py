"""Opens the wizard, and tells whether it is still to be offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.publishing.dialog import ReachDialog

OFFERED: Final = "reach/offered"


def open_reach(context: Context, parent: QWidget) -> ReachDialog | None:
    """Open the wizard over `parent`; None where the data cannot be read, which is said."""
    from app.ui.publishing.dialog import ReachDialog  # noqa: PLC0415  # once in a while

    try:
        kept = context.services.publishing.current()
        dialog = ReachDialog(context, kept, parent)
    except UserError as error:
        context.notices.fail(error)
        return None
    # Whoever has seen it need not be offered it.
    context.preferences.dismiss(OFFERED)
    dialog.open()
    return dialog


def may_be_offered(context: Context) -> bool:
    """Tell whether the wizard is still to be offered: once in the life of a data folder.

    Not where calendars are read from outside already.
    """
    services = context.services
    if context.preferences.dismissed(OFFERED):
        return False
    try:
        outside = services.publishing.current() is not None or services.settings.get().public_url
    except UserError:
        return False
    return not outside
