"""The feeds of all links, as bytes that are built once and served until something in them moves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from app.core.clock import Clock
from app.core.links.availability import Website
from app.core.links.link import LinkKind, file_name
from app.core.stays.dates import month_began
from app.services.feeds.builder import FeedBuilder
from app.services.house_clock import HouseClock
from app.storage.engine.database import Database
from app.storage.tables.links import LinkTable, Published, Retired, Shut
from app.storage.tables.revisions import DataVersion

_LOCKS = 64
_RANGE_BYTES = 150
"""What two dates and their tuple take."""
KEPT_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Closed:
    """There is no feed.

    `link_id` is that of a link that is disabled, deleted or whose unit is archived, or that has
    another address now, None where there is no such link; `gone` says that the address was given
    up.
    """

    link_id: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Feed:
    """One link's calendar.

    `body` is the whole answer, `etag` a strong one with its quotes, `modified` the second (Unix
    time) in which something that shows here changed last, None for a website, which does not tell,
    `file_name` a readable ASCII name. One that begins today holds for a day (`daily`), others for
    a month.
    """

    link_id: int
    body: bytes
    etag: str
    modified: int | None
    file_name: str
    daily: bool = False


Made = TypeVar("Made", bound=Feed | Website)


@dataclass(frozen=True)  # slots and Generic do not go together in Python 3.11
class _Kept(Generic[Made]):
    """What was built of one link, and until when it needs no look at the database.

    `state` is what the link's revisions were. `current_at` holds for each thread's connection the
    data version at which that state was seen last: while it stands, nothing was committed since.
    """

    made: Made
    period: object
    state: tuple[object, ...]
    current_at: dict[DataVersion, tuple[int, ...]] = field(default_factory=dict)


class _Shelf(Generic[Made]):
    """Keeps by token what is built of links in one form: `limit` bytes at most, or a single one.

    `build` makes it, `weigh` tells how many bytes it takes. It holds as long as `period` returns
    the same for it: a day or a month. With `kind` there are only links of that kind.
    """

    def __init__(
        self,
        period: Callable[[Made, date], object],
        build: Callable[[Published, date], Made],
        weigh: Callable[[Made], int],
        limit: int,
        kind: LinkKind | None = None,
    ) -> None:
        self.period = period
        self.build = build
        self.kind = kind
        self._weigh = weigh
        self._limit = limit
        self._kept: dict[str, _Kept[Made]] = {}
        self._tokens: dict[int, str] = {}
        self._weight = 0
        self._moving = threading.Lock()

    def get(self, token: str) -> _Kept[Made] | None:
        return self._kept.get(token)

    def keep(self, token: str, kept: _Kept[Made]) -> None:
        """Keep it as the newest, and drop what is kept under an older address of its link."""
        with self._moving:
            self._drop(token)
            self._drop(self._tokens.get(kept.made.link_id, token))
            self._kept[token] = kept
            self._tokens[kept.made.link_id] = token
            self._weight += self._weigh(kept.made)
            while self._weight > self._limit and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def drop(self, token: str) -> None:
        with self._moving:
            self._drop(token)

    def _drop(self, token: str) -> None:
        dropped = self._kept.pop(token, None)
        if dropped is not None:
            del self._tokens[dropped.made.link_id]
            self._weight -= self._weigh(dropped.made)


class Feeds:
    """Answers tokens with feeds.

    The data version is asked before everything else. While it stands, kept bytes are served. When
    it has moved, the link is looked up by its token; only where its revisions have moved too is the
    feed built again.

    Args:
        database: what the feeds are built from.
        clock: what time it is; while it cannot be right there are no feeds.
        kept_bytes: how much is kept of feeds, and as much of websites. What was looked up in the
            database longest ago goes first; an answer without a look refreshes nothing.
    """

    def __init__(self, database: Database, clock: Clock, kept_bytes: int = KEPT_BYTES) -> None:
        self._database = database
        self._clock = HouseClock.of(database, clock)
        self._links = LinkTable(database)
        self._builder = FeedBuilder(database)
        self._data_versions: dict[threading.Thread, DataVersion] = {}
        self._adding = threading.Lock()
        self._feeds = _Shelf[Feed](_feed_period, self._feed, _feed_weight, kept_bytes)
        self._websites = _Shelf[Website](
            _website_period, self._website, _website_weight, kept_bytes, LinkKind.WEBSITE
        )
        # One build at a time per link. A fixed number of locks, so that guessing tokens does not
        # fill the memory.
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def answer(self, token: str) -> Feed | Closed:
        """Return the feed of the link with this token as it is now, whole.

        Raises:
            WrongClockError: the computer's clock cannot be right.
            Exception: whatever went wrong; there is no feed with less than there is.
        """
        return self._current(token, self._feeds)

    def website(self, token: str) -> Website | Closed:
        """Return what is free and occupied where this is the token of a link for a website.

        That of any other link is as unknown here as one that never was. Raises as `answer` does.
        """
        return self._current(token, self._websites)

    def close(self) -> None:
        """Let the database go; nothing may be asked any more."""
        with self._adding:
            for data_version in self._data_versions.values():
                data_version.close()
            self._data_versions.clear()

    def _data_version(self) -> DataVersion:
        """Return this thread's own: sharing one would make the threads wait for each other."""
        thread = threading.current_thread()
        found = self._data_versions.get(thread)
        if found is None:
            with self._adding:
                for ended in [t for t in self._data_versions if not t.is_alive()]:
                    self._data_versions.pop(ended).close()
                found = self._data_versions[thread] = DataVersion(self._database.path)
        return found

    def _current(self, token: str, shelf: _Shelf[Made]) -> Made | Closed:
        data_version = self._data_version()
        today = self._clock.sure_today()
        kept = shelf.get(token)
        if (
            kept
            and kept.current_at.get(data_version) == data_version.read()
            and kept.period == shelf.period(kept.made, today)
        ):
            return kept.made
        with self._locks[hash(token) % _LOCKS]:
            return self._looked_up(token, shelf, today, data_version)

    def _looked_up(
        self, token: str, shelf: _Shelf[Made], today: date, data_version: DataVersion
    ) -> Made | Closed:
        # Read before the transaction sees the data: what is committed in between is looked at by
        # the next request.
        version = data_version.read()
        with self._database.read():
            published = self._links.published(token, shelf.kind)
            # Asked in any case: unknown and disabled must take the same time.
            retired = self._links.retired(token, shelf.kind)
            if not isinstance(published, Published):
                shelf.drop(token)
                return _closed(published, retired)
            # The time tells apart equal counters of two histories, after a backup was put back.
            link = published.link
            state = (link.id, link.revision, *published.units, published.changed_at)
            kept = shelf.get(token)
            if kept and kept.period == shelf.period(kept.made, today) and kept.state == state:
                kept.current_at[data_version] = version
                shelf.keep(token, kept)
                return kept.made
            made = shelf.build(published, today)
        shelf.keep(token, _Kept(made, shelf.period(made, today), state, {data_version: version}))
        return made

    def _feed(self, published: Published, today: date) -> Feed:
        link = published.link
        body = self._builder.calendar(link, today)
        public = link.kind is LinkKind.WEBSITE
        changed = max(published.changed_at, month_began(today))
        return Feed(
            link_id=link.id,
            body=body,
            etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            modified=None if public else int(changed.timestamp()),
            file_name=file_name(link),
            daily=public,
        )

    def _website(self, published: Published, today: date) -> Website:
        return self._builder.website(published.link, today)


def _closed(shut: Shut | None, retired: Retired | None) -> Closed:
    if shut is not None:
        return Closed(shut.link_id, gone=shut.deleted)
    if retired is not None:
        return Closed(retired.link_id, gone=True)
    return Closed()


def _feed_weight(feed: Feed) -> int:
    return len(feed.body)


def _website_weight(website: Website) -> int:
    return _RANGE_BYTES * (1 + len(website.ranges))


def _feed_period(feed: Feed, today: date) -> object:
    return today if feed.daily else (today.year, today.month)


def _website_period(_: Website, today: date) -> object:
    return today
