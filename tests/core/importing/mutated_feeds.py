"""Calendars that went wrong on the way: samples and made ones, cut, doubled, twisted in every way.

Cheap on purpose: a seed makes a feed, so that a million of them can be tried, and any one again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

FEEDS = Path(__file__).parents[2] / "feeds"
_PRODUCERS = (
    b"-//Airbnb Inc//Hosting Calendar 1.0//EN",
    b"-//admin.booking.com//NONSGML v1.0//EN",
    b"-//HomeAway.com, Inc.//EN",
    b"-//Guesty//EN",
    b"-//Smoobu//EN",
    b"Microsoft Exchange Server 2010",
    b"-//\xff\xfe//",
)
_SUMMARIES = (
    b"Reserved",
    b"Reserved - M\xc3\xbcller <b>",
    b"Airbnb (Not available)",
    b"CLOSED - Not available",
    b"Blocked",
    b"Blocked by Guesty",
    b"Provisoire - X",
    b"\x00\x07\xe2\x80\xae",
    b"",
)
_LINES = (
    b"RRULE:FREQ=SECONDLY",
    b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    b"RRULE:FREQ=DAILY;COUNT=99999999",
    b"RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=99991231",
    b"RDATE:20261101,20261102,99991231,00010101",
    b"EXDATE:20261101",
    b"RECURRENCE-ID:20261101",
    b"DURATION:P99999999W",
    b"DURATION:-PT1H",
    b"STATUS:CANCELLED",
    b"STATUS:TENTATIVE",
    b"TRANSP:TRANSPARENT",
    b"DTSTART;VALUE=DATE:00010101",
    b"DTEND;VALUE=DATE:99991231",
    b"DTEND;TZID=W. Europe Standard Time:20261104T100000",
    b"DTSTART;TZID=../../etc/passwd:20261104T100000",
    b"DTSTART:20261104T240000Z",
    b"DTSTAMP:20261104T100000Z",
    b'SUMMARY;LANGUAGE="a:b;c":Reserved',
    b"BEGIN:VALARM",
    b"END:VEVENT",
    b"BEGIN:VEVENT",
    b"END:VCALENDAR",
    b"UID:1",
    b"X" * 300,
)


@cache
def _samples() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(FEEDS.glob("*.ics")))


def mutated_feed(seed: int) -> bytes:
    """Return the feed of a seed."""
    random = Random(seed)
    body = random.choice(_samples()) if random.random() < 0.5 else _made(random)
    for _ in range(random.randrange(4)):
        body = random.choice(_MUTATIONS)(random, body)
    return body


def _made(random: Random) -> bytes:
    events = b"".join(_event(random, number) for number in range(random.randrange(12)))
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:" + random.choice(_PRODUCERS)
    return head + b"\r\n" + events + b"END:VCALENDAR\r\n"


def _event(random: Random, number: int) -> bytes:
    first = date(2026, 9, 20) + timedelta(days=random.randrange(420))
    end = first + timedelta(days=random.randrange(-1, 12))
    uid = random.choice((b"", b"same", b"u%d" % number, b"u%d" % random.randrange(10**6)))
    return b"\r\n".join(
        (
            b"BEGIN:VEVENT",
            b"UID:" + uid,
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}".encode(),
            f"DTEND;VALUE=DATE:{end:%Y%m%d}".encode(),
            b"SUMMARY:" + random.choice(_SUMMARIES),
            b"END:VEVENT",
            b"",
        )
    )


# ---- what goes wrong ----


def _cut(random: Random, body: bytes) -> bytes:
    return body[: random.randrange(len(body) + 1)]


def _noise(random: Random, body: bytes) -> bytes:
    at = random.randrange(len(body) + 1)
    return body[:at] + random.randbytes(random.randrange(1, 9)) + body[at + random.randrange(9) :]


def _line(random: Random, body: bytes) -> bytes:
    lines = body.split(b"\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(_LINES) + b"\r")
    return b"\n".join(lines)


def _lost(random: Random, body: bytes) -> bytes:
    lines = body.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _twice(random: Random, body: bytes) -> bytes:
    first = random.randrange(len(body) + 1)
    part = body[first : first + random.randrange(400)]
    return body[:first] + part * random.randrange(2, 4) + body[first:]


def _swapped(random: Random, body: bytes) -> bytes:
    lines = body.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _folded(random: Random, body: bytes) -> bytes:
    at = random.randrange(len(body) + 1)
    return body[:at] + random.choice((b"\r\n ", b"\n\t", b"\r ", b"\n")) + body[at:]


def _digits(random: Random, body: bytes) -> bytes:
    places = [at for at in range(len(body)) if 48 <= body[at] <= 57]
    if not places:
        return body
    found = bytearray(body)
    for _ in range(random.randrange(1, 6)):
        found[random.choice(places)] = 48 + random.randrange(10)
    return bytes(found)


def _recoded(random: Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    encoding = random.choice(("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-7"))
    return text.encode(encoding, "replace")


def _lower(_: Random, body: bytes) -> bytes:
    return body.lower()


_MUTATIONS: tuple[Callable[[Random, bytes], bytes], ...] = (
    _cut,
    _noise,
    _line,
    _line,
    _lost,
    _twice,
    _swapped,
    _folded,
    _digits,
    _digits,
    _recoded,
    _lower,
)
