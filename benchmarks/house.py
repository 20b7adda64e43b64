"""A house full of occupancies in a folder of its own, for the measurements."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from app.bootstrap import opened
from app.core.house.unit import UnitDraft
from app.core.links.link import Link
from app.core.stays.occupancy import OccupancyDraft
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable


@contextmanager
def house(units: int, occupancies: int) -> Iterator[tuple[Services, list[Link]]]:
    """Yield services over a house with an enabled link for each unit.

    Every unit has that many occupancies, of three nights each, all within reach of its feed.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5) as services,
    ):
        property_id = (
            services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0].property_id
        )
        for number in range(2, units + 1):
            services.units.add(UnitDraft(property_id=property_id, name=f"Seeblick {number}"))
        for unit in services.units.all():
            _fill(services, unit.id, occupancies)
        yield services, [part.after for part in services.links.enable_all().parts]


def _fill(services: Services, unit_id: int, occupancies: int) -> None:
    # In one transaction: entering them one by one would take longer than the measurement.
    first = date.today().replace(day=1)  # noqa: DTZ011  # a stay is in local days
    table = OccupancyTable(services.database)
    now = services.clock.now() - timedelta(days=1)
    with services.database.write():
        for number in range(occupancies):
            arrival = first + timedelta(days=3 * number)
            draft = OccupancyDraft(
                unit_id=unit_id,
                arrival=arrival,
                departure=arrival + timedelta(days=3),
                guest=f"Gast {number}",
            )
            table.add(draft, uid=f"{unit_id:08}-{number:08}@bench", source="hand", now=now)
