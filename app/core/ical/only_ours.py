"""Whether bytes are a whole calendar as we write it and nothing else: for who hosts others' ones.

A grammar of its own, and a strict one: a calendar that somebody sends is not to become a way of
hosting anything else. Every line is one of `write.py`'s, each property with the values that it has
there. Texts are free but for what no text of ours holds; they are served as calendar and never as
a page. In steps that grow with the size alone, whatever is sent.
"""

from __future__ import annotations

import re
from datetime import date

from app.core.ical.text import LINE_OCTETS
from app.core.ical.write import FOOT, PRODID

EVENTS_MOST = 20_000
"""Some three years of a house with a hundred units, at a guest every fifth night."""
_UTC = r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ"
# Nothing is tried twice, so that a text of megabytes costs neither time nor memory.
_TEXT = r"(?:[^\\;,\x00-\x1f\x7f-\x9f\u2028\u2029]++|\\[\\;,n])*+"
_DURATION = r"P(?:\d{1,3}[DW]|T\d{1,3}[HM])"
_HEAD = re.compile(
    "BEGIN:VCALENDAR\n"
    "VERSION:2.0\n"
    f"PRODID:{re.escape(PRODID)}\n"
    "CALSCALE:GREGORIAN\n"
    f"NAME:{_TEXT}\n"
    f"X-WR-CALNAME:{_TEXT}\n"
    f"REFRESH-INTERVAL;VALUE=DURATION:{_DURATION}\n"
    f"X-PUBLISHED-TTL:{_DURATION}\n"
    "BEGIN:VTIMEZONE\n"
    "TZID:UTC\n"
    "BEGIN:STANDARD\n"
    "DTSTART:19700101T000000\n"
    r"TZOFFSETFROM:\+0000"
    "\n"
    r"TZOFFSETTO:\+0000"
    "\n"
    "END:STANDARD\n"
    "END:VTIMEZONE\n"
)
_EVENT = re.compile(
    "BEGIN:VEVENT\n"
    f"UID:(?P<uid>{_TEXT})\n"
    r"SEQUENCE:(?:0|[1-9]\d{0,9})"
    "\n"
    f"DTSTAMP:{_UTC}\n"
    f"LAST-MODIFIED:{_UTC}\n"
    r"DTSTART;VALUE=DATE:(?P<first>\d{8})"
    "\n"
    r"DTEND;VALUE=DATE:(?P<end>\d{8})"
    "\n"
    f"SUMMARY:{_TEXT}\n"
    f"(?:LOCATION:{_TEXT}\n)?"
    f"(?:DESCRIPTION:{_TEXT}\n)?"
    "STATUS:(?:TENTATIVE|CONFIRMED)\n"
    "TRANSP:OPAQUE\n"
    "END:VEVENT\n"
)
_FOOT = FOOT.replace("\r\n", "\n")


class NotOursError(ValueError):
    """The bytes are no whole calendar of ours."""


def check_ours(body: bytes) -> int:
    """Return how many events a whole calendar of ours has.

    Raises:
        NotOursError: it is anything else.
    """
    text = _unfolded(body)
    head = _HEAD.match(text)
    if head is None:
        raise NotOursError("no head of ours")
    at, uids = head.end(), set[str]()
    while event := _EVENT.match(text, at):
        at = event.end()
        if _day(event["first"]) >= _day(event["end"]):
            raise NotOursError("no night")
        uids.add(event["uid"])
        if len(uids) > EVENTS_MOST:
            raise NotOursError("too many events")
    if text[at:] != _FOOT:
        raise NotOursError("something else, or not whole")
    return len(uids)


def _unfolded(body: bytes) -> str:
    """Return the lines of a calendar, each whole and with a line feed (RFC 5545 §3.1)."""
    if not body.endswith(b"\r\n"):
        raise NotOursError("no end")
    lines = body[:-2].split(b"\r\n")
    if any(len(line) > LINE_OCTETS + 1 for line in lines):
        raise NotOursError("a line that is too long")
    whole = b"\r\n".join(lines).replace(b"\r\n ", b"")
    if b"\n" in whole.replace(b"\r\n", b""):
        raise NotOursError("a line feed alone")
    try:
        return whole.replace(b"\r\n", b"\n").decode() + "\n"
    except UnicodeDecodeError as error:
        raise NotOursError("no UTF-8") from error


def _day(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise NotOursError("no day") from error
