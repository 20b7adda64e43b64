"""Whether a reader has the newest calendar already: conditional requests (RFC 9110 §13)."""

from __future__ import annotations

from werkzeug.http import parse_date, parse_etags


def tag_matches(if_none_match: str, etag: str) -> bool:
    """Tell whether `etag` is among those of an If-None-Match header (weak comparison, §13.1.2).

    Args:
        if_none_match: the header as it came: a list, weak forms, or ``*``.
        etag: a strong entity tag with its quotes.
    """
    return parse_etags(if_none_match).contains_weak(etag.strip('"'))


def date_matches(if_modified_since: str, modified: int) -> bool:
    """Tell whether an If-Modified-Since header names exactly the second `modified` (Unix time).

    Later dates do not match: a reader with a wrong clock would miss a booking. An unreadable one
    matches nothing.
    """
    try:
        said = parse_date(if_modified_since)
        return said is not None and int(said.timestamp()) == modified
    except (IndexError, OverflowError):
        # Not all that is no date is known to the parser: the year 99999999999 for example.
        return False
