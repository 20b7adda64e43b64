"""Opens the wizard, and offers it once: when the first link is enabled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import UserError
from app.ui.kit import Dialog
from app.ui.publishing.dialog import ReachDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context

OFFERED: Final = "reach/offered"


def open_reach(context: Context, parent: QWidget) -> ReachDialog | None:
    """Open the wizard over `parent`; None where the data cannot be read, which is said."""
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


def offer_reach(context: Context, parent: QWidget) -> Dialog | None:
    """Offer the wizard over `parent`, once in the life of a data folder.

    Not where calendars are read from outside already.
    """
    services = context.services
    if context.preferences.dismissed(OFFERED):
        return None
    try:
        outside = services.publishing.current() is not None or services.settings.get().public_url
    except UserError:
        return None
    if outside:
        return None
    context.preferences.dismiss(OFFERED)
    tr = context.texts.tr
    dialog = Dialog(
        tr("Shall portals be able to read the link?"),
        tr("Set up access …"),
        tr("Later"),
        name="reach_offer",
        parent=parent,
    )
    dialog.add_text(
        tr(
            "The link is enabled, and for now only this computer can read it. Google, Airbnb and "
            "Booking.com read at their own times, also at night: for them the calendar needs a "
            "place that is always on, such as your website."
        )
    )
    dialog.add_text(tr("You find it again at any time in the settings under “Reachability”."))
    dialog.submitted.connect(dialog.accept)
    dialog.accepted.connect(lambda: open_reach(context, parent))
    dialog.open()
    return dialog
