"""What the owner does to occupancies: done through the services, noted for undo, and said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.ui.base.undoing import Undoing
from app.ui.stays.words import what_line

if TYPE_CHECKING:
    from datetime import date

    from app.core.stays.double_booking import Alarm
    from app.services.base.changes import OccupancyChange
    from app.ui.base.context import Context


class Actions:
    """Each method does one thing and returns the occupancy as it is afterwards.

    Raises:
        UserError: from every method; nothing happened then.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._texts = context.texts
        self._undoing = Undoing(context)

    def add(
        self, draft: OccupancyDraft, *, allow_conflict: bool = False, allow_long: bool = False
    ) -> Occupancy:
        """Enter an occupancy."""
        change = self._context.services.occupancies.add(
            draft, allow_conflict=allow_conflict, allow_long=allow_long
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} entered", what=what))

    def change(
        self,
        occupancy: Occupancy,
        draft: OccupancyDraft,
        *,
        allow_conflict: bool = False,
        allow_long: bool = False,
    ) -> Occupancy:
        """Change an occupancy as it was seen."""
        change = self._context.services.occupancies.change(
            occupancy.id,
            draft,
            sequence=occupancy.sequence,
            allow_conflict=allow_conflict,
            allow_long=allow_long,
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} changed", what=what))

    def move(
        self, occupancy: Occupancy, draft: OccupancyDraft, *, allow_long: bool = False
    ) -> Occupancy:
        """Give it the days and the unit of `draft`, as a drag does."""
        change = self._context.services.occupancies.change(
            occupancy.id, draft, sequence=occupancy.sequence, allow_long=allow_long
        )
        texts, what = self._texts, self._what(change.after)
        more = change.after.nights - occupancy.nights
        if more > 0:
            return self._recorded(change, texts.tr("{what} lengthened", what=what))
        if more < 0:
            return self._recorded(change, texts.tr("{what} shortened", what=what))
        return self._recorded(change, texts.tr("{what} moved", what=what))

    def cancel(self, occupancy: Occupancy) -> Occupancy:
        """Cancel it; its nights are free again."""
        change = self._context.services.occupancies.cancel(
            occupancy.id, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} cancelled", what=what))

    def delete(self, occupancy: Occupancy) -> None:
        """Delete one that was cancelled, for good."""
        change = self._context.services.occupancies.delete(
            occupancy.id, sequence=occupancy.sequence
        )
        what = self._what(occupancy)
        self._undoing.record(change, self._texts.tr("{what} deleted", what=what))

    def enter_again(self, occupancy: Occupancy) -> Occupancy:
        """Confirm one that was cancelled."""
        draft = replace(occupancy.draft(), status=Status.CONFIRMED)
        change = self._context.services.occupancies.change(
            occupancy.id, draft, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} entered again", what=what))

    def book_firmly(self, occupancy: Occupancy) -> Occupancy:
        """Turn an option into a firm booking."""
        change = self._context.services.options.book_firmly(
            occupancy.id, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} booked firmly", what=what))

    def extend(self, occupancy: Occupancy, until: date) -> Occupancy:
        """Let an option hold longer."""
        change = self._context.services.options.extend(
            occupancy.id, until, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        day = self._texts.day(until)
        return self._recorded(
            change, self._texts.tr("{what}: option until {day}", what=what, day=day)
        )

    def move_apart(self, alarm: Alarm, stay: Occupancy, unit_id: int) -> Occupancy:
        """Solve a double booking by giving one of the two another unit."""
        change = self._context.services.double_bookings.move(
            alarm.id, stay.id, unit_id, sequence=stay.sequence
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} moved", what=what))

    def cancel_one(self, alarm: Alarm, stay: Occupancy) -> Occupancy:
        """Solve a double booking by cancelling one of the two."""
        change = self._context.services.double_bookings.cancel(
            alarm.id, stay.id, sequence=stay.sequence
        )
        what = self._what(change.after)
        return self._recorded(change, self._texts.tr("{what} cancelled", what=what))

    def accept(self, alarm: Alarm) -> None:
        """Leave a double booking as it is: it warns no more."""
        services = self._context.services
        change = services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
        unit = services.units.get(alarm.unit_id).name
        days = self._texts.day_range(alarm.arrival, alarm.departure)
        self._undoing.record(
            change,
            self._texts.tr(
                "Double booking in {unit}, {days}: meant to be so", unit=unit, days=days
            ),
        )

    def _recorded(self, change: OccupancyChange, words: str) -> Occupancy:
        self._undoing.record(change, words)
        return change.after

    def _what(self, occupancy: Occupancy) -> str:
        unit = self._context.services.units.get(occupancy.unit_id)
        return what_line(self._texts, occupancy, unit.name)
