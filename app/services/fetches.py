"""Records who read which link, without a request ever waiting for a write."""

from __future__ import annotations

import logging
import queue
import threading

from app.core.clock import Clock
from app.core.errors import UserError
from app.core.link import Fetch, Origin
from app.storage.database import Database
from app.storage.links import FetchTable

logger = logging.getLogger(__name__)

QUEUE_LIMIT = 10_000
AGENT_LIMIT = 500
_PAUSE = 1.0


class FetchLog:
    """A bounded queue and one writer thread that stores it at most once a second.

    Under pressure fetches are dropped, never requests. What is queued when it stops is stored.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._table = FetchTable(database)
        self._queue: queue.Queue[Fetch] = queue.Queue(QUEUE_LIMIT)
        self._stopping = threading.Event()
        self._writer: threading.Thread | None = None

    def start(self) -> None:
        """Begin to store what is recorded."""
        self._stopping.clear()
        self._writer = threading.Thread(target=self._write_on, name="fetch-log", daemon=True)
        self._writer.start()

    def record(self, link_id: int, agent: str, origin: Origin, status: int) -> None:
        """Note one fetch, at once and without waiting.

        Args:
            link_id: which link was read.
            agent: the User-Agent as it came; only its beginning is kept.
            origin: from how far away it came.
            status: the HTTP status of the answer.
        """
        readable = "".join(c if c.isprintable() else " " for c in agent[:AGENT_LIMIT])
        fetch = Fetch(
            link_id=link_id, at=self._clock.now(), agent=readable, origin=origin, status=status
        )
        try:
            self._queue.put_nowait(fetch)
        except queue.Full:
            logger.debug("fetch log full, one fetch dropped")

    def stop(self) -> None:
        """Store what is queued and end the writer."""
        self._stopping.set()
        if self._writer is not None:
            self._writer.join()
            self._writer = None

    def _write_on(self) -> None:
        unstored: list[Fetch] = []
        while True:
            last = self._stopping.wait(_PAUSE)
            unstored = self._store((unstored + self._waiting())[-QUEUE_LIMIT:])
            if last:
                return

    def _waiting(self) -> list[Fetch]:
        waiting = []
        while True:
            try:
                waiting.append(self._queue.get_nowait())
            except queue.Empty:
                return waiting

    def _store(self, fetches: list[Fetch]) -> list[Fetch]:
        """Store `fetches`; return those that could not be stored yet."""
        if not fetches:
            return []
        try:
            with self._database.write():
                self._table.add(fetches)
        except UserError as error:
            logger.info("fetches not stored yet: %s", error)
            return fetches
        return []
