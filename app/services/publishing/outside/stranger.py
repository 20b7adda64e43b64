"""A stranger who reads public addresses: what Google or a portal would get, and how."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore

from app.core.publishing.outside import robots
from app.core.publishing.outside.problems import Problem
from app.core.publishing.outside.reading import Answer, Certificate, is_page, place
from app.core.readers.agents import OWN_AGENT
from app.core.web_address import readable
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

logger = logging.getLogger(__name__)

SECONDS = 20.0
"""For one reading, with everything that it leads on to."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Robots:
    """The robots.txt of one computer: None where it could not be read; all is allowed by ""."""

    text: str | None


class Stranger:
    """Reads addresses, one after the other, over few connections; for one thread.

    What was found of a computer holds for all addresses there: its robots.txt, its certificate, and
    that it does not answer.

    Args:
        internet: how computers are found and reached.
        stopped: asked again and again; True ends a reading with `ReadingStoppedError`.
    """

    def __init__(
        self, internet: Internet | None = None, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._internet = internet or Internet()
        self._patience = Patience(stopped)
        self._backend = Backend(self._internet, self._patience)
        self._pool = self._new_pool()
        self._robots: dict[str, _Robots] = {}
        self._certificates: dict[str, Certificate] = {}
        self._faults: dict[str, ReadingError] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def read(self, url: str, largest: int = LARGEST) -> Answer:
        """Return what is answered at `url`, after following where it leads on to.

        Args:
            url: a whole address in ASCII (`app.core.web_address.completed`).
            largest: how many bytes are read; more is a fault.

        Raises:
            ReadingError: there was no answer, and why.
            ReadingStoppedError: it was stopped.
        """
        began = time.monotonic()
        self._patience.begin(SECONDS)
        at, passed = url, [url]
        while True:
            answer, location = self._one(at, largest)
            if location is None:
                break
            at = onward(at, location)
            if len(passed) > MOST_REDIRECTS or at in passed:
                raise ReadingError(Problem.LEADS_ROUND, readable(at))
            passed.append(at)
        seconds = time.monotonic() - began
        answer = replace(answer, asked=url, seconds=seconds)
        return self._with_robots(answer, passed) if answer.status == 200 else answer

    def says_page_to_all(self, url: str) -> bool:
        """Tell whether a computer sends any address over http on to a page of somebody else.

        So does a network in which one has to sign in first, whatever is asked for.
        """
        parts = urlsplit(url)
        host = parts.netloc if parts.scheme == "http" else parts.hostname or ""
        nowhere = f"http://{host}/zimmerfrei-{time.time_ns():x}"
        try:
            self._patience.begin(SECONDS / 2)
            answer, location = self._one(nowhere, LARGEST)
        except ReadingError:
            return False
        if location is not None:
            return urlsplit(urljoin(nowhere, location)).hostname not in _names_of(parts.hostname)
        return answer.status == 511 or (answer.status == 200 and is_page(answer))

    # ---- one request ----

    def _one(self, url: str, largest: int) -> tuple[Answer, str | None]:
        """Ask once; returns the answer, and where it leads on to."""
        origin = _origin(url)
        if origin in self._faults:
            raise self._faults[origin]
        try:
            return self._asked(url, largest)
        except ReadingError as error:
            # Whoever does not answer is not asked again for each of a hundred links.
            if error.problem in _OF_COMPUTERS:
                self._faults[origin] = error
            raise

    def _asked(self, url: str, largest: int) -> tuple[Answer, str | None]:
        where = place(url)
        for last in (False, True):
            try:
                return self._exchange(url, largest)
            except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError) as error:
                # A connection that was kept may have been closed there just now.
                if last:
                    stream = self._backend.stream
                    strange = isinstance(error, httpcore.RemoteProtocolError)
                    whole = stream is not None and not stream.ended
                    problem = Problem.NO_WEB_SERVER if strange and whole else Problem.BROKEN_OFF
                    raise ReadingError(problem, where) from None
                self._pool.close()
                self._pool = self._new_pool()
            except (httpcore.TimeoutException, TimeoutError):
                raise ReadingError(Problem.NO_ANSWER, where) from None
        raise AssertionError

    def _exchange(self, url: str, largest: int) -> tuple[Answer, str | None]:
        headers = [
            ("Host", urlsplit(url).netloc),
            ("User-Agent", OWN_AGENT),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
        ]
        with self._pool.stream("GET", url, headers=headers) as response:
            certificate = self._certificate(url, response.extensions.get("network_stream"))
            found = {name.lower(): value for name, value in response.headers}
            location = found.get(b"location") if response.status in REDIRECTS else None
            body = b"" if location else joined(response.iter_stream(), largest, place(url))
            answer = Answer(
                asked=url,
                url=url,
                status=response.status,
                content_type=header(found.get(b"content-type")),
                encoding=header(found.get(b"content-encoding")).lower(),
                body=body,
                certificate=certificate,
                by_script=b"x-zimmerfrei" in found,
                ipv6_only=self._backend.ipv6_only(urlsplit(url).hostname or ""),
            )
            return answer, None if location is None else header(location)

    def _certificate(self, url: str, stream: object) -> Certificate | None:
        if not url.startswith("https:"):
            return None
        origin = _origin(url)
        if origin not in self._certificates and isinstance(stream, httpcore.NetworkStream):
            secured = stream.get_extra_info("ssl_object")
            assert isinstance(secured, ssl.SSLSocket)
            self._certificates[origin] = _validity(secured.getpeercert() or {})
        return self._certificates[origin]

    def _new_pool(self) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=verified_tls(), max_connections=4, network_backend=self._backend
        )

    # ---- robots.txt ----

    def _with_robots(self, answer: Answer, passed: list[str]) -> Answer:
        forbids, unreadable = [], []
        for url in passed:
            text = self._robots_of(url).text
            if text is None:
                unreadable.append(place(url))
            elif not robots.allows(text, _path(url)):
                forbids.append(place(url))
        return replace(
            answer,
            robots_forbids=tuple(dict.fromkeys(forbids)),
            robots_unreadable=tuple(dict.fromkeys(unreadable)),
        )

    def _robots_of(self, url: str) -> _Robots:
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(f"{origin}/robots.txt")
        return self._robots[origin]

    def _read_robots(self, url: str) -> _Robots:
        """Read one as Google does: RFC 9309 §2.3.1, and too many questions (429) are a fault."""
        self._patience.begin(SECONDS / 2)
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer, location = self._one(url, robots.LARGEST)
                if location is None:
                    break
                url = onward(url, location)
            except ReadingError as error:
                large = error.problem is Problem.TOO_LARGE
                return _Robots("" if large else None)
        else:
            return _Robots("")
        if answer.status == 429 or answer.status >= 500:
            return _Robots(None)
        if answer.status != 200:
            return _Robots("")
        return _Robots(answer.body.decode("utf-8", "replace"))


_OF_COMPUTERS = frozenset(
    {
        Problem.HOUSE_ONLY,
        Problem.TAILNET,
        Problem.NAME_UNKNOWN,
        Problem.OFFLINE,
        Problem.IPV6_ONLY,
        Problem.NO_ANSWER,
        Problem.NO_ENCRYPTION,
        Problem.CERTIFICATE_EXPIRED,
        Problem.CERTIFICATE_TOO_YOUNG,
        Problem.CERTIFICATE_OF_ANOTHER,
        Problem.CERTIFICATE_UNKNOWN,
    }
)
"""What is wrong with a computer is wrong for all that lies there."""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _names_of(host: str | None) -> set[str]:
    bare = (host or "").removeprefix("www.")
    return {bare, f"www.{bare}"}


def _validity(certificate: Mapping[str, object]) -> Certificate:
    since, until = (
        _EPOCH + timedelta(seconds=ssl.cert_time_to_seconds(str(certificate[key])))
        for key in ("notBefore", "notAfter")
    )
    return Certificate(since, until)
