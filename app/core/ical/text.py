"""Content lines of iCalendar (RFC 5545 §3.1) and the types of value that we write in them.

Pure text. Which properties a calendar has, and in what order, is for
`app.core.ical.write` to say.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

OWN = "X-ZIMMERFREI-"
"""How the names of properties begin that say of an occupancy what iCalendar has no words for."""
LINE_OCTETS = 74
"""§3.1 allows 75, the space that a continuation begins with included. One less for all alike."""

# What `app.core.texts` lets into no text. One of them raw would end its line and begin another.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def text_line(name: str, text: str) -> str:
    """Return the line of a property of type TEXT (§3.3.11), folded, with its CRLF."""
    if not text.replace("\n", "").isprintable():
        text = _CONTROLS.sub(" ", text)
    # One after the other, the backslash first: many times faster than a pattern or a table.
    escaped = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    line = f"{name}:{escaped}".replace("\n", r"\n")
    if len(line.encode()) > LINE_OCTETS:
        line = _folded(line)
    return f"{line}\r\n"


def date_value(day: date) -> str:
    """Return a DATE (§3.3.4)."""
    return day.isoformat().replace("-", "")


def utc_value(moment: datetime) -> str:
    """Return a DATE-TIME in UTC (§3.3.5), in whole seconds."""
    return moment.astimezone(UTC).isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _folded(line: str) -> str:
    """Return `line` in pieces, none of which ends within a character or an escape.

    The RFC would let an escape be torn; readers that unescape before they unfold would not.
    """
    octets = line.encode()
    pieces = []
    begin = 0
    while len(octets) - begin > LINE_OCTETS:
        end = begin + LINE_OCTETS
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        piece = octets[begin:end]
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece = piece[:-1]
        pieces.append(piece)
        begin += len(piece)
    return b"\r\n ".join([*pieces, octets[begin:]]).decode()
