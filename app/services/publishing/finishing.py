"""The end of a program: what is pending gets its chance, and what then still is can be said."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from app.services.upkeep import PUBLISH

if TYPE_CHECKING:
    from app.services.base.jobs import Jobs, Outcome
    from app.services.services import Services

FINISH_WITHIN = 5.0
"""Seconds for what is pending when a program ends."""
_RUNS = 2
"""One may have been on its way already, and know nothing of the last change."""


def finish(services: Services, jobs: Jobs, seconds: float = FINISH_WITHIN) -> int:
    """Upload what is pending, for so many seconds at most; return how many links still are.

    What is not there then is not forgotten: the next start sees to it. Waits: never on the thread
    of the window.
    """
    if not services.publishing.pending_links():
        return 0
    until = time.monotonic() + seconds
    ended = threading.Semaphore(0)

    def listen(outcome: Outcome) -> None:
        if outcome.job == PUBLISH:
            ended.release()

    stop_listening = jobs.subscribe(listen)
    try:
        services.publishing_turns.hurry()
        jobs.ask(PUBLISH)
        for _ in range(_RUNS):
            if not ended.acquire(timeout=max(0.0, until - time.monotonic())):
                break
            last = jobs.last(PUBLISH)
            if (last and last.error) or not services.publishing.pending_links():
                break
    finally:
        stop_listening()
    return len(services.publishing.pending_links())
