"""Which fetches are a calendar's reading, and whose: people with a browser do not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.links.link import Fetch
from app.core.readers.agents import READ_STATUSES, ReaderName, agent_key, reader_of
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LastRead:
    """Who read a link, and the newest fetch of this reader: never a person with a browser."""

    fetch: Fetch
    who: ReaderName

    @property
    def reader(self) -> str | None:
        """The reader's name, None where nobody knows the agent."""
        return self.who.name


def who_sends(agent: str, names: Mapping[str, str]) -> ReaderName:
    """Return who sends `agent`; `names` are the owner's, by the key of their agent."""
    reader = reader_of(agent)
    if reader is not None:
        return ReaderName(reader.name, reader.name, reader.person, patience=reader.patience)
    key = agent_key(agent)
    name = names.get(key)
    return ReaderName(key) if name is None else ReaderName(name, name, own=True)


def by_calendars(fetches: Iterable[Fetch], names: Mapping[str, str]) -> Iterable[LastRead]:
    """Yield the fetches that were no person's, each with who it was."""
    # Thousands of links have few kinds of readers.
    known: dict[str, ReaderName] = {}
    for fetch in fetches:
        who = known.get(fetch.agent)
        if who is None:
            who = known[fetch.agent] = who_sends(fetch.agent, names)
        if not who.person:
            yield LastRead(fetch, who)


def calendar_reads(fetches: Iterable[Fetch], names: Mapping[str, str]) -> Iterable[LastRead]:
    """Yield the fetches with which a calendar was read, each with who read it."""
    return by_calendars((fetch for fetch in fetches if fetch.status in READ_STATUSES), names)


def first_read(fetches: Iterable[Fetch], names: Mapping[str, str]) -> LastRead | None:
    """Return the first of `fetches` with which a calendar was read, None where there is none."""
    return next(iter(calendar_reads(fetches, names)), None)
