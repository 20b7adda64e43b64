"""Queries about what portals' calendars say of occupancies at present."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import peewee

from app.storage.engine.columns import day, optional_text
from app.storage.engine.database import Database

_AT_ONCE = 1000


class FedAs(NamedTuple):
    """What a portal's calendar says of a stay: which portal, of which unit, which dates."""

    portal: str
    unit_id: int
    arrival: date
    departure: date


class FedTable:
    """What is said of each occupancy. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")

    def note(self, occupancy_id: int, said: FedAs | None) -> None:
        """Note what a portal's calendar says of it at present, None where that says nothing."""
        portal, unit_id, arrival, departure = said or ("", None, None, None)
        self._occupancy.update(
            fed_portal=portal,
            fed_unit=unit_id,
            fed_arrival=optional_text(arrival),
            fed_departure=optional_text(departure),
        ).where(self._occupancy.c.id == occupancy_id).execute()

    def fed_as(self, occupancy_ids: Collection[int]) -> dict[int, FedAs | None]:
        """Return by id what portals' calendars say of these at present."""
        column = self._occupancy.c
        found: dict[int, FedAs | None] = {}
        for some in peewee.chunked(occupancy_ids, _AT_ONCE):
            query = self._occupancy.select(
                column.id,
                column.fed_portal,
                column.fed_unit,
                column.fed_arrival,
                column.fed_departure,
            ).where(column.id.in_(list(some)))
            for number, portal, unit_id, arrival, departure in self._database.rows(query):
                told = unit_id is not None
                found[number] = (
                    FedAs(portal, unit_id, day(arrival), day(departure)) if told else None
                )
        return found
