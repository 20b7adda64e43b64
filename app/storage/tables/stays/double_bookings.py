"""Queries about double bookings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import peewee

from app.core.stays.double_booking import DoubleBooking, Nights, State
from app.storage.engine.columns import (
    Row,
    day,
    moment_text,
    one_of,
    optional_day,
    optional_moment,
    optional_text,
)
from app.storage.engine.database import Database

_COLUMNS = (
    "id",
    "first_id",
    "second_id",
    "unit_id",
    "arrival",
    "departure",
    "since",
    "state",
    "closed_at",
    "accepted_arrival",
    "accepted_departure",
    "sequence",
)
_AT_ONCE = 1000
# To the letter as in the partial index.
_STANDING = peewee.SQL("state <> 'solved'")


class DoubleBookingTable:
    """Double bookings. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = database.table("double_booking")

    def one(self, booking_id: int) -> DoubleBooking | None:
        found = self._read(self._table.c.id == booking_id)
        return found[0] if found else None

    def all(self) -> list[DoubleBooking]:
        """Return every one that ever was, the nights that come first first."""
        return self._read()

    def standing(self) -> list[DoubleBooking]:
        """Return those whose occupancies still share nights, past ones too."""
        return self._read(_STANDING)

    def open(self, departing_after: date) -> list[DoubleBooking]:
        """Return the open ones with a night that ends later than this day."""
        column = self._table.c
        return self._read(
            (column.state == State.OPEN.value) & (column.departure > departing_after.isoformat())
        )

    def of(self, occupancy_ids: Collection[int]) -> list[DoubleBooking]:
        """Return every one that one of these occupancies has or had a part in, each once."""
        found = {
            row.id: row
            for some in peewee.chunked(occupancy_ids, _AT_ONCE)
            for row in self._read(one_of("first_id", some) | one_of("second_id", some))
        }
        return list(found.values())

    def add(self, rows: Iterable[DoubleBooking]) -> None:
        """Keep new ones; each is given its id."""
        for row in rows:
            self._table.insert(**_values(row)).execute()

    def change(self, rows: Iterable[DoubleBooking]) -> None:
        """Let these be as they are given."""
        column = self._table.c
        for row in rows:
            self._table.update(**_values(row)).where(column.id == row.id).execute()

    def _read(self, which: peewee.Node | None = None) -> list[DoubleBooking]:
        column = self._table.c
        query = self._table.select(*(getattr(column, name) for name in _COLUMNS))
        if which is not None:
            query = query.where(which)
        query = query.order_by(column.arrival, column.departure, column.id)
        return [_double_booking(row) for row in self._database.rows(query)]


def _double_booking(row: tuple[Any, ...]) -> DoubleBooking:
    number, first_id, second_id, unit_id, arrival, departure, since, state = row[:8]
    closed_at, accepted_arrival, accepted_departure, sequence = row[8:]
    begins, ends = optional_day(accepted_arrival), optional_day(accepted_departure)
    return DoubleBooking(
        number,
        first_id,
        second_id,
        unit_id,
        Nights(day(arrival), day(departure)),
        datetime.fromisoformat(since),
        State(state),
        optional_moment(closed_at),
        Nights(begins, ends) if begins is not None and ends is not None else None,
        sequence,
    )


def _values(row: DoubleBooking) -> Row:
    accepted = row.accepted
    return {
        "first_id": row.first_id,
        "second_id": row.second_id,
        "unit_id": row.unit_id,
        "arrival": row.nights.arrival.isoformat(),
        "departure": row.nights.departure.isoformat(),
        "since": moment_text(row.since),
        "state": row.state.value,
        "closed_at": None if row.closed_at is None else moment_text(row.closed_at),
        "accepted_arrival": optional_text(accepted and accepted.arrival),
        "accepted_departure": optional_text(accepted and accepted.departure),
        "sequence": row.sequence,
    }
