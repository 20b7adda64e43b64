"""What stands in a page of occupancies while there is no unit that could have any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kit import EmptyState

if TYPE_CHECKING:
    from app.ui.base.context import Context


def no_units(context: Context) -> EmptyState:
    """Return the sentence that units come first, with the way to them."""
    tr = context.texts.tr
    none = EmptyState(
        "house",
        tr("First the units"),
        tr("An occupancy belongs to a unit. Enter your units first, then come back."),
        tr("To the units"),
        action_icon="house",
        name="no_units",
    )
    none.action_chosen.connect(lambda: context.notices.go("units"))
    return none
