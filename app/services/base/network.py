"""Whether this computer has come into another network, or has been asleep."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.core.clock import Clock
from app.services.base.addresses import route_addresses

logger = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks, each of which costs some microseconds."""
SETTLED = 2.0
"""Seconds after a change until names can be resolved in most networks."""
_ASLEEP = 60.0
"""Seconds more than there should have been between two looks: no busy computer is that slow."""


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """What has become different since the look before.

    `online` tells whether there is a way into the internet at all now, `woke` that the computer was
    asleep, or its program stood still: whatever was open then is not any more.
    """

    online: bool
    woke: bool = False


Listener = Callable[[NetworkChange], None]


class Network:
    """Tells who listens when the network is another one, or the computer has woken up.

    Systems tell sleep apart in different ways: on Linux and macOS the clock goes on then and the
    time that passes does not, on Windows both do, but nobody looks meanwhile.

    Args:
        clock: what time it is; it goes on while the computer is asleep.
        addresses: returns the computer's own addresses on its ways out, none offline.
        seconds: returns the seconds that have passed since some moment.
    """

    def __init__(
        self,
        clock: Clock,
        addresses: Callable[[], frozenset[str]] = route_addresses,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._addresses = addresses
        self._seconds = seconds
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()
        self._seen = addresses()
        self._looked_at = (clock.now(), seconds())

    @property
    def online(self) -> bool:
        """Whether there was a way into the internet when it was looked last."""
        return bool(self._seen)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called after each change, on the thread that looked.

        Returns what ends this.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def look(self) -> NetworkChange | None:
        """Look, tell who listens, and return what has changed, None where nothing has."""
        change = self._changed()
        if change is None:
            return None
        logger.info(
            "the network has changed: %s%s",
            "online" if change.online else "offline",
            ", after sleep" if change.woke else "",
        )
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:
                logger.exception("a listener failed")
        return change

    def _changed(self) -> NetworkChange | None:
        addresses, now, seconds = self._addresses(), self._clock.now(), self._seconds()
        with self._lock:
            before, self._seen = self._seen, addresses
            (then, seconds_then), self._looked_at = self._looked_at, (now, seconds)
        passed = max(seconds - seconds_then, (now - then) / timedelta(seconds=1))
        woke = passed > LOOK_EVERY + _ASLEEP
        if not woke and addresses == before:
            return None
        return NetworkChange(online=bool(addresses), woke=woke)
