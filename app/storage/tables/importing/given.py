"""Queries about what the links for portals have told those portals, as long as it matters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.importing.nights import Nights
from app.core.links.link import LinkKind
from app.storage.engine.columns import day, moment_text
from app.storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What a link said while it was read, or lay on a webspace, from `first_at` to `last_at`."""

    id: int
    link_id: int
    sure: bool
    first_at: datetime
    last_at: datetime | None
    etag: str
    nights: Nights


class GivenTable:
    """Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._given = database.table("given")
        self._link = database.table("link")

    def portals(self, link_ids: Collection[int]) -> dict[int, str]:
        """Return the portals of those of these links that are a unit's calendar for one."""
        column = self._link.c
        query = self._link.select(column.id, column.portal).where(
            column.id.in_(list(link_ids)),
            column.kind == LinkKind.CALENDAR.value,
            column.portal != "",
            column.unit_id.is_null(False),
        )
        return dict(self._database.rows(query))

    def links_for(self, unit_id: int, portal: str) -> list[int]:
        """Return the links that tell a portal of a unit, deleted ones too: they have told it.

        Those over several units are left out: their nights may be of any of them.
        """
        column = self._link.c
        query = self._link.select(column.id).where(
            column.kind == LinkKind.CALENDAR.value,
            column.portal == portal,
            column.unit_id == unit_id,
        )
        return [link_id for (link_id,) in self._database.rows(query)]

    def of(self, link_ids: Collection[int]) -> list[GivenRow]:
        """Return what is known of these links, the oldest first."""
        column = self._given.c
        query = self._rows().where(column.link_id.in_(list(link_ids))).order_by(column.id)
        return [_given(row) for row in self._database.rows(query)]

    def last(self, link_id: int, *, sure: bool) -> GivenRow | None:
        """Return what a link was known to say last."""
        column = self._given.c
        query = (
            self._rows()
            .where(column.link_id == link_id, column.sure == int(sure))
            .order_by(column.id.desc())
            .limit(1)
        )
        return next((_given(row) for row in self._database.rows(query)), None)

    def add(
        self,
        link_id: int,
        *,
        sure: bool,
        at: datetime,
        until: datetime | None,
        etag: str,
        nights: Nights,
    ) -> None:
        self._given.insert(
            link_id=link_id,
            sure=sure,
            first_at=moment_text(at),
            last_at=None if until is None else moment_text(until),
            etag=etag,
            nights=_text(nights),
        ).execute()

    def lasts(self, row_id: int, until: datetime, etag: str | None = None) -> None:
        """Note that it was the same until then, by the mark of the last answer."""
        marked = {} if etag is None else {"etag": etag}
        self._given.update(last_at=moment_text(until), **marked).where(
            self._given.c.id == row_id
        ).execute()

    def trim(self, link_id: int, before: datetime) -> None:
        """Forget what was said until before then, but for the last that was."""
        column = self._given.c
        for sure in (1, 0):
            last = self._given.select(column.id).where(
                column.link_id == link_id, column.sure == sure
            )
            newest = max((number for (number,) in self._database.rows(last)), default=0)
            self._given.delete().where(
                column.link_id == link_id,
                column.sure == sure,
                column.id != newest,
                column.last_at < moment_text(before),
            ).execute()

    def _rows(self) -> Any:
        column = self._given.c
        return self._given.select(
            column.id,
            column.link_id,
            column.sure,
            column.first_at,
            column.last_at,
            column.etag,
            column.nights,
        )


def _given(row: tuple[Any, ...]) -> GivenRow:
    number, link_id, sure, first_at, last_at, etag, nights = row
    return GivenRow(
        number,
        link_id,
        bool(sure),
        datetime.fromisoformat(first_at),
        None if last_at is None else datetime.fromisoformat(last_at),
        etag,
        Nights.of(_range(one) for one in nights.split()),
    )


def _range(text: str) -> tuple[date, date]:
    first, _, end = text.partition("/")
    return day(first), day(end)


def _text(nights: Nights) -> str:
    return " ".join(f"{first}/{end}" for first, end in nights.ranges)
