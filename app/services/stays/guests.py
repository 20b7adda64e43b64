"""What an owner looks up about guests: who has been here before, and when."""

from __future__ import annotations

from app.core.stays.guests import GuestBook, person
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.stays.guests import GuestTable
from app.storage.tables.stays.occupancies import OccupancyTable


class Guests:
    """Reads what stays say of guests. Nothing else is kept of them."""

    def __init__(self, work: UnitOfWork) -> None:
        self._database = work.database
        self._table = GuestTable(work.database)
        self._stays = OccupancyTable(work.database)

    def book(self) -> GuestBook:
        """Return all earlier guests as they are now."""
        with self._database.read():
            return GuestBook(self._table.stays())

    def stays_of(self, stay: OccupancyDraft, *, but: int | None = None) -> list[Occupancy]:
        """Return the stays of the guest of `stay`, cancelled ones too, the newest first.

        Without the id `but`; none where `stay` says nothing of its guest.
        """
        with self._database.read():
            book = GuestBook(self._table.stays())
            ids = book.stays_of(person(stay.guest, stay.phone, stay.email), but)
            found = {one.id: one for one in self._stays.some(ids)}
        return [found[number] for number in ids]
