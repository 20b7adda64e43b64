"""The feeds of all links, as bytes that are built once and served until something in them moves."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import date

from app.core import texts
from app.core.clock import Clock
from app.core.dates import feed_start, month_began
from app.core.ical import CalendarText, calendar_bytes
from app.i18n import N_, catalogue
from app.storage.database import Database
from app.storage.links import LinkTable, Published
from app.storage.occupancies import OccupancyTable
from app.storage.revisions import DataVersion

OCCUPIED = N_("Occupied")
_LOCKS = 64


@dataclass(frozen=True, slots=True)
class Closed:
    """There is no feed.

    `link_id` is that of a link that is disabled or whose unit is archived, None where there is no
    such link; `gone` says that the address was given up.
    """

    link_id: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """One link's calendar.

    `body` is the whole answer, `etag` a strong one with its quotes, `modified` the second (Unix
    time) in which something that shows here changed last, `file_name` a readable ASCII name.
    """

    link_id: int
    body: bytes
    etag: str
    modified: int
    file_name: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A built feed, and of which thread's look at the data it is known to be the newest."""

    feed: Feed
    month: tuple[int, int]
    state: tuple[object, ...]
    current_at: dict[DataVersion, tuple[int, ...]] = field(default_factory=dict)


class Feeds:
    """Answers tokens with feeds.

    The data version is asked before everything else. While it stands, kept bytes are served; when
    it has moved, one indexed query tells whether this link's revisions have, too.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._links = LinkTable(database)
        self._occupancies = OccupancyTable(database)
        self._data_versions: dict[threading.Thread, DataVersion] = {}
        self._adding = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        # One build at a time per link. A fixed number of locks, so that guessing tokens does not
        # fill the memory.
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def answer(self, token: str) -> Feed | Closed:
        """Return the feed of the link with this token as it is now, whole.

        Raises:
            Exception: whatever went wrong; there is no feed with less than there is.
        """
        data_version = self._data_version()
        today = self._clock.today()
        kept = self._kept.get(token)
        if (
            kept
            and kept.current_at.get(data_version) == data_version.read()
            and kept.month == (today.year, today.month)
        ):
            return kept.feed
        with self._locks[hash(token) % _LOCKS]:
            return self._current(token, today, data_version)

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

    def _current(self, token: str, today: date, data_version: DataVersion) -> Feed | Closed:
        # Read before the transaction sees the data: what is committed in between is looked at by
        # the next request.
        version = data_version.read()
        month = (today.year, today.month)
        with self._database.read():
            published = self._links.published(token)
            # Asked in any case: unknown and disabled must take the same time.
            gone = self._links.retired(token)
            if published is None or not published.open:
                self._kept.pop(token, None)
                return Closed(published.link.id if published else None, gone)
            # The time tells apart equal counters of two histories, after a backup was put back.
            link = published.link
            state = (link.id, link.revision, published.unit_revision, published.changed_at)
            kept = self._kept.get(token)
            if kept and kept.month == month and kept.state == state:
                kept.current_at[data_version] = version
                return kept.feed
            occupancies = self._occupancies.all(
                unit_id=link.unit_id,
                departing_after=feed_start(today),
                taken_only=True,
            )
        body = calendar_bytes(_text(published), occupancies)
        feed = _feed(published, body, today)
        self._kept[token] = _Kept(feed, month, state, {data_version: version})
        return feed


def _text(published: Published) -> CalendarText:
    link = published.link
    return CalendarText(name=link.unit, occupied=catalogue(link.language).tr(OCCUPIED))


def _feed(published: Published, body: bytes, today: date) -> Feed:
    changed = max(published.changed_at, month_began(today))
    return Feed(
        link_id=published.link.id,
        body=body,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        modified=int(changed.timestamp()),
        file_name=f"{texts.slug(published.link.unit)}.ics",
    )
