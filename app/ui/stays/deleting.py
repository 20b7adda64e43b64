"""Asks before what was cancelled is deleted for good, and says what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.portals import portal_name
from app.ui.kit import Dialog, ask
from app.ui.stays.words import what_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.stays.actions import Actions


def ask_to_delete(
    context: Context, actions: Actions, occupancy: Occupancy, parent: QWidget
) -> Dialog:
    """Ask, and delete a cancelled occupancy where that is meant."""
    texts = context.texts
    unit = context.services.units.get(occupancy.unit_id)
    what = what_line(texts, occupancy, unit.name)
    sentences = [
        texts.tr("{what} was cancelled and goes with all that is noted of it.", what=what),
        texts.tr("No link shows it any more, so nothing changes for those who read your links."),
    ]
    if occupancy.foreign:
        sentences.append(
            texts.tr(
                "{portal} may repeat it in its calendar: it does not come back unless its dates "
                "change there.",
                portal=portal_name(occupancy.portal) or texts.tr("The portal"),
            )
        )
    sentences.append(texts.tr("Backups keep it until they are due to go."))

    def delete() -> None:
        try:
            actions.delete(occupancy)
        except UserError as error:
            context.notices.fail(error)

    return ask(
        parent,
        title=texts.tr("Delete for good?"),
        text=" ".join(sentences),
        primary=texts.tr("Delete"),
        cancel=texts.tr("Cancel"),
        on_primary=delete,
        danger=True,
        name="delete_stay",
    )
