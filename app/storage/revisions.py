"""What has moved: the counters that every change raises in its own transaction."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import peewee

from app.storage import errors
from app.storage.database import Database
from app.storage.rows import moment, moment_text

HOUSE = "house"
SETTINGS = "settings"
STAFF = "staff"
READERS = "readers"
_AT_ONCE = 1000
_LOOK_AGAIN = 0.01
"""Seconds for which the database is taken to be the same file."""


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
        """Raise the counter HOUSE (names, order, properties), SETTINGS, STAFF or READERS."""
        column = self._revision.c
        self._revision.update(value=column.value + 1).where(column.name == name).execute()

    def raise_unit(self, unit_id: int, now: datetime) -> None:
        """Raise the counter of a unit whose feed or row has changed, and note when."""
        self._raise(self._unit, unit_id, now)

    def raise_link(self, link_id: int, now: datetime) -> None:
        """Raise the counter of a link whose feed or row has changed, and note when."""
        self._raise(self._link, link_id, now)

    def raise_links(self, link_ids: Iterable[int], now: datetime) -> None:
        """Raise the counters of links that show something which has changed.

        Perhaps a unit less: what they show has then changed later than any unit had before.
        """
        column = self._link.c
        newest = self._unit.select(peewee.fn.MAX(self._unit.c.changed_at)).scalar()
        # Units that were raised in this transaction have changed now, too.
        changed = now if newest in {None, moment_text(now)} else _later(now, moment(newest))
        for some in peewee.chunked(link_ids, _AT_ONCE):
            of_some = column.id.in_(list(some))
            late = of_some & (column.changed_at >= moment_text(changed))
            for (link_id,) in list(self._link.select(column.id).where(late).tuples()):
                self._raise(self._link, link_id, changed)
            self._link.update(revision=column.revision + 1, changed_at=moment_text(changed)).where(
                of_some, column.changed_at < moment_text(changed)
            ).execute()

    def _raise(self, table: peewee.Table, row_id: int, now: datetime) -> None:
        column = table.c
        before = moment(table.select(column.changed_at).where(column.id == row_id).scalar())
        table.update(
            revision=column.revision + 1, changed_at=moment_text(_later(now, before))
        ).where(column.id == row_id).execute()


def _later(now: datetime, before: datetime) -> datetime:
    """Return when something has changed that had changed `before`.

    Where the computer's clock was set back: readers that compare Last-Modified would miss a change
    with a time that an earlier one had. Within one second no date is sent at all, so several
    changes may share it, and a long import does not run ahead of the clock.
    """
    return now if now > before else before + timedelta(seconds=1)


class DataVersion:
    """The cheap hint that something was committed: ``PRAGMA data_version`` on one connection.

    The connection lives as long as this object. Threads may share it, but where every microsecond
    counts each has its own: they would wait for one another. SQLite counts the commits of every
    other connection, in this process or another. It cannot see that the file itself was replaced,
    by a restored backup or by rubbish, so the file is looked at as well.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._connections = 0
        self._file = (0, 0)
        self._shape = (0, 0)
        self._looked = -_LOOK_AGAIN
        self.read()

    def read(self) -> tuple[int, ...]:
        """Return numbers that are others after every commit (UserError on a fault)."""
        with self._lock, errors.told(self._path):
            try:
                return self._read()
            except (sqlite3.Error, OSError):
                self._disconnect()
                raise

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def _read(self) -> tuple[int, ...]:
        now = time.monotonic()
        if self._connection is None or now - self._looked >= _LOOK_AGAIN:
            found = self._path.stat()
            # The shape changes with a checkpoint too: one look more than needed.
            self._shape = (found.st_size, found.st_mtime_ns)
            if self._connection is None or (found.st_dev, found.st_ino) != self._file:
                self._disconnect()
                self._connect()
                self._file = (found.st_dev, found.st_ino)
            self._looked = now
        assert self._connection is not None
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return (self._connections, *self._shape, version)

    def _connect(self) -> None:
        # mode=rw: a file that was taken away must not come back empty.
        address = self._path.absolute().as_uri() + "?mode=rw"
        self._connection = sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=1
        )
        # One connection's numbers say nothing about another's.
        self._connections += 1

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
