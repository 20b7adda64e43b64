"""What an owner decides about an option: to book it firmly, or to let it hold longer.

Releasing it is cancelling it, as with any other occupancy.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.errors import UserError
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.base.changes import OccupancyChange
from app.services.base.unit_of_work import check_sequence
from app.services.stays.occupancies import Occupancies


class Options:
    """Every decision is a change of the occupancy, with its checks."""

    def __init__(self, occupancies: Occupancies) -> None:
        self._occupancies = occupancies

    def book_firmly(self, occupancy_id: int, *, sequence: int) -> OccupancyChange:
        """Turn an option into a firm booking (UserError where it is no option)."""
        draft = replace(self._option(occupancy_id, sequence), status=Status.CONFIRMED)
        return self._occupancies.change(occupancy_id, draft, sequence=sequence)

    def extend(self, occupancy_id: int, until: date, *, sequence: int) -> OccupancyChange:
        """Let an option hold until another day (UserError where it is no option)."""
        draft = replace(self._option(occupancy_id, sequence), option_until=until)
        return self._occupancies.change(occupancy_id, draft, sequence=sequence)

    def _option(self, occupancy_id: int, sequence: int) -> OccupancyDraft:
        occupancy = self._occupancies.get(occupancy_id)
        check_sequence(occupancy.sequence, sequence)
        if occupancy.status is not Status.OPTION:
            raise UserError("This occupancy is no option. There is nothing to decide about it.")
        return occupancy.draft()
