"""What must hold for an occupancy to be entered or changed; what does not is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from app.core.errors import UserError
from app.core.stays.dates import check_stay, is_long
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.core.stays.taken import taken_already
from app.i18n import N_
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.stays.occupancies import OccupancyTable


class OccupancyConflict(UserError):  # noqa: N818  # a conflict is the word of the glossary
    """The nights are taken. `others` are the occupancies that take them, the first one is named.

    `today` is the local date.
    """

    def __init__(self, unit: str, others: Sequence[Occupancy], today: date) -> None:
        said = taken_already(unit, others[0], today)
        super().__init__(said.text, **said.values)
        self.others = tuple(others)


class LongStay(UserError):  # noqa: N818  # a question to the owner as much as an error
    """More than a year: nothing is written until the owner says that it is meant."""

    def __init__(self, arrival: date, departure: date) -> None:
        nights = (departure - arrival).days
        super().__init__(
            N_("{arrival} to {departure} is more than a year: {nights} nights."),
            arrival=arrival,
            departure=departure,
            nights=nights,
        )
        self.arrival, self.departure, self.nights = arrival, departure, nights


class Checks:
    """Refuses what must not be. Every method runs inside a transaction of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._clock = work.clock
        self._table = OccupancyTable(work.database)
        self._units = UnitTable(work.database)
        self._staff = StaffTable(work.database)

    def unit(self, unit_id: int) -> None:
        """Refuse a unit that is not let any more (UserError)."""
        unit = self._units.unit(unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.archived:
            raise UserError(
                "{unit} is archived. Please bring it back before you change its occupancies.",
                unit=unit.name,
            )

    def staff(self, staff_id: int | None) -> None:
        """Refuse somebody who is gone (UserError); None is nobody."""
        if staff_id is None:
            return
        member = self._staff.one(staff_id)
        if member is None or member.removed_at is not None:
            raise UserError("This staff member does not exist any more.")

    def overlapping(self, draft: OccupancyDraft, but: int | None) -> Sequence[Occupancy]:
        """Return what takes a night that `draft` takes, without the id `but`."""
        if not draft.blocks:
            return []
        return self._table.overlapping(draft.unit_id, draft.arrival, draft.departure, but=but)

    def overlap(
        self,
        draft: OccupancyDraft,
        *,
        but: int | None = None,
        tolerated: frozenset[int] = frozenset(),
    ) -> None:
        """Refuse nights that are taken by any but `tolerated` ones (OccupancyConflict)."""
        others = [other for other in self.overlapping(draft, but) if other.id not in tolerated]
        if others:
            self.refuse_taken(others)

    def refuse_taken(self, others: Sequence[Occupancy]) -> NoReturn:
        """Refuse nights that these have (OccupancyConflict)."""
        unit = self._units.unit(others[0].unit_id)
        raise OccupancyConflict(unit.name if unit else "", others, self._clock.today())


def refuse_long(draft: OccupancyDraft) -> None:
    """Refuse what is no stay, or more than a year that nobody said was meant (UserError)."""
    check_stay(draft.arrival, draft.departure)
    if draft.blocks and is_long(draft.arrival, draft.departure):
        raise LongStay(draft.arrival, draft.departure)
