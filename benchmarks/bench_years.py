"""The start of a house of 20 units that has had guests for ten years, against one of a few weeks.

The window is the same, and so are the months ahead: what differs is what has gathered. Judged, as
in `bench_start`, is the time that the processor has worked until the page is painted, and until the
links are served. Exits 1 where ten years slow it by more than a fifth.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.bench_start import EMPTY, OURS, run
from benchmarks.years import house_of_years

UNITS = 20
YEARS, WEEKS = 10.0, 4 / 52
ROUNDS = 11
BOUND = 1.2


def main() -> int:
    with tempfile.TemporaryDirectory() as whole:
        folders = {}
        for name, years in (("weeks", WEEKS), ("years", YEARS)):
            place = Path(whole, name)
            place.mkdir()
            house_of_years(place / "data", UNITS, years)
            folders[name] = str(place / "data")
        for folder in folders.values():
            # Twice: the second start finds the places that the first has noted.
            run(EMPTY, folder)
            run(OURS, folder)
            run(OURS, folder)
        pairs = [(run(OURS, folders["weeks"]), run(OURS, folders["years"])) for _ in range(ROUNDS)]
    missed = False
    for what in ("painted", "page", "served"):
        ratio = statistics.median(late[what].worked / soon[what].worked for soon, late in pairs)
        soon, late = (
            statistics.median(pair[number][what].worked for pair in pairs) for number in (0, 1)
        )
        missed |= ratio > BOUND
        print(
            f"{what}: {late * 1000:.0f} ms of work after {YEARS:g} years, {soon * 1000:.0f} ms "
            f"after {WEEKS * 52:.0f} weeks, {ratio:.2f} times (at most {BOUND:g})"
            f"{'' if ratio <= BOUND else '  MISSED'}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
