"""From a row of the table of occupancies to the value, for very many of them at once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import peewee

from app.core.stays.occupancy import Kind, Occupancy, Status
from app.storage.engine.columns import optional_day

_COLUMNS = (
    "id",
    "unit_id",
    "arrival",
    "departure",
    "kind",
    "status",
    "option_until",
    "guest",
    "contact",
    "persons",
    "note",
    "portal",
    "staff_id",
    "uid",
    "sequence",
    "source",
    "edited",
    "created_at",
    "changed_at",
    "phone",
    "email",
    "arrival_time",
    "children",
    "pets",
)
# Looked up, not called: an enum's own search takes ten times as long.
KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}


def selected(table: Any) -> list[Any]:
    """Return what a row is made of, in this order: the columns, and `said_by`."""
    column = table.c
    as_fed = (
        (column.fed_unit == column.unit_id)
        & (column.fed_arrival == column.arrival)
        & (column.fed_departure == column.departure)
    )
    said_by = peewee.Case(None, [(as_fed, column.fed_portal)], "")
    return [*(getattr(column, name) for name in _COLUMNS), said_by]


def taken() -> peewee.SQL:
    """Return the condition that an occupancy is not cancelled.

    To the letter as in the partial index, with the value in the text: SQLite uses the index only
    where it can prove that the query implies its condition.
    """
    return peewee.SQL("status <> 'cancelled'")


def occupancy(row: tuple[Any, ...]) -> Occupancy:
    """Return what a row of `selected` says.

    A house has tens of thousands of them and its feed reads them all: tuples, and each column by
    its place, take half as long as dictionaries do.
    """
    number, unit_id, arrival, departure, kind, status, option_until, guest, contact = row[:9]
    persons, note, portal, staff_id, uid, sequence, source, edited = row[9:17]
    created, changed, phone, email, arrival_time, children, pets, said_by = row[17:]
    return Occupancy(
        id=number,
        unit_id=unit_id,
        arrival=date.fromisoformat(arrival),
        departure=date.fromisoformat(departure),
        kind=KINDS[kind],
        status=_STATUSES[status],
        option_until=optional_day(option_until),
        guest=guest,
        contact=contact,
        phone=phone,
        email=email,
        arrival_time=time.fromisoformat(arrival_time) if arrival_time else None,
        persons=persons,
        children=children,
        pets=pets,
        note=note,
        portal=portal,
        staff_id=staff_id,
        uid=uid,
        sequence=sequence,
        source=source,
        edited=edited == 1,
        created_at=datetime.fromisoformat(created),
        changed_at=datetime.fromisoformat(changed),
        said_by=said_by,
    )
