"""What the table shows: a value that the filter bar makes and rows are held against."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.stays.agenda import Due, agenda
from app.core.stays.occupancy import Kind, Status
from app.core.texts import folded
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.ui.occupancies.row_store import Row


class Period(StrEnum):
    """Which stays by time. One whose departure is today is not past yet.

    WEEK is what is due today and in the next seven days: who leaves, who comes, what to decide.
    """

    AHEAD = "ahead"
    WEEK = "week"
    ALL = "all"
    PAST = "past"


class Standing(StrEnum):
    """Which stays by status; cancelled ones only where they are asked for."""

    TAKEN = "taken"
    CONFIRMED = "confirmed"
    OPTION = "option"
    CANCELLED = "cancelled"
    ANY = "any"


# Tuples: members are found in them by identity, which is quicker than hashing an enum.
_STATUSES = {
    Standing.TAKEN: (Status.CONFIRMED, Status.OPTION),
    Standing.CONFIRMED: (Status.CONFIRMED,),
    Standing.OPTION: (Status.OPTION,),
    Standing.CANCELLED: (Status.CANCELLED,),
    Standing.ANY: tuple(Status),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a filter found: the ids that are shown, and how many past ones are not."""

    ids: frozenset[int]
    past_hidden: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What the owner wants to see.

    `unit_id` None means every unit that is let; `archived` means those in the archive instead.
    `clashing` and `expired` leave only double bookings and expired options; of the WEEK, `due`
    leaves what is on the agenda for this reason.
    """

    text: str = ""
    unit_id: int | None = None
    archived: bool = False
    period: Period = Period.AHEAD
    kind: Kind | None = None
    standing: Standing = Standing.TAKEN
    clashing: bool = False
    expired: bool = False
    due: Due | None = None

    def select(self, rows: Collection[Row], today: date) -> Selection:
        """Hold every row against this filter: one quick pass for each part that asks something."""
        statuses, archived = _STATUSES[self.standing], self.archived
        fitting = [
            row
            for row in rows
            if row.unit.archived is archived and row.occupancy.status in statuses
        ]
        if self.unit_id is not None:
            fitting = [row for row in fitting if row.unit.id == self.unit_id]
        if self.kind is not None:
            fitting = [row for row in fitting if row.occupancy.kind is self.kind]
        if self.clashing:
            fitting = [row for row in fitting if row.clashes]
        if self.expired:
            fitting = [row for row in fitting if row.occupancy.expired(today)]
        for word in folded(self.text).split():
            fitting = [row for row in fitting if word in row.search]
        if self.period is Period.WEEK:
            due = self._due(rows, today)
            return Selection(frozenset(row.occupancy.id for row in fitting) & due, 0)
        return self._in_period(fitting, today)

    def _due(self, rows: Collection[Row], today: date) -> frozenset[int]:
        """Of all rows: who changes over is told by two stays together, whatever else is asked."""
        near = (row.occupancy for row in rows if row.occupancy.departure >= today)
        return agenda(near, list({row.unit.id: None for row in rows}), today).ids(self.due)

    def _in_period(self, rows: list[Row], today: date) -> Selection:
        ahead = frozenset(row.occupancy.id for row in rows if row.occupancy.departure >= today)
        if self.period is Period.AHEAD:
            return Selection(ahead, len(rows) - len(ahead))
        everything = frozenset(row.occupancy.id for row in rows)
        return Selection(everything - ahead if self.period is Period.PAST else everything, 0)
