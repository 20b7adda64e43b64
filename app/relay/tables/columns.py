"""Between columns and values: moments are microseconds since 1970, so that both engines agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Return a moment as it is kept."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(kept: int) -> datetime:
    """Return the moment that `micros` has written."""
    return _EPOCH + timedelta(microseconds=kept)


def optional_moment(kept: int | None) -> datetime | None:
    return None if kept is None else moment(kept)
