"""How fast a command starts, against the bare import of what every command needs.

``zimmerfrei unit list`` over the sample guest house and ``python -c 'import click, peewee'`` take
turns, so that a busy computer slows both alike; the ratio is that of the medians. So does a listing
of ten thousand links, each read by three readers; it may take longer, but not without bounds.
"""

import contextlib
import os
import sqlite3
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
LISTINGS = (("unit", "list"), ("occupancy", "list", "--json"), ("link", "list"), ("staff", "list"))
MANY = 10_000
MANY_ROUNDS = 5
MANY_BOUND = 25.0
READERS = ("Google-Calendar-Importer", "iOS/18 (22A) dataaccessd/1.0", "Portal-Importer/2.1")


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def multiply_links(database: Path) -> None:
    """Copy the first link until there are MANY, each read by all READERS."""
    with contextlib.closing(sqlite3.connect(database)) as raw:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(link)")]
        own = {"id": "NULL", "main": "0", "token": "printf('%024d', n)"}
        values = ", ".join(own.get(column, column) for column in columns)
        there = raw.execute("SELECT count(*) FROM link").fetchone()[0]
        raw.execute(
            "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ?)"
            f" INSERT INTO link SELECT {values} FROM link, many WHERE link.id = 1",
            (MANY - there,),
        )
        raw.executemany(
            "INSERT INTO fetch (link_id, at, agent, origin, status)"
            " SELECT id, '2027-07-06T12:00:00.000000+00:00', ?, 'outside', 200 FROM link",
            [(reader,) for reader in READERS],
        )
        raw.commit()


def many_links() -> float:
    """Print the time of a listing of MANY links; return its ratio to the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZIMMERFREI_DATA_DIR": folder}
        seconds([*ZIMMERFREI, "demo"], environment)
        multiply_links(Path(folder, "zimmerfrei.db"))
        listing = [*ZIMMERFREI, "link", "list", "--json"]
        turns = [
            (seconds(BASELINE, environment), seconds(listing, environment))
            for _ in range(MANY_ROUNDS)
        ]
    median = statistics.median(listed for _, listed in turns)
    ratio = median / statistics.median(baseline for baseline, _ in turns)
    told = f"{median * 1000:.0f} ms, {ratio:.1f}× (≤ {MANY_BOUND:g}×)"
    print(f"zimmerfrei link list --json, {MANY} links: {told}")
    return ratio


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
    many = many_links()
    return int(max(medians.values()) > BOUND * baseline or many > MANY_BOUND)


if __name__ == "__main__":
    sys.exit(main())
