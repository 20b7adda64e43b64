"""What it costs to build a feed once after a change, and to answer with kept bytes."""

import statistics
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from app.bootstrap import Services
from app.core.link import Link
from benchmarks.house import house

ROUNDS = 9
HOT = 20_000


def build_after_change(services: Services, link: Link) -> float:
    """Return the median seconds of the first answer after a change."""
    times = []
    last = services.occupancies.all(unit_id=link.unit_id)[-1]
    with closing(services.feeds()) as feeds:
        feeds.answer(link.token)
        for _ in range(ROUNDS):
            draft = replace(last.draft(), departure=last.departure + timedelta(days=1))
            last = services.occupancies.change(last.id, draft, sequence=last.sequence).after
            begun = time.perf_counter()
            feeds.answer(link.token)
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def answer_kept(services: Services, link: Link) -> float:
    """Return the mean seconds of an answer while nothing changes."""
    with closing(services.feeds()) as feeds:
        feeds.answer(link.token)
        begun = time.perf_counter()
        for _ in range(HOT):
            feeds.answer(link.token)
        return (time.perf_counter() - begun) / HOT


def main() -> int:
    """Print one line for each measurement. Nothing here has a bound."""
    for occupancies in (50, 500, 5000):
        with house(1, occupancies) as (services, (link,)):
            built = build_after_change(services, link)
            kept = answer_kept(services, link)
        print(
            f"feed {occupancies} occupancies: built once after a change in {built * 1e3:.1f} ms, "
            f"kept bytes in {kept * 1e6:.1f} µs"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
