"""The bars of each unit, found by date without looking at the others. No Qt here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.core.stays.occupancy import conflicts
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.stays.occupancy import Occupancy


@dataclass(frozen=True, slots=True)
class Bar:
    """An occupancy as it stands in its row.

    `arrival` and `departure` are ordinals. Where stays overlap, each is in one of `lanes` lanes,
    and `clashes` where that is a double booking.
    """

    stay: Occupancy
    arrival: int
    departure: int
    lane: int = 0
    lanes: int = 1
    clashes: bool = False


class UnitBars:
    """The bars of one unit by arrival; those of a range of days are found by bisection."""

    __slots__ = ("_arrivals", "_reach", "bars")

    def __init__(self, stays: Iterable[Occupancy]) -> None:
        self.bars = arrange(stays)
        self._arrivals = [bar.arrival for bar in self.bars]
        # How far all bars up to each one reach: unlike the departures these never go back.
        self._reach: list[int] = []
        furthest = 0
        for bar in self.bars:
            furthest = max(furthest, bar.departure)
            self._reach.append(furthest)

    def between(self, first: int, last: int) -> Iterator[Bar]:
        """The bars that touch one of these days, both included."""
        end = bisect_right(self._arrivals, last)
        for at in range(bisect_left(self._reach, first), end):
            if self.bars[at].departure >= first:
                yield self.bars[at]

    def taking(self, arrival: int, departure: int) -> list[Bar]:
        """The bars that take a night of ``[arrival, departure)``."""
        return [
            bar
            for bar in self.between(arrival, departure)
            if bar.arrival < departure and arrival < bar.departure
        ]


def arrange(stays: Iterable[Occupancy]) -> tuple[Bar, ...]:
    """Return the bars of one unit's stays by arrival; what overlaps comes into lanes.

    Cancelled stays have no bar. A group of stays that hang together by shared nights has as many
    lanes as it takes; each stay is in the first lane that is free on its arrival.
    """
    taken = sorted(
        (
            (stay.arrival.toordinal(), stay.departure.toordinal(), stay.id, stay)
            for stay in stays
            if stay.blocks
        ),
        key=lambda item: item[:3],
    )
    bars: list[Bar] = []
    group: list[tuple[int, int, int, Occupancy]] = []
    end = 0
    for item in taken:
        if group and item[0] >= end:
            bars.extend(_laned(group))
            group = []
        group.append(item)
        end = max(end, item[1]) if len(group) > 1 else item[1]
    bars.extend(_laned(group))
    return tuple(bars)


def _laned(group: Sequence[tuple[int, int, int, Occupancy]]) -> list[Bar]:
    if len(group) == 1:
        arrival, departure, _, stay = group[0]
        return [Bar(stay, arrival, departure)]
    ends: list[int] = []
    lanes: list[int] = []
    for arrival, departure, _, _ in group:
        free = next((lane for lane, end in enumerate(ends) if end <= arrival), len(ends))
        ends[free:] = [departure, *ends[free + 1 :]]
        lanes.append(free)
    clashes = conflicts(stay for *_, stay in group)
    twice = {stay.id for clash in clashes for stay in (clash.first, clash.second)}
    return [
        Bar(stay, arrival, departure, lane, len(ends), stay.id in twice)
        for (arrival, departure, _, stay), lane in zip(group, lanes, strict=True)
    ]


class HouseBars:
    """The bars of all units, each unit's read when it is first asked for.

    Args:
        read: returns the occupancies of a unit.
        staff: returns by id what staff members are called; asked when it is first wanted.
    """

    def __init__(
        self,
        read: Callable[[int], Iterable[Occupancy]],
        staff: Callable[[], Mapping[int, str]] = dict,
    ) -> None:
        self._read = read
        self._read_staff = staff
        self._staff: Mapping[int, str] | None = None
        self._units: dict[int, UnitBars] = {}

    @property
    def staff(self) -> Mapping[int, str]:
        """By id what staff members are called."""
        if self._staff is None:
            self._staff = self._read_staff()
        return self._staff

    def forget_staff(self) -> None:
        """Read again what they are called when it is next asked for."""
        self._staff = None

    def unit(self, unit_id: int) -> UnitBars:
        """The bars of a unit."""
        found = self._units.get(unit_id)
        if found is None:
            found = self._units[unit_id] = UnitBars(self._read(unit_id))
        return found

    def forget(self, unit_ids: Iterable[int]) -> None:
        """Read these units again when they are next asked for."""
        for unit_id in unit_ids:
            self._units.pop(unit_id, None)

    def known(self, unit_id: int) -> bool:
        """Whether this unit's bars have been read."""
        return unit_id in self._units

    def find(self, occupancy_id: int, unit_id: int) -> Bar | None:
        """The bar of an occupancy in a unit."""
        bars = self.unit(unit_id).bars
        return next((bar for bar in bars if bar.stay.id == occupancy_id), None)
