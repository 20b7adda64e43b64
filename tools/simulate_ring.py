"""Let three portals and four units sell, cancel and read each other for a long time.

    .venv/bin/python -m tools.simulate_ring [--real] [--days DAYS] [SEED …]

At each midnight, and while something is asked, the plan must be the truth of all sides. With
`--real` the house is over real services, for ten days; else in memory, for 400. Each seed is
another history; without any, those from 1 to 16. Prints what has happened in each; fails where
something was not as it must be, and says what came before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.core.importing.ring.world import World
from tests.services.importing.real_ring import world_over

SEEDS = range(1, 17)


def _ran(world: World, days: int) -> tuple[World, str]:
    """Run a world, and return it with what was wrong in it."""
    try:
        world.run(days)
    except AssertionError as error:
        return world, str(error)
    return world, ""


def _real(seed: int, days: int) -> tuple[World, str]:
    with tempfile.TemporaryDirectory() as path, world_over(Path(path), seed) as (world, _):
        return _ran(world, days)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int, metavar="SEED")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--days", type=int)
    said = parser.parse_args()
    days = said.days or (10 if said.real else 400)
    failed = 0
    for seed in said.seeds or SEEDS:
        began = time.process_time()
        world, wrong = _real(seed, days) if said.real else _ran(World(seed), days)
        took = time.process_time() - began
        figures = ", ".join(f"{name} {count:,}" for name, count in world.figures.items())
        print(f"seed {seed}, {days} days, {took:.0f} s of this processor: {figures}", flush=True)
        if wrong:
            failed += 1
            print(wrong, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
