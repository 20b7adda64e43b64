"""The time zones that calendars name: those of the world, and Windows' own names for them."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(256)
def zone_named(name: str) -> tzinfo | None:
    """Return the zone that a calendar means by `name`; None where nobody knows it."""
    if name == "UTC":
        return UTC
    # The table of Windows' names, which only calendars from there need.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name.lstrip("/")))
    except (KeyError, OSError, ValueError):
        return None
