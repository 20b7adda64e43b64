"""The calendar service for many owners: a region in PostgreSQL, read and written by many at once.

The workers are those of `deploy/relay`: gunicorn, as the unit runs it. Without an option the region
is a small one; the whole one, which takes some minutes: --owners 10000.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.relay.opening import CACHE, USUAL_CACHE
from benchmarks.relay.changes import every_worker, uploads
from benchmarks.relay.readers import Read, Readers, readers
from benchmarks.relay.readers import missing as missing_readers
from benchmarks.relay.region import Region, fill
from benchmarks.relay.serving import Said, bare, cpu_seconds, memory, nginx, said
from tests.relay.cluster import programs_of_postgres, started
from tests.relay.workers import Running, running

LINKS, OCCUPANCIES = 6, 120
SMALL, WHOLE = 500, 10_000
ROUNDS = 7
SECONDS = 2
RATE_BOUND = 0.5
SCALING_BOUND = 1.7
CHANGE_BOUND = 1.0
FLAT_BOUND = 1.1
CHANGES = 20
MEMORY_LOOKS = 6
FILES_OF_NGINX = 1_000


@dataclass(frozen=True)
class Place:
    """A region that lies in a database, and who reads it."""

    database: str
    region: Region
    templates: list[bytes]
    readers: Readers
    folder: Path

    @contextmanager
    def served(self, workers: int) -> Iterator[Running]:
        """Run workers whose caches hold as large a part of the region as those of the whole one."""
        cache = max(1, self.region.owners * USUAL_CACHE // WHOLE)
        with running(self.database, workers, environment={CACHE: str(cache)}) as served:
            yield served

    def paths(self) -> list[str]:
        return [f"/cal/{self.region.token(at)}/x.ics" for at in range(self.region.all_links)]


@dataclass(frozen=True)
class Cost:
    """What one kind of answer costs: how many a second, and time of a processor for each."""

    per_second: float
    seconds: float


def missing() -> list[str]:
    """Return what has to be installed before anything can be measured."""
    found = [name for name in ("gunicorn", "psycopg") if importlib.util.find_spec(name) is None]
    if programs_of_postgres() is None:
        found.append("postgresql")
    return [*found, *filter(None, [missing_readers()])]


@contextmanager
def place(owners: int) -> Iterator[Place]:
    """Fill a region into a PostgreSQL of its own, whose confirmed writes are on the disk."""
    import psycopg  # noqa: PLC0415  # of an extra; see `missing`

    from app.relay.uses.relay import Relay  # noqa: PLC0415

    programs = programs_of_postgres()
    assert programs
    region = Region(owners, LINKS, OCCUPANCIES)
    templates = region.templates()
    with started(programs, durable=True) as cluster, readers() as found:
        relay = Relay(cluster.address)
        relay.prepare()
        relay.stop()
        with psycopg.connect(cluster.address, autocommit=True) as connection:
            size = fill(region, connection, templates)
            [stored] = connection.execute(  # type: ignore[misc]  # one row
                "SELECT pg_total_relation_size('calendar')"
            ).fetchone()
        print(
            f"{owners} owners × {LINKS} links × {OCCUPANCIES} occupancies: {size / 1e6:.0f} MB of "
            f"calendars, {size / region.all_links / 1e3:.1f} kB each, {stored / 1e6:.0f} MB in "
            "PostgreSQL"
        )
        with tempfile.TemporaryDirectory() as folder:
            yield Place(cluster.address, region, templates, found, Path(folder))


def read(
    here: Place, served: Running, paths: list[str], tag: str | None = None
) -> tuple[Read, Cost]:
    """Read for one round; fails where anything but what is asked for was answered."""
    before = cpu_seconds(served.workers)
    found = here.readers.ask(served.port, paths, SECONDS, tag=tag)
    assert not found.refused, "answers of 4xx or 5xx"
    return found, Cost(
        found.per_second, (cpu_seconds(served.workers) - before) / max(1, found.answers)
    )


def read_once(here: Place, served: Running, paths: list[str]) -> Cost:
    """Let every link be read at least once, as in a worker's first hours."""
    before, answers, seconds = cpu_seconds(served.workers), 0, 0.0
    while answers < len(paths):
        found = here.readers.ask(served.port, paths, SECONDS, turn=answers)
        assert not found.refused, "answers of 4xx or 5xx"
        answers += found.answers
        seconds += found.seconds
    return Cost(answers / seconds, (cpu_seconds(served.workers) - before) / answers)


def compare(here: Place, ours: Running, paths: list[str], tag: str | None = None) -> float:
    """Measure one kind of request in turns with a bare function; return our answers/s by its.

    On a machine with few processors, what PostgreSQL and the readers take is missing to a worker of
    ours alone; the same for the time of a processor is printed beside.
    """
    answer = said(ours.port, paths[0], tag)
    rates, worth, mine = [], [], []
    with bare(answer, here.folder) as other:
        for _ in range(ROUNDS):
            _, reference = read(here, other, paths[:1], tag)
            _, found = read(here, ours, paths, tag)
            rates.append(found.per_second / reference.per_second)
            worth.append(reference.seconds / found.seconds)
            mine.append(found)
    which = "one link" if len(paths) == 1 else f"{len(paths)} links at random"
    print(
        f"one worker, {which}, {answer.status}: {statistics.median(rates):.2f} of the answers/s of "
        f"a bare function (bound ≥ {RATE_BOUND}), {statistics.median(worth):.2f} for the time of a "
        f"processor: {statistics.median(one.per_second for one in mine):.0f} answers/s, "
        f"{statistics.median(one.seconds for one in mine) * 1e6:.0f} µs of a processor each"
    )
    return statistics.median(rates)


def rates(here: Place) -> bool:
    """Print how fast one worker answers; tell whether that is too slow."""
    paths = here.paths()
    with here.served(1) as ours:
        one: Said = said(ours.port, paths[0])
        missed = [
            compare(here, ours, paths[:1]) < RATE_BOUND,
            compare(here, ours, paths[:1], one.etag) < RATE_BOUND,
        ]
        first = read_once(here, ours, paths)
        print(
            f"one worker, the first reading of each link, which asks PostgreSQL: "
            f"{first.per_second:.0f} answers/s, {first.seconds * 1e6:.0f} µs of a processor each"
        )
        missed += [
            compare(here, ours, paths) < RATE_BOUND,
        ]
    bodies = [
        (path, here.region.body(at, here.templates))
        for at, path in enumerate(paths[:FILES_OF_NGINX])
    ]
    with nginx(bodies, here.folder / "nginx") as port:
        if port is None:
            print("nginx is not installed: not compared with it")
        else:
            found = here.readers.ask(port, paths[: len(bodies)], SECONDS)
            print(f"beside it, {len(bodies)} files by nginx: {found.per_second:.0f} answers/s")
    return any(missed)


def scaling(here: Place) -> bool:
    """Print what a second worker brings; tell whether that is too little.

    On a machine with two processors, the readers and whatever else runs take from what two workers
    could have; what an answer costs the workers is printed beside.
    """
    paths = here.paths()
    by_cost, by_rate, of_bare = [], [], []
    with ExitStack() as stack:
        one, two = (stack.enter_context(here.served(count)) for count in (1, 2))
        answer = said(one.port, paths[0])
        bares = [stack.enter_context(bare(answer, here.folder, count)) for count in (1, 2)]
        for served in (one, two, two):
            read_once(here, served, paths)
        for _ in range(ROUNDS):
            single, double = (read(here, served, paths)[1] for served in (one, two))
            by_cost.append(2 * single.seconds / double.seconds)
            by_rate.append(double.per_second / single.per_second)
            single, double = (read(here, served, paths[:1])[1] for served in bares)
            of_bare.append(2 * single.seconds / double.seconds)
    found = statistics.median(by_rate)
    print(
        f"two workers: {found:.2f}× the answers/s of one, beside the readers (bound ≥ "
        f"{SCALING_BOUND}); for the time of a processor "
        f"{statistics.median(by_cost):.2f}×, bare functions {statistics.median(of_bare):.2f}×"
    )
    return found < SCALING_BOUND


def changes(here: Place) -> bool:
    """Print how long old answers are given, and how fast is uploaded; tell what is too slow."""
    with ExitStack() as stack:
        # Each alone at its port, so that each is asked.
        workers = [stack.enter_context(here.served(1)) for _ in range(2)]
        times = every_worker([one.port for one in workers], here.region, CHANGES)
    print(
        f"from a confirmed upload to the new answer of each of {len(workers)} workers: "
        f"{statistics.median(times):.2f} s, {max(times):.2f} s at most of {CHANGES} "
        f"(bound ≤ {CHANGE_BOUND:.0f} s)"
    )
    for workers_at_once in (1, 2):
        with here.served(workers_at_once) as served:
            before = cpu_seconds(served.workers)
            put, seconds = uploads(served.port, here.region, here.templates, ROUNDS * SECONDS)
            cost = (cpu_seconds(served.workers) - before) / put
        print(
            f"uploads, each checked and on the disk, {workers_at_once} worker(s): "
            f"{put / seconds:.0f} a second, {cost * 1e3:.1f} ms of a processor each"
        )
    return max(times) > CHANGE_BOUND


def flat(here: Place) -> bool:
    """Print what a worker has of the memory while it answers on; tell whether that grows."""
    paths = here.paths()
    sizes, answers = [], 0
    with here.served(1) as served:
        # What answers has begun.
        said(served.port, paths[0])
        before = memory(served.workers[0])
        read_once(here, served, paths)
        for _ in range(MEMORY_LOOKS):
            sizes.append(memory(served.workers[0]))
            for _ in range(2):
                found, _ = read(here, served, paths)
                answers += found.answers
        sizes.append(memory(served.workers[0]))
    growth = sizes[-1] / sizes[0]
    print(
        f"memory of a worker: {before / 2**20:.0f} MiB at first, {sizes[0] / 2**20:.0f} MiB once "
        f"it has answered each of {len(paths)} links, "
        f"{sizes[-1] / 2**20:.0f} MiB after {answers} answers more, {growth:.2f}× "
        f"(bound ≤ {FLAT_BOUND})"
    )
    return growth > FLAT_BOUND


def main() -> int:
    """Print one line for each measurement; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--owners", type=int, default=SMALL)
    owners = parser.parse_args().owners
    lacking = missing()
    if lacking:
        print(f"not measured, for want of: {', '.join(lacking)}")
        return 0
    with place(owners) as here:
        return int(any([rates(here), scaling(here), changes(here), flat(here)]))


if __name__ == "__main__":
    sys.exit(main())
