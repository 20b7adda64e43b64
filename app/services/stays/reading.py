"""What is read of occupancies. Nothing here changes any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy
from app.services.base.changes import OccupancyChange
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.stays.occupancies import OccupancyTable

if TYPE_CHECKING:
    from app.core.stays.figures import TakenNights
    from app.storage.tables.stays.nights import NightTable


class OccupancyReads:
    """One by its id, lists, and what nights come to together."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = OccupancyTable(work.database)

    @cached_property
    def _nights(self) -> NightTable:
        from app.storage.tables.stays.nights import NightTable  # noqa: PLC0415  # few ask for these

        return NightTable(self._work.database)

    def any_moved(self, changes: Sequence[OccupancyChange]) -> bool:
        """Tell whether one of these was overtaken by another change."""
        with self._work.database.read():
            now = self._table.some([change.after.id for change in changes])
        seen = {change.after.id: change.after.sequence for change in changes}
        return any(stay.sequence != seen[stay.id] for stay in now)

    def get(self, occupancy_id: int) -> Occupancy:
        """Return one occupancy (UserError where there is none)."""
        with self._work.database.read():
            return self._one(occupancy_id)

    def all(
        self, *, unit_id: int | None = None, departing_after: date | None = None
    ) -> list[Occupancy]:
        """Return occupancies by arrival, cancelled ones too."""
        with self._work.database.read():
            return self._table.all(unit_id=unit_id, departing_after=departing_after)

    def any_taken(self) -> bool:
        """Tell whether any night is taken, past or ahead."""
        with self._work.database.read():
            return self._nights.any_taken()

    def overlapping(
        self, unit_id: int, arrival: date, departure: date, *, but: int | None = None
    ) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in a unit, without the id `but`."""
        with self._work.database.read():
            return self._table.overlapping(unit_id, arrival, departure, but=but)

    def ahead(self) -> dict[int, int]:
        """Return by unit id how many occupancies are running or to come; units without are out."""
        with self._work.database.read():
            return self._nights.count_ahead(self._work.clock.today())

    def taking(self, arrival: date, departure: date) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in any unit."""
        with self._work.database.read():
            return self._table.taking(arrival, departure)

    def due(self, first: date, last: date) -> list[Occupancy]:
        """Return what arrives or departs in ``[first, last]``, and options to decide by `last`."""
        with self._work.database.read():
            return self._table.due(first, last)

    def nights_taken(self, year: int) -> list[TakenNights]:
        """Return what takes a night of a calendar year, for its figures, in no order."""
        with self._work.database.read():
            return self._nights.nights_taken(year)

    def years_taken(self) -> list[int]:
        """Return the years in which a night is taken, in order."""
        with self._work.database.read():
            return self._nights.years_taken()

    def portals(self) -> list[str]:
        """Return the portals of all that is not cancelled, each once; an empty text is none."""
        with self._work.database.read():
            return self._nights.portals()

    def any_imported(self) -> bool:
        """Tell whether anything was ever read from a portal."""
        with self._work.database.read():
            return self._table.any_foreign()

    def _one(self, occupancy_id: int) -> Occupancy:
        occupancy = self._table.one(occupancy_id)
        if occupancy is None:
            raise UserError("There is no occupancy with the number {id}.", id=str(occupancy_id))
        return occupancy
