"""Let a house have guests for ten years, and say what of that stays in its database.

    .venv/bin/python -m tools.simulate_years [YEARS [FEEDS]]

Time is simulated, and so is what portals answer; every few days they sell and are read, links are
read, calendars go onto a webspace and a backup is made; the owner enters, changes, cancels, gives
links up. Fails where a table grows by more than the stays that have come in that year.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.cli.common.logs import logging_to
from tests.services.importing.month import Left
from tests.services.importing.years import GIVEN_UP, beyond, years_of

MEGABYTE = 2**20
AT_ONCE = 5
"""Days between two readings of everything: what is kept depends on days, not on how often."""
_FULL = 2
"""Years after which what is kept for some time is as much as it ever becomes."""


def _told(year: int, left: Left, stays: int, backups: Path) -> None:
    rows = ", ".join(f"{name} {number:,}" for name, number in left.rows.items() if number)
    copies = [file.stat().st_size for file in backups.glob("*")]
    print(
        f"year {year}: {stays:,} stays ever, database {left.database / MEGABYTE:.2f} MB, "
        f"{len(copies)} backups of {sum(copies) / MEGABYTE:.0f} MB, log {left.log:,} bytes, "
        f"{left.memory / MEGABYTE:.0f} MB resident; rows: {rows}",
        flush=True,
    )


def main() -> int:
    years = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    feeds = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    faults: list[str] = []
    with (
        tempfile.TemporaryDirectory() as path,
        years_of(Path(path), feeds) as house,
        logging_to(house.folder.logs),
    ):
        before, stays, renewed = house.left(), house.stays, house.renewed
        for year in range(1, years + 1):
            for _ in range(365 // AT_ONCE):
                house.passes(AT_ONCE)
            left = house.left()
            _told(year, left, house.stays, house.folder.backups)
            if year > _FULL:
                given_up = GIVEN_UP * (house.renewed - renewed)
                grown = beyond(before, left, house.stays - stays, house.links, given_up)
                faults += [f"year {year}: {fault}" for fault in grown]
            before, stays, renewed = left, house.stays, house.renewed
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
