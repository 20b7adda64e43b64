from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.stays.occupancy import OccupancyDraft, Status, conflicts
from app.storage.engine.database import Database
from app.storage.tables.occupancies import OccupancyTable
from app.storage.tables.units import UnitTable

START = date(2027, 7, 1)
NOW = datetime(2027, 7, 1, tzinfo=UTC)
UNITS = 3
STAYS = st.lists(
    st.tuples(
        st.integers(0, UNITS - 1),
        st.integers(0, 40),
        st.integers(1, 9),
        st.sampled_from([Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED]),
    ),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=STAYS, today=st.integers(-2, 45))
def test_units_booked_twice_are_those_that_the_rules_know_of(
    tmp_path: Path, rows: Sequence[tuple[int, int, int, Status]], today: int
) -> None:
    path = tmp_path / "zimmerfrei.db"
    path.unlink(missing_ok=True)
    database = Database(path, busy_timeout=1)
    database.migrate(lambda _: None)
    table, units = OccupancyTable(database), UnitTable(database)
    with database.write():
        house = units.add_property(PropertyDraft(name="Haus"))
        ids = [
            units.add_unit(UnitDraft(property_id=house, name=f"{n}", colour="#2a7d93"), NOW)
            for n in range(UNITS)
        ]
        for number, (unit, arrival, nights, status) in enumerate(rows):
            draft = OccupancyDraft(
                unit_id=ids[unit],
                arrival=START + timedelta(days=arrival),
                departure=START + timedelta(days=arrival + nights),
                status=status,
            )
            table.add(draft, uid=f"{number}@test", source="hand", now=NOW)
    day = START + timedelta(days=today)
    with database.read():
        ahead = table.all(departing_after=day)
        found = table.units_booked_twice(day)
    assert found == sorted({clash.first.unit_id for clash in conflicts(ahead)})
    for leftover in tmp_path.iterdir():
        leftover.unlink()
