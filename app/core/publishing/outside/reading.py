"""What was read under a public address, and what that says of it."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message as Headers
from urllib.parse import urlsplit

from app.core.links.address import Finding
from app.core.publishing.outside.problems import Problem, finding_of
from app.core.web_address import readable

WARNED_BEFORE = timedelta(days=14)
_PART_OF_LIFE = 4
"""A certificate that is made for a few days is renewed late in them: a quarter of its life."""
_UNASKED = 200
_UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|!--|\?xml|title|meta)", re.IGNORECASE
)
_CALENDAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)
CALENDAR_TYPE, PAGE_TYPE = "text/calendar", "text/html"
_MARKS = {CALENDAR_TYPE: b"-//Zimmerfrei//", PAGE_TYPE: b"<link rel=icon href='data:,'><style>"}
"""What every older one of ours has, too: who wrote a calendar, how a page begins."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Between which moments a certificate is valid."""

    since: datetime
    until: datetime

    def ends_soon(self, now: datetime) -> bool:
        """Tell whether it should have been renewed by now."""
        return self.until - now < min(WARNED_BEFORE, (self.until - self.since) / _PART_OF_LIFE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be read: one of these contents (SHA-256), as a calendar or as a page."""

    digests: frozenset[bytes]
    content_type: str = CALENDAR_TYPE


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stranger got who asked for an address.

    Attributes:
        asked: the address that was asked for.
        url: the one that answered, after all that it led on to.
        content_type, encoding: headers as they came, in small letters.
        body: as it came, not unpacked.
        certificate: of the one that answered; None over http.
        robots_forbids: names of those computers on the way whose robots.txt keeps Google out.
        robots_unreadable: names of those whose robots.txt could not be read, so that Google waits.
        ipv6_only: no address of the computer can be reached over IPv4.
        by_script: our script on a webspace has answered.
        seconds: from asking to the last byte.
    """

    asked: str
    url: str
    status: int
    content_type: str = ""
    encoding: str = ""
    body: bytes = b""
    certificate: Certificate | None = None
    robots_forbids: tuple[str, ...] = ()
    robots_unreadable: tuple[str, ...] = ()
    ipv6_only: bool = False
    by_script: bool = False
    seconds: float = field(default=0.0, compare=False)

    @property
    def leads_on(self) -> bool:
        return self.url != self.asked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer says of an address: the worst problem, and what stands in its sentence."""

    problem: Problem | None = None
    detail: str = ""

    @property
    def finding(self) -> Finding:
        return Finding.READABLE if self.problem is None else finding_of(self.problem)


WELL = Verdict()


def place(url: str) -> str:
    """Return the name of the computer in an address, as owners write it."""
    parts = urlsplit(readable(url))
    return parts.netloc


def judged(answer: Answer, expected: Expected, now: datetime) -> Verdict:
    """Tell what is the worst of an answer; all is well where nothing is."""
    wrong = _status(answer)
    if wrong is None:
        wrong = _content(answer, expected)
    if wrong is not None:
        return wrong
    return next(iter(doubts(answer, expected, now)), WELL)


def has_expected(answer: Answer, expected: Expected) -> bool:
    """Tell whether an answer brings the very content that is expected."""
    return _status(answer) is None and _content(answer, expected) is None


def doubts(answer: Answer, expected: Expected, now: datetime) -> list[Verdict]:
    """Return what keeps some readers from what was read rightly, the worst first."""
    kind, charset = _type_and_charset(answer.content_type)
    said = (
        *((Problem.ROBOTS, host) for host in answer.robots_forbids),
        *((Problem.ROBOTS_UNREADABLE, host) for host in answer.robots_unreadable),
        (Problem.LEADS_ON, readable(answer.url)) if answer.leads_on else None,
        (Problem.NOT_ENCRYPTED, place(answer.url)) if answer.certificate is None else None,
        (Problem.IPV6_ONLY, place(answer.url)) if answer.ipv6_only else None,
        (Problem.CONTENT_TYPE, kind or "–") if kind != expected.content_type else None,
        (Problem.CHARSET, charset) if charset not in _UTF8 else None,
        (Problem.COMPRESSED, answer.encoding) if _packed(answer) else None,
        (Problem.CERTIFICATE_ENDS, place(answer.url)) if _ends_soon(answer, now) else None,
    )
    return [Verdict(*one) for one in said if one is not None]


def names(answer: Answer, name: str) -> bool:
    """Tell whether a name stands in an answer, as those of all files do in a list of a folder."""
    return answer.status == 200 and name.encode() in _unpacked(answer)


def is_page(answer: Answer) -> bool:
    """Tell whether a web page came, whatever its header says."""
    kind, _ = _type_and_charset(answer.content_type)
    body = _unpacked(answer)
    return bool(_PAGE.match(body)) or (kind == PAGE_TYPE and not _CALENDAR.match(body))


def _status(answer: Answer) -> Verdict | None:
    status, where = answer.status, place(answer.url)
    match status:
        case 200:
            return None
        case 401 | 407:
            return Verdict(Problem.SIGN_IN, where)
        case 403 | 451:
            return Verdict(Problem.FORBIDDEN, where)
        case 404 | 410:
            return Verdict(Problem.NOT_THERE, where)
        case 511:
            # RFC 6585 §6: the network itself wants somebody to sign in.
            return Verdict(Problem.CAPTIVE, where)
        case _ if status >= 500:
            return Verdict(Problem.SERVER_FAULT, str(status))
        case _:
            return Verdict(Problem.REFUSED, str(status))


def _content(answer: Answer, expected: Expected) -> Verdict | None:
    body, where = _unpacked(answer), place(answer.url)
    if hashlib.sha256(body).digest() in expected.digests:
        return None
    if _MARKS[expected.content_type] in body:
        return Verdict(Problem.OLDER, where)
    if is_page(answer):
        if answer.leads_on:
            return Verdict(Problem.LEADS_TO_PAGE, readable(answer.url))
        return Verdict(Problem.PAGE, where)
    return Verdict(Problem.FOREIGN if _CALENDAR.match(body) else Problem.ELSEWHERE, where)


def _packed(answer: Answer) -> bool:
    return answer.encoding not in {"", "identity"}


def _unpacked(answer: Answer) -> bytes:
    """Return the body without its compression; as it came where that is none that we know."""
    try:
        if answer.encoding in {"gzip", "x-gzip"}:
            return _limited(zlib.decompressobj(zlib.MAX_WBITS | 16), answer.body)
        if answer.encoding == "deflate":
            return _limited(zlib.decompressobj(), answer.body)
    except zlib.error:
        pass
    return answer.body


def _limited(unpacking: zlib._Decompress, body: bytes) -> bytes:
    # A few bytes may unpack to gigabytes.
    return unpacking.decompress(body, max(len(body), 1) * _UNASKED)


def _type_and_charset(content_type: str) -> tuple[str, str]:
    headers = Headers()
    headers["Content-Type"] = content_type.replace("\n", " ").replace("\r", " ")
    kind = content_type.partition(";")[0].strip().lower()
    return kind, str(headers.get_param("charset") or "").strip().lower()


def _ends_soon(answer: Answer, now: datetime) -> bool:
    return answer.certificate is not None and answer.certificate.ends_soon(now)
