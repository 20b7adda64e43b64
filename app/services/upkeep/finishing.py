"""The end of a program: what is pending gets its chance, and what then still is can be said."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from app.services.upkeep.upkeep import PUBLISH

if TYPE_CHECKING:
    from app.services.base.jobs import Jobs, Outcome
    from app.services.services import Services

FINISH_WITHIN = 5.0
"""Seconds for what is pending when a program ends."""
_LOOK_EVERY = 0.1
"""Seconds between two looks whether it is enough."""
_RUNS = 2
"""One may have been on its way already, and know nothing of the last change."""


def finish(
    services: Services,
    jobs: Jobs,
    seconds: float = FINISH_WITHIN,
    enough: threading.Event | None = None,
) -> int:
    """Upload what is pending; return how many links still are.

    What is not there then is not forgotten: the next start sees to it. Waits: never on the thread
    of the window.

    Args:
        services: the use cases.
        jobs: the jobs that upload, started.
        seconds: for so long at most.
        enough: ends it at once when it is set.
    """
    if not services.publishing.pending_links():
        return 0
    until = time.monotonic() + seconds
    ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()

    def listen(outcome: Outcome) -> None:
        if outcome.job == PUBLISH:
            ended.put(outcome)

    stop_listening = jobs.subscribe(listen)
    try:
        services.publishing_turns.hurry()
        jobs.ask(PUBLISH)
        runs = 0
        while runs < _RUNS and time.monotonic() < until and not (enough and enough.is_set()):
            with suppress(queue.Empty):
                last = ended.get(timeout=_LOOK_EVERY)
                runs += 1
                if last.error or not services.publishing.pending_links():
                    break
    finally:
        stop_listening()
    return len(services.publishing.pending_links())
