"""Double bookings as they are kept: since when, how they stand, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from app.core.stays.occupancy import Conflict, Occupancy
from app.dataclass import dataclass
from app.i18n import N_


class State(StrEnum):
    """How a double booking stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SOLVED = "solved"


STATE_LABELS = {
    State.OPEN: N_("open"),
    State.ACCEPTED: N_("meant to be so"),
    State.SOLVED: N_("solved"),
}


class Nights(NamedTuple):
    """The half-open range of days ``[arrival, departure)``."""

    arrival: date
    departure: date

    def within(self, other: Nights | None) -> bool:
        """Whether each of these nights is one of `other`, too."""
        return (
            other is not None
            and other.arrival <= self.arrival
            and self.departure <= other.departure
        )


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """Two occupancies that take the same nights of a unit, or did.

    `first_id` is the one that was there earlier. `nights` are those that both take, or took last.
    `accepted` are the nights with which the owner was content: while no other one clashes, nothing
    is open. `since` and `closed_at` are UTC; `sequence` counts changes.
    """

    id: int
    first_id: int
    second_id: int
    unit_id: int
    nights: Nights
    since: datetime
    state: State
    closed_at: datetime | None = None
    accepted: Nights | None = None
    sequence: int = 0

    @property
    def stands(self) -> bool:
        """Whether both still take the same nights."""
        return self.state is not State.SOLVED

    def clashing(self, nights: Nights) -> DoubleBooking:
        """Return it as of two that share these nights now."""
        state = State.ACCEPTED if nights.within(self.accepted) else State.OPEN
        return self._as(nights=nights, state=state, closed_at=None)

    def solved(self, now: datetime) -> DoubleBooking:
        """Return it as of two that share no night any more."""
        return self._as(state=State.SOLVED, closed_at=now)

    def content_with(self, nights: Nights | None) -> DoubleBooking:
        """Return it with other nights that the owner accepts; None takes that back."""
        changed = replace(self, accepted=nights)
        return self._counted(changed.clashing(self.nights) if self.stands else changed)

    def _as(
        self,
        *,
        state: State,
        closed_at: datetime | None,
        nights: Nights | None = None,
    ) -> DoubleBooking:
        return self._counted(
            replace(self, state=state, closed_at=closed_at, nights=nights or self.nights)
        )

    def _counted(self, changed: DoubleBooking) -> DoubleBooking:
        same = replace(changed, sequence=self.sequence) == self
        return self if same else replace(changed, sequence=self.sequence + 1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A double booking with both occupancies as they are now, the earlier entered one first."""

    booking: DoubleBooking
    first: Occupancy
    second: Occupancy

    @property
    def id(self) -> int:
        return self.booking.id

    @property
    def unit_id(self) -> int:
        return self.booking.unit_id

    @property
    def arrival(self) -> date:
        """The first day whose night both have."""
        return self.booking.nights.arrival

    @property
    def departure(self) -> date:
        """The day after the last night that both have."""
        return self.booking.nights.departure

    @property
    def both(self) -> tuple[Occupancy, Occupancy]:
        return self.first, self.second

    def other(self, occupancy_id: int) -> Occupancy:
        """The one of both that is not this one."""
        return self.second if self.first.id == occupancy_id else self.first

    def one(self, occupancy_id: int) -> Occupancy | None:
        """The one of both with this id, None where it is neither."""
        return next((stay for stay in self.both if stay.id == occupancy_id), None)


Pair = tuple[int, int]
"""The ids of two occupancies, the lower first."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What is to be written so that what is kept fits what clashes."""

    new: tuple[DoubleBooking, ...]
    changed: tuple[DoubleBooking, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def followed(
    clashes: Iterable[Conflict], known: Sequence[DoubleBooking], now: datetime
) -> Followed:
    """Return what has to change in `known` so that it fits what clashes.

    What clashes again in the same nights of the same unit, as after taking something back, is the
    one that was there before. Anything else is a new one.

    Args:
        clashes: the pairs that share nights now.
        known: all that was ever kept of these pairs, and of those that shared nights until now.
        now: when this is so, in UTC.
    """
    nights = {_pair(clash): (clash.first.unit_id, _nights(clash)) for clash in clashes}
    standing = {(row.first_id, row.second_id): row for row in known if row.stands}
    past = _past(known)
    new: list[DoubleBooking] = []
    changed: list[DoubleBooking] = []
    for pair, row in standing.items():
        unit_id, shared = nights.get(pair, (None, row.nights))
        after = row.clashing(shared) if unit_id == row.unit_id else row.solved(now)
        if after is not row:
            changed.append(after)
    for pair, (unit_id, shared) in nights.items():
        stands = standing.get(pair)
        if stands is not None and stands.unit_id == unit_id:
            continue
        again = past.get((pair, unit_id, shared))
        if again is not None:
            changed.append(again.clashing(shared))
        else:
            new.append(DoubleBooking(0, *pair, unit_id, shared, now, State.OPEN))
    return Followed(tuple(new), tuple(changed))


def _past(known: Iterable[DoubleBooking]) -> Mapping[tuple[Pair, int, Nights], DoubleBooking]:
    """Return what was solved by what it was, the last of those that were alike."""
    solved = sorted((row for row in known if not row.stands), key=lambda row: row.id)
    return {((row.first_id, row.second_id), row.unit_id, row.nights): row for row in solved}


def _pair(clash: Conflict) -> Pair:
    one, other = clash.first.id, clash.second.id
    return min(one, other), max(one, other)


def _nights(clash: Conflict) -> Nights:
    return Nights(clash.arrival, clash.departure)
