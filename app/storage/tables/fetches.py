"""Queries about who fetched which link, and when links were served at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import peewee

from app.core.links.link import Fetch, LinkKind, Origin
from app.core.readers.agents import OWN_AGENT, READ_STATUSES
from app.core.readers.fair_share import fair_share
from app.core.readers.rhythm import VISIT, Interval
from app.dataclass import dataclass
from app.storage.engine.columns import Row, moment, moment_text
from app.storage.engine.database import Database

FETCHES_KEPT = 1000
VISITS_KEPT = 50
"""How many of a reader's visits tell its rhythm."""
INTERVALS_KEPT = 5000
_ROWS_AT_ONCE = 1000
_READERS_AT_ONCE = 500
_GONE = 410
_READ = ", ".join(map(str, sorted(READ_STATUSES)))
_ANSWERED_OUTSIDE = peewee.SQL(f"origin = 'outside' AND status IN ({_READ})")
"""Word for word as in the index `fetch_outside`: SQLite uses that for no other condition."""
_TEN_MINUTES = len("2027-07-06T12:3")
assert VISIT.total_seconds() == 600, "visits are told apart by the text of their time"


@dataclass(frozen=True, slots=True)
class Reading:
    """An agent that has read a link: the newest time of all.

    `website` marks a link whose page everybody may visit, `here_only` one that is not put on the
    webspace.
    """

    link_id: int
    agent: str
    last: datetime
    website: bool
    here_only: bool = False


class FetchTable:
    """Who read which link. Bounded: FETCHES_KEPT of each link stay.

    Every method runs inside a ``Database.read`` or ``write``.
    """

    def __init__(self, database: Database) -> None:
        self._fetch = database.table("fetch")
        self._link = database.table("link")
        self._unit = database.table("unit")
        self._retired = database.table("retired_token")

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
        read = self._fetch.select().where(column.status.in_(READ_STATUSES))
        newest = read.order_by(column.id.desc()).limit(limit)
        return [_fetch(row) for row in newest.dicts()]

    def newest_outside(self, after: int) -> datetime | None:
        """Return when somebody outside the house was last given a calendar or a 304.

        The program's own looks do not count: a router may lead them back inside.

        Args:
            after: the number of a fetch; those up to it do not count.
        """
        column = self._fetch.c
        newest = self._fetch.select(column.id, column.at).where(
            _ANSWERED_OUTSIDE, column.agent != OWN_AGENT
        )
        row = newest.order_by(column.at.desc()).limit(1).tuples().first()
        return moment(row[1]) if row and row[0] > after else None

    def last_number(self) -> int:
        """Return the number of the newest fetch, 0 where there is none."""
        return self._fetch.select(peewee.fn.MAX(self._fetch.c.id)).scalar() or 0

    def newest_of_each(self, link_id: int) -> list[Fetch]:
        """Return of each agent that was given the calendar its newest fetch, newest first."""
        return self._newest_of_each(link_id, self._fetch.c.status.in_(READ_STATUSES))

    def newest_of_all(self) -> list[Fetch]:
        """Return as `newest_of_each`, of all links."""
        column = self._fetch.c
        newest = (
            self._fetch.select(peewee.fn.MAX(column.id))
            .where(column.status.in_(READ_STATUSES))
            .group_by(column.link_id, column.agent)
        )
        query = self._fetch.select().where(column.id.in_(newest)).order_by(column.id.desc())
        return [_fetch(row) for row in query.dicts()]

    def reads_since(
        self, since: datetime, link_ids: Collection[int] | None = None
    ) -> list[tuple[Fetch, bool]]:
        """Return as `newest_of_each`, of some links or all that answer, what came since then.

        With each fetch goes whether its link has a page that everybody may visit.
        """
        column, link, unit = self._fetch.c, self._link.c, self._unit.c
        newest = (
            self._fetch.select(peewee.fn.MAX(column.id))
            .where(column.status.in_(READ_STATUSES), column.at >= moment_text(since))
            .group_by(column.link_id, column.agent)
        )
        query = (
            self._fetch.select(self._fetch.__star__, link.kind)
            .join(self._link, on=(link.id == column.link_id))
            .join(self._unit, peewee.JOIN.LEFT_OUTER, on=(unit.id == link.unit_id))
            .order_by(column.id.desc())
        )
        if link_ids is None:
            query = query.where(column.id.in_(newest), *self._answering())
        else:
            newest = newest.where(column.link_id.in_(link_ids))
            query = query.where(column.id.in_(newest))
        website = LinkKind.WEBSITE.value
        return [(_fetch(row), row["kind"] == website) for row in query.dicts()]

    def of_old_address(self, link_id: int) -> list[Fetch]:
        """Return of each agent that still asks for a given-up address its newest, newest first."""
        column, retired = self._fetch.c, self._retired.c
        renewed = self._retired.select(peewee.fn.MAX(retired.retired_at)).where(
            retired.link_id == link_id
        )
        return self._newest_of_each(link_id, (column.status == _GONE) & (column.at > renewed))

    def agents(self, link_id: int) -> list[str]:
        """Return the agents that have fetched a link."""
        column = self._fetch.c
        query = self._fetch.select(column.agent).where(column.link_id == link_id).distinct()
        return [agent for (agent,) in query.tuples()]

    def readings(self, *, here_only: bool = False) -> list[Reading]:
        """Return who has asked for the links that answer, each agent once for each link.

        Also who was refused while a link was disabled: it has not gone silent. With `here_only`
        without the links that are put on the webspace.
        """
        column, link, unit = self._fetch.c, self._link.c, self._unit.c
        query = (
            self._fetch.select(
                column.link_id,
                column.agent,
                peewee.fn.MAX(column.at),
                link.kind,
                link.here_only,
            )
            .join(self._link, on=(link.id == column.link_id))
            .join(self._unit, peewee.JOIN.LEFT_OUTER, on=(unit.id == link.unit_id))
            .where(
                *self._answering(),
                column.status != _GONE,
                *([link.here_only] if here_only else []),
            )
            .group_by(column.link_id, column.agent)
        )
        return [
            Reading(link_id, agent, moment(last), kind == LinkKind.WEBSITE.value, bool(here))
            for link_id, agent, last, kind, here in query.tuples()
        ]

    def visits(self, readings: Iterable[Reading]) -> dict[tuple[int, str], list[datetime]]:
        """Return when the VISITS_KEPT newest visits of these readers were, by link and agent."""
        found: dict[tuple[int, str], list[datetime]] = {}
        for some in peewee.chunked(readings, _READERS_AT_ONCE):
            wanted = {(reading.link_id, reading.agent) for reading in some}
            for link_id, agent, at in self._visits(wanted):
                if (link_id, agent) in wanted:
                    found.setdefault((link_id, agent), []).append(moment(at))
        return {reader: sorted(times)[-VISITS_KEPT:] for reader, times in found.items()}

    def _answering(self) -> tuple[peewee.Node, ...]:
        """Return the conditions for links that answer, where link and unit are joined."""
        link = self._link.c
        return (link.enabled, link.deleted_at.is_null(), self._unit.c.archived_at.is_null())

    def _visits(self, readers: set[tuple[int, str]]) -> Iterable[tuple[int, str, str]]:
        """Return the visits of these readers, and some more of the same links and agents."""
        column = self._fetch.c
        visit = peewee.fn.SUBSTR(column.at, 1, _TEN_MINUTES)
        rows: Iterable[tuple[int, str, str]] = (
            self._fetch.select(column.link_id, column.agent, peewee.fn.MAX(column.at))
            .where(
                column.link_id.in_({link_id for link_id, _ in readers}),
                column.agent.in_({agent for _, agent in readers}),
                column.status.in_(READ_STATUSES),
            )
            .group_by(column.link_id, column.agent, visit)
            .tuples()
        )
        return rows

    def _newest_of_each(self, link_id: int, which: peewee.Expression) -> list[Fetch]:
        column = self._fetch.c
        newest = (
            self._fetch.select(peewee.fn.MAX(column.id))
            .where(column.link_id == link_id, which)
            .group_by(column.agent)
        )
        query = self._fetch.select().where(column.id.in_(newest)).order_by(column.id.desc())
        return [_fetch(row) for row in query.dicts()]

    def _trim(self, link_id: int) -> None:
        column = self._fetch.c
        of_link = column.link_id == link_id
        if self._fetch.select(column.id).where(of_link).count() <= FETCHES_KEPT:
            return
        newest_first = list(
            self._fetch.select(column.id, column.agent)
            .where(of_link)
            .order_by(column.id.desc())
            .tuples()
        )
        kept = set(fair_share([agent for _, agent in newest_first], FETCHES_KEPT))
        beyond = [number for place, (number, _) in enumerate(newest_first) if place not in kept]
        for some in peewee.chunked(beyond, _ROWS_AT_ONCE):
            self._fetch.delete().where(column.id.in_(list(some))).execute()


class ServedTable:
    """When links were served. Bounded: INTERVALS_KEPT intervals stay.

    Every method runs inside a ``Database.read`` or ``write``.
    """

    def __init__(self, database: Database) -> None:
        self._served = database.table("served")

    def all(self) -> list[Interval]:
        """Return the intervals, as they came."""
        column = self._served.c
        query = self._served.select(column.began_at, column.until).order_by(column.id)
        return [(moment(began), moment(until)) for began, until in query.tuples()]

    def begin(self, began: datetime, until: datetime) -> int:
        """Add an interval; return its number."""
        return int(
            self._served.insert(began_at=moment_text(began), until=moment_text(until)).execute()
        )

    def extend(self, number: int, until: datetime) -> bool:
        """Let an interval last until a later time; tell whether it is there."""
        query = self._served.update(until=moment_text(until)).where(self._served.c.id == number)
        return bool(query.execute())

    def trim(self, before: datetime, newest: int) -> None:
        """Let go what ended before a moment, or is more than INTERVALS_KEPT older than `newest`."""
        column = self._served.c
        old = (column.until < moment_text(before)) | (column.id <= newest - INTERVALS_KEPT)
        self._served.delete().where(old).execute()


def _fetch(row: Row) -> Fetch:
    return Fetch(
        link_id=row["link_id"],
        at=moment(row["at"]),
        agent=row["agent"],
        origin=Origin(row["origin"]),
        status=row["status"],
    )
