"""What the page Auswertung reckons with: nights that are taken, by unit, month, kind and origin.

A night is counted on the day on which it begins, in the month and year of that day. Only what
takes its nights counts, options among it; a cancelled stay does not. A unit has one night a day:
where two stays clash, that night counts once. How many persons a unit has room for is not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.core.occupancy import Kind, Occupancy, OccupancyDraft
from app.core.unit import Unit

MONTHS = 12
ALL_KINDS = frozenset(Kind)
_Nights = tuple[int, ...]
_Key = TypeVar("_Key")
_NO_NIGHTS: _Nights = (0,) * MONTHS


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
    occupancies: Iterable[Occupancy],
    year: int,
    kinds: frozenset[Kind] = ALL_KINDS,
) -> YearFigures:
    """Reckon the figures of a calendar year.

    Args:
        units: in the order in which they shall come out. An archived one counts only in a year in
            which it was taken for a night.
        occupancies: of these units and years in any order; what does not belong here is left out.
        year: the calendar year.
        kinds: the kinds that count, all of them unless said.
    """
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    known = {unit.id for unit in units}
    taking = [
        stay
        for stay in occupancies
        if stay.blocks and stay.unit_id in known and stay.arrival < end and stay.departure > first
    ]
    # Whatever kinds count, an archived unit had its nights to offer.
    in_use = {stay.unit_id for stay in taking}
    counting = [stay for stay in taking if stay.kind in kinds]
    by_unit: defaultdict[int, list[Occupancy]] = defaultdict(list)
    for stay in counting:
        by_unit[stay.unit_id].append(stay)
    available = _lengths(year)
    rows = tuple(
        UnitFigures(unit, Rates(_taken(by_unit[unit.id], year), available))
        for unit in units
        if not unit.archived or unit.id in in_use
    )
    bookings = [stay for stay in counting if stay.kind is Kind.BOOKING]
    by_origin = _counted(((stay.portal, stay) for stay in bookings), year)
    by_kind = _counted(((stay.kind, stay) for stay in counting), year)
    return YearFigures(
        year=year,
        units=rows,
        whole=_together([row.rates for row in rows]),
        stays=sum(stay.arrival >= first for stay in counting),
        by_kind={kind: by_kind[kind] for kind in Kind if kind in by_kind},
        by_origin=dict(sorted(by_origin.items(), key=lambda item: (-item[1], item[0]))),
    )


def years_taken(occupancies: Iterable[OccupancyDraft]) -> list[int]:
    """Return the years in which a night is taken, in order."""
    years: set[int] = set()
    for stay in occupancies:
        if stay.blocks:
            years.update(range(stay.arrival.year, _last_night(stay).year + 1))
    return sorted(years)


def _last_night(stay: OccupancyDraft) -> date:
    return stay.departure - timedelta(days=1)


def _rate(taken: int, available: int) -> float:
    return taken / available if available else 0.0


def _lengths(year: int) -> _Nights:
    firsts = [*(date(year, month, 1) for month in range(1, MONTHS + 1)), date(year + 1, 1, 1)]
    return tuple((firsts[at + 1] - firsts[at]).days for at in range(MONTHS))


def _together(rates: Sequence[Rates]) -> Rates:
    return Rates(
        tuple(sum(column) for column in zip(_NO_NIGHTS, *(r.taken for r in rates), strict=True)),
        tuple(
            sum(column) for column in zip(_NO_NIGHTS, *(r.available for r in rates), strict=True)
        ),
    )


def _counted(keyed: Iterable[tuple[_Key, Occupancy]], year: int) -> dict[_Key, int]:
    """Nights of a year by key; one night of one unit counts once for a key."""
    groups: defaultdict[tuple[_Key, int], list[Occupancy]] = defaultdict(list)
    for key, stay in keyed:
        groups[key, stay.unit_id].append(stay)
    nights: defaultdict[_Key, int] = defaultdict(int)
    for (key, _), stays in groups.items():
        nights[key] += sum(_taken(stays, year))
    return dict(nights)


def _taken(stays: Sequence[Occupancy], year: int) -> _Nights:
    """Nights of one unit by month of `year`; a night that two stays share counts once."""
    nights = [0] * MONTHS
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    for arrival, departure in _joined(stays):
        day, last = max(arrival, first), min(departure, end)
        while day < last:
            next_month = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
            until = min(last, next_month)
            nights[day.month - 1] += (until - day).days
            day = until
    return tuple(nights)


def _joined(stays: Sequence[Occupancy]) -> Iterator[tuple[date, date]]:
    """Join stays that overlap or follow each other into ranges that do not."""
    ranges = sorted((stay.arrival, stay.departure) for stay in stays)
    if not ranges:
        return
    arrival, departure = ranges[0]
    for next_arrival, next_departure in ranges[1:]:
        if next_arrival > departure:
            yield arrival, departure
            arrival, departure = next_arrival, next_departure
        else:
            departure = max(departure, next_departure)
    yield arrival, departure
