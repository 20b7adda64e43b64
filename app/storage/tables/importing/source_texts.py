"""Between the values of a source's last reading and the texts that its row holds them in.

What cannot be read is as good as not there: the next reading says it all again.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from app.core.ical.foreign import Refused
from app.core.importing.judging.outcome import Counts, Doubt, DoubtKind
from app.core.importing.reading import Listed
from app.i18n import Message

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


def doubt_text(doubt: Doubt | None) -> str | None:
    if doubt is None:
        return None
    since = doubt.since.isoformat()
    return json.dumps([doubt.kind.value, doubt.count, since, doubt.digest, doubt.believed])


def doubt_of(text: str | None) -> Doubt | None:
    if text is None:
        return None
    try:
        kind, count, since, digest, believed = json.loads(text)
        return Doubt(DoubtKind(kind), int(count), datetime.fromisoformat(since), digest, believed)
    except _UNREADABLE:
        return None


def counts_text(counts: Counts) -> str:
    found = (counts.new, counts.changed, counts.gone, counts.kept, counts.refused, counts.rules)
    return json.dumps(found) if any(found) else ""


def counts_of(text: str) -> Counts:
    try:
        return Counts(*json.loads(text)) if text else Counts()
    except _UNREADABLE:
        return Counts()


def message_text(message: Message | None) -> str | None:
    return None if message is None else json.dumps(_told(message))


def message_of(text: str | None) -> Message | None:
    try:
        return None if text is None else _message(json.loads(text))
    except _UNREADABLE:
        return None


def report_text(refused: tuple[Refused, ...], listed: tuple[Listed, ...]) -> str:
    if not refused and not listed:
        return ""
    return json.dumps(
        {
            "refused": [[one.what, _told(one.why)] for one in refused],
            "listed": [[one.what, one.day.isoformat(), _told(one.why)] for one in listed],
        }
    )


def report_of(text: str) -> tuple[tuple[Refused, ...], tuple[Listed, ...]]:
    try:
        found = json.loads(text) if text else {"refused": (), "listed": ()}
        refused = tuple(Refused(what, _message(why)) for what, why in found["refused"])
        listed = tuple(
            Listed(what, date.fromisoformat(day), _message(why))
            for what, day, why in found["listed"]
        )
    except _UNREADABLE:
        return (), ()
    return refused, listed


def _told(message: Message) -> list[object]:
    return [message.text, {name: _plain(value) for name, value in message.values.items()}]


def _message(told: list[Any]) -> Message:
    text, values = told
    return Message(str(text), {str(name): _value(value) for name, value in values.items()})


def _plain(value: object) -> object:
    """Return what JSON can hold; moments and days are told apart from texts by a list."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, Message):
        return ["message", _told(value)]
    return value if isinstance(value, int | float) else str(value)


def _value(value: Any) -> object:
    if not isinstance(value, list):
        return value
    kind, held = value
    if kind == "moment":
        return datetime.fromisoformat(held)
    return date.fromisoformat(held) if kind == "day" else _message(held)
