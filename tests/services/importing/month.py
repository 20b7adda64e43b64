"""Portals that are read every quarter of an hour for days and weeks, over real services.

Time is simulated, and so are the portals: what they answer is made here, not fetched. Everything
behind that is the real thing: reading, judging, the tables, the log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from app.bootstrap import opened
from app.core.ical.ours import days_in
from app.core.importing.nights import Nights
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed
from app.services.importing.reading import fetching
from app.services.importing.reading.fetching import Fetched, Wanted
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import AIRBNB, BOOKING, FEWO, TODAY, Event, calendar

READINGS_A_DAY = 96
_DAY = timedelta(days=1)
_KINDS = (
    ("airbnb", AIRBNB, "Reserved", "Airbnb (Not available)"),
    ("booking", BOOKING, "CLOSED - Not available", "CLOSED - Not available"),
    ("fewo-direkt", FEWO, "Reserved - Gast", "Blocked"),
    ("Eigene Seite", "-//Somebody//EN", "Belegt", "Belegt"),
)
_SLOT, _NIGHTS = 5, 4
NEWS = 0.07
"""How likely a portal sells or cancels a stay of a unit on a day."""
_MONTHS = 9
"""So many months ahead Airbnb's calendar sells."""


@dataclass(eq=False)
class Listing:
    """One portal's calendar of one unit: what is sold there, and what it has read of our link.

    `sold` are the numbers of the five days that each stay stands in, from `TODAY` on.
    """

    number: int
    unit_id: int
    sold: set[int] = field(default_factory=set)
    imported: Nights = field(default_factory=Nights)
    version: int = 0
    made: tuple[tuple[int, date], bytes] | None = None

    @property
    def portal(self) -> str:
        return _KINDS[self.number % 4][0]

    def answer(self, today: date) -> tuple[str, bytes]:
        """Return the ETag of the calendar, and the calendar."""
        key = (self.version, today)
        if self.made is None or self.made[0] != key:
            _, producer, _, _ = _KINDS[self.number % 4]
            self.made = key, calendar(self._events(today), producer)
        return f'"{self.version}-{today:%Y%m%d}"', self.made[1]

    def _events(self, today: date) -> Iterator[Event]:
        _, producer, words, closed = _KINDS[self.number % 4]
        now = (today - TODAY).days
        for slot in sorted(self.sold):
            first, end = slot * _SLOT, slot * _SLOT + _NIGHTS
            if end <= now:
                continue
            uid = f"{self.number}-{slot}"
            if producer == BOOKING and first < now:
                # What runs is cut, and bears another UID each day.
                first, uid = now, f"{uid}-{now}"
            yield Event(first, end - first, words, uid)
        taken = self.imported & Nights.within(today, date.max)
        if producer == AIRBNB:
            window = month_after(today, _MONTHS) + min(today.day - 1, 27) * _DAY
            taken |= Nights.of([(today, today + 2 * _DAY), (window, today + 365 * _DAY)])
            taken -= Nights.of(
                (TODAY + slot * _SLOT * _DAY, TODAY + (slot * _SLOT + _NIGHTS) * _DAY)
                for slot in self.sold
            )
        for first_day, end_day in taken.ranges:
            start = (first_day - TODAY).days
            yield Event(start, (end_day - first_day).days, closed, f"{today}-{start}")


@dataclass(frozen=True)
class Left:
    """What there is at some moment: rows by table, bytes of database and log, memory."""

    rows: dict[str, int]
    database: int
    log: int
    memory: int


class Month:
    """A house and its portals; what happens is the same each time."""

    def __init__(self, services: Services, clock: SetClock, feeds: int, news: float) -> None:
        self._services = services
        self._news = news
        self._clock = clock
        self._random = Random(feeds)
        names = [f"Seeblick {number}" for number in range((feeds + 3) // 4)]
        units = services.units.first_house("Haus Seeblick", names).units
        self._listings = [Listing(number, units[number // 4].id) for number in range(feeds)]
        # Nobody stays on the first days, so that the shortest time before an arrival is seen.
        self._next = {unit.id: 1 for unit in units}
        self._links: dict[int, Link] = {}
        self.sold = self.cancelled = self.readings = self.unchanged = 0
        for listing in self._listings:
            for _ in range(6):
                self._sell(listing)
        self._connect()

    @property
    def services(self) -> Services:
        return self._services

    @property
    def folder(self) -> DataFolder:
        return self._services.folder

    @property
    def links(self) -> int:
        return len(self._links)

    def fetch(self, wanted: Wanted) -> Fetched:
        """Answer as a portal's server does."""
        number = int(wanted.address.rsplit("/", 1)[1].partition(".")[0])
        etag, body = self._listings[number].answer(self._clock.today())
        self.readings += 1
        if wanted.etag == etag:
            self.unchanged += 1
            return Fetched(None, etag, passed=(wanted.address,))
        return Fetched(body, etag, passed=(wanted.address,))

    def day(self, readings: int = READINGS_A_DAY, days: int = 1) -> None:
        """Let a day pass: portals sell and cancel, read our links, and are read so often.

        Several `days` pass where little is to happen in each.
        """
        events = self._events(readings)
        step = timedelta(days=days) / readings
        for number in range(readings):
            for listing in events.get(number, ()):
                self._happens(listing)
            if number % max(1, readings // 4) == 0:
                self._portals_read()
            self._clock.moment += step
            self._services.sources.hurry()
            run = self._services.sources.read_due()
            assert not run.busy
            failed = [one for one in run.results if one.error is not None or one.superseded]
            assert not failed, failed

    def next_slot(self) -> tuple[int, int]:
        """Return a unit, and five days of it ahead that nobody else gets."""
        unit_id = min(self._next, key=self._next.__getitem__)
        self._next[unit_id] = max(self._next[unit_id], self._slot_ahead())
        self._next[unit_id] += 1
        return unit_id, self._next[unit_id] - 1

    def bookings(self) -> int:
        """Return how many bookings there are and ever were."""
        return sum(one.kind is Kind.BOOKING for one in self._services.occupancies.all())

    def left(self) -> Left:
        """Return what there is now."""
        folder = self._services.folder
        with closing(sqlite3.connect(folder.database)) as raw:
            names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            rows = {
                name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in names.fetchall()
            }
            size = raw.execute("PRAGMA page_count").fetchone()[0] * 4096
        log = sum(file.stat().st_size for file in folder.logs.glob("*"))
        memory = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096
        return Left(rows, size, log, memory)

    # ---- what happens ----

    def _connect(self) -> None:
        services = self._services
        for listing in self._listings:
            draft = SourceDraft(
                unit_id=listing.unit_id,
                portal=listing.portal,
                address=f"https://portal.example/{listing.number}.ics",
                enabled=False,
            )
            source = services.sources.add(draft).source
            services.sources.enable(source.id, enabled=True)
            target = Target(Scope.UNIT, listing.unit_id)
            choices = LinkChoices(portal=listing.portal)
            self._links[listing.number] = services.links.add(
                LinkKind.CALENDAR, target, choices
            ).after

    def _sell(self, listing: Listing) -> None:
        listing.sold.add(self._next[listing.unit_id])
        self._next[listing.unit_id] += 1
        listing.version += 1
        self.sold += 1

    def _events(self, readings: int) -> dict[int, list[Listing]]:
        found: dict[int, list[Listing]] = {}
        for listing in self._listings:
            if self._news and self._random.random() < self._news:
                found.setdefault(self._random.randrange(readings), []).append(listing)
        return found

    def _happens(self, listing: Listing) -> None:
        ahead = self._slot_ahead()
        coming = [slot for slot in listing.sold if slot > ahead]
        if coming and self._random.random() < 0.3:
            listing.sold.remove(self._random.choice(sorted(coming)))
            listing.version += 1
            self.cancelled += 1
        else:
            self._sell(listing)

    def _slot_ahead(self) -> int:
        return (self._clock.today() - TODAY).days // _SLOT + 2

    def _portals_read(self) -> None:
        """Let every portal read its link, and show from now on what is taken there."""
        log = self._services.fetch_log()
        log.start()
        with closing(self._services.feeds()) as feeds:
            for listing in self._listings:
                feed = feeds.answer(self._links[listing.number].token)
                assert isinstance(feed, Feed)
                log.record(self._links[listing.number].id, "a portal", Origin.OUTSIDE, 200, feed)
                nights = Nights.of(days_in(feed.body))
                if nights != listing.imported and listing.number % 4 < 3:
                    listing.imported = nights
                    listing.version += 1
        log.stop()


@contextmanager
def month_of(folder: Path, feeds: int, *, news: float = NEWS) -> Iterator[Month]:
    """Make a house with so many feeds, four of each unit; `news` is how likely each has some."""
    clock = SetClock(datetime.combine(TODAY, datetime.min.time(), SetClock().moment.tzinfo))
    data = DataFolder(folder / "data")
    with opened(data, busy_timeout=5, clock=clock) as services, services.checkpoints():
        month = Month(services, clock, feeds, news)

        class AtHand(fetching.Fetcher):
            def fetch(self, wanted: Wanted) -> Fetched:
                return month.fetch(wanted)

        with patch.object(fetching, "Fetcher", AtHand):
            yield month


def grown(before: Left, after: Left) -> dict[str, int]:
    """Return by table how many rows more there are."""
    names = sorted(after.rows)
    more = {name: after.rows[name] - before.rows.get(name, 0) for name in names}
    return {name: number for name, number in more.items() if number}
