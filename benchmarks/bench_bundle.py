"""From the start to the first painting: the bundle of `make installer` against the source.

Both open the same house, in turns; Qt itself says when it has painted the window. Judged is the
time that the processor has worked for the process until then, as in `bench_start.py`. Where no
bundle is built there is nothing to compare.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.services.data_folder.folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "Zimmerfrei" / "zimmerfrei"
ROUNDS = 9
BOUND = 2.0
PAINTED = "Painting and flushing dirty top level"


class Taken(NamedTuple):
    """Seconds from the start of a process: of the processor for it, and on the clock."""

    worked: float
    passed: float


def main() -> int:
    if not BUNDLE.exists():
        print("no bundle here: make installer builds one")
        return 0
    with tempfile.TemporaryDirectory() as whole:
        folder = str(Path(whole, "data"))
        with opened(DataFolder(Path(folder)), busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
            services.sample.fill()
            services.backups.daily()
        source = [sys.executable, "-m", "app"]
        bundle = [str(BUNDLE)]
        # The first starts compile, and find the places that later ones need not look for.
        for command in (source, bundle, source, bundle):
            run(command, folder)
        taken: dict[str, list[Taken]] = {"source": [], "bundle": []}
        for _ in range(ROUNDS):
            taken["source"].append(run(source, folder))
            taken["bundle"].append(run(bundle, folder))
    medians = {
        name: Taken(*(statistics.median(seconds) for seconds in zip(*found, strict=True)))
        for name, found in taken.items()
    }
    for name, median in medians.items():
        print(
            f"{name}: first painting after {median.worked * 1000:.0f} ms of work, "
            f"{median.passed * 1000:.0f} ms on the clock"
        )
    ratio = medians["bundle"].worked / medians["source"].worked
    clock = medians["bundle"].passed / medians["source"].passed
    print(
        f"ratio {ratio:.2f} (on the clock {clock:.2f}), "
        f"bound {BOUND}: {'met' if ratio <= BOUND else 'MISSED'}"
    )
    return int(ratio > BOUND)


def run(command: list[str], folder: str) -> Taken:
    """Start the program, return what it took until the window was painted, and end it."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(Path(folder).with_name("compiled")),
        "QT_FORCE_STDERR_LOGGING": "1",
        "QT_LOGGING_RULES": "qt.widgets.painting=true",
        "QT_QPA_PLATFORM": "offscreen",
        "ZIMMERFREI_DATA_DIR": folder,
    }
    begun = time.monotonic()
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        said = process.stderr
        assert said is not None
        for line in said:
            if PAINTED in line:
                passed = time.monotonic() - begun
                times = psutil.Process(process.pid).cpu_times()
                # It has begun to serve; what it would still say is nobody's.
                process.kill()
                said.read()
                return Taken(times.user + times.system, passed)
    raise RuntimeError(f"{command[0]} has painted nothing")


if __name__ == "__main__":
    sys.exit(main())
