"""Which units a link covers, and which stays in them: decided here, for feeds and window alike.

Queries narrow to what may count (``app.storage.tables.links.covers``); what does is decided here.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from app.core.house.unit import Unit
from app.core.links.link import Scope, Target
from app.core.stays.occupancy import Occupancy


class Cover(Enum):
    """How much of a unit a link covers."""

    WHOLE = "whole"
    """Every stay in it."""
    SINGLE_STAYS = "single stays"
    """Only the stays that the staff member is in charge of."""


def unit_cover(
    target: Target, unit: Unit, looked_after: Collection[int], *, own_archived: bool = False
) -> Cover | None:
    """Return how much of `unit` a link of `target` covers, None where it covers nothing of it.

    Args:
        target: what the link is of.
        unit: any unit of the house. No link covers an archived one.
        looked_after: by id the units that the staff member looks after, if the link is of one.
        own_archived: let a unit's own links cover it also while it is archived. They do not answer
            then, and say the same as before when the unit comes back.
    """
    if unit.archived and not (own_archived and target.scope is Scope.UNIT):
        return None
    match target.scope:
        case Scope.UNIT:
            return Cover.WHOLE if unit.id == target.id else None
        case Scope.PROPERTY:
            return Cover.WHOLE if unit.property_id == target.id else None
        case Scope.HOUSE:
            return Cover.WHOLE
        case Scope.STAFF:
            # A staff member may be in charge of a single stay in any unit.
            return Cover.WHOLE if unit.id in looked_after else Cover.SINGLE_STAYS


def covers_stay(target: Target, cover: Cover, stay: Occupancy) -> bool:
    """Tell whether a link of `target` covers a stay in a unit that it covers so far."""
    return cover is Cover.WHOLE or stay.staff_id == target.id
