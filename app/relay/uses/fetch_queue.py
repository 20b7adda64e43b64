"""Queues fetches, so that no request waits for their storing, and deletes old ones."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from datetime import datetime

from app.core.clock import believable
from app.core.errors import UserError
from app.core.links.link import Origin
from app.core.readers.agents import clean_agent
from app.core.readers.fair_share import fair_share
from app.relay.tables.columns import moment
from app.relay.tables.fetches import KEPT_FOR, NewFetch
from app.relay.uses.store import Store
from app.services.feeds.feeds import Feed

logger = logging.getLogger(__name__)

QUEUE_LIMIT = 10_000
AT_ONCE_OF_ONE = 100
"""So many fetches of one calendar are stored at once: a flood of one reader stays small."""


class FetchQueue:
    """A bounded queue of fetches, which a job stores in batches.

    Under pressure the oldest are dropped, never a request.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: deque[NewFetch] = deque(maxlen=QUEUE_LIMIT)
        self._counted_until = 0

    def record(
        self, link_id: int, agent: str, _origin: Origin, status: int, _feed: Feed | None = None
    ) -> None:
        """Note one fetch, at once and without waiting; from where it came is not kept."""
        self._queue.append(NewFetch(link_id, status, clean_agent(agent)))

    def write(self) -> None:
        """Store what is queued; what cannot be stored now stays for the next time."""
        waiting = [self._queue.popleft() for _ in range(len(self._queue))]
        if not waiting:
            return
        kept = _fair(waiting)
        try:
            assert self._store.instance
            with self._store.engine.write():
                self._store.fetches.add(kept, self._store.clock.now())
        except UserError as error:
            logger.info("fetches not stored yet: %s", error)
            self._queue.extendleft(reversed(kept[-(QUEUE_LIMIT - len(self._queue)) :]))

    def forget(self) -> None:
        """Drop fetches that are older than they are kept, and of some owners those too many.

        None where the clock cannot be right: they would all be old.
        """
        assert self._store.instance
        now = self._store.clock.now()
        with self._store.engine.read():
            newest = self._store.fetches.newest_number()
        if newest and believable(now, moment(newest)):
            while self._forgotten_some(now - KEPT_FOR):
                pass
        with self._store.engine.read():
            crowded = self._store.fetches.crowded(self._counted_until)
        self._counted_until = crowded.until
        for account_id, most in crowded.found:
            with self._store.engine.write():
                self._store.fetches.keep_newest(account_id, most)

    def _forgotten_some(self, cutoff: datetime) -> bool:
        with self._store.engine.write():
            return self._store.fetches.forget_before(cutoff)


def _fair(fetches: list[NewFetch]) -> list[NewFetch]:
    """Return what is worth storing: of each calendar the newest of every reader first."""
    if len(fetches) <= AT_ONCE_OF_ONE:
        return fetches
    newest_first = fetches[::-1]
    of_calendars: dict[int, list[int]] = defaultdict(list)
    for place, fetch in enumerate(newest_first):
        of_calendars[fetch.calendar_id].append(place)
    kept = [
        places[number]
        for places in of_calendars.values()
        for number in fair_share([newest_first[place].agent for place in places], AT_ONCE_OF_ONE)
    ]
    return [newest_first[place] for place in sorted(kept, reverse=True)]
