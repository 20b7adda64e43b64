"""Whether a reader has the newest calendar already: conditional requests (RFC 9110 §13)."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def tag_matches(if_none_match: str, etag: str) -> bool:
    """Tell whether `etag` is among those of an If-None-Match header (weak comparison, §13.1.2).

    Args:
        if_none_match: the header as it came: a list, weak forms, or ``*``.
        etag: a strong entity tag with its quotes.
    """
    if if_none_match == etag:
        return True
    return if_none_match.strip() == "*" or etag in _ENTITY_TAG.findall(if_none_match)


def date_matches(if_modified_since: str, modified: int) -> bool:
    """Tell whether an If-Modified-Since header names exactly the second `modified` (Unix time).

    Later dates do not match: a reader with a wrong clock would miss a booking. An unreadable one
    matches nothing.
    """
    try:
        said = parsedate_to_datetime(if_modified_since)
        moment = said if said.tzinfo else said.replace(tzinfo=UTC)
        return int(moment.timestamp()) == modified
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
