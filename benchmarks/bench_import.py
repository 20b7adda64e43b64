"""A file of 100,000 lines taken in: CSV and Excel, into a house with its links on.

Each is read, looked at, and entered in a process of its own; then its seconds and the peak of its
memory are told. Seconds are those of the processor: what else the machine does is left out.

Beside the reading stands what nobody could leave out: the same file read by `csv` or `openpyxl`
alone, cell by cell. Beside the whole stands the plain way: the file read by `csv` and its lines put
into an SQLite table of the same columns, in one transaction and without any check; what it costs
more is what double bookings, marks of events and the way back are worth. Exits 1 where a bound is
missed.
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

from openpyxl import load_workbook

from app.core.stays.occupancy import BY_HAND, Kind, Occupancy
from app.dataclass import dataclass
from app.i18n import catalogue
from app.services.exchange.export import Format, ListedStay, export_list
from benchmarks.house import house

LINES, UNITS = 100_000, 20
MEMORY = 300
"""MiB at most."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of the whole; how many times the plain reading, and the plain way, it may take."""

    seconds: float
    reading: float
    whole: float


BOUNDS = {
    Format.CSV: Bounds(seconds=20, reading=6, whole=40),
    # Three times as long as CSV.
    Format.EXCEL: Bounds(seconds=60, reading=2, whole=120),
}


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
        at = [time.process_time()]
        opened = services.file_import.open(path)
        columns = services.file_import.guess(opened)
        at.append(time.process_time())
        preview = services.file_import.preview(opened, columns)
        at.append(time.process_time())
        change = services.file_import.enter(preview)
        at.append(time.process_time())
        assert len(change.made) == LINES, (len(change.made), preview.judged.refused[:3])
    read, look, enter = (after - before for before, after in pairwise(at))
    return {
        "read": read,
        "look": look,
        "enter": enter,
        "whole": at[-1] - at[0],
        "memory": peak_memory(),
    }


def peak_memory() -> float:
    """Return the most that this process has ever had, in MiB.

    What `getrusage` says begins with what the process had that has started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plain_reading(form: Format, path: Path) -> float:
    """Return the seconds in which the library alone reads every cell."""
    begin = time.process_time()
    if form is Format.CSV:
        with path.open(encoding="utf-8-sig", newline="") as file:
            count = sum(1 for _ in csv.reader(file, delimiter=";"))
    else:
        book = load_workbook(path, read_only=True, data_only=True)
        count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
        book.close()
    assert count == LINES + 1
    return time.process_time() - begin


def plain_way(path: Path, folder: Path) -> float:
    """Return the seconds in which a CSV file becomes a table without any check."""
    begin = time.process_time()
    with closing(sqlite3.connect(folder / "plain.db")) as plain, plain:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter=";")
        names = ", ".join(f"c{at}" for at in range(len(head)))
        plain.execute(f"CREATE TABLE plain ({names})")
        plain.executemany(f"INSERT INTO plain VALUES ({', '.join('?' * len(head))})", rows)
    return time.process_time() - begin


def main() -> int:
    """Print a line for each sort of file."""
    missed = False
    with tempfile.TemporaryDirectory() as name:
        files = write(Path(name))
        plain = plain_way(files[Format.CSV], Path(name))
        for form, path in files.items():
            command = [sys.executable, __file__, str(path)]
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            took, bounds = json.loads(told.stdout), BOUNDS[form]
            reading = took["read"] / plain_reading(form, path)
            whole = took["whole"] / plain
            print(
                f"{form.value}, {LINES} lines: {took['whole']:.1f} s (read {took['read']:.1f}, "
                f"preview {took['look']:.1f}, enter {took['enter']:.1f}), bound "
                f"{bounds.seconds:.0f}; reading {reading:.1f} × the library alone, bound "
                f"{bounds.reading:.0f}; the whole {whole:.0f} × the plain way ({plain:.2f} s), "
                f"bound {bounds.whole:.0f}; {took['memory']:.0f} MiB at most, bound {MEMORY}",
                flush=True,
            )
            missed |= took["whole"] > bounds.seconds or took["memory"] > MEMORY
            missed |= reading > bounds.reading or whole > bounds.whole
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(take_in(Path(sys.argv[1]))))
    else:
        sys.exit(main())
