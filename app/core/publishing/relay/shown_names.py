"""What a calendar is called as a file by those who read it on a calendar service."""

from __future__ import annotations

import re

from app.core.file_names import file_stem
from app.core.texts import slug

_FOLD = re.compile(rb"\r\n[ \t]")
_NAME = re.compile(rb"^X-WR-CALNAME:([^\r\n]*)", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_HEAD_BYTES = 4096
"""Within these the name of one of our calendars ends; a unit's has 200 characters at most."""


def shown_name(calendar: bytes) -> str:
    """Return the name, in ASCII, as ``app.core.links.link.file_name`` has it of its link.

    It follows from what the calendar says of itself, so nothing else leaves with it.
    """
    found = _NAME.search(_FOLD.sub(b"", calendar[:_HEAD_BYTES]))
    told = found[1].decode("utf-8", "replace") if found else ""
    plain = _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], told)
    return f"{file_stem(slug(plain))}.ics"
