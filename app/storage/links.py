"""Queries about links and about who fetched them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

import peewee

from app.core.link import Details, Fetch, Link, Origin
from app.storage.database import Database
from app.storage.rows import Row, moment, moment_text

FETCHES_KEPT = 1000
_ROWS_AT_ONCE = 1000
_COLUMNS = tuple(field.name for field in fields(Link) if field.name != "unit")


@dataclass(frozen=True, slots=True)
class Published:
    """What a feed depends on: the link, its unit's name and counters, when they last moved."""

    link: Link
    unit_archived: bool
    unit_revision: int
    changed_at: datetime

    @property
    def open(self) -> bool:
        """Whether the link answers at all."""
        return self.link.enabled and not self.unit_archived


class LinkTable:
    """Links and the tokens they have had. Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._link = database.table("link")
        self._unit = database.table("unit")
        self._retired = database.table("retired_token")

    def all(self, unit_id: int | None = None) -> list[Link]:
        """Return links by unit, the main one first."""
        query = self._joined().order_by(
            self._link.c.unit_id, self._link.c.main.desc(), self._link.c.id
        )
        if unit_id is not None:
            query = query.where(self._link.c.unit_id == unit_id)
        return [_link(row) for row in query.dicts()]

    def one(self, link_id: int) -> Link | None:
        row = self._joined().where(self._link.c.id == link_id).dicts().first()
        return _link(row) if row else None

    def published(self, token: str) -> Published | None:
        """Return the link with this token and what its feed depends on."""
        unit = self._unit.c
        row = (
            self._joined(
                unit.archived_at,
                unit.revision.alias("unit_revision"),
                unit.changed_at.alias("unit_changed_at"),
            )
            .where(self._link.c.token == token)
            .dicts()
            .first()
        )
        if row is None:
            return None
        link = _link(row)
        return Published(
            link=link,
            unit_archived=row["archived_at"] is not None,
            unit_revision=row["unit_revision"],
            changed_at=max(link.changed_at, moment(row["unit_changed_at"])),
        )

    def retired(self, token: str) -> bool:
        """Tell whether this was the token of a link that has another one now, or is deleted."""
        return bool(self._retired.select().where(self._retired.c.token == token).exists())

    def add(self, values: Row, now: datetime) -> int:
        stamp = moment_text(now)
        return int(
            self._link.insert(
                **values, sequence=0, revision=0, created_at=stamp, changed_at=stamp
            ).execute()
        )

    def enable(self, link_id: int, enabled: bool) -> None:
        self._update(link_id, enabled=enabled)

    def renew(self, link: Link, token: str, now: datetime) -> None:
        """Give the link another token; the old one is remembered as gone."""
        self._retire(link, now)
        self._update(link.id, token=token)

    def delete(self, link: Link, now: datetime) -> None:
        """Delete the link with its fetches; its token is remembered as gone."""
        self._retire(link, now)
        self._link.delete().where(self._link.c.id == link.id).execute()

    def _joined(self, *more: peewee.Node) -> peewee.Select:
        columns = (getattr(self._link.c, name) for name in _COLUMNS)
        return self._link.select(*columns, self._unit.c.name.alias("unit"), *more).join(
            self._unit, on=(self._unit.c.id == self._link.c.unit_id)
        )

    def _update(self, link_id: int, **values: object) -> None:
        column = self._link.c
        self._link.update(**values, sequence=column.sequence + 1).where(
            column.id == link_id
        ).execute()

    def _retire(self, link: Link, now: datetime) -> None:
        self._retired.insert(token=link.token, retired_at=moment_text(now)).execute()


class FetchTable:
    """Who read which link. Bounded: the newest FETCHES_KEPT of each link stay."""

    def __init__(self, database: Database) -> None:
        self._fetch = database.table("fetch")
        self._link = database.table("link")

    def add(self, fetches: Iterable[Fetch]) -> None:
        """Add fetches of links that still exist, and let the oldest beyond the bound go."""
        known = {row[0] for row in self._link.select(self._link.c.id).tuples()}
        column = self._fetch.c
        columns = (column.link_id, column.at, column.agent, column.origin, column.status)
        rows = [
            (fetch.link_id, moment_text(fetch.at), fetch.agent, fetch.origin.value, fetch.status)
            for fetch in fetches
            if fetch.link_id in known
        ]
        # Many rows in one statement: the server's threads wait while Python is busy here.
        for some in peewee.chunked(rows, _ROWS_AT_ONCE):
            self._fetch.insert(list(some), columns=columns).execute()
        for link_id in {row[0] for row in rows}:
            self._trim(link_id)

    def of_link(self, link_id: int, limit: int = FETCHES_KEPT) -> list[Fetch]:
        """Return the newest fetches of a link, newest first."""
        column = self._fetch.c
        query = (
            self._fetch.select()
            .where(column.link_id == link_id)
            .order_by(column.id.desc())
            .limit(limit)
        )
        return [_fetch(row) for row in query.dicts()]

    def newest(self, limit: int) -> list[Fetch]:
        """Return the newest fetches of all links that got a calendar or a 304, newest first."""
        column = self._fetch.c
        newest = self._fetch.select().where(column.status < 400).order_by(column.id.desc())
        return [_fetch(row) for row in newest.limit(limit).dicts()]

    def _trim(self, link_id: int) -> None:
        column = self._fetch.c
        kept = (
            self._fetch.select(column.id)
            .where(column.link_id == link_id)
            .order_by(column.id.desc())
            .limit(1)
            .offset(FETCHES_KEPT)
        )
        oldest = kept.scalar()
        if oldest is not None:
            self._fetch.delete().where(column.link_id == link_id, column.id <= oldest).execute()


def _link(row: Row) -> Link:
    return Link(
        id=row["id"],
        unit_id=row["unit_id"],
        unit=row["unit"],
        main=bool(row["main"]),
        label=row["label"],
        portal=row["portal"],
        token=row["token"],
        enabled=bool(row["enabled"]),
        details=Details(row["details"]),
        language=row["language"],
        sequence=row["sequence"],
        revision=row["revision"],
        created_at=moment(row["created_at"]),
        changed_at=moment(row["changed_at"]),
    )


def _fetch(row: Row) -> Fetch:
    return Fetch(
        link_id=row["link_id"],
        at=moment(row["at"]),
        agent=row["agent"],
        origin=Origin(row["origin"]),
        status=row["status"],
    )
