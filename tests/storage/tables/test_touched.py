"""Neighbours are found in an index, and that index takes no other search away from its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.stays.occupancy import BY_HAND, OccupancyDraft, Status
from app.storage.engine.database import Database
from app.storage.tables.house.units import UnitTable
from app.storage.tables.stays.occupancies import OccupancyTable
from app.storage.tables.stays.touched import TouchedTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
DAY = date(2027, 8, 1)


@pytest.fixture
def unit(database: Database) -> int:
    """A unit with stays of two nights every four days, every third one cancelled."""
    table, units = OccupancyTable(database), UnitTable(database)
    with database.write():
        house = units.add_property(PropertyDraft(name="Haus"))
        unit_id = units.add_unit(UnitDraft(property_id=house, name="Eins"), NOW)
        for number in range(9):
            arrival = DAY + timedelta(days=4 * number)
            draft = OccupancyDraft(
                unit_id=unit_id,
                arrival=arrival,
                departure=arrival + timedelta(days=2),
                status=Status.CANCELLED if number % 3 == 2 else Status.CONFIRMED,
            )
            table.add(draft, uid=f"{number}@zimmerfrei", source=BY_HAND, now=NOW)
    return unit_id


def days(stays: Any) -> list[int]:
    return [(stay.arrival - DAY).days for stay in stays]


def test_who_stands_beside_a_day(database: Database, unit: int) -> None:
    table, middle = TouchedTable(database), DAY + timedelta(days=16)
    with database.write():
        assert days(table.arriving_before(unit, middle)) == [12, 4, 0]
        assert days(table.arriving_from(unit, middle)) == [16, 24, 28]
        assert days(table.departing_within(unit, DAY + timedelta(days=2), middle)) == [4, 12]
        assert days(table.stays(table.ids_in([unit]))) == [0, 4, 12, 16, 24, 28]
        assert list(table.arriving_before(unit + 1, middle)) == []


SEARCHES = {
    "before": lambda d, u: list(TouchedTable(d).arriving_before(u, DAY)),
    "from": lambda d, u: list(TouchedTable(d).arriving_from(u, DAY)),
    "within": lambda d, u: TouchedTable(d).departing_within(u, DAY, DAY),
    "overlapping": lambda d, u: OccupancyTable(d).overlapping(u, DAY, DAY, but=1),
}


@pytest.mark.parametrize(
    ("search", "plan"),
    [
        ("before", "occupancy_arrival (unit_id=? AND arrival<?)"),
        ("from", "occupancy_arrival (unit_id=? AND arrival>?)"),
        ("within", "occupancy_taken (unit_id=? AND departure>? AND departure<?)"),
        ("overlapping", "occupancy_taken (unit_id=? AND departure>?)"),
    ],
)
def test_each_search_has_its_index(database: Database, unit: int, search: str, plan: str) -> None:
    find: Callable[[Database, int], object] = SEARCHES[search]
    asked: list[str] = []
    with database.read():
        connection: Any = database._sqlite
        connection.connection().set_trace_callback(asked.append)
        find(database, unit)
    with closing(sqlite3.connect(database.path)) as raw:
        steps = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert steps[0].endswith(f"USING INDEX {plan}")
