"""Queries about nights that are taken: what figures, lists and choices are reckoned from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import peewee

from app.storage.engine.database import Database
from app.storage.tables.stays.occupancy_rows import taken

if TYPE_CHECKING:
    from app.core.stays.figures import TakenNights


class NightTable:
    """What occupancies come to together. Every method runs inside a ``Database.read``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")

    def count_ahead(self, day: date) -> dict[int, int]:
        """Return by unit id how many that are not cancelled depart later than `day`."""
        column = self._occupancy.c
        query = (
            self._occupancy.select(column.unit_id, peewee.fn.COUNT(column.id))
            .where(column.departure > day.isoformat(), taken())
            .group_by(column.unit_id)
        )
        return dict(query.tuples())

    def nights_taken(self, year: int) -> list[TakenNights]:
        """Return what takes a night of a calendar year, as far as figures ask, in no order."""
        from app.storage.tables.stays.taken_nights_rows import taken_nights  # noqa: PLC0415  # figures alone

        column = self._occupancy.c
        query = self._occupancy.select(
            column.unit_id, column.arrival, column.departure, column.kind, column.portal
        ).where(
            column.departure > date(year, 1, 1).isoformat(),
            column.arrival < date(year + 1, 1, 1).isoformat(),
            taken(),
        )
        return [taken_nights(row) for row in self._database.rows(query)]

    def years_taken(self) -> list[int]:
        """Return the years in which a night is taken, in order."""
        column = self._occupancy.c
        first = peewee.fn.SUBSTR(column.arrival, 1, 4).cast("integer")
        # The last night is the one before the departure.
        end = peewee.fn.SUBSTR(column.departure, 1, 4).cast("integer")
        last = end - (peewee.fn.SUBSTR(column.departure, 5) == "-01-01")
        query = self._occupancy.select(first, last).where(taken()).distinct()
        spans = self._database.rows(query)
        return sorted({year for first, last in spans for year in range(first, last + 1)})

    def portals(self) -> list[str]:
        """Return the portals that bookings came from, each once; an empty text is none."""
        column = self._occupancy.c.portal
        query = self._occupancy.select(column).where(taken()).distinct()
        return sorted(row["portal"] for row in query.dicts())

    def any_taken(self) -> bool:
        """Tell whether there is anything that is not cancelled."""
        return bool(self._occupancy.select().where(taken()).exists())
