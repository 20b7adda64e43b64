"""Fetching a portal's calendar: from the very computer that was judged, never for long, and never
more of it than a calendar can be.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpcore

from app.core.importing.address import host_of
from app.core.importing.faults import AskedToWaitError, UnreadableError
from app.core.publishing.outside.problems import Problem
from app.services.publishing.outside.hops import (
    LARGEST,
    MOST_REDIRECTS,
    REDIRECTS,
    header,
    joined,
    onward,
)
from app.services.publishing.outside.internet import Internet
from app.services.publishing.outside.transport import Backend, Patience, ReadingError
from app.services.publishing.webspaces.network.tls import verified_tls

SECONDS = 10.0
"""For one reading, with everything that it leads on to."""
_LONGEST_WAIT = timedelta(days=1)
"""A portal may ask to be left alone for so long; more is a slip."""
_ANY_ZLIB = zlib.MAX_WBITS | 32
_PLAIN = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_TOLD_BY = 2
"""Bytes by which the head of a packed body is known (RFC 1950 §2.2)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: an address, what is known of the last answer, and what is allowed."""

    address: str = field(repr=False)
    agent: str
    etag: str = ""
    modified: str = ""
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer. Without a `body` it is what was answered the last time.

    `etag` and `modified` are what it says of itself; `passed` are the addresses that led to it.
    """

    body: bytes | None = field(repr=False)
    etag: str = ""
    modified: str = ""
    passed: tuple[str, ...] = field(default=(), repr=False)


class Fetcher:
    """Fetches calendars, each over a connection of its own; threads may share one.

    Args:
        internet: how computers are found and reached.
        now: what time it is.
        stopped: asked again and again; True ends a reading with `ReadingStoppedError`.
        seconds: how long one reading may take.
    """

    def __init__(
        self,
        internet: Internet,
        now: Callable[[], datetime],
        stopped: Callable[[], bool] = lambda: False,
        seconds: float = SECONDS,
    ) -> None:
        self._internet = internet
        self._now = now
        self._stopped = stopped
        self._seconds = seconds

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return what is answered at an address, after following where it leads on to.

        Raises:
            UnreadableError: there was no such answer, and why.
            AskedToWaitError: the portal wants to be asked later.
            ReadingStoppedError: it was stopped.
        """
        reading = _Reading(self._internet_for(wanted), self._stopped, self._seconds, self._tls)
        passed = [wanted.address]
        while True:
            at = passed[-1]
            try:
                answer = reading.ask(at, wanted)
                if answer.location is None:
                    return self._judged(answer, wanted, at, tuple(passed))
                following = onward(at, answer.location)
            except ReadingError as error:
                raise _unreadable(error, at) from None
            if len(passed) > MOST_REDIRECTS or following in passed:
                raise UnreadableError(Problem.LEADS_ROUND, host_of(wanted.address))
            if following.startswith("http:") and not wanted.allow_private:
                raise UnreadableError(Problem.NOT_ENCRYPTED, host_of(at))
            passed.append(following)

    @cached_property
    def _tls(self) -> Callable[[], object]:
        context = verified_tls()
        return lambda: context

    def _internet_for(self, wanted: Wanted) -> Internet:
        if wanted.allow_private:
            return replace(self._internet, is_public=lambda _: True)
        return self._internet

    def _judged(self, answer: _Answer, wanted: Wanted, at: str, passed: tuple[str, ...]) -> Fetched:
        status, host = answer.status, host_of(at)
        if status == 200:
            return Fetched(answer.body, answer.etag, answer.modified, passed)
        if status == 304 and (wanted.etag or wanted.modified):
            return Fetched(None, wanted.etag, wanted.modified, passed)
        until = self._until(answer.retry_after)
        if until is None and status == 429:
            until = self._now() + timedelta(hours=1)
        if until is not None and status in {429, 503}:
            raise AskedToWaitError(host, until)
        raise UnreadableError(_PROBLEMS.get(status, _of_status(status)), host, status=status)

    def _until(self, retry_after: str) -> datetime | None:
        """Return what a Retry-After header means (RFC 9110 §10.2.3)."""
        now = self._now()
        if retry_after.isascii() and retry_after.isdigit():
            seconds = int(retry_after[:9])
            return now + min(timedelta(seconds=seconds), _LONGEST_WAIT)
        try:
            until = parsedate_to_datetime(retry_after)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return max(now, min(until.astimezone(UTC), now + _LONGEST_WAIT))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str | None
    etag: str
    modified: str
    retry_after: str
    body: bytes


class _Reading:
    """One reading, with one patience for all that it leads to."""

    def __init__(
        self,
        internet: Internet,
        stopped: Callable[[], bool],
        seconds: float,
        tls: Callable[[], object],
    ) -> None:
        patience = Patience(stopped)
        patience.begin(seconds)
        self._backend = Backend(internet, patience)
        self._tls = tls

    def ask(self, url: str, wanted: Wanted) -> _Answer:
        where = host_of(url)
        try:
            return self._exchange(url, wanted, where)
        except (httpcore.ReadError, httpcore.WriteError):
            raise ReadingError(Problem.BROKEN_OFF, where) from None
        except httpcore.RemoteProtocolError:
            stream = self._backend.stream
            whole = stream is not None and not stream.ended
            problem = Problem.NO_WEB_SERVER if whole else Problem.BROKEN_OFF
            raise ReadingError(problem, where) from None
        except (httpcore.TimeoutException, TimeoutError):
            raise ReadingError(Problem.NO_ANSWER, where) from None

    def _exchange(self, url: str, wanted: Wanted, where: str) -> _Answer:
        with (
            httpcore.ConnectionPool(
                ssl_context=self._tls(),  # type: ignore[arg-type]  # made on first use
                network_backend=self._backend,
            ) as pool,
            pool.stream("GET", url, headers=_headers(url, wanted)) as response,
        ):
            found = {name.lower(): value for name, value in response.headers}
            location = found.get(b"location") if response.status in REDIRECTS else None
            wants_body = response.status == 200
            parts = _unpacked(response, header(found.get(b"content-encoding")), where)
            return _Answer(
                status=response.status,
                location=None if location is None else header(location),
                etag=_kept(header(found.get(b"etag"))),
                modified=_kept(header(found.get(b"last-modified"))),
                retry_after=header(found.get(b"retry-after")),
                body=joined(parts, LARGEST, where) if wants_body else b"",
            )


def _headers(url: str, wanted: Wanted) -> list[tuple[str, str]]:
    headers = [
        ("Host", urlsplit(url).netloc),
        ("User-Agent", wanted.agent),
        ("Accept", "text/calendar, */*;q=0.1"),
        ("Accept-Encoding", "gzip"),
        ("Cache-Control", "max-age=0"),
        ("Connection", "close"),
    ]
    if wanted.etag:
        headers.append(("If-None-Match", wanted.etag))
    if wanted.modified:
        headers.append(("If-Modified-Since", wanted.modified))
    return headers


def _unpacked(response: httpcore.Response, encoding: str, where: str) -> Iterator[bytes]:
    """Yield the body unpacked, never more at once than may be kept."""
    encoding = encoding.lower()
    if encoding in _PLAIN:
        yield from response.iter_stream()
        return
    if encoding not in _PACKED:
        raise ReadingError(Problem.COMPRESSED, where)
    unpacking: Any = None
    travelled, left, first = 0, LARGEST + 1, b""
    try:
        for part in response.iter_stream():
            travelled += len(part)
            if travelled > LARGEST:
                raise ReadingError(Problem.TOO_LARGE, where)
            first += part
            if unpacking is None and len(first) < _TOLD_BY:
                continue
            unpacking = unpacking or _unpacking(encoding, first)
            found = unpacking.decompress(first, left)
            first = b""
            left -= len(found)
            yield found
            if left <= 0:
                raise ReadingError(Problem.TOO_LARGE, where)
    except zlib.error:
        raise ReadingError(Problem.BROKEN_OFF, where) from None
    if unpacking is None or not unpacking.eof:
        raise ReadingError(Problem.BROKEN_OFF, where)


def _unpacking(encoding: str, first: bytes) -> Any:
    """Return what unpacks a body that begins so.

    Deflate is a zlib stream (RFC 9110 §8.4.1.2); some servers send it without the head, though.
    """
    head = int.from_bytes(first[:_TOLD_BY], "big")
    headless = encoding == "deflate" and (first[0] & 0x0F != zlib.DEFLATED or head % 31)
    gzipped = first.startswith(b"\x1f\x8b")
    return zlib.decompressobj(-zlib.MAX_WBITS if headless and not gzipped else _ANY_ZLIB)


def _kept(value: str) -> str:
    """Return what an answer says of itself, where it can be sent back as it is."""
    return value if len(value) <= 500 and value.isascii() and value.isprintable() else ""


def _unreadable(error: ReadingError, at: str) -> UnreadableError:
    # Where it is an address that is not everybody's, the owner has to know which.
    named = error.problem in {Problem.HOUSE_ONLY, Problem.TAILNET}
    return UnreadableError(error.problem, error.detail if named else host_of(at))


def _of_status(status: int) -> Problem:
    return Problem.SERVER_FAULT if status >= 500 else Problem.REFUSED


_PROBLEMS: Mapping[int, Problem] = {
    401: Problem.SIGN_IN,
    403: Problem.FORBIDDEN,
    404: Problem.NOT_THERE,
    410: Problem.NOT_THERE,
}
