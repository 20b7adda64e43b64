"""Read and judge a million calendars that went wrong, and say what the worst of them took.

    .venv/bin/python -m tools.fuzz_feeds [HOW_MANY [FIRST_SEED]]

Fails where one is a bug, takes more than a second of this processor's time, or where the process
grows beyond 200 MB. Each feed is made from its seed alone, so that any one can be tried again.
"""

from __future__ import annotations

import resource
import sys
import time

from tests.core.importing.fuzzing import IN_A_ROW, FuzzedHouse, read_mutated

SECONDS = 1.0
MEGABYTES = 200


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    judged, slowest, slowest_seed = 0, 0.0, 0
    house = FuzzedHouse(first)
    for seed in range(first, first + count):
        if seed % IN_A_ROW == 0:
            house = FuzzedHouse(seed)
        began = time.process_time()
        found = read_mutated(seed)
        if found is not None:
            judged += 1
            house.take(found)
        took = time.process_time() - began
        if took > slowest:
            slowest, slowest_seed = took, seed
        if seed % 20_000 == 0:
            print(f"{seed:,} …", file=sys.stderr, flush=True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} feeds, {judged:,} of them read and judged; the slowest took {slowest:.3f} s "
        f"(seed {slowest_seed}), the process {megabytes:.0f} MB at most"
    )
    if slowest > SECONDS or megabytes > MEGABYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()
