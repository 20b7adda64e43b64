"""Time zones as calendars name them."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(256)
def zone_of(name: str) -> tzinfo | None:
    """Return the zone that a calendar means by `name`, Windows' names too; None for any other."""
    if name == "UTC":
        return UTC
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name.lstrip("/")))
    except (KeyError, OSError, ValueError):
        return None
