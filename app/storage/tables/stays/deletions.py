"""Taking an occupancy out of the database for good, and putting back exactly what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import peewee

from app.core.importing.source import FORGOTTEN, Verdict
from app.storage.engine.columns import moment_text
from app.storage.engine.database import Database


class SeenAs(NamedTuple):
    """What a portal's calendar says of a deleted occupancy: the row, and the owner's word on it.

    `summary`, `guest` and `link` are what it tells of a guest, as long as that was not deleted.
    """

    seen_id: int
    by_owner: str | None
    closure: int
    summary: str
    guest: str
    link: str


_SEEN = ("id", *SeenAs._fields[1:])


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
        """Delete an occupancy, and what its portal's calendar tells of the guest.

        What that calendar repeats takes no night any more, and nobody is named by it again.
        """
        column = self._seen.c
        seen = self._seen.select(*(getattr(column, name) for name in _SEEN)).where(
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
        for one in out.seen:
            # What is closed is nobody who comes.
            told = {} if one.closure else {"summary": FORGOTTEN, "guest": "", "link": ""}
            self._seen.update(
                occupancy_id=None,
                by_owner=Verdict.LISTED.value,
                seen_on=today.isoformat(),
                **told,
            ).where(column.id == one.seen_id).execute()
        self._occupancy.delete().where(which).execute()
        return out

    def put_back(self, out: TakenOut, now: datetime) -> None:
        """Make the row again, under its number and uid; its sequence goes on from all that was."""
        sequence = max(out.row["sequence"], out.counted) + 1
        again = {**out.row, "sequence": sequence, "changed_at": moment_text(now)}
        self._occupancy.insert(**again).execute()
        column = self._seen.c
        for one in out.seen:
            which = (column.id == one.seen_id) & column.occupancy_id.is_null()
            self._seen.update(occupancy_id=out.row["id"], by_owner=one.by_owner).where(
                which
            ).execute()
            # It may have told something else since.
            self._seen.update(summary=one.summary, guest=one.guest, link=one.link).where(
                column.id == one.seen_id, column.summary == FORGOTTEN
            ).execute()
