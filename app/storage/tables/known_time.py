"""Queries about the newest time that has certainly been, and about what is dated after it."""

from __future__ import annotations

from datetime import datetime

import peewee

from app.storage.engine.columns import moment, moment_text
from app.storage.engine.database import Database
from app.storage.tables.settings import KNOWN_TIME, SettingTable


class KnownTimeTable:
    """The newest time that is known, kept beside the settings.

    Every method runs inside a ``Database.read`` or ``write``.
    """

    def __init__(self, database: Database) -> None:
        self._settings = SettingTable(database)
        self._setting = database.table("setting")
        self._unit = database.table("unit")
        self._link = database.table("link")
        self._fetch = database.table("fetch")
        self._served = database.table("served")
        self._retired = database.table("retired_token")
        self._let_go = database.table("reader_let_go")

    def kept(self) -> datetime | None:
        """Return the newest time that was kept, None where none has been yet."""
        column = self._setting.c
        at = self._setting.select(column.value).where(column.key == KNOWN_TIME).scalar()
        return None if at is None else moment(at)

    def newest(self) -> datetime | None:
        """Return the newest time in the data, None where nothing has happened in it.

        For data of a version that kept none. A change of a stay is one of its unit too.
        """
        last_fetch = self._fetch.select(self._fetch.c.at).order_by(self._fetch.c.id.desc())
        found = (
            self._unit.select(peewee.fn.MAX(self._unit.c.changed_at)).scalar(),
            self._link.select(peewee.fn.MAX(self._link.c.changed_at)).scalar(),
            self._served.select(peewee.fn.MAX(self._served.c.until)).scalar(),
            last_fetch.limit(1).scalar(),
        )
        return max((moment(at) for at in found if at is not None), default=None)

    def keep(self, at: datetime) -> None:
        """Keep that this is the newest time that is known."""
        self._settings.set({KNOWN_TIME: moment_text(at)})

    def take_back_future(self, now: datetime) -> None:
        """Let what was noted of readers while the clock was ahead have been by `now` at the latest.

        Dated from the future it would hide for years that a reader has gone silent. When links and
        stays were changed stays: readers compare these times, which may never go back.
        """
        stamp = moment_text(now)
        served = self._served.c
        self._served.delete().where(served.began_at > stamp).execute()
        for table, column in (
            (self._served, served.until),
            (self._fetch, self._fetch.c.at),
            (self._retired, self._retired.c.retired_at),
            (self._let_go, self._let_go.c.at),
        ):
            table.update({column: stamp}).where(column > stamp).execute()
