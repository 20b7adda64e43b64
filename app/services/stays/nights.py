"""The nights that are taken, as a whole: read for figures, lists and choices, not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.stays.nights import NightTable

if TYPE_CHECKING:
    from app.core.stays.figures import TakenNights


class Nights:
    """What all occupancies come to together; one by one they are read from `Occupancies`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = NightTable(work.database)

    def any_taken(self) -> bool:
        """Tell whether any night is taken, past or ahead."""
        with self._work.database.read():
            return self._table.any_taken()

    def ahead(self) -> dict[int, int]:
        """Return by unit id how many occupancies are running or to come; units without are out."""
        with self._work.database.read():
            return self._table.count_ahead(self._work.clock.today())

    def taken(self, year: int) -> list[TakenNights]:
        """Return what takes a night of a calendar year, for its figures, in no order."""
        with self._work.database.read():
            return self._table.nights_taken(year)

    def years(self) -> list[int]:
        """Return the years in which a night is taken, in order."""
        with self._work.database.read():
            return self._table.years_taken()

    def portals(self) -> list[str]:
        """Return the portals of all that is not cancelled, each once; an empty text is none."""
        with self._work.database.read():
            return self._table.portals()
