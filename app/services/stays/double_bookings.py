"""What an owner does about double bookings: see them, move one, cancel one, or mean it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.double_booking import Alarm, DoubleBooking
from app.core.stays.moving import Suggestion, suggestions
from app.core.stays.occupancy import Occupancy
from app.services.base.changes import DoubleBookingChange, OccupancyChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.stays.occupancies import Occupancies
from app.storage.tables.house.units import UnitTable
from app.storage.tables.revisions import DOUBLE_BOOKINGS
from app.storage.tables.stays.double_bookings import DoubleBookingTable
from app.storage.tables.stays.occupancies import OccupancyTable


class DoubleBookings:
    """List and solve. They come and go by themselves, with the occupancies that cause them."""

    def __init__(self, work: UnitOfWork, occupancies: Occupancies) -> None:
        self._work = work
        self._occupancies = occupancies
        self._table = DoubleBookingTable(work.database)
        self._stays = OccupancyTable(work.database)
        self._units = UnitTable(work.database)

    def open(self) -> list[Alarm]:
        """Return what nobody has decided yet, running or ahead, in units that are let."""
        with self._work.database.read():
            rows = self._table.open(self._work.clock.today())
            let = {unit.id for unit in self._let()} if rows else set()
            return self._alarms(row for row in rows if row.unit_id in let)

    def all(self) -> list[Alarm]:
        """Return every one that ever was, past and solved ones too, in order of their nights."""
        with self._work.database.read():
            return self._alarms(self._table.all())

    def get(self, booking_id: int) -> Alarm:
        """Return one (UserError where there is none)."""
        with self._work.database.read():
            return self._alarm(booking_id)

    def open_of(self, occupancy_id: int) -> list[Alarm]:
        """Return the open ones that an occupancy has a part in."""
        return [alarm for alarm in self.open() if alarm.one(occupancy_id) is not None]

    def suggestions(self, booking_id: int) -> list[Suggestion]:
        """Return which of the two could move where, the best first; none of one that is solved."""
        with self._work.database.read():
            alarm = self._alarm(booking_id)
            if not alarm.booking.stands:
                return []
            units = self._let()
            free = [
                (
                    stay.id,
                    {unit.id for unit in units}
                    - {other.unit_id for other in self._stays.taking(stay.arrival, stay.departure)},
                )
                for stay in alarm.both
            ]
        return suggestions(alarm.both, units, free, self._work.clock.today())

    def accept(self, booking_id: int, *, sequence: int) -> DoubleBookingChange:
        """Note that this is meant to be so: it warns no more while no other night clashes.

        Raises:
            UserError: there is none, it has moved meanwhile, or it is solved.
        """
        with self._work.change():
            booking = self._standing(booking_id).booking
            check_sequence(booking.sequence, sequence)
            return self._decide(booking, booking.content_with(booking.nights))

    def move(
        self, booking_id: int, occupancy_id: int, unit_id: int, *, sequence: int
    ) -> OccupancyChange:
        """Give one of the two another unit, on its days.

        Args:
            booking_id: which double booking.
            occupancy_id: the one that moves.
            unit_id: where to.
            sequence: that of the occupancy as the caller saw it.

        Raises:
            OccupancyConflict: a night is taken there.
            UserError: there is no such double booking, or it is solved; the occupancy has no part
                in it, or has moved meanwhile; the unit is unknown or archived.
        """
        with self._work.change():
            stay = self._part(booking_id, occupancy_id)
            if stay.unit_id == unit_id:
                raise UserError("It is in this unit already. Please choose another one.")
            draft = replace(stay.draft(), unit_id=unit_id)
            return self._occupancies.change_within(occupancy_id, draft, sequence)

    def cancel(self, booking_id: int, occupancy_id: int, *, sequence: int) -> OccupancyChange:
        """Cancel one of the two, here alone: what was booked at a portal is cancelled there.

        Raises:
            UserError: as `move` does.
        """
        with self._work.change():
            self._part(booking_id, occupancy_id)
            return self._occupancies.cancel_within(occupancy_id, sequence)

    def take_back_within(self, change: DoubleBookingChange) -> DoubleBookingChange:
        """Undo `change` inside a transaction that is open already.

        Only what the owner decided is taken back: how it stands follows from the occupancies.
        """
        booking = self._row(change.after.id)
        if booking.accepted != change.after.accepted:
            check_sequence(booking.sequence, change.after.sequence)
        return self._decide(booking, booking.content_with(change.before.accepted))

    def _let(self) -> list[Unit]:
        return [unit for unit in self._units.units() if not unit.archived]

    def _decide(self, before: DoubleBooking, after: DoubleBooking) -> DoubleBookingChange:
        if before != after:
            self._table.change([after])
            self._work.revisions.raise_named(DOUBLE_BOOKINGS)
        return DoubleBookingChange(before, after)

    def _part(self, booking_id: int, occupancy_id: int) -> Occupancy:
        stay = self._standing(booking_id).one(occupancy_id)
        if stay is None:
            raise UserError(
                "The occupancy {occupancy} has no part in the double booking {id}.",
                occupancy=str(occupancy_id),
                id=str(booking_id),
            )
        return stay

    def _standing(self, booking_id: int) -> Alarm:
        alarm = self._alarm(booking_id)
        if not alarm.booking.stands:
            raise UserError("This double booking is solved already. There is nothing left to do.")
        return alarm

    def _row(self, booking_id: int) -> DoubleBooking:
        booking = self._table.one(booking_id)
        if booking is None:
            raise UserError("There is no double booking with the number {id}.", id=str(booking_id))
        return booking

    def _alarm(self, booking_id: int) -> Alarm:
        return self._alarms([self._row(booking_id)])[0]

    def _alarms(self, rows: Iterable[DoubleBooking]) -> list[Alarm]:
        rows = list(rows)
        ids = {stay_id for row in rows for stay_id in (row.first_id, row.second_id)}
        stays = {stay.id: stay for stay in self._stays.some(ids)}
        return [Alarm(row, stays[row.first_id], stays[row.second_id]) for row in rows]
