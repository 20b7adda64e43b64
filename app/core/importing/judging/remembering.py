"""A source's memory as a text, so that it can be stored beside the source, and back."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from app.core.importing.judging.outcome import Faded, Held, Memory, Notice, Run, Window
from app.core.importing.nights import Nights


def memory_text(memory: Memory) -> str:
    """Return a memory as JSON, the same text for the same memory. Empty for an empty one."""
    if memory == Memory():
        return ""
    return json.dumps(
        {
            "read_on": memory.read_on,
            "believed_at": memory.believed_at,
            "held": [[one.arrival, one.departure, one.since] for one in memory.held],
            "departures": memory.departures,
            "shown": memory.shown.ranges,
            "faded": [[one.arrival, one.departure, one.since] for one in memory.faded],
            "stamp": memory.stamp,
            "generated": memory.generated,
            "old_since": memory.old_since,
            "runs": [[one.arrival, one.departure, one.seen_on, one.drifts] for one in memory.runs],
            "notice": memory.notice and [memory.notice.nights, memory.notice.seen_on],
            "window": memory.window
            and [memory.window.start, memory.window.end, memory.window.seen_on],
        },
        default=_iso,
        separators=(",", ":"),
    )


def memory_of(text: str) -> Memory:
    """Return the memory of a text; an empty one where there is none, or none that can be read.

    What is forgotten frees nothing by itself: the stays are kept elsewhere.
    """
    try:
        return _memory(json.loads(text)) if text else Memory()
    except (ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def _iso(value: date) -> str:
    return value.isoformat()


def _memory(found: dict[str, Any]) -> Memory:
    notice, window = found["notice"], found["window"]
    return Memory(
        read_on=None if found["read_on"] is None else _day(found["read_on"]),
        believed_at=_moment(found["believed_at"]),
        held=tuple(Held(_day(a), _day(d), _moment(since)) for a, d, since in found["held"]),
        departures=tuple(map(_day, found["departures"])),
        shown=Nights.of((_day(a), _day(d)) for a, d in found["shown"]),
        faded=tuple(
            Faded(_day(a), _day(d), datetime.fromisoformat(since)) for a, d, since in found["faded"]
        ),
        stamp=_moment(found["stamp"]),
        generated=bool(found["generated"]),
        old_since=_moment(found["old_since"]),
        runs=tuple(Run(_day(a), _day(d), _day(on), int(n)) for a, d, on, n in found["runs"]),
        notice=None if notice is None else Notice(int(notice[0]), _day(notice[1])),
        window=None if window is None else Window(*map(_day, window)),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
