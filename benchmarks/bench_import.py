"""A file of 100,000 lines taken in: CSV and Excel, into a house of 20 units with their links on.

Each is read, looked at, and entered in a process of its own; then its seconds and the peak of its
memory are told. Beside each stands the same file read by `csv` and its lines put into an SQLite
table of the same columns, in one transaction and without any check: the reference. Exits 1 where a
bound is missed.
"""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from app.core.stays.occupancy import BY_HAND, Kind, Occupancy
from app.i18n import catalogue
from app.services.exchange.export import Format, ListedStay, export_list
from benchmarks.house import house

LINES, UNITS = 100_000, 20
SECONDS = {Format.CSV: 20.0, Format.EXCEL: 60.0}
MEMORY = 300
"""MiB at most."""
RATIO = {Format.CSV: 40.0, Format.EXCEL: 120.0}
"""Times the reference: what marks, double bookings and undo are worth."""


def write(folder: Path) -> dict[Format, Path]:
    """Write the list as our own export does, in both forms."""
    texts = catalogue("de")
    rows = [_row(number) for number in range(LINES)]
    files = {}
    for form in (Format.CSV, Format.EXCEL):
        files[form] = folder / f"list.{form.value}"
        export_list(files[form], form, rows, texts)
    return files


def _row(number: int) -> ListedStay:
    unit, place = number % UNITS + 1, number // UNITS
    arrival = date(2027, 1, 1) + timedelta(days=3 * place)
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    return ListedStay(
        f"Seeblick {unit}",
        Occupancy(
            id=number + 1,
            uid=f"{number}@bench",
            sequence=0,
            source=BY_HAND,
            created_at=moment,
            changed_at=moment,
            unit_id=unit,
            arrival=arrival,
            departure=arrival + timedelta(days=3),
            kind=Kind.BOOKING,
            guest=f"Familie Öztürk {number}",
            contact=f"gast{number}@example.org",
            persons=number % 5 + 1,
            note="Kinderbett" if number % 3 == 0 else "",
            portal=("", "airbnb", "booking")[number % 3],
        ),
    )


def take_in(path: Path) -> dict[str, float]:
    """Take a file in; return the seconds of each part, and the peak of memory in MiB."""
    with house(UNITS, 0) as (services, _links):
        at = [time.perf_counter()]
        opened = services.file_import.open(path)
        columns = services.file_import.guess(opened)
        at.append(time.perf_counter())
        preview = services.file_import.preview(opened, columns)
        at.append(time.perf_counter())
        change = services.file_import.enter(preview)
        at.append(time.perf_counter())
        assert len(change.made) == LINES, (len(change.made), preview.judged.refused[:3])
    read, look, enter = (after - before for before, after in pairwise(at))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"read": read, "look": look, "enter": enter, "whole": at[-1] - at[0], "memory": peak}


def reference(path: Path, folder: Path) -> float:
    """Return the seconds that the plain way takes."""
    begin = time.perf_counter()
    with closing(sqlite3.connect(folder / "plain.db")) as plain, plain:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter=";")
        names = ", ".join(f"c{at}" for at in range(len(head)))
        plain.execute(f"CREATE TABLE plain ({names})")
        plain.executemany(f"INSERT INTO plain VALUES ({', '.join('?' * len(head))})", rows)
    return time.perf_counter() - begin


def main() -> int:
    """Print a line for each sort of file."""
    missed = False
    with tempfile.TemporaryDirectory() as name:
        files = write(Path(name))
        plain = reference(files[Format.CSV], Path(name))
        for form, path in files.items():
            command = [sys.executable, __file__, str(path)]
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            took = json.loads(told.stdout)
            ratio = took["whole"] / plain
            print(
                f"{form.value}, {LINES} lines: {took['whole']:.1f} s (read {took['read']:.1f}, "
                f"preview {took['look']:.1f}, enter {took['enter']:.1f}); {ratio:.0f} × a plain "
                f"csv and INSERT ({plain:.2f} s), bound {RATIO[form]:.0f}; "
                f"{took['memory']:.0f} MiB at most, bound {MEMORY}"
            )
            missed |= ratio > RATIO[form] or took["memory"] > MEMORY
            missed |= took["whole"] > SECONDS[form]
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(take_in(Path(sys.argv[1]))))
    else:
        sys.exit(main())
