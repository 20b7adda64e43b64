"""Who reads a link, told from the User-Agent: a table in ``resources/readers.toml``."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from app import resources
from app.dataclass import dataclass
from app.i18n import N_

if TYPE_CHECKING:
    from app.i18n import Catalogue

UNKNOWN = N_("Unknown reader")
WORDS = (N_("Google Calendar"), N_("Apple Calendar"))
"""The names in the table that are words in another language, not only brands."""
OWN_AGENT = "Zimmerfrei (address check)"
"""What the program itself calls itself when it looks whether a link can be read from outside."""
AGENT_LIMIT = 500
READ_STATUSES = frozenset({200, 304})
"""The answers that a reader has read the calendar with."""
PATIENCE = timedelta(hours=12)
"""For how long a reader that nobody knows may well say nothing: the slowest portals' interval."""

_WORD = re.compile(r"[\w.-]+")
_VERSION = re.compile(r"v?\d", re.IGNORECASE)
_WITH_VERSION = re.compile(r"[._-]v?\d.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of program that reads links.

    `person` marks a browser or the preview of a chat: somebody looked, no calendar has read it.
    `patience` is how long it may well say nothing without having gone silent.
    """

    name: str
    person: bool = False
    patience: timedelta = field(default=PATIENCE, compare=False)


@dataclass(frozen=True, slots=True)
class ReaderName:
    """Who a reader is to the owner.

    `key` is one for all its versions and tells readers apart; `name` is the name that everybody
    knows it by or that the owner gave it, None where it has none. `person` marks a browser or the
    preview of a chat, `own` a name that is the owner's.
    """

    key: str
    name: str | None = None
    person: bool = False
    own: bool = False
    patience: timedelta = PATIENCE

    def text(self, texts: Catalogue) -> str:
        """Return what it is called in the language of `texts`; the owner's names stay."""
        if self.own and self.name is not None:
            return self.name
        return texts.tr(self.name or UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Row:
    pattern: re.Pattern[str]
    reader: Reader


@cache
def _table() -> tuple[_Row, ...]:
    import tomllib  # noqa: PLC0415  # many a listing names no reader

    rows = tomllib.loads(resources.path("readers.toml").read_text(encoding="utf-8"))["reader"]
    return tuple(_Row(re.compile(row["agent"], re.IGNORECASE), _reader(row)) for row in rows)


def _reader(row: dict[str, object]) -> Reader:
    hours = row.get("patience_hours")
    patience = timedelta(hours=hours) if isinstance(hours, int) else PATIENCE
    return Reader(str(row["name"]), row.get("person") is True, patience)


def reader_of(agent: str) -> Reader | None:
    """Return who sends `agent`, None where nobody knows. The first row that fits decides."""
    return next((row.reader for row in _table() if row.pattern.search(agent)), None)


def clean_agent(agent: str) -> str:
    """Return `agent` as it is kept: its beginning, a space for what cannot be shown."""
    agent = agent[:AGENT_LIMIT]
    if agent.isprintable():
        return agent
    return "".join(c if c.isprintable() else " " for c in agent)


def agent_key(agent: str) -> str:
    """Return the words of `agent` without version numbers, the same for all versions of a program.

    Where there are none, the agent itself: it is told apart by its numbers then.
    """
    agent = clean_agent(agent)
    words = (_without_version(word) for word in _WORD.findall(agent))
    return " ".join(filter(None, words)) or agent.strip()


def _without_version(word: str) -> str:
    word = word.strip("._-")
    return "" if _VERSION.match(word) else _WITH_VERSION.sub("", word).strip("._-")
