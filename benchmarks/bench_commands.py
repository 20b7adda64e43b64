"""How fast a command starts, against the bare import of what every command needs.

``zimmerfrei unit list`` over the sample guest house and ``python -c 'import click, peewee'`` take
turns, so that a busy computer slows both alike; the ratio is that of the medians.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 40
BOUND = 3.0
BASELINE = [sys.executable, "-c", "import click, peewee"]
ZIMMERFREI = [sys.executable, "-m", "app"]
LISTINGS = (("unit", "list"), ("occupancy", "list", "--json"), ("link", "list"))


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    """Print each listing's time and its ratio to the baseline; 1 where the bound is missed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZIMMERFREI_DATA_DIR": folder}
        subprocess.run(
            [*ZIMMERFREI, "demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        commands = {"baseline": BASELINE}
        commands |= {" ".join(words): [*ZIMMERFREI, *words] for words in LISTINGS}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(ROUNDS + 1):
            for name, command in commands.items():
                taken = seconds(command, environment)
                if turn:  # the first one fills the caches and makes the day's backup
                    times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    baseline = medians.pop("baseline")
    print(f"import click, peewee: {baseline * 1000:.0f} ms")
    for name, median in medians.items():
        print(f"zimmerfrei {name}: {median * 1000:.0f} ms, {median / baseline:.2f}× (≤ {BOUND:g}×)")
    return int(max(medians.values()) > BOUND * baseline)


if __name__ == "__main__":
    sys.exit(main())
