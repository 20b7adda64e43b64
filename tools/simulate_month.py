"""Read 200 calendars of portals every quarter of an hour for a month, and say what that leaves.

    .venv/bin/python -m tools.simulate_month [FEEDS [DAYS]]

The portals sell, cancel, drift and read our links; time and what they answer are simulated, all
else is real. Fails where bookings are not exactly those that were sold, where a table grows beyond
what has changed, or where the process or the log does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from app.cli.common.logs import logging_to
from tests.services.importing.month import Left, Month, grown, month_of

MEGABYTE = 2**20
MORE_MEMORY = 20 * MEGABYTE
"""What a process may grow by until Python's and SQLite's own stores are full."""
MORE_LOG = MEGABYTE // 10
_A_STAY = {"occupancy": 3, "source_stay": 4, "event_mark": 12}
"""So many rows at most a stay that is sold or cancelled may leave, with the blocks beside it."""
_A_LINK = {"fetch": 4, "given": 40, "served": 0}
"""So many rows at most readings of a link leave: each day for every one, or in all."""


def _told(what: str, left: Left) -> None:
    rows = ", ".join(f"{name} {number:,}" for name, number in left.rows.items() if number)
    print(
        f"{what}: {left.memory / MEGABYTE:.0f} MB resident, database "
        f"{left.database / MEGABYTE:.2f} MB, log {left.log:,} bytes; rows: {rows}",
        flush=True,
    )


def _faults(month: Month, first: Left, last: Left, changes: int, days: int) -> list[str]:
    """Return in words what has grown though nothing of it had changed."""
    found = []
    if month.bookings() != month.sold:
        found.append(f"{month.bookings()} bookings of {month.sold} that were sold")
    more = grown(first, last)
    for name, each in _A_STAY.items():
        if more.pop(name, 0) > each * changes:
            found.append(f"{name} has grown beyond {changes} changes")
    links = month.links
    allowed = {
        "fetch": _A_LINK["fetch"] * days * links,
        "given": _A_LINK["given"] * links,
        "served": 10 * days,
    }
    for name, most in allowed.items():
        if more.pop(name, 0) > most:
            found.append(f"{name} has grown beyond {most} rows")
    found += [f"{name} has grown by {number}" for name, number in more.items()]
    if last.memory - first.memory > MORE_MEMORY:
        found.append(f"{(last.memory - first.memory) / MEGABYTE:.0f} MB more memory")
    if last.log - first.log > MORE_LOG:
        found.append(f"{last.log - first.log:,} bytes more log")
    return found


def main() -> int:
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory() as path, month_of(Path(path), feeds) as month:
        logs = month.folder.logs
        with logging_to(logs):
            began = time.process_time()
            month.day()
            first, before = month.left(), month.sold + month.cancelled
            _told("after the first day", first)
            for day in range(2, days + 1):
                month.day()
                if day % 5 == 0:
                    _told(f"after day {day}", month.left())
            took = time.process_time() - began
            last = month.left()
            changes = month.sold + month.cancelled - before
            faults = _faults(month, first, last, changes, days)
    _told("at the end", last)
    print(
        f"{month.readings:,} readings, {month.unchanged:,} of them unchanged, "
        f"{changes} stays sold or cancelled, {took / month.readings * 1000:.1f} ms of this "
        f"processor a reading"
    )
    for fault in faults:
        print(f"beyond what changed: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
