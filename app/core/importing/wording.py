"""What the words of a foreign event say: who comes, or that nobody does.

Facts of what portals write, as they were seen; see ``resources/producers.toml`` for the tables.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import resources
from app.core.ical.foreign import ForeignEvent
from app.core.stays.occupancy import Kind

_LINK = re.compile(r"https?://[^\s<>\"]{1,400}")
_GUEST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """What was understood of an event's words.

    `closure` says that the portal itself tells that nobody comes; `unsure` that it writes stays and
    closures alike.
    """

    kind: Kind = Kind.BOOKING
    tentative: bool = False
    closure: bool = False
    unsure: bool = False
    guest: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Producer:
    """How one program words its events; patterns are searched in the summary."""

    of: re.Pattern[str]
    closure: re.Pattern[str] | None
    unsure: re.Pattern[str] | None
    guest: re.Pattern[str] | None
    rules: bool


@cache
def _producers() -> tuple[_Producer, ...]:
    table = tomllib.loads(resources.path("producers.toml").read_text(encoding="utf-8"))
    return tuple(
        _Producer(
            of=re.compile(row["producer"], re.IGNORECASE),
            closure=_pattern(row, "closure"),
            unsure=_pattern(row, "unsure"),
            guest=_pattern(row, "guest"),
            rules=row.get("rules", False),
        )
        for row in table["producer"]
    )


def _pattern(row: dict[str, Any], name: str) -> re.Pattern[str] | None:
    return re.compile(row[name], re.IGNORECASE) if name in row else None


_TENTATIVE = re.compile(
    r"\b(?:provisoire|provisional|tentative|vorläufig|vorgemerkt|unter vorbehalt|vorbehaltlich"
    r"|option(?:al)?)\b",
    re.IGNORECASE,
)


_NEUTRAL = re.compile(
    r"(?:belegt|besetzt|gebucht|reserviert|gesperrt|blockiert|sperrzeit|eigenbelegung|buchung"
    r"|nicht verfügbar|occupied|reserved|booked|busy|blocked|closed|unavailable|not available"
    r"|owner stay|booking|block|option|occupé|réservé|indisponible|bloqué)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Words that say that somebody is there, and nobody's name; ours are among them."""


def neutral(summary: str) -> bool:
    """Tell whether an event's words could be what a calendar link of ours says."""
    said = summary.strip()
    return not said or _NEUTRAL.match(said) is not None


def sends_rules(producer: str) -> bool:
    """Tell whether a program is known to send its booking rules as closed nights."""
    return any(one.rules and one.of.search(producer) for one in _producers())


def wording(producer: str, event: ForeignEvent) -> Wording:
    """Return what an event's words say, by who has written the calendar."""
    summary = event.summary
    row = next((one for one in _producers() if one.of.search(producer)), None)
    tentative = _TENTATIVE.search(summary) is not None
    link = _LINK.search(event.url) or _LINK.search(event.description)
    if row is None:
        # Nobody knows whether this writer tells stays from what it was given.
        return Wording(tentative=tentative, unsure=True, link=link[0] if link else "")
    closure = row.closure is not None and row.closure.search(summary) is not None
    if closure:
        return Wording(kind=Kind.BLOCK, closure=True, link=link[0] if link else "")
    unsure = row.unsure is not None and row.unsure.search(summary) is not None
    guest = row.guest.search(summary) if row.guest is not None else None
    return Wording(
        tentative=tentative,
        unsure=unsure,
        guest=guest[1].strip()[:_GUEST_LIMIT] if guest else "",
        link=link[0] if link else "",
    )
