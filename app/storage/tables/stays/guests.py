"""Which stays have a guest, and what they say of them."""

from __future__ import annotations

from datetime import date

from app.core.stays.guests import GuestStay
from app.core.stays.occupancy import Kind, Status
from app.storage.engine.database import Database


class GuestTable:
    """What occupancies say of guests. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")

    def stays(self) -> list[GuestStay]:
        """Return what every stay that names a guest, or how to reach one, says of them."""
        column = self._occupancy.c
        query = self._occupancy.select(
            column.id,
            column.guest,
            column.phone,
            column.email,
            column.contact,
            column.arrival,
            column.departure,
            column.status,
        ).where(
            column.kind != Kind.BLOCK.value,
            (column.guest != "") | (column.phone != "") | (column.email != ""),
        )
        return [
            GuestStay(
                *(number, guest, phone, email, contact),
                date.fromisoformat(arrival),
                date.fromisoformat(departure),
                status != Status.CANCELLED,
            )
            for number, guest, phone, email, contact, arrival, departure, status in (
                self._database.rows(query)
            )
        ]
