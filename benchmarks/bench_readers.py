"""Who has gone silent: 10,000 links, 5 readers each, 10 reads of each.

Prints how long the check takes beside one plain SELECT of the same rows, while everybody reads and
when all of one portal's readers have stopped, and what the window asks of one link. Exits 1 where
the check takes more than 4 times as long as the SELECT.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.bootstrap import opened
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.engine.columns import moment_text

BOUND = 4.0
LINKS = 10_000
READS = 10
ROUNDS = 5
HOUR = timedelta(hours=1)
START = datetime(2027, 7, 1, tzinfo=UTC)
AGENTS = (
    "Google-Calendar-Importer",
    "iOS/17.5.1 (21F90) dataaccessd/1.0",
    "Microsoft.Exchange/15.20 (Microsoft.Exchange.Calendar.Sharing)",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.1",
    "Portal-Importer/2.1",
)


@dataclass
class SetClock:
    """A clock that stands until it is set."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


def rows(links: list[int], times: int, agents: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for number in range(times):
        at = moment_text(START + number * 8 * HOUR)
        for link_id in links:
            for agent in agents:
                yield (link_id, at, agent, "outside", 304)


def fill(services: Services) -> list[int]:
    """Fill the tables in one go, past the use cases; return the links."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    first = services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()).after
    with closing(sqlite3.connect(services.database.path)) as raw, raw:
        raw.execute("PRAGMA synchronous = off")
        raw.row_factory = sqlite3.Row
        row = dict(raw.execute("SELECT * FROM link WHERE id = ?", (first.id,)).fetchone())
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        raw.executemany(
            f"INSERT INTO link ({columns}) VALUES ({marks})",
            [
                tuple((row | {"id": first.id + n, "token": f"{n:024}"}).values())
                for n in range(1, LINKS)
            ],
        )
        links = list(range(first.id, first.id + LINKS))
        insert = "INSERT INTO fetch (link_id, at, agent, origin, status) VALUES (?, ?, ?, ?, ?)"
        raw.executemany(insert, rows(links, READS, AGENTS))
        raw.execute(
            "INSERT INTO served (began_at, until) VALUES (?, ?)",
            (moment_text(START), moment_text(START + 10_000 * HOUR)),
        )
    return links


def seconds(act: Callable[[], object]) -> float:
    """Return the median time of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def plain(services: Services) -> int:
    """Read the same rows and do nothing with them."""
    with closing(sqlite3.connect(services.database.path)) as raw:
        return len(raw.execute("SELECT link_id, agent, at, status FROM fetch").fetchall())


def measure(services: Services, clock: SetClock, links: list[int]) -> float:
    """Print every figure; return the worst ratio."""
    select = seconds(lambda: plain(services))
    print(f"  plain SELECT of {plain(services):,} rows {select * 1000:>21,.0f} ms")
    worst = 0.0
    last = START + (READS - 1) * 8 * HOUR
    for what, later in (("everybody reads", HOUR), ("one in five has stopped", 34 * HOUR)):
        clock.moment = last + later
        check = seconds(services.readers.silent)
        silent = sum(map(len, services.readers.silent().values()))
        assert silent == (LINKS if later > HOUR else 0), silent
        worst = max(worst, check / select)
        print(f"  silence, {what:<26} {check * 1000:>14,.0f} ms   {check / select:.2f} ×")
    for name, ask in (
        ("last", services.readers.last),
        ("readers", services.readers.readers),
        ("recent", services.readers.recent),
        ("old_address", services.readers.old_address),
    ):
        one = seconds(lambda ask=ask: ask(links[LINKS // 2]))  # type: ignore[misc]
        print(f"  one link, {name:<25} {one * 1000:>14.2f} ms")
    return worst


def main() -> int:
    clock = SetClock(START)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5, clock=clock) as services,
    ):
        print(f"readers, {LINKS:,} links × {len(AGENTS)} readers × {READS} reads")
        worst = measure(services, clock, fill(services))
    met = worst <= BOUND
    print(f"  worst {worst:.2f} ×, bound {BOUND} ×: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
