"""Who has read a link: by name, how often, who has gone silent, who asks for an old address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.core import texts
from app.core.errors import UserError
from app.core.links.link import Fetch
from app.core.links.reach import CHECKED_FOR
from app.core.readers.agents import ReaderName, agent_key, reader_of
from app.core.readers.rhythm import ServedTime, silence, usual_interval
from app.services.base.unit_of_work import UnitOfWork
from app.services.links.reads import LastRead, by_calendars, calendar_reads, first_read, who_sends
from app.services.links.served_times import served_times
from app.storage.tables.fetches import FetchTable, Reading
from app.storage.tables.links.links import LinkTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from app.storage.tables.readers import ReaderTable
from app.storage.tables.revisions import READERS
from app.storage.tables.settings import SettingTable

STILL_ASKED = timedelta(days=3)
"""The slowest readers ask about once a day: who has not for so long asks no more."""
LATELY = timedelta(days=30)
"""Who has read within this time reads a link; even the slowest readers come every day or so."""
_NEWEST = 5
_NEWEST_OF_ALL = 200
_RECENT = 50


@dataclass(frozen=True, slots=True)
class ReadBy:
    """One fetch, or several alike in a row: `fetch` is the newest of them, `since` the oldest's
    time.
    """

    fetch: Fetch
    who: ReaderName
    since: datetime
    times: int = 1

    @property
    def reader(self) -> str | None:
        """The reader's name, None where nobody knows the agent."""
        return self.who.name

    @property
    def person(self) -> bool:
        """Whether it was somebody with a browser, or the preview of a chat."""
        return self.who.person


@dataclass(frozen=True, slots=True)
class SilentReader:
    """A reader that has read nothing for longer than its own rhythm lets expect.

    `agent` is what it sends, raw; `usual` its usual interval, in time in which links were served.
    """

    who: ReaderName
    agent: str
    last: datetime
    usual: timedelta

    @property
    def reader(self) -> str:
        """What tells it apart from the link's other readers, for `Readers.let_go`."""
        return self.who.key


@dataclass(slots=True)
class _Known:
    """One reader of a link, under all the agents that it has sent."""

    who: ReaderName
    readings: list[Reading] = field(default_factory=list)

    @property
    def newest(self) -> Reading:
        return max(self.readings, key=lambda reading: reading.last)


class Readers:
    """Readers of all links. Each is known by its own name, else the owner's, else its agent's."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = ReaderTable(work.database)
        self._fetches = FetchTable(work.database)
        self._links = LinkTable(work.database)
        self._settings = SettingTable(work.database)
        self._webspaces = WebspaceTable(work.database)

    def names(self) -> dict[str, str]:
        """Return what the owner calls readers, by the key of their agent."""
        with self._work.database.read():
            return self._table.names()

    def name(self, agent: str, text: str) -> None:
        """Give an unknown reader a name, which holds for its other versions too.

        Args:
            agent: what it sends.
            text: the name; an empty one takes it away.

        Raises:
            UserError: too long or unreadable, or everybody knows that reader.
        """
        name = texts.seen_line(text, texts.NAME_LIMIT)
        if reader_of(agent) is not None:
            raise UserError(
                "Zimmerfrei knows this reader already. Only unknown readers can be given a name."
            )
        key = agent_key(agent)
        with self._work.change():
            if self._table.names().get(key, "") == name:
                return
            if name:
                self._table.name(key, name)
            else:
                self._table.unname(key)
            self._work.revisions.raise_named(READERS)

    def who(self, agent: str) -> ReaderName:
        """Return who sends `agent`."""
        return who_sends(agent, self.names())

    def recent(self, link_id: int, limit: int = _RECENT) -> list[ReadBy]:
        """Return the newest fetches of a link, newest first, those alike in a row as one."""
        with self._work.database.read():
            names = self._table.names()
            fetches = self._fetches.of_link(link_id)
        found: list[ReadBy] = []
        for fetch in fetches:
            who = who_sends(fetch.agent, names)
            if found and _alike(found[-1], fetch, who):
                found[-1] = replace(found[-1], times=found[-1].times + 1, since=fetch.at)
            elif len(found) == limit:
                break
            else:
                found.append(ReadBy(fetch, who, fetch.at))
        return found

    def last(self, link_id: int) -> LastRead | None:
        """Return who has read this link last, None where no calendar has yet."""
        with self._work.database.read():
            names = self._table.names()
            # Nearly always one of the newest few; the window asks this of every link.
            few = self._fetches.of_link(link_id, _NEWEST)
            return first_read(few, names) or first_read(
                self._fetches.newest_of_each(link_id), names
            )

    def readers_of_all(self) -> dict[int, list[LastRead]]:
        """Return by link what `readers` does; links that no calendar has read yet are out."""
        with self._work.database.read():
            names = self._table.names()
            fetches = self._fetches.newest_of_all()
        newest: dict[tuple[int, str], LastRead] = {}
        for read in calendar_reads(fetches, names):
            newest.setdefault((read.fetch.link_id, read.who.key), read)
        found: dict[int, list[LastRead]] = {}
        for (link_id, _), read in newest.items():
            found.setdefault(link_id, []).append(read)
        return found

    def newest(self) -> LastRead | None:
        """Return who has read any link last, None where no calendar has yet."""
        with self._work.database.read():
            return first_read(self._fetches.newest(_NEWEST_OF_ALL), self._table.names())

    def read_from_outside(self) -> datetime | None:
        """Return when somebody outside the house last read any link, be it with a browser.

        None where nobody has lately, or not since the public address was changed.
        """
        with self._work.database.read():
            at = self._fetches.newest_outside(self._settings.address_since())
        return at if at and self._work.clock.now() - at <= CHECKED_FOR else None

    def readers(self, link_id: int) -> list[LastRead]:
        """Return who has read this link, each reader once with its newest fetch, newest first."""
        with self._work.database.read():
            names = self._table.names()
            fetches = self._fetches.newest_of_each(link_id)
        newest: dict[str, LastRead] = {}
        for read in calendar_reads(fetches, names):
            newest.setdefault(read.who.key, read)
        return list(newest.values())

    def lately(self, link_ids: Collection[int] | None = None) -> list[LastRead]:
        """Return who has read any of these links lately, each once, the newest first.

        Of all links that answer where `link_ids` is None. Without people, those that were let go,
        and the nameless who visit a website: they are mostly search engines.
        """
        with self._work.database.read():
            names, let_go = self._table.names(), self._table.let_go()
            since = self._work.clock.now() - LATELY
            fetches = self._fetches.reads_since(since, link_ids)
        websites = {fetch.link_id for fetch, website in fetches if website}
        found: dict[str, LastRead] = {}
        for read in calendar_reads((fetch for fetch, _ in fetches), names):
            if read.who.name is None and read.fetch.link_id in websites:
                continue
            at = let_go.get((read.fetch.link_id, agent_key(read.fetch.agent))) if let_go else None
            if at is None or read.fetch.at > at:
                found.setdefault(read.who.key, read)
        return list(found.values())

    def usual(self, link_id: int) -> dict[str, timedelta]:
        """Return how often the readers of a link usually read it, by key, in served time.

        Those that came too seldom to tell are out.
        """
        with self._work.database.read():
            names = self._table.names()
            fetches = self._fetches.of_link(link_id)
            link = self._links.one(link_id)
            times = served_times(self._work.database)
        served = times.of(here_only=link is None or link.here_only)
        reads: dict[str, list[datetime]] = {}
        for read in calendar_reads(fetches, names):
            reads.setdefault(read.who.key, []).append(read.fetch.at)
        known = {key: usual_interval(times, served) for key, times in reads.items()}
        return {key: interval for key, interval in known.items() if interval is not None}

    def old_address(self, link_id: int) -> LastRead | None:
        """Return who still asks for an address that this link has given up, None where nobody."""
        with self._work.database.read():
            names = self._table.names()
            fetches = self._fetches.of_old_address(link_id)
        found = next(iter(by_calendars(fetches, names)), None)
        lately = self._work.clock.now() - STILL_ASKED
        return found if found is not None and found.fetch.at >= lately else None

    def silent(self) -> dict[int, list[SilentReader]]:
        """Return who has gone silent, by link, the longest silence first.

        Only links that answer, and readers that have not been let go. Of links that a plain
        webspace serves nobody can say: who has read them here has the old address, and need not
        read it any more. Where a script counts there, it is told by what that has noted alone. It
        takes its time where there are many links: ask on a worker.
        """
        now = self._work.clock.now()
        with self._work.database.read():
            times = served_times(self._work.database)
            suspects = [
                (link_id, known, served)
                for (link_id, _), known in self._waited_for().items()
                for served in [times.of(here_only=known.newest.here_only)]
                if served.between(known.newest.last, now) > known.who.patience
            ]
            visits = self._fetches.visits(
                reading for _, known, _ in suspects for reading in known.readings
            )
        found: dict[int, list[SilentReader]] = {}
        for link_id, known, served in suspects:
            if silent := _silent(known, visits, served, now):
                found.setdefault(link_id, []).append(silent)
        return {link_id: sorted(some, key=lambda one: one.last) for link_id, some in found.items()}

    def let_go(self, link_id: int, reader: str) -> None:
        """Expect this reader of the link no more, unless it reads again.

        Args:
            link_id: the link.
            reader: the reader's key.

        Raises:
            UserError: nobody like that has read this link.
        """
        with self._work.change():
            keys = self._keys(link_id, reader)
            self._table.let_go_of(link_id, keys, self._work.clock.now())
            self._work.revisions.raise_named(READERS)

    def _keys(self, link_id: int, reader: str) -> set[str]:
        # Not the reader's own key, which changes with its name.
        names = self._table.names()
        agents = self._fetches.agents(link_id)
        keys = {agent_key(agent) for agent in agents if who_sends(agent, names).key == reader}
        if not keys:
            raise UserError("This reader has never asked for this link.")
        return keys

    def _waited_for(self) -> dict[tuple[int, str], _Known]:
        """Return all readers of links that answer, without people and those that were let go.

        Of the many that visit a website only those with a name: the others are mostly search
        engines, which come and go.
        """
        let_go, names = self._table.let_go(), self._table.names()
        people: dict[str, ReaderName] = {}
        found: dict[tuple[int, str], _Known] = {}
        gone: dict[tuple[int, str], datetime] = {}
        webspace = self._webspaces.current()
        unseen = webspace is not None and not webspace.php
        for reading in self._fetches.readings(here_only=unseen):
            who = people.get(reading.agent)
            if who is None:
                who = people[reading.agent] = who_sends(reading.agent, names)
            if who.person or (reading.website and who.name is None):
                continue
            place = (reading.link_id, who.key)
            found.setdefault(place, _Known(who)).readings.append(reading)
            at = let_go.get((reading.link_id, agent_key(reading.agent))) if let_go else None
            if at is not None:
                gone[place] = max(at, gone.get(place, at))
        for place, at in gone.items():
            if found[place].newest.last <= at:
                del found[place]
        return found


def _alike(read: ReadBy, fetch: Fetch, who: ReaderName) -> bool:
    same = (read.fetch.status, read.fetch.origin) == (fetch.status, fetch.origin)
    return same and read.who.key == who.key


def _silent(
    known: _Known,
    visits: Mapping[tuple[int, str], Collection[datetime]],
    served: ServedTime,
    now: datetime,
) -> SilentReader | None:
    reads = [
        at for reading in known.readings for at in visits.get((reading.link_id, reading.agent), ())
    ]
    newest = known.newest
    found = silence(reads, served, now, known.who.patience, heard=newest.last)
    if found is None:
        return None
    return SilentReader(known.who, newest.agent, found.last, found.usual)
