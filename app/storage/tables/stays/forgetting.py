"""Emptying what stays, and what portals' calendars have said of them, tell of guests."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

import peewee

from app.core.importing.source import FORGOTTEN
from app.core.stays.occupancy import Kind
from app.storage.engine.columns import moment_text
from app.storage.engine.database import Database

_TEXTS = ("guest", "contact", "phone", "email", "note")
_NUMBERS = ("arrival_time", "children", "pets")
_AT_ONCE = 500


class ForgettingTable:
    """Every method runs inside a ``Database.read``, or a ``write`` where it empties."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")
        self._seen = database.table("source_stay")

    def telling(self, departing_until: date | None = None) -> list[int]:
        """Return the ids of the stays that tell of a guest, those alone that departed by a day."""
        column = self._occupancy.c
        query = self._occupancy.select(column.id).where(
            column.kind != Kind.BLOCK.value, self._tells()
        )
        if departing_until is not None:
            query = query.where(column.departure <= departing_until.isoformat())
        return [number for (number,) in self._database.rows(query)]

    def seen_telling(self, departing_until: date | None = None) -> int:
        """Count what portals' calendars have said of guests, also of stays that are no more."""
        query = self._seen.select(peewee.fn.COUNT(self._seen.c.id)).where(self._seen_tells())
        if departing_until is not None:
            query = query.where(self._seen.c.departure <= departing_until.isoformat())
        return int(query.scalar())

    def empty(self, occupancy_ids: Collection[int], now: datetime) -> None:
        """Empty these stays; what has been read of them, too."""
        column, stamp = self._occupancy.c, moment_text(now)
        values = {**dict.fromkeys(_TEXTS, ""), **dict.fromkeys(_NUMBERS, None)}
        for some in peewee.chunked(occupancy_ids, _AT_ONCE):
            self._occupancy.update(
                **values,
                sequence=column.sequence + 1,
                changed_at=peewee.fn.MAX(column.changed_at, stamp),
            ).where(column.id.in_(list(some))).execute()
            self._empty_seen(self._seen.c.occupancy_id.in_(list(some)))

    def empty_seen_until(self, day: date) -> None:
        """Empty what portals' calendars have said of stays that departed by a day."""
        self._empty_seen(self._seen.c.departure <= day.isoformat())

    def empty_seen_of(self, occupancy_ids: Collection[int], named: Callable[[str], bool]) -> None:
        """Empty what was read of these stays, and of those that are no more and are `named` so."""
        column = self._seen.c
        query = self._seen.select(column.id, column.guest, column.summary).where(
            column.occupancy_id.is_null(), self._seen_tells()
        )
        loose = [
            number
            for number, guest, summary in self._database.rows(query)
            if named(guest) or named(summary)
        ]
        for ids, which in ((occupancy_ids, column.occupancy_id), (loose, column.id)):
            for some in peewee.chunked(ids, _AT_ONCE):
                self._empty_seen(which.in_(list(some)))

    def _empty_seen(self, which: peewee.Node) -> None:
        self._seen.update(summary=FORGOTTEN, guest="", link="").where(
            which, self._seen_tells()
        ).execute()

    def _tells(self) -> Any:
        column = self._occupancy.c
        said = [getattr(column, name) != "" for name in _TEXTS]
        said += [getattr(column, name).is_null(False) for name in _NUMBERS]
        return functools.reduce(operator.or_, said)

    def _seen_tells(self) -> Any:
        # What is closed is nobody who comes.
        return (self._seen.c.summary != FORGOTTEN) & (self._seen.c.closure == 0)
