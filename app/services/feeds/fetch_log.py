"""Records who read which link and when links were served; no request ever waits for a write."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from datetime import datetime

from app.core.clock import Clock
from app.core.errors import UserError
from app.core.links.link import Fetch, Origin
from app.core.readers.agents import clean_agent
from app.core.readers.fair_share import fair_share
from app.services.base.house_clock import HouseClock
from app.services.base.jobs import Job, Jobs
from app.services.feeds.feeds import Feed
from app.services.feeds.served import ServedNotes
from app.services.links.given import Given, GivenNotes
from app.storage.engine.database import Database
from app.storage.tables.fetches import FETCHES_KEPT, FetchTable, ServedTable

logger = logging.getLogger(__name__)

QUEUE_LIMIT = 10_000
GIVEN_LIMIT = 1_000
"""So many given calendars wait to be noted; they are kept by the server anyway, or soon forgotten.
"""
_PAUSE = 1.0


class FetchLog:
    """A bounded queue, and a job that stores it at most once a second.

    Under pressure the oldest fetches are dropped, never a request. What is queued when it stops is
    stored. While it runs, it notes every few minutes that links are served; not while the clock is
    wrong, for no link gives a calendar then.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = HouseClock.of(database, clock)
        self._table = FetchTable(database)
        self._served_table = ServedTable(database)
        self._queue: deque[Fetch] = deque(maxlen=QUEUE_LIMIT)
        self._given: deque[Given] = deque(maxlen=GIVEN_LIMIT)
        self._given_notes = GivenNotes(database)
        self._unstored: list[Fetch] = []
        self._served: ServedNotes | None = None
        self._jobs: Jobs | None = None

    def start(self) -> None:
        """Begin to store what is recorded."""
        self._served = ServedNotes(self._served_table, self._clock.now())
        self._jobs = Jobs()
        self._jobs.add(Job("fetch-log", self._write, every=_PAUSE, at_once=False))
        self._jobs.start()

    def record(
        self, link_id: int, agent: str, origin: Origin, status: int, feed: Feed | None = None
    ) -> None:
        """Note one fetch, at once and without waiting.

        Args:
            link_id: which link was read.
            agent: the User-Agent as it came; only its beginning is kept.
            origin: from how far away it came.
            status: the HTTP status of the answer.
            feed: the calendar that was given, or that the reader has already.
        """
        fetch = Fetch(
            link_id=link_id,
            # Who is given a calendar is given it by a clock that is believed.
            at=self._clock.shown(),
            agent=clean_agent(agent),
            origin=origin,
            status=status,
        )
        # Safe between threads; a full one lets its oldest go.
        self._queue.append(fetch)
        if feed is not None:
            self._given.append(Given(fetch, feed.etag, feed.body))

    def stop(self) -> None:
        """Store what is queued and end the writer."""
        jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.stop()
            self._write(last=True)

    def _write(self, *, last: bool = False) -> None:
        """Store what is queued, and note every few minutes, and at the last, that links are served.

        What cannot be stored now stays for the next time.
        """
        assert self._served is not None
        self._unstored = self._store(_kept(self._unstored + self._waiting()))
        now = self._clock.now()
        if self._clock.doubt is None and (last or self._served.due(now)):
            self._note(self._served, now)

    def _waiting(self) -> list[Fetch]:
        return [self._queue.popleft() for _ in range(len(self._queue))]

    def _store(self, fetches: list[Fetch]) -> list[Fetch]:
        """Store `fetches`; return those that could not be stored yet."""
        if not fetches:
            return []
        given = [self._given.popleft() for _ in range(len(self._given))]
        try:
            with self._database.write():
                self._table.add(fetches)
                if given:
                    self._given_notes.read(given)
        except UserError as error:
            logger.info("fetches not stored yet: %s", error)
            self._given_notes.forget()
            self._given.extendleft(reversed(given))
            return fetches
        except Exception:
            # A bug must not end the log; these fetches are lost, the next are not.
            logger.exception("fetches lost")
            self._given_notes.forget()
        return []

    def _note(self, served: ServedNotes, now: datetime) -> None:
        try:
            with self._database.write():
                served.note(now)
                self._clock.note()
        except UserError as error:
            logger.info("not noted yet that links are served: %s", error)
        except Exception:
            logger.exception("not noted that links are served")


def _kept(fetches: list[Fetch]) -> list[Fetch]:
    """Return what is worth storing: the table keeps no more of a link, the queue no more of all."""
    if len(fetches) <= FETCHES_KEPT:
        return fetches
    newest_first = fetches[::-1]
    of_links: dict[int, list[int]] = defaultdict(list)
    for place, fetch in enumerate(newest_first):
        of_links[fetch.link_id].append(place)
    kept: list[int] = []
    for places in of_links.values():
        agents = [newest_first[place].agent for place in places]
        kept += [places[number] for number in fair_share(agents, FETCHES_KEPT)]
    some = [newest_first[place] for place in sorted(kept)]
    readers = [(fetch.link_id, fetch.agent) for fetch in some]
    return [some[place] for place in reversed(fair_share(readers, QUEUE_LIMIT))]
