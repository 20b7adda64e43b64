"""The figures of a year, held against counting it day by day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import Unit
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.figures import ALL_KINDS, TakenNights, year_figures
from app.core.stays.occupancy import Kind, Occupancy, Status
from tests.made import made_stay

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = 2028  # a leap year


def unit(number: int, *, archived: bool = False) -> Unit:
    return Unit(
        property_id=1,
        name=f"Unit {number}",
        id=number,
        position=number,
        sequence=0,
        revision=0,
        archived_at=MOMENT if archived else None,
    )


def stay(
    unit_id: int,
    arrival: date,
    nights: int,
    kind: Kind = Kind.BOOKING,
    status: Status = Status.CONFIRMED,
    portal: str = "",
) -> Occupancy:
    departure = arrival + timedelta(days=nights)
    return made_stay(
        1, arrival, departure, unit_id=unit_id, kind=kind, status=status, portal=portal
    )


def taken(found: list[Occupancy]) -> list[TakenNights]:
    """What figures are reckoned from."""
    return [
        TakenNights(
            one.unit_id,
            one.arrival.toordinal(),
            one.departure.toordinal(),
            one.kind,
            one.portal,
        )
        for one in found
        if one.blocks
    ]


UNITS = [unit(1), unit(2), unit(3, archived=True)]

stays = st.lists(
    st.builds(
        stay,
        st.integers(1, 4),  # 4 is nobody's
        st.dates(date(YEAR - 1, 10, 1), date(YEAR + 1, 2, 28)),
        st.integers(1, 500),
        st.sampled_from(Kind),
        st.sampled_from(Status),
        st.sampled_from(["", "airbnb", "Tourist-Info"]),
    ),
    max_size=25,
)
kinds = st.sets(st.sampled_from(Kind)).map(frozenset)


def nights_of(one: Occupancy) -> list[date]:
    return [one.arrival + timedelta(days=n) for n in range((one.departure - one.arrival).days)]


def taken_days(found: list[Occupancy], unit_id: int) -> set[date]:
    return {
        day
        for one in found
        if one.unit_id == unit_id and one.status is not Status.CANCELLED
        for day in nights_of(one)
        if day.year == YEAR
    }


@given(stays, kinds)
def test_rates_are_what_counting_day_by_day_gives(
    found: list[Occupancy], counted: frozenset[Kind]
) -> None:
    figures = year_figures(UNITS, taken(found), YEAR, counted)
    chosen = [one for one in found if one.kind in counted]
    expected_units = [one for one in UNITS if not one.archived or taken_days(found, one.id)]
    assert [row.unit for row in figures.units] == expected_units
    for row in figures.units:
        months = Counter(day.month for day in taken_days(chosen, row.unit.id))
        assert row.rates.taken == tuple(months[month] for month in range(1, 13))
        assert row.rates.available == (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        assert all(0 <= row.rates.rate(month) <= 1 for month in range(1, 13))
    everything = [taken_days(chosen, row.unit.id) for row in figures.units]
    assert figures.whole.nights == sum(len(days) for days in everything)
    assert figures.whole.whole_year == figures.whole.nights / (366 * len(figures.units))


@given(stays, kinds)
def test_kinds_and_origins_are_what_counting_day_by_day_gives(
    found: list[Occupancy], counted: frozenset[Kind]
) -> None:
    figures = year_figures(UNITS, taken(found), YEAR, counted)
    by_kind: set[tuple[Kind, int, date]] = set()
    by_origin: set[tuple[str, int, date]] = set()
    for one in found:
        if one.kind not in counted or one.unit_id == 4:
            continue
        for day in taken_days([one], one.unit_id):
            by_kind.add((one.kind, one.unit_id, day))
            if one.kind is Kind.BOOKING:
                by_origin.add((one.portal, one.unit_id, day))
    assert figures.by_kind == Counter(kind for kind, _, _ in by_kind)
    assert figures.by_origin == Counter(origin for origin, _, _ in by_origin)
    assert list(figures.by_origin.values()) == sorted(figures.by_origin.values(), reverse=True)


@given(stays)
def test_stays_are_those_that_arrive_in_the_year(found: list[Occupancy]) -> None:
    expected = sum(
        one.arrival.year == YEAR and one.unit_id != 4 and one.status is not Status.CANCELLED
        for one in found
    )
    assert year_figures(UNITS, taken(found), YEAR).stays == expected


@given(stays)
def test_the_order_in_which_stays_come_does_not_matter(found: list[Occupancy]) -> None:
    assert year_figures(UNITS, taken(found), YEAR) == year_figures(UNITS, taken(found[::-1]), YEAR)


def test_the_night_of_new_years_eve_belongs_to_the_old_year() -> None:
    found = [stay(1, date(YEAR, 12, 31), 2)]
    assert year_figures(UNITS, taken(found), YEAR).units[0].rates.taken[11] == 1
    assert year_figures(UNITS, taken(found), YEAR + 1).units[0].rates.taken[0] == 1


def test_a_double_booking_counts_its_nights_once_for_the_rate_and_for_both_origins() -> None:
    found = [
        stay(1, date(YEAR, 7, 1), 10),
        stay(1, date(YEAR, 7, 6), 10, portal="airbnb"),
        stay(1, date(YEAR, 7, 16), 1, kind=Kind.BLOCK),
    ]
    figures = year_figures(UNITS, taken(found), YEAR)
    assert figures.units[0].rates.taken[6] == 16
    assert figures.by_origin == {"": 10, "airbnb": 10}
    assert figures.by_kind == {Kind.BOOKING: 15, Kind.BLOCK: 1}


def test_an_archived_unit_stays_in_the_rate_whatever_kinds_count() -> None:
    found = [stay(3, date(YEAR, 7, 1), 10, kind=Kind.BLOCK)]
    for counted in (ALL_KINDS, frozenset({Kind.BOOKING})):
        figures = year_figures(UNITS, taken(found), YEAR, counted)
        assert [row.unit.id for row in figures.units] == [1, 2, 3]


def test_without_units_there_is_no_rate() -> None:
    figures = year_figures([], taken([stay(1, date(YEAR, 1, 1), 3)]), YEAR)
    assert figures.whole.whole_year == 0
    assert figures.whole.rate(1) == 0
    assert figures.by_kind == {}


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY - timedelta(days=1)])
def test_the_edges_of_time_can_be_reckoned(day: date) -> None:
    assert year_figures(UNITS, taken([stay(1, day, 1)]), day.year).whole.nights == 1
