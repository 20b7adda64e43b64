"""Between columns and values.

Moments are microseconds since 1970, so that both engines agree. Calendars are packed: one takes an
eighth of the room and of the way, and to open it takes less time than PostgreSQL to hand it out.
"""

from __future__ import annotations

import zlib
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


def packed(body: bytes) -> bytes:
    """Return a calendar as it is kept."""
    return zlib.compress(body)


def unpacked(kept: bytes) -> bytes:
    """Return the calendar that `packed` has written."""
    return zlib.decompress(kept)
