"""What a file calls units that the house calls otherwise, and which unit is meant by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from app.core.exchange.columns import Columns
from app.core.exchange.fields import FileField
from app.core.exchange.table import FileTable
from app.core.house.unit import Unit
from app.core.ical.foreign import ForeignCalendar
from app.core.texts import folded, name_key
from app.dataclass import dataclass

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_UMLAUT = re.compile("([aou])e")
_GENERAL = frozenset(
    {
        "fewo", "fewos", "ferienwohnung", "ferienhaus", "ferienzimmer", "ferienapartment",
        "ferienappartement", "wohnung", "whg", "apartment", "appartement", "appartment", "app",
        "apt", "zimmer", "gastezimmer", "gaestezimmer", "room", "haus", "house", "flat", "studio",
        "suite", "unit", "einheit", "wohneinheit", "objekt", "unterkunft", "cottage", "holiday",
        "nr", "no", "nummer", "number", "der", "die", "das", "the", "im", "in", "am", "mit",
        "with", "und", "and", "zum", "zur",
    }
)  # fmt: skip
"""Words that say what is let, not which: "FeWo Seeblick" is "Seeblick"."""
_MARK = 2
"""Letters: so short a word tells neighbours apart, as a number does ("Seeblick A", "Haus II")."""
_WORD, _CLOSE = 5, 0.8
"""A word of so many letters may be misspelt, as long as so much of it is the same."""


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A name that the house does not know, in so many lines; `near` is the unit that it may be."""

    name: str
    lines: int
    near: int | None = None


def unknown_units(
    content: FileTable | ForeignCalendar, columns: Columns, units: Sequence[Unit]
) -> tuple[UnknownUnit, ...]:
    """Return the names of a file that are none of the house's units, the most frequent first.

    Names that only look different are one, spelled as the file has it first.

    Args:
        content: the file.
        columns: which one holds the unit; what they say of names is not looked at.
        units: of the house, archived ones too: their names are known.
    """
    known = {name_key(unit.name) for unit in units}
    counted: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for name, lines in Counter(_names(content, columns)).items():
        key = name_key(name)
        if key and key not in known:
            counted[key] += lines
            spelled.setdefault(key, name)
    return tuple(
        UnknownUnit(spelled[key], lines, nearest(spelled[key], units))
        for key, lines in counted.most_common()
    )


def nearest(name: str, units: Iterable[Unit]) -> int | None:
    """Return the id of the one unit that is called nearly so, None where none or several are.

    "FeWo Seeblick" and "Seeblik" are near "Seeblick"; "Seeblick 2" is never near "Seeblick 1".
    """
    scored = [(_nearness(name, unit.name), unit.id) for unit in units if not unit.archived]
    best = max(scored, default=(0.0, 0))
    if not best[0] or sum(score == best[0] for score, _unit in scored) > 1:
        return None
    return best[1]


def _names(content: FileTable | ForeignCalendar, columns: Columns) -> Iterator[str]:
    if isinstance(content, ForeignCalendar):
        # Of others' calendars no event names a unit: what they call a place is an address.
        for event in content.events:
            yield from (
                text.strip() for name, text in event.own if name.lower() == FileField.UNIT.value
            )
        return
    place = columns.of(FileField.UNIT)
    if place is not None:
        for row in content.rows:
            cell = row[place]
            yield (cell if isinstance(cell, str) else cell.isoformat()).strip()


def _nearness(one: str, other: str) -> float:
    """Return from 0 (another unit) to 1 (the same words) how near two names are."""
    these, those = _telling(one), _telling(other)
    marks = [{word for word in words if _is_mark(word)} for words in (these, those)]
    if not these or not those or (all(marks) and marks[0] != marks[1]):
        return 0.0
    short, long = sorted((these, those), key=len)
    if not all(any(_alike(word, beside) for beside in long) for word in short):
        return 0.0
    return len(short) / len(long)


def _telling(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell which unit it is; all where none would be left."""
    # "Duene" is "Düne", "02" is "2".
    words = [word.lstrip("0") or "0" for word in _TOKEN.findall(_UMLAUT.sub(r"\1", folded(name)))]
    return tuple(word for word in words if word not in _GENERAL) or tuple(words)


def _is_mark(word: str) -> bool:
    return word.isdigit() or len(word) <= _MARK


def _alike(one: str, other: str) -> bool:
    if one == other or min(len(one), len(other)) < _WORD:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE
