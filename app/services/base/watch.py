"""Who wants to know hears what has moved, whichever process moved it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TypeVar

from app.dataclass import dataclass
from app.storage.engine.database import Database
from app.storage.tables.revisions import (
    DOUBLE_BOOKINGS,
    HOUSE,
    PUBLISHING,
    READERS,
    RESTORED,
    SETTINGS,
    SOURCES,
    STAFF,
    DataVersion,
    Revisions,
    RevisionTable,
)

logger = logging.getLogger(__name__)

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Moved:
    """What differs from the last look.

    `units` and `links` are ids whose row or feed has changed, that are new, or that are gone;
    `house` means properties, names or order; `readers` what the owner calls them; `publishing` a
    webspace, what lies there or was found there; `sources` the calendars of portals and how reading
    them goes; `double_bookings` that one has come, was decided or has gone; `restored` that a
    backup was put back, under everything that was known.
    """

    units: frozenset[int] = frozenset()
    links: frozenset[int] = frozenset()
    house: bool = False
    settings: bool = False
    staff: bool = False
    readers: bool = False
    fetches: bool = False
    publishing: bool = False
    sources: bool = False
    double_bookings: bool = False
    restored: bool = False

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Moved()


Listener = Callable[[Moved], None]


class Watch:
    """Compares the counters in the database with those of the last look.

    One mechanism for the own process and for others: use cases look after each commit, the window
    at least once a second. A look without a commit since the last one is one PRAGMA.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = RevisionTable(database)
        self.data_version = DataVersion(database.path)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        try:
            self._seen_version = self.data_version.read()
            self._seen = self._look()
        except BaseException:
            self.data_version.close()
            raise

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called after each change, on the thread that noticed it.

        Returns a function that ends this.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def poll(self) -> None:
        """Look what has moved since the last look, and tell the listeners."""
        moved = self._moved()
        if not moved:
            return
        for listener in tuple(self._listeners):
            try:
                listener(moved)
            except Exception:
                # The change is committed; one listener's bug must not hide it from the others.
                logger.exception("a listener failed")

    def everything(self) -> Moved:
        """Return that all may have moved, but for a backup: what was shown could not be read.

        Raises:
            UserError: nor can it be now.
        """
        with self._lock:
            self._seen = self._look()
        every = {one.name: True for one in fields(Moved) if isinstance(one.default, bool)}
        units, links = frozenset(self._seen.units), frozenset(self._seen.links)
        return Moved(units=units, links=links, **{**every, "restored": False})

    def close(self) -> None:
        self.data_version.close()

    def _look(self) -> Revisions:
        with self._database.read():
            return self._table.all()

    def _moved(self) -> Moved:
        with self._lock:
            version = self.data_version.read()
            if version == self._seen_version:
                return Moved()
            before, self._seen = self._seen, self._look()
            # Read before the look: a commit in between is only looked at once more.
            self._seen_version = version
        named = _differing(before.named, self._seen.named)
        return Moved(
            units=_differing(before.units, self._seen.units),
            links=_differing(before.links, self._seen.links),
            house=HOUSE in named,
            settings=SETTINGS in named,
            staff=STAFF in named,
            readers=READERS in named,
            fetches=before.last_fetch != self._seen.last_fetch,
            publishing=PUBLISHING in named,
            sources=SOURCES in named,
            double_bookings=DOUBLE_BOOKINGS in named,
            restored=RESTORED in named,
        )


def _differing(before: Mapping[Key, int], after: Mapping[Key, int]) -> frozenset[Key]:
    return frozenset(key for key, _ in before.items() ^ after.items())
