"""Notes what links for portals have told those portals, for as long as it may come back.

Where the program answers itself, it is known who read what. Where a link lies on a webspace, it is
known only what lay there when.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.importing.given import may_be_portal, nights_in
from app.core.importing.judging.outcome import GIVEN_LAG, PUBLISHED_LAG, GivenNights
from app.core.importing.nights import Nights
from app.dataclass import dataclass
from app.storage.tables.importing.given import GivenRow, GivenTable

if TYPE_CHECKING:
    from app.core.links.link import Fetch
    from app.storage.engine.database import Database

_KEPT = timedelta(days=7)
_NOTED_AGAIN = timedelta(minutes=1)
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """A reading of a link: the calendar that was given, which `etag` tells from others."""

    fetch: Fetch
    etag: str
    body: bytes


class GivenNotes:
    """Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._table = GivenTable(database)
        # By link the calendar that was noted last, and when: most readings say what the last did.
        self._last: OrderedDict[int, tuple[str, datetime]] = OrderedDict()

    # ---- what was told ----

    def read(self, given: Collection[Given]) -> None:
        """Note which links were read by the portals that they are for."""
        portals = self._table.portals({one.fetch.link_id for one in given})
        for one in given:
            fetch = one.fetch
            portal = portals.get(fetch.link_id)
            if portal is not None and may_be_portal(portal, fetch.agent, fetch.status):
                self._read(fetch.link_id, fetch.at, one.etag, one.body)

    def forget(self) -> None:
        """Look into the table again: what was noted last has not been stored."""
        self._last.clear()

    def _read(self, link_id: int, at: datetime, etag: str, body: bytes) -> None:
        known = self._last.get(link_id)
        if known is not None and known[0] == etag and at - known[1] < _NOTED_AGAIN:
            return
        self._last[link_id] = (etag, at)
        self._last.move_to_end(link_id)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        last = self._table.last(link_id, sure=True)
        if last is not None and (last.etag == etag or last.nights == _nights(body, at)):
            self._table.lasts(last.id, max(at, last.last_at or at), etag)
            return
        self._table.add(link_id, sure=True, at=at, until=at, etag=etag, nights=_nights(body, at))
        self._table.trim(link_id, at - _KEPT)

    def lies(self, link_id: int, body: bytes, at: datetime) -> None:
        """Note that a link's calendar lies on a webspace from now on, where anybody may read it."""
        if link_id not in self._table.portals([link_id]):
            return
        self.lies_no_more(link_id, at)
        self._table.add(link_id, sure=False, at=at, until=None, etag="", nights=_nights(body, at))
        self._table.trim(link_id, at - _KEPT)

    def lies_no_more(self, link_id: int, at: datetime) -> None:
        """Note that a link's calendar was taken away from a webspace, or is another now."""
        last = self._table.last(link_id, sure=False)
        if last is not None and last.last_at is None:
            self._table.lasts(last.id, at)

    # ---- what of it may come back ----

    def of(
        self, unit_id: int, portal: str, asked_at: datetime, believed_at: datetime | None = None
    ) -> GivenNights:
        """Return what a portal knows of a unit from us.

        Args:
            unit_id: of the unit.
            portal: the one whose calendar is read.
            asked_at: when that was asked for: it cannot show what was told later.
            believed_at: when that calendar was last read and believed.
        """
        if not portal:
            return GivenNights()
        rows = self._table.of(self._table.links_for(unit_id, portal))
        rows = [row for row in rows if row.first_at <= asked_at]
        sure = [row for row in rows if row.sure]
        published = [row for row in rows if not row.sure]
        put = {row.link_id: row.first_at for row in published}
        # What was read here is not what was read last, once it lies on a webspace.
        newest = {
            row.link_id: row
            for row in sure
            if _until(row, asked_at) >= min(put.get(row.link_id, asked_at), asked_at)
            or row.link_id not in put
        }
        replaced = _replaced(sure)
        lately = _all(
            [row for row in sure if replaced.get(row.id, asked_at) > asked_at - GIVEN_LAG]
        )
        known = _all(list(newest.values()))
        since = asked_at - PUBLISHED_LAG
        lay = [row for row in [*published, *sure] if _until(row, asked_at) >= since]
        assumed = _all([row for row in lay if row.link_id in put])
        lies = _all([row for row in published if row.last_at is None])
        return GivenNights(
            known=known,
            lately=(lately | (assumed - lies)) - known,
            fresh=(known | assumed) - _long_since(rows, believed_at),
            read_at=max((min(_until(row, asked_at), asked_at) for row in sure), default=None),
            assumed=assumed,
        )


def _replaced(rows: list[GivenRow]) -> dict[int, datetime]:
    """Return when each of these rows was replaced by another of its link, if it was."""
    found: dict[int, datetime] = {}
    last: dict[int, int] = {}
    for row in rows:
        if row.link_id in last:
            found[last[row.link_id]] = row.first_at
        last[row.link_id] = row.id
    return found


def _long_since(rows: list[GivenRow], believed_at: datetime | None) -> Nights:
    """Return what was told so long before the last reading that nobody could sell it then."""
    if believed_at is None:
        return Nights()
    lag = {True: GIVEN_LAG, False: timedelta(days=1)}
    return _all([row for row in rows if believed_at - row.first_at >= lag[row.sure]])


def _nights(body: bytes, at: datetime) -> Nights:
    # A day earlier than it is anywhere: which nights are past is not decided here.
    return nights_in(body, at.date() - timedelta(days=1) if at.date() > date.min else at.date())


def _until(row: GivenRow, now: datetime) -> datetime:
    return now if row.last_at is None else row.last_at


def _all(rows: list[GivenRow]) -> Nights:
    return Nights.of(one for row in rows for one in row.nights.ranges)
