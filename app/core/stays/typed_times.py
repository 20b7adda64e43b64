"""Times of day as people type them, in German and in English: "15:30", "15.30 Uhr", "3 pm"."""

from __future__ import annotations

import re
from datetime import time

from app.core.errors import UserError
from app.core.texts import folded

_TIME = re.compile(
    r"(?:um|ab|at|ca\.?|gegen)?\s*"
    r"(?P<hour>[0-9]{1,2})(?:\s*(?:[:.,]|h|uhr)\s*(?P<minute>[0-9]{2}))?\s*(?:uhr|h|o'?clock)?\s*"
    r"(?P<half>[ap])?(?:(?<=[ap])\.?\s*m\.?)?"
)
_JOINED = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?:\s*(?:uhr|h))?(?P<half>)")
_WORDS = {"mittag": 12, "mittags": 12, "noon": 12, "midday": 12, "mitternacht": 0, "midnight": 0}
_HALF_DAY = 12


def parse_time(text: str) -> time:
    """Return the time of day that `text` means, to the minute.

    24:00 is midnight. Of twelve hours only what has am or pm beside it is counted.

    Raises:
        UserError: it is none.
    """
    typed = " ".join(folded(text).split())
    if typed in _WORDS:
        return time(_WORDS[typed])
    found = _JOINED.fullmatch(typed) or _TIME.fullmatch(typed)
    if found is not None:
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
        if half and 1 <= hour <= _HALF_DAY:
            hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
        elif half:
            hour = -1
        if (hour, minute) == (24, 0):
            hour = 0
        if 0 <= hour < 24 and minute < 60:  # what a day and an hour have
            return time(hour, minute)
    raise UserError("“{text}” is no time of day. It looks like 15:30.", text=text.strip())
