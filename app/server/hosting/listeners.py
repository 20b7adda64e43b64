"""Who wants to know of each new state of the server, and how they are told."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from app.core.server_state import ServerState

logger = logging.getLogger(__name__)

Listener = Callable[[ServerState], None]


class StateListeners:
    """Tells every listener each state in turn, one state at a time, on whichever thread.

    No lock is held meanwhile: a listener may ask the server for anything.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: deque[ServerState] = deque()
        self._lock = threading.Lock()
        self._telling = False

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with each state; returns a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def put(self, state: ServerState) -> None:
        """Keep a state until `tell_all`."""
        self._waiting.append(state)

    def tell(self, state: ServerState) -> None:
        """Tell a state now, after those that wait."""
        self.put(state)
        self.tell_all()

    def tell_all(self) -> None:
        """Tell what waits. Where another call does so already, it tells these states, too."""
        while (state := self._next()) is not None:
            try:
                for listener in tuple(self._listeners):
                    _tell_one(listener, state)
            finally:
                self._telling = False

    def _next(self) -> ServerState | None:
        with self._lock:
            if self._telling or not self._waiting:
                return None
            self._telling = True
            return self._waiting.popleft()


def _tell_one(listener: Listener, state: ServerState) -> None:
    try:
        listener(state)
    except Exception:
        # What the server does is done; one listener's bug must not hide it.
        logger.exception("a listener failed")
