"""Between columns and values: dates as ISO 8601 text, moments as UTC text of fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import peewee

Row = dict[str, Any]


def moment_text(moment: datetime) -> str:
    """Return `moment` as UTC with microseconds, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Return the aware UTC moment that `moment_text` wrote."""
    return datetime.fromisoformat(text)


def optional_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def optional_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def time_text(value: time | None) -> str | None:
    """Return a time of day as it is kept: "15:30"."""
    return None if value is None else value.isoformat(timespec="minutes")


def optional_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def one_of(column: str, numbers: Sequence[int]) -> peewee.SQL:
    """Return the condition that a column holds one of these, of which there are some thousands.

    `Column.in_` makes a node of the query for each of them, which takes longer than the query.
    """
    places = ",".join("?" * len(numbers))
    return peewee.SQL(f"{column} IN ({places})", list(numbers))
