"""What a worker answers readers: kept bytes, as long as it knows that they are the newest.

Each worker asks every half second which addresses have changed and forgets those; in between an
answer costs no query. Where that look is more than a second old, a request looks itself first, and
where it cannot, there is no answer but 503: never one that may be old.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from app.core.links.availability import Website
from app.core.publishing.relay.page import read_page
from app.dataclass import dataclass
from app.relay.tables.calendars import Kept
from app.relay.uses.store import Store
from app.services.feeds.feeds import Closed, Feed

LOOK_EVERY = 0.5
"""Seconds from one look to the next."""
OLD_AFTER = 1.0
"""Seconds after which the result of a look is too old to answer by."""
KEPT_BYTES = 64 * 2**20
_WEIGHT = 700
"""Bytes that an entry takes beside what it answers."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered for one token, as a calendar and as a page; `weight` is in bytes."""

    feed: Feed | Closed
    website: Website | Closed
    weight: int


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
        self._moving = threading.Lock()
        self._looking = threading.Lock()
        self.hits = 0
        """How often an answer was kept already."""
        self.misses = 0
        """How often the database was asked for one."""

    def answer(self, token: str) -> Feed | Closed:
        """Return the calendar at this address as it is now, whole, or raise."""
        return self._current(token).feed

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
        assert self._store.instance
        changes = self._store.calendars.changed_since(self._seen)
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
        with self._looking:
            # Whoever waited here has had it done by another one.
            if self._seconds() > self._fresh_until:
                self._look()

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
    if kept.body is not None:
        weight += len(kept.body)
        feed = Feed(
            link_id=kept.id,
            body=kept.body,
            etag=f'"{hashlib.sha256(kept.body).hexdigest()[:32]}"',
            # A link for a website does not tell when something changed.
            modified=None
            if kept.page is not None or kept.modified is None
            else int(kept.modified.timestamp()),
            file_name=kept.file_name,
        )
    if kept.page is not None:
        weight += 10 * len(kept.page)
        website = read_page(kept.page).website(kept.id)
    return Answered(feed, website, weight)
