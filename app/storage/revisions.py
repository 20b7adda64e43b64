"""What has moved: the counters that every change raises in its own transaction."""

from __future__ import annotations

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
        before = table.select(column.changed_at).where(column.id == row_id).scalar()
        # Never the same second twice, also where the computer's clock was set back: readers that
        # compare Last-Modified would miss the second change.
        changed = max(now, moment(before) + timedelta(seconds=1))
        table.update(revision=column.revision + 1, changed_at=moment_text(changed)).where(
            column.id == row_id
        ).execute()


class DataVersion:
    """The cheap hint that something was committed: ``PRAGMA data_version`` on one connection.

    The connection lives as long as this object and is shared by threads. SQLite counts the commits
    of every other connection, in this process or another.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with errors.told(path):
            self._connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=1
            )

    def read(self) -> int:
        """Return a number that is another one after every commit (UserError on a fault)."""
        try:
            with self._lock:
                version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            with errors.told(self._path):
                raise
        return version

    def close(self) -> None:
        with self._lock:
            self._connection.close()
