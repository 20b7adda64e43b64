"""How often one may ask: bounded work for whoever guesses, and for an owner who cannot stop."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

SPAN = 60.0
"""Seconds in which is counted; so long has to wait who has asked too often."""
_KEPT = 20_000


class Bound:
    """Counts by key, such as an address, and says who has had enough. Bounded in memory.

    Args:
        most: so many within SPAN are let through.
        seconds: seconds that never go back.
    """

    def __init__(self, most: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._counting = threading.Lock()

    def reached(self, key: str) -> bool:
        """Tell whether a key has been counted too often."""
        began, count = self._counts.get(key, (0.0, 0))
        return count >= self._most and self._seconds() < began + SPAN

    def count(self, key: str) -> bool:
        """Count once more; tells whether that is too often."""
        now = self._seconds()
        with self._counting:
            began, count = self._counts.pop(key, (now, 0))
            if now >= began + SPAN:
                began, count = now, 0
            self._counts[key] = (began, count + 1)
            if len(self._counts) > _KEPT:
                self._counts.popitem(last=False)
        return count + 1 > self._most


class Bounds:
    """What is counted in one worker."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.account = Bound(600, seconds)
        """Requests of one account: the first upload of a large house has some hundred."""
        self.strangers = Bound(30, seconds)
        """Keys and invitations that open nothing, from one address."""
        self.host_keys = Bound(10, seconds)
        """Keys to the host's page that open nothing, from one address."""
        self.unknown = Bound(120, seconds)
        """Addresses of calendars that nobody knows, asked for from one address."""
