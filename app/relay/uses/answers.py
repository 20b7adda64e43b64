"""What a worker answers readers: kept bytes, as long as it knows that they are the newest.

Each worker asks every half second which addresses have changed and forgets those; in between an
answer costs no query. Where that look is more than a second old, a request looks itself first, and
where it cannot, there is no answer but 503: never one that may be old. Once a look has failed, the
next ones are the worker's own, and requests are told at once: none waits for a server that is away.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from app.core.links.availability import Website
from app.core.publishing.relay.page import read_page
from app.dataclass import dataclass
from app.relay.tables.calendars import Kept
from app.relay.tables.columns import unpacked
from app.relay.tables.engine import DatabaseDownError
from app.relay.uses.store import Store
from app.services.feeds.feeds import Closed, Feed

LOOK_EVERY = 0.5
"""Seconds from one look to the next."""
OLD_AFTER = 1.0
"""Seconds after which the result of a look is too old to answer by."""
KEPT_BYTES = 512 * 2**20
"""Enough for some 100,000 links of 120 occupancies, and taken only as far as it is used."""
TOLD_AT_ONCE = 2 * LOOK_EVERY
"""Seconds after a look that has failed in which no request looks itself: the worker does."""
_WEIGHT = 700
"""Bytes that an entry takes beside what it answers."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered for one token, as a calendar and as a page; `weight` is in bytes.

    The calendar is kept packed: `feed` has an empty body beside `packed_body`.
    """

    feed: Feed | Closed
    website: Website | Closed
    weight: int
    packed_body: bytes = b""

    def whole_feed(self) -> Feed | Closed:
        """Return the calendar with what it says."""
        feed = self.feed
        if isinstance(feed, Closed):
            return feed
        return Feed(
            link_id=feed.link_id,
            body=unpacked(self.packed_body),
            etag=feed.etag,
            modified=feed.modified,
            file_name=feed.file_name,
        )


class Answers:
    """A source of feeds and pages, for the WSGI apps of the server.

    Args:
        store: the database.
        kept_bytes: how much is kept of calendars; what was asked for longest ago goes first.
        seconds: seconds that never go back.
    """

    def __init__(
        self,
        store: Store,
        kept_bytes: int = KEPT_BYTES,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._limit = kept_bytes
        self._seconds = seconds
        self._kept: OrderedDict[str, Answered] = OrderedDict()
        self._weight = 0
        self._seen: tuple[int, ...] | None = None
        self._looks = 0
        self._fresh_until = float("-inf")
        self._down_until: float | None = None
        self._moving = threading.Lock()
        self._looking = threading.Lock()
        self.hits = 0
        """How often an answer was kept already."""
        self.misses = 0
        """How often the database was asked for one."""

    def answer(self, token: str) -> Feed | Closed:
        """Return the calendar at this address as it is now, whole, or raise."""
        return self._current(token).whole_feed()

    def website(self, token: str) -> Website | Closed:
        """Return the page for a website at this address as it is now, or raise."""
        return self._current(token).website

    def knows(self, token: str) -> bool:
        """Tell whether something is kept for this token: it costs next to nothing to answer."""
        return token in self._kept

    def look(self) -> None:
        """Forget what has changed since the last look.

        Raises:
            UserError: the database cannot be asked. What is kept is used no more then.
        """
        with self._looking:
            self._look()

    @property
    def kept_bytes(self) -> int:
        """How many bytes are kept just now."""
        return self._weight

    def _look(self) -> None:
        began = self._seconds()
        try:
            assert self._store.instance
            changes = self._store.calendars.changed_since(self._seen)
        except DatabaseDownError:
            self._down_until = self._seconds() + TOLD_AT_ONCE
            raise
        self._down_until = None
        with self._moving:
            seen, self._seen = self._seen, changes.until
            self._looks += 1
            if seen is None or any(
                now < then for now, then in zip(changes.until, seen, strict=True)
            ):
                # The first look, or a backup of the database was put back.
                self._kept.clear()
                self._weight = 0
            for token in changes.tokens:
                self._drop(token)
            self._fresh_until = began + OLD_AFTER

    def _current(self, token: str) -> Answered:
        self._be_fresh()
        with self._moving:
            kept = self._kept.get(token)
            if kept is not None:
                self._kept.move_to_end(token)
                self.hits += 1
                return kept
            self.misses += 1
            looks = self._looks
        found = self._store.calendars.of_token(token)
        made = _UNKNOWN if found is None else _answered(found)
        if found is not None:
            with self._moving:
                # What was read before a look may be older than what that has told.
                if looks == self._looks:
                    self._keep(token, made)
        return made

    def _be_fresh(self) -> None:
        if self._seconds() <= self._fresh_until:
            return
        # Where the last look has failed, nobody waits for another one.
        if not self._looking.acquire(blocking=self._down_until is None):
            raise DatabaseDownError(self._store.engine.place)
        try:
            # Whoever waited here has had it done by another one, well or in vain.
            if self._seconds() <= self._fresh_until:
                return
            if self._down_until is not None and self._seconds() < self._down_until:
                raise DatabaseDownError(self._store.engine.place)
            self._look()
        finally:
            self._looking.release()

    def _keep(self, token: str, made: Answered) -> None:
        self._drop(token)
        self._kept[token] = made
        self._weight += made.weight
        while self._weight > self._limit and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def _drop(self, token: str) -> None:
        dropped = self._kept.pop(token, None)
        if dropped is not None:
            self._weight -= dropped.weight


_UNKNOWN = Answered(Closed(), Closed(), 0)


def _answered(kept: Kept) -> Answered:
    closed = Closed(kept.id, gone=kept.gone)
    feed: Feed | Closed = closed
    website: Website | Closed = closed
    weight = _WEIGHT
    packed_body = kept.packed_body or b""
    if kept.digest is not None:
        weight += len(packed_body)
        feed = Feed(
            link_id=kept.id,
            body=b"",
            # What it was when it was put there: to count it anew takes longer than to answer.
            etag=f'"{kept.digest[:32]}"',
            # A link for a website does not tell when something changed.
            modified=None
            if kept.page is not None or kept.modified is None
            else int(kept.modified.timestamp()),
            file_name=kept.file_name,
        )
    if kept.page is not None:
        weight += 10 * len(kept.page)
        website = read_page(kept.page).website(kept.id)
    return Answered(feed, website, weight, packed_body)
