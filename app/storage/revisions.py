"""What has moved: the counters that every change raises in its own transaction."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import peewee

from app.storage import errors
from app.storage.database import Database
from app.storage.rows import moment, moment_text

HOUSE = "house"
SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Revisions:
    """One look at all counters: of units and links by id, of the house, the settings, fetches."""

    units: dict[int, int]
    links: dict[int, int]
    house: int
    settings: int
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
        named = dict(self._revision.select(revision.name, revision.value).tuples())
        return Revisions(
            units=dict(self._unit.select(unit.id, unit.revision).tuples()),
            links=dict(self._link.select(link.id, link.revision).tuples()),
            house=named[HOUSE],
            settings=named[SETTINGS],
            last_fetch=self._fetch.select(peewee.fn.MAX(fetch.id)).scalar() or 0,
        )

    def raise_named(self, name: str) -> None:
        """Raise the counter HOUSE (names, order, properties) or SETTINGS."""
        column = self._revision.c
        self._revision.update(value=column.value + 1).where(column.name == name).execute()

    def raise_unit(self, unit_id: int, now: datetime) -> None:
        """Raise the counter of a unit whose feed or row has changed, and note when."""
        self._raise(self._unit, unit_id, now)

    def raise_link(self, link_id: int, now: datetime) -> None:
        """Raise the counter of a link whose feed or row has changed, and note when."""
        self._raise(self._link, link_id, now)

    def _raise(self, table: peewee.Table, row_id: int, now: datetime) -> None:
        column = table.c
        before = moment(table.select(column.changed_at).where(column.id == row_id).scalar())
        # Where the computer's clock was set back: readers that compare Last-Modified would miss a
        # change with a time that an earlier one had. Within one second no date is sent at all, so
        # several changes may share it, and a long import does not run ahead of the clock.
        changed = now if now > before else before + timedelta(seconds=1)
        table.update(revision=column.revision + 1, changed_at=moment_text(changed)).where(
            column.id == row_id
        ).execute()


class DataVersion:
    """The cheap hint that something was committed: ``PRAGMA data_version`` on one connection.

    The connection lives as long as this object and is shared by threads. SQLite counts the commits
    of every other connection, in this process or another. It cannot see that the file itself was
    replaced, by a restored backup or by rubbish, so the file is looked at as well.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file = (0, 0)
        self._connections = 0
        self.read()

    def read(self) -> tuple[int, ...]:
        """Return numbers that are others after every commit (UserError on a fault)."""
        with self._lock, errors.told(self._path):
            found = os.stat(self._path)  # noqa: PTH116  # twice as fast, at every request
            file = (found.st_dev, found.st_ino)
            try:
                if self._connection is None or file != self._file:
                    self._reconnect(file)
                assert self._connection is not None
                row = self._connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                self._disconnect()
                raise
        # The size and time of the file move with a checkpoint too: one look more than needed.
        return (self._connections, found.st_size, found.st_mtime_ns, row[0])

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def _reconnect(self, file: tuple[int, int]) -> None:
        self._disconnect()
        # A file that was taken away must not come back empty.
        address = self._path.absolute().as_uri() + "?mode=rw"
        self._connection = sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=1
        )
        self._file = file
        # One connection's numbers say nothing about another's.
        self._connections += 1

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
