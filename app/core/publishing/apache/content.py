"""What the files on a webspace are, for servers that keep what they are told."""

from __future__ import annotations

from app.core.publishing.webspace import CALENDAR_END, PAGE_END

CALENDAR_TYPE = "text/calendar; charset=utf-8"
PAGE_TYPE = "text/html; charset=utf-8"
_OTHER_TYPE = "application/octet-stream"


def content_type(name: str) -> str:
    """Return the type of a file by its name (RFC 5545 §8.1)."""
    if name.endswith(CALENDAR_END):
        return CALENDAR_TYPE
    return PAGE_TYPE if name.endswith(PAGE_END) else _OTHER_TYPE
