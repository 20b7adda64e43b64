"""Let a whole day pass in the life of an owner, with everything that goes wrong, in some minutes.

    .venv/bin/python -m tools.simulate_day [SHARE]

The clock is simulated, and so is what comes in turns; all else is real: the program as `serve` runs
it, a hundred readers over sockets, portals, and a webspace in a process of its own. A SHARE of a
day below 1 ends it sooner. Fails where an edit is missed by a reader or the webspace, a sale of a
portal by the plan, where a thread dies, or where the process holds more than after the first hour.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from app.cli.common.logs import logging_to
from tests.day.day import Day, day_of
from tests.day.held import Held, grown, held
from tests.day.plans import DAY, HOUR

MORE_MEMORY = 1.05
"""How many times the memory after the first hour there may be at the end."""


class Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"log: {record.name}: {record.getMessage()}")


def _told(now: float, holds: Held) -> None:
    print(f"after {now / HOUR:4.1f} hours: {holds}", flush=True)


def _summary(day: Day, took: float) -> None:
    runs = ", ".join(f"{job} {how} {n:,}" for (job, how), n in sorted(day.program.runs.items()))
    print(
        f"{day.readings:,} readings, {day.edits} edits; on the webspace after "
        f"{day.longest_calm:.0f} s at most, with troubles {day.longest / 60:.0f} minutes; "
        f"runs: {runs}; {took:.0f} s of this processor"
    )


def main() -> int:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    plan = replace(DAY, lasts=DAY.lasts * share)
    warnings = Warnings()
    logging.getLogger().addHandler(warnings)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder, logging_to(Path(folder, "logs")):
        before = held()
        with day_of(plan, Path(folder), os.environ.__setitem__) as day:
            day.run(_told)
        after = held()
    _summary(day, time.process_time() - began)
    first, last = day.held[0][1], day.held[-1][1]
    faults = day.faults + warnings.said + grown(first, last)
    if last.memory > first.memory * MORE_MEMORY:
        faults.append(f"memory is {last.memory / first.memory:.3f} times what it was")
    # What is imported stays; what is open does not.
    faults += [
        f"after the end {one}" for one in grown(replace(before, objects=after.objects), after)
    ]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
