"""The check for overlaps: 1,000,000 occupancies in the table, 5,000 of them in the unit.

Prints how long the check takes at many dates of the unit's history, its oldest and its newest end
apart, and how long the whole refusal takes. Exits 1 where the check takes longer than 1 ms.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from app.bootstrap import opened
from app.core.stays.occupancy import OccupancyDraft
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.storage.tables.stays.occupancies import OccupancyTable

BOUND_MS = 1.0
UNITS = 200
PER_UNIT = 5_000
FIRST_DAY = date(1995, 1, 1)
STEP = 3
"""Days from one arrival to the next in a unit: 5,000 of them are some forty years."""
ROUNDS = 2_000
COLUMNS = (
    "unit_id, arrival, departure, kind, status, guest, contact, note, portal, source, "
    "edited, uid, sequence, created_at, changed_at"
)


def rows(units: list[int], chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Stays end to end, and beside every twentieth a foreign one that overlaps several of them."""
    moment = "2027-01-01T12:00:00.000000+00:00"
    for number in range(PER_UNIT):
        arrival = FIRST_DAY + timedelta(days=STEP * number)
        foreign = number % 20 == 0
        nights = chance.randint(10, 60) if foreign else chance.randint(1, STEP)
        departure = arrival + timedelta(days=nights)
        status = "cancelled" if number % 10 == 7 else "confirmed"
        days = (arrival.isoformat(), departure.isoformat())
        rest = ("airbnb", "airbnb") if foreign else ("", "hand")
        for unit in units:
            uid = f"{unit}-{number}@bench"
            who = (f"Familie {number}", "", "")
            stay = ("booking", status, *who, *rest, 0, uid, 0, moment, moment)
            yield (unit, *days, *stay)


def fill(services: Services) -> int:
    """Fill the tables in one go, past the use cases; return the unit that is measured."""
    names = [f"Einheit {number}" for number in range(UNITS)]
    units = [unit.id for unit in services.units.first_house("Haus", names).units]
    marks = ", ".join("?" * len(COLUMNS.split(", ")))
    with closing(sqlite3.connect(services.database.path)) as raw, raw:
        raw.execute("PRAGMA synchronous = off")
        raw.execute("PRAGMA cache_size = -400000")
        raw.executemany(
            f"INSERT INTO occupancy ({COLUMNS}) VALUES ({marks})",
            rows(units, random.Random(8642)),
        )
    return units[UNITS // 2]


def timed(act: Callable[[date], object], days: list[date]) -> list[float]:
    """Return how many milliseconds `act` takes on each of these days.

    The best of three rounds, so that they tell of days and not of what else the computer did.
    """
    taken = [float("inf")] * len(days)
    for _ in range(3):
        for place, day in enumerate(days):
            began = time.perf_counter()
            act(day)
            taken[place] = min(taken[place], (time.perf_counter() - began) * 1000)
    return taken


def tell(what: str, taken: list[float]) -> float:
    """Print median and 99th percentile; return the latter."""
    p99 = statistics.quantiles(taken, n=100)[98]
    print(f"  {what:<44} median {statistics.median(taken):6.3f} ms   p99 {p99:6.3f} ms")
    return p99


def spread(chance: random.Random, first: int, last: int) -> list[date]:
    """Return random days between these two stays of the unit, counted from the oldest."""
    return [
        FIRST_DAY + timedelta(days=chance.randint(STEP * first, STEP * last)) for _ in range(ROUNDS)
    ]


def measure(services: Services, unit: int) -> float:
    """Print every figure; return the slowest p99 of the check itself."""
    table = OccupancyTable(services.database)
    chance = random.Random(42)

    def check(day: date) -> None:
        table.overlapping(unit, day, day + timedelta(days=7))

    def refuse(day: date) -> None:
        draft = OccupancyDraft(unit_id=unit, arrival=day, departure=day + timedelta(days=7))
        try:
            services.occupancies.add(draft)
        except OccupancyConflict:
            return
        raise AssertionError(f"nothing stands on {day}")

    parts = {
        "check, the whole history": spread(chance, 0, PER_UNIT),
        "check, its oldest end": spread(chance, 0, PER_UNIT // 50),
        "check, its middle": spread(chance, PER_UNIT * 49 // 100, PER_UNIT * 51 // 100),
        "check, its newest end": spread(chance, PER_UNIT * 49 // 50, PER_UNIT),
        "check, years later (nothing stands there)": spread(chance, PER_UNIT * 2, PER_UNIT * 3),
    }
    slowest = 0.0
    with services.database.write():
        timed(check, parts["check, the whole history"][:200])
        for what, days in parts.items():
            slowest = max(slowest, tell(what, timed(check, days)))
    days = spread(chance, 0, PER_UNIT - 20)[: ROUNDS // 4]
    tell("`add` refused: connection, check, sentence", timed(refuse, days))
    return slowest


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5) as services,
    ):
        began = time.perf_counter()
        unit = fill(services)
        seconds = time.perf_counter() - began
        print(f"conflict check, {UNITS * PER_UNIT:,} occupancies, {PER_UNIT:,} in the unit")
        print(f"  (filled in {seconds:.1f} s)")
        slowest = measure(services, unit)
    met = slowest <= BOUND_MS
    print(f"  slowest p99 {slowest:.3f} ms, bound {BOUND_MS} ms: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
