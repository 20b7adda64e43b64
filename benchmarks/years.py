"""A house as it is after years of use: its stays, its links with who has read them, its backups."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.core.links.link import (
    WHOLE_HOUSE,
    Fetch,
    Link,
    LinkChoices,
    LinkKind,
    Origin,
    Scope,
    Target,
)
from app.core.stays.occupancy import BY_HAND, Kind, OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.fetches import FETCHES_KEPT, FetchTable
from app.storage.tables.stays.occupancies import OccupancyTable

EACH = 5
"""Days from one arrival to the next: some seventy stays a year."""
_AHEAD = timedelta(days=300)
_READERS = ("Google-Calendar-Importer", "Airbnb/1.0", "Mozilla/5.0", "iOS/17.0 dataaccessd/1.0")


def house_of_years(folder: Path, units: int, years: float) -> None:
    """Make a house that has had guests for so many years, and has them for the next months."""
    with opened(DataFolder(folder), busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
        names = [f"Seeblick {number}" for number in range(1, units + 1)]
        made = services.units.first_house("Haus Seeblick", names).units
        links = _linked(services, [unit.id for unit in made])
        table = OccupancyTable(services.database)
        now = services.clock.now() - timedelta(days=1)
        for unit in made:
            rows = [
                (draft, f"{uuid.uuid4()}@zimmerfrei")
                for draft in _stays(unit.id, services.clock.today(), years)
            ]
            with services.work.change():
                table.add_many(rows, source=BY_HAND, now=now)
                services.work.revisions.raise_units({unit.id}, now)
        _read(services, links, years)
        services.backups.daily()


def _linked(services: Services, units: list[int]) -> list[Link]:
    links = [part.after for part in services.links.enable_all().parts]
    for unit_id in units:
        for portal in ("airbnb", "booking"):
            target, choices = Target(Scope.UNIT, unit_id), LinkChoices(portal=portal)
            links.append(services.links.add(LinkKind.CALENDAR, target, choices).after)
    links.append(services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()).after)
    return links


def _stays(unit_id: int, today: date, years: float) -> Iterator[OccupancyDraft]:
    number, arrival = 0, today - timedelta(days=365 * years)
    while arrival < today + _AHEAD:
        yield OccupancyDraft(
            unit_id=unit_id,
            arrival=arrival,
            departure=arrival + timedelta(days=EACH - 1),
            kind=Kind.OWNER if number % 20 == 0 else Kind.BOOKING,
            status=Status.CANCELLED if number % 10 == 9 else Status.CONFIRMED,
            guest=f"Familie Öztürk {unit_id}-{number}",
            contact=f"gast{number}@example.org",
            persons=number % 4 + 1,
            note="Kinderbett" if number % 3 == 0 else "",
            portal=("", "airbnb", "booking")[number % 3],
        )
        number += 1
        arrival += timedelta(days=EACH)


def _read(services: Services, links: list[Link], years: float) -> None:
    """Let every link have been read every hour, by some programs, as far back as is kept."""
    count = min(FETCHES_KEPT, int(years * 365 * 24))
    table, now = FetchTable(services.database), services.clock.now()
    for link in links:
        fetches = [
            Fetch(
                link_id=link.id,
                at=now - timedelta(hours=count - number),
                agent=_READERS[number % len(_READERS)],
                origin=Origin.OUTSIDE,
                status=200 if number % 3 else 304,
            )
            for number in range(count)
        ]
        with services.database.write():
            table.add(fetches)
