"""Notes what links for portals have told those portals, for as long as it may come back.

Where the program answers itself, it is known who read what. Where a link lies on a webspace, it is
known only what lay there when.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from app.core.importing.given import may_be_portal, nights_in
from app.core.importing.nights import Nights
from app.core.importing.outcome import GivenNights, given_nights
from app.storage.tables.given import GivenRow, GivenTable

if TYPE_CHECKING:
    from app.core.links.link import Fetch
    from app.storage.engine.database import Database

PUBLISHED_FOR = timedelta(days=3)
"""What lay on a webspace so lately may come back from there."""
_KEPT = timedelta(days=7)
_NOTED_AGAIN = timedelta(minutes=1)
_REMEMBERED = 2000


class GivenNotes:
    """Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._table = GivenTable(database)
        # By link the calendar that was noted last, and when: most readings say what the last did.
        self._last: OrderedDict[int, tuple[str, datetime]] = OrderedDict()

    # ---- what was told ----

    def read(self, fetch: Fetch, etag: str, body: bytes) -> None:
        """Note that a link was read, if that was by the portal that it is for.

        Args:
            fetch: the reading.
            etag: tells the calendar apart that was given.
            body: that calendar.
        """
        link_id, at = fetch.link_id, fetch.at
        known = self._last.get(link_id)
        if known is not None and known[0] == etag and at - known[1] < _NOTED_AGAIN:
            return
        portal = self._table.portals([link_id]).get(link_id)
        if portal is None or not may_be_portal(portal, fetch.agent, fetch.status):
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

    def of(self, unit_id: int, portal: str, asked_at: datetime) -> GivenNights:
        """Return what a portal knows of a unit from us.

        Args:
            unit_id: of the unit.
            portal: the one whose calendar is read.
            asked_at: when that was asked for: it cannot show what was told later.
        """
        if not portal:
            return GivenNights()
        rows = self._table.of(self._table.links_for(unit_id, portal))
        rows = [row for row in rows if row.first_at <= asked_at]
        sure = [row for row in rows if row.sure]
        published = [row for row in rows if not row.sure]
        put = {row.link_id: row.first_at for row in published}
        since = asked_at - PUBLISHED_FOR
        # What was read here is not what was read last, once it lies on a webspace.
        told = [row for row in sure if _until(row, asked_at) >= put.get(row.link_id, row.first_at)]
        earlier = [row for row in sure if row not in told]
        lately = [row for row in (*published, *earlier) if _until(row, asked_at) >= since]
        log = [(at, row.nights) for row in told for at in _moments(row, asked_at)]
        log.sort(key=itemgetter(0))
        return replace(
            given_nights(log, asked_at),
            assumed=Nights.of(one for row in lately for one in row.nights.ranges),
        )


def _moments(row: GivenRow, asked_at: datetime) -> list[datetime]:
    """Return the first and the last reading of a calendar that is known."""
    last = min(_until(row, asked_at), asked_at)
    return [row.first_at, last] if last > row.first_at else [row.first_at]


def _nights(body: bytes, at: datetime) -> Nights:
    # A day earlier than it is anywhere: which nights are past is not decided here.
    return nights_in(body, at.date() - timedelta(days=1) if at.date() > date.min else at.date())


def _until(row: GivenRow, now: datetime) -> datetime:
    return now if row.last_at is None else row.last_at
