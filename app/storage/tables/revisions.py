"""What has moved: the counters that every change raises in its own transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import peewee

from app.core.clock import later
from app.dataclass import dataclass
from app.storage.engine import errors
from app.storage.engine.columns import moment, moment_text
from app.storage.engine.connection import connected
from app.storage.engine.database import Database
from app.storage.engine.founding import decided

HOUSE = "house"
SETTINGS = "settings"
STAFF = "staff"
READERS = "readers"
PUBLISHING = "publishing"
"""Webspaces, what lies on them, and what was found there."""
SOURCES = "sources"
"""The calendars that are read from portals, how reading them goes, and what is asked."""
DOUBLE_BOOKINGS = "double_bookings"
RESTORED = "restored"
"""Raised with every putting back of a backup."""
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Revisions:
    """One look at all counters: of units and links by id, the named ones, the last fetch."""

    units: dict[int, int]
    links: dict[int, int]
    named: dict[str, int]
    last_fetch: int


class RevisionTable:
    """The counters of units and links, and those of what is neither."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unit = database.table("unit")
        self._link = database.table("link")
        self._revision = database.table("revision")
        self._fetch = database.table("fetch")

    def all(self) -> Revisions:
        unit, link, revision, fetch = self._unit.c, self._link.c, self._revision.c, self._fetch.c
        return Revisions(
            units=dict(self._unit.select(unit.id, unit.revision).tuples()),
            links=dict(self._link.select(link.id, link.revision).tuples()),
            named=dict(self._revision.select(revision.name, revision.value).tuples()),
            last_fetch=self._fetch.select(peewee.fn.MAX(fetch.id)).scalar() or 0,
        )

    def raise_named(self, name: str) -> None:
        """Raise the counter HOUSE (names, order, properties), SETTINGS, STAFF … by its name."""
        column = self._revision.c
        self._revision.update(value=column.value + 1).where(column.name == name).execute()

    def raise_units(self, unit_ids: Iterable[int], now: datetime) -> None:
        """Raise the counters of units whose feed or row has changed, and note when.

        All to the same: what moves from one to the other goes on counting.
        """
        column = self._unit.c
        of_these = column.id.in_(list(unit_ids))
        highest = self._unit.select(peewee.fn.MAX(column.revision)).where(of_these).scalar()
        stamp = moment_text(self.moment(now))
        self._unit.update(revision=highest + 1, changed_at=stamp).where(of_these).execute()

    def raise_links(self, link_ids: Iterable[int], now: datetime) -> None:
        """Raise the counters of links whose feed or row has changed, and note when."""
        column, stamp = self._link.c, moment_text(self.moment(now))
        for some in peewee.chunked(link_ids, _AT_ONCE):
            self._link.update(revision=column.revision + 1, changed_at=stamp).where(
                column.id.in_(list(some))
            ).execute()

    def moment(self, now: datetime) -> datetime:
        """Return when the running transaction changes what it changes: later than every other one.

        By a second at least, so that no two states of a feed ever have the same date, whatever the
        clock does: readers that compare Last-Modified would miss the second. All units and links
        are compared, for a feed over several of them tells the newest of their times.
        """
        change = self._database.running
        if change.moment is None:
            newest = [
                table.select(peewee.fn.MAX(table.c.changed_at)).scalar()
                for table in (self._unit, self._link)
            ]
            latest = max(filter(None, newest), default=None)
            change.moment = now if latest is None else later(now, moment(latest))
        return change.moment


class DataVersion:
    """The cheap hint that something was committed: ``PRAGMA data_version`` on one connection.

    The connection lives as long as this object, which threads may share. SQLite counts the commits
    of every other connection, in this process or another. It cannot see that the file itself was
    replaced, by a restored backup or by rubbish, so the file is looked at as well.

    While a restored backup waits to take the file's place, the connection is closed and nothing is
    said to have moved: Windows replaces no file that somebody has open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._connections = 0
        self._file = (0, 0)
        self._last: tuple[int, ...] = ()
        self.read()

    def read(self) -> tuple[int, ...]:
        """Return numbers that are others after every commit (UserError on a fault)."""
        with self._lock, errors.explained(self._path):
            try:
                return self._read()
            except (sqlite3.Error, OSError):
                self._disconnect()
                raise

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def _read(self) -> tuple[int, ...]:
        if self._last and decided(self._path).exists():
            self._disconnect()
            return self._last
        found = self._path.stat()
        connection, file = self._connection, (found.st_dev, found.st_ino)
        if connection is None or file != self._file:
            self._disconnect()
            connection = self._connect()
            self._file = file
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        # Size and time change with a checkpoint too: one look more than needed.
        self._last = (self._connections, found.st_size, found.st_mtime_ns, version)
        return self._last

    def _connect(self) -> sqlite3.Connection:
        connection = self._connection = connected(
            self._path, timeout=1, isolation_level=None, check_same_thread=False
        )
        # One connection's numbers say nothing about another's.
        self._connections += 1
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
