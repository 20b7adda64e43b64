"""Who reads a link, told from the User-Agent: a table in ``resources/readers.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from app import resources
from app.i18n import N_

UNKNOWN = N_("Unknown reader")
WORDS = (N_("Google Calendar"), N_("Apple Calendar"))
"""The names in the table that are words in another language, not only brands."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of program that reads links.

    `person` marks a browser or the preview of a chat: somebody looked, no calendar has read it.
    """

    name: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    pattern: re.Pattern[str]
    reader: Reader


@cache
def _table() -> tuple[_Row, ...]:
    rows = tomllib.loads(resources.path("readers.toml").read_text(encoding="utf-8"))["reader"]
    return tuple(
        _Row(re.compile(row["agent"], re.IGNORECASE), Reader(row["name"], row.get("person", False)))
        for row in rows
    )


def reader_of(agent: str) -> Reader | None:
    """Return who sends `agent`, None where nobody knows. The first row that fits decides."""
    return next((row.reader for row in _table() if row.pattern.search(agent)), None)
