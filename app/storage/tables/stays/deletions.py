"""Taking an occupancy out of the database for good, and putting back exactly what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import peewee

from app.core.importing.source import Verdict
from app.storage.engine.columns import moment_text
from app.storage.engine.database import Database


class SeenAs(NamedTuple):
    """What a portal's calendar says of a deleted occupancy: the row, and the owner's word on it."""

    seen_id: int
    by_owner: str | None


class TakenOut(NamedTuple):
    """A deleted occupancy: its row, and which readings spoke of it.

    `counted` is the highest SEQUENCE that any link has told of it.
    """

    row: Mapping[str, Any]
    seen: tuple[SeenAs, ...]
    counted: int


class DeletionTable:
    """Every method runs inside a ``Database.write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")
        self._mark = database.table("event_mark")
        self._seen = database.table("source_stay")

    def take_out(self, occupancy_id: int, today: date) -> TakenOut:
        """Delete an occupancy. What its portal's calendar repeats takes no night any more."""
        column = self._seen.c
        seen = self._seen.select(column.id, column.by_owner).where(
            column.occupancy_id == occupancy_id
        )
        marks = self._mark.select(peewee.fn.COALESCE(peewee.fn.MAX(self._mark.c.sequence), 0))
        which = self._occupancy.c.id == occupancy_id
        (row,) = self._occupancy.select().where(which).dicts()
        out = TakenOut(
            dict(row),
            tuple(SeenAs(*found) for found in self._database.rows(seen)),
            int(marks.where(self._mark.c.occupancy_id == occupancy_id).scalar()),
        )
        self._seen.update(
            occupancy_id=None, by_owner=Verdict.LISTED.value, seen_on=today.isoformat()
        ).where(column.occupancy_id == occupancy_id).execute()
        self._occupancy.delete().where(which).execute()
        return out

    def put_back(self, out: TakenOut, now: datetime) -> None:
        """Make the row again, under its number and uid; its sequence goes on from all that was."""
        sequence = max(out.row["sequence"], out.counted) + 1
        again = {**out.row, "sequence": sequence, "changed_at": moment_text(now)}
        self._occupancy.insert(**again).execute()
        column = self._seen.c
        for seen_id, by_owner in out.seen:
            self._seen.update(occupancy_id=out.row["id"], by_owner=by_owner).where(
                column.id == seen_id, column.occupancy_id.is_null()
            ).execute()
