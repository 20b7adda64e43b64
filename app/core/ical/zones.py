"""The time zones that strangers name in their calendars, Windows' own names among them."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(256)
def zone_called(name: str) -> tzinfo | None:
    """Return the zone that a calendar means by `name`, None where nobody knows it."""
    if name == "UTC":
        return UTC
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name.lstrip("/")))
    except (KeyError, OSError, ValueError):
        return None
