"""The way back from the first house: only as long as nothing else was entered."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.importing.sources import SourceTable
from app.storage.tables.links.links import LinkTable
from app.storage.tables.revisions import HOUSE
from app.storage.tables.stays.occupancies import OccupancyTable


class FirstHouse:
    """Takes the first house away again. Every method runs inside a change of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = UnitTable(work.database)
        self._occupancies = OccupancyTable(work.database)
        self._links = LinkTable(work.database)
        self._staff = StaffTable(work.database)
        self._sources = SourceTable(work.database)

    def take_away(self, units: Sequence[Unit]) -> None:
        """Remove the house and `units` (UserError: something was entered or changed since)."""
        if not self._untouched(units) or self._in_use():
            raise UserError(
                "Something else has been entered since, so the units stay. Units that you do "
                "not let can be archived."
            )
        (house,) = self._table.properties()
        for unit in units:
            self._table.remove_unit(unit.id)
        self._table.remove_property(house.id)
        self._work.revisions.raise_named(HOUSE)

    def _untouched(self, units: Sequence[Unit]) -> bool:
        houses, now = self._table.properties(), self._table.units()
        drafts = [(unit.id, unit.draft()) for unit in now]
        return (
            len(houses) == 1
            and houses[0].sequence == 0
            and drafts == [(unit.id, unit.draft()) for unit in units]
            and not any(unit.archived for unit in now)
        )

    def _in_use(self) -> bool:
        """Whether anything belongs to the units, or did once."""
        if self._occupancies.count() or self._links.any_ever():
            return True
        return bool(self._staff.any_ever() or self._sources.any_ever())
