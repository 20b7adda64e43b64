"""Queries about what each link said last of each occupancy; see ``app.core.links.event_marks``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import peewee

from app.core.links.event_marks import Mark
from app.storage.engine.columns import one_of
from app.storage.engine.database import Database

_WORDING = "wording"
_AT_ONCE = 1000
_PUT = """INSERT OR REPLACE INTO event_mark
    (link_id, occupancy_id, digest, sequence, changed_at) VALUES (?, ?, ?, ?, ?)"""


class Said(NamedTuple):
    """What a link said last of an occupancy; the digest is empty where it says nothing of it."""

    digest: bytes
    mark: Mark


class MarkTable:
    """The marks of all events. Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mark = database.table("event_mark")
        self._revision = database.table("revision")

    def of_link(self, link_id: int) -> dict[int, Mark]:
        """Return the marks of a link's events by the occupancy that each is of."""
        column = self._mark.c
        query = self._mark.select(column.occupancy_id, column.sequence, column.changed_at).where(
            column.link_id == link_id
        )
        return {
            occupancy_id: Mark(sequence, datetime.fromtimestamp(seconds, UTC))
            for occupancy_id, sequence, seconds in self._database.rows(query)
        }

    def said(
        self, link_ids: Collection[int], occupancy_ids: Collection[int] | None = None
    ) -> dict[tuple[int, int], Said]:
        """Return what links said last of these occupancies, of all where None.

        By the numbers of the link and the occupancy.
        """
        column = self._mark.c
        query = self._mark.select(
            column.link_id, column.occupancy_id, column.digest, column.sequence, column.changed_at
        ).where(column.link_id.in_(list(link_ids)))
        if occupancy_ids is None:
            queries = [query]
        else:
            queries = [
                query.where(one_of("occupancy_id", some))
                for some in peewee.chunked(occupancy_ids, _AT_ONCE)
            ]
        return {
            (link_id, stay_id): Said(digest, Mark(sequence, datetime.fromtimestamp(seconds, UTC)))
            for each in queries
            for link_id, stay_id, digest, sequence, seconds in self._database.rows(each)
        }

    def put(self, said: Mapping[tuple[int, int], Said]) -> None:
        """Keep what links say from now on, by the numbers of the link and the occupancy."""
        self._database.write_all(
            _PUT,
            [
                (*numbers, digest, mark.sequence, int(mark.changed_at.timestamp()))
                for numbers, (digest, mark) in said.items()
            ],
        )

    def wording(self) -> int:
        """Return with which wording of the program the marks were made, 0 for none yet."""
        column = self._revision.c
        return int(self._revision.select(column.value).where(column.name == _WORDING).scalar())

    def note_wording(self, wording: int) -> None:
        column = self._revision.c
        self._revision.update(value=wording).where(column.name == _WORDING).execute()
