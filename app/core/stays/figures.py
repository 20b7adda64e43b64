"""What the page Auswertung reckons with: nights that are taken, by unit, month, kind and origin.

A night is counted on the day on which it begins, in the month and year of that day. Only what
takes its nights counts, options among it; a cancelled stay does not. A unit has one night a day:
where two stays clash, that night counts once. How many persons a unit has room for is not asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind
from app.dataclass import dataclass

MONTHS = 12
ALL_KINDS = frozenset(Kind)
_Nights = tuple[int, ...]
_Key = TypeVar("_Key")
_NO_NIGHTS: _Nights = (0,) * MONTHS


class TakenNights(NamedTuple):
    """What figures need to know of an occupancy that takes its nights.

    `arrival` and `departure` are ordinals. A tuple: a large house has tens of thousands a year.
    """

    unit_id: int
    arrival: int
    departure: int
    kind: Kind
    portal: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Nights taken out of nights there are, month by month: twelve of each, January first."""

    taken: _Nights
    available: _Nights

    def rate(self, month: int) -> float:
        """The occupancy rate of a month (1 … 12), from 0 to 1; 0 where there was no night."""
        return _rate(self.taken[month - 1], self.available[month - 1])

    @property
    def nights(self) -> int:
        """Nights taken in the whole year."""
        return sum(self.taken)

    @property
    def whole_year(self) -> float:
        """The occupancy rate of the whole year, from 0 to 1."""
        return _rate(self.nights, sum(self.available))


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit's year."""

    unit: Unit
    rates: Rates


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year of the units that count in it.

    `stays` is how many stays arrive in the year. `by_kind` has every kind that took a night;
    `by_origin` says where bookings came from, by portal (empty: direct), most nights first. Both
    count a night for each kind and each origin that took it: where two stays clash, for both.
    """

    year: int
    units: tuple[UnitFigures, ...]
    whole: Rates
    stays: int
    by_kind: Mapping[Kind, int]
    by_origin: Mapping[str, int]


def year_figures(
    units: Sequence[Unit],
    taken: Iterable[TakenNights],
    year: int,
    kinds: frozenset[Kind] = ALL_KINDS,
) -> YearFigures:
    """Reckon the figures of a calendar year.

    Args:
        units: in the order in which they shall come out. An archived one counts only in a year in
            which it was taken for a night.
        taken: of these units and years in any order; what does not belong here is left out.
        year: the calendar year.
        kinds: the kinds that count, all of them unless said.
    """
    firsts = _firsts(year)
    by_unit: defaultdict[int, list[TakenNights]] = defaultdict(list)
    for stay in taken:
        if stay.arrival < firsts[-1] and stay.departure > firsts[0]:
            by_unit[stay.unit_id].append(stay)
    # Whatever kinds count, an archived unit that was taken had its nights to offer.
    in_use = [unit for unit in units if not unit.archived or unit.id in by_unit]
    available = tuple(firsts[at + 1] - firsts[at] for at in range(MONTHS))
    sums = _Sums(firsts, kinds)
    rows = tuple(UnitFigures(unit, Rates(sums.add(by_unit[unit.id]), available)) for unit in in_use)
    return YearFigures(
        year=year,
        units=rows,
        whole=_together([row.rates for row in rows]),
        stays=sums.stays,
        by_kind={kind: sums.by_kind[kind] for kind in Kind if kind in sums.by_kind},
        by_origin=dict(sorted(sums.by_origin.items(), key=lambda item: (-item[1], item[0]))),
    )


class _Sums:
    """What the stays of a year come to, one unit after the other."""

    def __init__(self, firsts: Sequence[int], kinds: frozenset[Kind]) -> None:
        self._firsts = firsts
        self._kinds = kinds
        self.stays = 0
        self.by_kind: Counter[Kind] = Counter()
        self.by_origin: Counter[str] = Counter()

    def add(self, stays: Iterable[TakenNights]) -> _Nights:
        """Count the stays of one unit; return its nights by month."""
        first, end = self._firsts[0], self._firsts[-1]
        months = [0] * MONTHS
        whole = first
        of_kind: dict[Kind, int] = {}
        of_origin: dict[str, int] = {}
        for stay in sorted(stays):  # by arrival, for `_count`
            if stay.kind not in self._kinds:
                continue
            self.stays += stay.arrival >= first
            arrival, departure = max(stay.arrival, first), min(stay.departure, end)
            if departure > whole:
                self._spread(months, max(arrival, whole), departure)
                whole = departure
            _count(self.by_kind, of_kind, stay.kind, arrival, departure)
            if stay.kind is Kind.BOOKING:
                _count(self.by_origin, of_origin, stay.portal, arrival, departure)
        return tuple(months)

    def _spread(self, months: list[int], day: int, end: int) -> None:
        """Add the nights of ``[day, end)`` to their months."""
        month = bisect_right(self._firsts, day) - 1
        while day < end:
            until = min(end, self._firsts[month + 1])
            months[month] += until - day
            day, month = until, month + 1


def _count(
    sums: Counter[_Key], reached: dict[_Key, int], key: _Key, arrival: int, departure: int
) -> None:
    """Count the nights of a stay that no stay of this key has taken before.

    The stays of a unit come by arrival: from there on all nights are counted up to the last
    departure so far, which `reached` keeps.
    """
    before = reached.get(key, arrival)
    if departure > before:
        sums[key] += departure - max(arrival, before)
        reached[key] = departure


def _firsts(year: int) -> list[int]:
    """The first days of the months as ordinals, that of the next year's January last."""
    months = [date(year, month, 1).toordinal() for month in range(1, MONTHS + 1)]
    return [*months, date(year + 1, 1, 1).toordinal()]


def _rate(taken: int, available: int) -> float:
    return taken / available if available else 0.0


def _together(rates: Sequence[Rates]) -> Rates:
    return Rates(
        tuple(sum(column) for column in zip(_NO_NIGHTS, *(r.taken for r in rates), strict=True)),
        tuple(
            sum(column) for column in zip(_NO_NIGHTS, *(r.available for r in rates), strict=True)
        ),
    )
