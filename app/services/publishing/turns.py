"""When it is time to bring the webspace up to date: after a change, on another day, after a fault.

What has failed is tried again later and later, also when more is changed meanwhile: a server that
refuses a password must not be asked with it at every booking.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.core.publishing.holding import FIRST_WAIT

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.core.publishing.status import RunResult
    from app.services.base.watch import Moved
    from app.services.publishing.publishing import Publishing

GATHERED = 2.0
"""Seconds for which changes are gathered, so that several become one upload."""
LOOK_EVERY = 5.0
"""Seconds between two looks whether it is time."""


class Turns:
    """Takes the turns of the job that publishes. May be told of anything on any thread.

    Args:
        publishing: does it.
        clock: what day it is.
        seconds: returns the seconds that have passed since some moment.
    """

    def __init__(
        self, publishing: Publishing, clock: Clock, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._publishing = publishing
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._asked = True
        self._day: date | None = None
        self._not_before: float | None = None
        self._failed_with: object = None

    def moved(self, moved: Moved) -> bool:
        """Take note of what has changed; tells whether that may be something to upload."""
        if not (moved.units or moved.links or moved.settings or moved.publishing or moved.restored):
            return False
        with self._lock:
            self._asked = True
            failed = self._not_before is not None
        if moved.publishing and failed and self._place() != self._failed_with:
            # Set up anew: what was wrong may be right now.
            self.hurry()
        return True

    def hurry(self) -> None:
        """Have it tried at once, whatever has failed: the network is back, or somebody asks."""
        with self._lock:
            self._asked = True
            self._not_before = None

    def wanted(self) -> bool:
        """Tell whether it is time."""
        with self._lock:
            if self._not_before is not None:
                return self._seconds() >= self._not_before
            return self._asked or self._day != self._clock.today()

    def run(self) -> RunResult:
        """Do it (raises as ``Publishing.run``)."""
        with self._lock:
            self._asked = False
            self._day = self._clock.today()
        try:
            result = self._publishing.run()
        except Exception:
            wait = self._publishing.seconds_to_wait()
            place = self._place()
            with self._lock:
                self._failed_with = place
                self._not_before = self._seconds() + (FIRST_WAIT if wait is None else wait)
            raise
        with self._lock:
            self._not_before = None
            # Whoever is at it may have begun before what we were asked for was there.
            self._asked = self._asked or result.busy
        return result

    def _place(self) -> object:
        webspace = self._publishing.current()
        return None if webspace is None else (webspace.id, webspace.sequence)
