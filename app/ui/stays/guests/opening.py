"""The way to the stays of a guest, the same from wherever it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import OccupancyDraft
    from app.ui.base.context import Context
    from app.ui.stays.guests.stays_dialog import GuestStaysDialog


def open_guest_stays(
    context: Context, stay: OccupancyDraft, parent: QWidget, *, but: int | None = None
) -> GuestStaysDialog | None:
    """Show the stays of the guest of `stay`, without the id `but`; None where they are unread."""
    from app.ui.stays.guests.stays_dialog import GuestStaysDialog  # noqa: PLC0415  # seldom

    try:
        stays = context.services.guests.stays_of(stay, but=but)
        dialog = GuestStaysDialog(context, stay.guest, stays, parent)
    except UserError as error:
        context.notices.fail(error)
        return None
    dialog.show_wanted.connect(context.notices.show_stay)
    dialog.open()
    return dialog
