"""What the table shows: a value that the filter bar makes and rows are held against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.occupancy import Kind, Status
from app.ui.occupancies.words import folded

if TYPE_CHECKING:
    from app.ui.occupancies.book import Row


class Period(StrEnum):
    """Which stays by time. One whose departure is today is not past yet."""

    AHEAD = "ahead"
    ALL = "all"
    PAST = "past"


class Standing(StrEnum):
    """Which stays by status; cancelled ones only where they are asked for."""

    TAKEN = "taken"
    CONFIRMED = "confirmed"
    OPTION = "option"
    CANCELLED = "cancelled"
    ANY = "any"


_STATUSES = {
    Standing.TAKEN: frozenset({Status.CONFIRMED, Status.OPTION}),
    Standing.CONFIRMED: frozenset({Status.CONFIRMED}),
    Standing.OPTION: frozenset({Status.OPTION}),
    Standing.CANCELLED: frozenset({Status.CANCELLED}),
    Standing.ANY: frozenset(Status),
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
    `clashing` and `expired` leave only double bookings and expired options.
    """

    text: str = ""
    unit_id: int | None = None
    archived: bool = False
    period: Period = Period.AHEAD
    kind: Kind | None = None
    standing: Standing = Standing.TAKEN
    clashing: bool = False
    expired: bool = False

    def select(self, rows: Iterable[Row], today: date) -> Selection:
        """Hold every row against this filter."""
        fitting = [row for row in rows if self._fits(row, today)]
        if words := folded(self.text).split():
            fitting = [row for row in fitting if all(word in row.search for word in words)]
        past = sum(row.occupancy.departure < today for row in fitting)
        if self.period is Period.AHEAD:
            shown = [row.occupancy.id for row in fitting if row.occupancy.departure >= today]
        elif self.period is Period.PAST:
            shown = [row.occupancy.id for row in fitting if row.occupancy.departure < today]
        else:
            shown = [row.occupancy.id for row in fitting]
        return Selection(frozenset(shown), past if self.period is Period.AHEAD else 0)

    def _fits(self, row: Row, today: date) -> bool:
        occupancy = row.occupancy
        return (
            row.unit.archived == self.archived
            and self.unit_id in (None, occupancy.unit_id)
            and occupancy.status in _STATUSES[self.standing]
            and self.kind in (None, occupancy.kind)
            and (not self.clashing or row.clashes)
            and (not self.expired or occupancy.expired(today))
        )
