"""Double bookings in their table: kept to the letter, found in an index, each pair once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.stays.double_booking import DoubleBooking, Nights, State
from app.core.stays.occupancy import BY_HAND, OccupancyDraft
from app.storage.engine.database import Database
from app.storage.tables.house.units import UnitTable
from app.storage.tables.stays.double_bookings import DoubleBookingTable
from app.storage.tables.stays.occupancies import OccupancyTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
DAY = date(2027, 8, 1)
DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 30))
MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2099-01-01"),
    timezones=st.just(UTC),
)


def nights(first: int, last: int) -> Nights:
    return Nights(DAY + timedelta(first), DAY + timedelta(last))


@st.composite
def rows(draw: st.DrawFn) -> DoubleBooking:
    """Any double booking of the first two occupancies."""
    arrival = draw(DAYS)
    shared = Nights(arrival, arrival + timedelta(1))
    state = draw(st.sampled_from(State))
    accepted = draw(st.one_of(st.none(), DAYS))
    return DoubleBooking(
        0,
        1,
        2,
        1,
        shared,
        since=draw(MOMENTS),
        state=state,
        closed_at=draw(MOMENTS) if state is State.SOLVED else None,
        accepted=Nights(accepted, accepted + timedelta(1)) if accepted else None,
        sequence=draw(st.integers(0, 2**40)),
    )


@pytest.fixture
def table(database: Database) -> DoubleBookingTable:
    """Over a unit with three occupancies, numbered from one."""
    units, stays = UnitTable(database), OccupancyTable(database)
    with database.write():
        house = units.add_property(PropertyDraft(name="Haus"))
        unit = units.add_unit(UnitDraft(property_id=house, name="Eins"), NOW)
        for number in range(3):
            draft = OccupancyDraft(unit_id=unit, arrival=DAY, departure=DAY + timedelta(9))
            stays.add(draft, uid=f"{number}@zimmerfrei", source=BY_HAND, now=NOW)
    return DoubleBookingTable(database)


def booking(first: int, second: int, shared: Nights, state: State = State.OPEN) -> DoubleBooking:
    closed = NOW if state is State.SOLVED else None
    return DoubleBooking(0, first, second, 1, shared, NOW, state, closed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=rows(), other=rows())
def test_what_is_kept_comes_back_to_the_letter(
    database: Database, table: DoubleBookingTable, row: DoubleBooking, other: DoubleBooking
) -> None:
    with database.write():
        database.table("double_booking").delete().execute()
        table.add([row])
        (kept,) = table.all()
        assert replace(kept, id=0) == row
        table.change([replace(other, id=kept.id)])
        assert table.one(kept.id) == replace(other, id=kept.id)


def test_they_are_told_by_their_nights_and_what_stands_apart_from_what_is_solved(
    database: Database, table: DoubleBookingTable
) -> None:
    with database.write():
        table.add(
            [
                booking(1, 2, nights(5, 6)),
                booking(1, 3, nights(1, 9), State.ACCEPTED),
                booking(2, 3, nights(3, 4), State.SOLVED),
                booking(2, 3, nights(0, 2)),
            ]
        )
        assert [row.id for row in table.all()] == [4, 2, 3, 1]
        assert [row.id for row in table.standing()] == [4, 2, 1]
        assert [row.id for row in table.open(DAY)] == [4, 1]
        assert [row.id for row in table.open(DAY + timedelta(2))] == [1]
        assert table.open(DAY + timedelta(6)) == []
        assert table.one(5) is None


def test_those_of_an_occupancy_are_told_each_once(
    database: Database, table: DoubleBookingTable
) -> None:
    with database.write():
        table.add([booking(1, 2, nights(5, 6)), booking(1, 3, nights(1, 9))])
        assert {row.id for row in table.of([1])} == {1, 2}
        assert {row.id for row in table.of([2])} == {1}
        assert [row.id for row in table.of([1, 2, 3])] == [2, 1]
        assert {row.id for row in table.of(range(1, 4000))} == {1, 2}
        assert table.of([]) == []


def test_a_pair_stands_once_and_may_be_solved_as_often_as_it_likes(
    database: Database, table: DoubleBookingTable
) -> None:
    with database.write():
        table.add(booking(1, 2, nights(number, 9), State.SOLVED) for number in range(3))
        table.add([booking(1, 2, nights(3, 9))])

    def once_more() -> None:
        with database.write():
            table.add([booking(1, 2, nights(4, 9), State.ACCEPTED)])

    with pytest.raises(Exception, match="UNIQUE"):
        once_more()


@pytest.mark.parametrize(
    "broken",
    [
        booking(2, 1, nights(0, 1)),
        booking(1, 1, nights(0, 1)),
        replace(booking(1, 2, nights(0, 1)), closed_at=NOW),
        replace(booking(1, 2, nights(0, 1), State.SOLVED), closed_at=None),
        booking(1, 99, nights(0, 1)),
        replace(booking(1, 2, nights(0, 1)), unit_id=99),
    ],
    ids=["wrong order", "with itself", "closed", "not closed", "nobody", "nowhere"],
)
def test_what_cannot_be_is_refused_by_the_table_itself(
    database: Database, table: DoubleBookingTable, broken: DoubleBooking
) -> None:
    def keep() -> None:
        with database.write():
            table.add([broken])

    with pytest.raises(Exception, match="constraint"):
        keep()
    with database.read():
        assert table.all() == []


def test_they_go_with_an_occupancy_that_is_deleted(
    database: Database, table: DoubleBookingTable
) -> None:
    with database.write():
        table.add([booking(1, 2, nights(5, 6)), booking(2, 3, nights(1, 9), State.SOLVED)])
        stays = database.table("occupancy")
        stays.delete().where(stays.c.id == 1).execute()
        assert [row.id for row in table.all()] == [2]
        stays.delete().where(stays.c.id == 3).execute()
        assert table.all() == []


def test_no_search_walks_through_all_of_them(database: Database, table: DoubleBookingTable) -> None:
    with database.write():
        table.add([booking(1, 2, nights(5, 6))])
    searches = {
        "double_booking_state": "state = 'open' AND departure > '2027-08-01'",
        "double_booking_first": "first_id IN (1, 2) OR second_id IN (1, 2)",
    }
    with closing(sqlite3.connect(database.path)) as raw:
        for index, where in searches.items():
            plan = raw.execute(
                f"EXPLAIN QUERY PLAN SELECT * FROM double_booking WHERE {where}"
            ).fetchall()
            told = " ".join(str(step[-1]) for step in plan)
            assert index in told
            assert "SCAN" not in told
