"""The feeds of all links, as bytes that are built once and served until something in them moves."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from app.core.clock import Clock
from app.core.links.availability import Website
from app.core.links.link import LinkKind, file_name
from app.core.stays.dates import month_began
from app.services.base.house_clock import HouseClock
from app.services.calendars.builder import FeedBuilder
from app.services.feeds.shelf import Kept, Shelf
from app.storage.engine.database import Database
from app.storage.tables.links.links import LinkTable, Published, Retired, Shut
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


class Feeds:
    """Answers tokens with feeds.

    The data version is asked before everything else. While it stands, kept bytes are served; when
    it has moved, a few small queries tell whether what this link depends on has, too: the link, the
    sum of its units' revisions, and whether the token was given up. No occupancy is read for that.

    Args:
        database: what the feeds are built from.
        clock: what time it is; while it cannot be right there are no feeds.
        kept_bytes: how much is kept of feeds, and as much of websites. What was looked up in the
            database longest ago goes first; an answer without a look refreshes nothing.
        version: of whoever looks at it all the time, so that the database is let go in time where
            it is to be replaced; one of its own where None.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        kept_bytes: int = KEPT_BYTES,
        version: DataVersion | None = None,
    ) -> None:
        self._database = database
        self._clock = HouseClock.of(database, clock)
        self._links = LinkTable(database)
        self._builder = FeedBuilder(database)
        self._shared = version
        self._version: DataVersion | None = None
        self._connecting = threading.Lock()
        self._feeds = Shelf[Feed](_feed_period, self._feed, _feed_weight, kept_bytes)
        self._websites = Shelf[Website](
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

    def kept_answer(self, token: str) -> Feed | None:
        """Return as `answer`, where nothing has to be built or looked up for it; else None."""
        return self._still_current(token, self._feeds, self._data_version())

    def kept_website(self, token: str) -> Website | None:
        """Return as `website`, where nothing has to be made or looked up for it; else None."""
        return self._still_current(token, self._websites, self._data_version())

    def close(self) -> None:
        """Let the database go; nothing may be asked any more."""
        with self._connecting:
            if self._version is not None:
                self._version.close()
                self._version = None

    def _data_version(self) -> tuple[int, ...]:
        version = self._shared or self._version
        if version is None:
            with self._connecting:
                version = self._version = self._version or DataVersion(self._database.path)
        return version.read()

    def _current(self, token: str, shelf: Shelf[Made]) -> Made | Closed:
        kept = self._still_current(token, shelf, self._data_version())
        if kept is not None:
            return kept
        with self._locks[hash(token) % _LOCKS]:
            return self._looked_up(token, shelf, self._clock.sure_today())

    def _still_current(
        self, token: str, shelf: Shelf[Made], version: tuple[int, ...]
    ) -> Made | None:
        today = self._clock.sure_today()
        kept = shelf.get(token)
        if kept and kept.current_at == version and kept.period == shelf.period(kept.made, today):
            return kept.made
        return None

    def _looked_up(self, token: str, shelf: Shelf[Made], today: date) -> Made | Closed:
        # Read before the transaction sees the data: the next request looks at what is committed in
        # between.
        version = self._data_version()
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
                shelf.keep(token, replace(kept, current_at=version))
                return kept.made
            made = shelf.build(published, today)
        shelf.keep(token, Kept(made, shelf.period(made, today), state, version))
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
