"""What figures are reckoned from: the nights of a year, and the years that have any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.figures import TakenNights
from app.core.stays.occupancy import BY_HAND, Kind, OccupancyDraft, Status
from app.storage.engine.database import Database
from app.storage.tables.house.units import UnitTable
from app.storage.tables.stays.nights import NightTable
from app.storage.tables.stays.occupancies import OccupancyTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
YEAR = 2028
drafts = st.lists(
    st.builds(
        lambda arrival, nights, **more: OccupancyDraft(
            unit_id=1,
            arrival=arrival,
            departure=arrival + timedelta(days=nights),
            option_until=date(YEAR, 1, 1),
            **more,
        ),
        st.dates(date(YEAR - 2, 12, 1), date(YEAR + 1, 1, 31)),
        st.one_of(st.integers(1, 5), st.integers(300, 800)),
        kind=st.sampled_from(Kind),
        status=st.sampled_from(Status),
        portal=st.sampled_from(["", "airbnb", "Tourist-Info"]),
    ),
    max_size=8,
)


def filled(tmp_path_factory: pytest.TempPathFactory, stays: list[OccupancyDraft]) -> Database:
    database = Database(tmp_path_factory.mktemp("db") / "zimmerfrei.db", busy_timeout=0.25)
    database.migrate(lambda _: None)
    units, table = UnitTable(database), OccupancyTable(database)
    with database.write():
        house = units.add_property(PropertyDraft(name="Haus"))
        units.add_unit(UnitDraft(property_id=house, name="Eins"), NOW)
        for number, stay in enumerate(stays):
            table.add(stay, uid=str(number), source=BY_HAND, now=NOW)
    return database


def years_of(stay: OccupancyDraft) -> set[int]:
    return {(stay.arrival + timedelta(days=night)).year for night in range(stay.nights)}


@given(stays=drafts)
def test_they_are_those_of_every_night_that_is_taken(
    stays: list[OccupancyDraft], tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = filled(tmp_path_factory, stays)
    table = NightTable(database)
    blocking = [stay for stay in stays if stay.blocks]
    with database.read():
        years = table.years_taken()
        found = table.nights_taken(YEAR)
    assert years == sorted({year for stay in blocking for year in years_of(stay)})
    assert sorted(found) == sorted(
        TakenNights(1, stay.arrival.toordinal(), stay.departure.toordinal(), stay.kind, stay.portal)
        for stay in blocking
        if YEAR in years_of(stay)
    )


def test_new_years_eve_belongs_to_the_old_year(tmp_path_factory: pytest.TempPathFactory) -> None:
    stay = OccupancyDraft(
        unit_id=1, arrival=date(YEAR, 12, 31), departure=date(YEAR + 1, 1, 1), kind=Kind.OWNER
    )
    database = filled(tmp_path_factory, [stay])
    with database.read():
        assert NightTable(database).years_taken() == [YEAR]
        assert NightTable(database).nights_taken(YEAR + 1) == []
        assert [one.kind for one in NightTable(database).nights_taken(YEAR)] == [Kind.OWNER]


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY - timedelta(days=1)])
def test_the_edges_of_time_are_found(day: date, tmp_path_factory: pytest.TempPathFactory) -> None:
    stay = OccupancyDraft(unit_id=1, arrival=day, departure=day + timedelta(days=1))
    database = filled(tmp_path_factory, [stay])
    with database.read():
        assert NightTable(database).years_taken() == [day.year]
        assert len(NightTable(database).nights_taken(day.year)) == 1
