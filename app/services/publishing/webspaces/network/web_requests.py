"""Requests to a webspace that speaks HTTP: signed in, verified, bounded, and to no other host."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import h11
import httpcore
import httpx

from app.core.errors import UserError
from app.core.links.reach import Reach, reach
from app.core.publishing import faults, web_faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import Secret
from app.core.web_address import completed
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.reaching import ended_after
from app.services.publishing.webspaces.network.tls import not_believed, verified_tls

_LONGEST_LIST = 16_000_000
"""Bytes of the list of a folder that are read at most: others' files may lie there too."""
_MOST_REDIRECTS = 3
_REPEATED = {"GET", "HEAD", "PROPFIND"}
"""What asks only, and may so be asked again at the place that a server names."""
_LEADS_ON = {301, 302, 303, 307, 308}
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; `url` is where, after what redirects it led to on the same host."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def safe_address(typed: str) -> str:
    """Return the whole address that was meant, if a password may be sent there.

    By http only to what stands in the house: nobody can have a certificate there.

    Raises:
        WebspaceError: it is no address, or everybody on the way could read the password.
    """
    try:
        address = completed(typed)
    except UserError as error:
        raise web_faults.no_address(typed) from error
    if address.startswith("http:") and reach(address) is Reach.EVERYWHERE:
        raise web_faults.sent_in_the_clear(urlsplit(address).hostname or address)
    return address


class Bearer(httpx.Auth):
    """Signs in by a key (RFC 6750 §2.1)."""

    def __init__(self, key: str) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._key}"
        yield request


NOBODY = httpx.Auth()
"""Signs in nobody."""


class WebRequests:
    """One connection to one host, kept open between requests; for one thread.

    `broken` tells that the last request got no answer.

    Certificates are verified always; user and password go to this host alone. Proxies of the system
    are asked for hosts outside of the house.
    """

    def __init__(
        self,
        address: str,
        user: str,
        secret: Secret,
        *,
        speaks: str,
        auth: httpx.Auth | None = None,
    ) -> None:
        """Nothing is sent yet.

        Args:
            address: of what is to be asked.
            user: who signs in.
            secret: their password.
            speaks: what is expected to be spoken there, for people ("WebDAV").
            auth: how to sign in otherwise than by user and password.
        """
        self.address = address
        self.speaks = speaks
        self.host = urlsplit(address).hostname or address
        self.user = user
        self._secret = secret
        self.broken = False
        self._answered = False
        self._sockets: list[socket.socket] = []
        self._auth: httpx.Auth = auth or self._by_password()
        self._client = httpx.Client(
            verify=verified_tls(),
            timeout=httpx.Timeout(limits.ANSWER_SECONDS, connect=limits.CONNECT_SECONDS),
            headers={"User-Agent": "Zimmerfrei", "Accept-Encoding": "identity"},
            trust_env=reach(address) is Reach.EVERYWHERE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Return the answer to one request, whatever its status is.

        Raises:
            WebspaceError: there is none, it is too long, or it leads to another host.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(method, url, headers or {}, body)
            if answer.status == 401 and self._wants_digest(answer):
                answer = self._ask(method, url, headers or {}, body)
            if answer.status not in _LEADS_ON or "location" not in answer.headers:
                return answer
            target = _resolved(url, answer.headers["location"])
            if method not in _REPEATED or _origin(target) != _origin(url):
                raise web_faults.leads_elsewhere(self.host, _shown(target))
            url = target
        raise faults.other_protocol(self.host, self.speaks)

    def _by_password(self) -> httpx.Auth:
        if not self._secret.password:
            raise faults.secret_missing(self.host)
        try:
            return httpx.BasicAuth(self.user, self._secret.password)
        except UnicodeEncodeError:
            # Half a sign, which nothing can carry: it cannot be the right one.
            raise faults.sign_in_refused(self.host, self.user) from None

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        seconds = limits.seconds_for(len(body or b"") or limits.LARGEST)
        try:
            with (
                ended_after(seconds, lambda: self._sockets),
                self._client.stream(
                    method,
                    url,
                    headers=dict(headers),
                    content=body,
                    auth=self._auth,
                    extensions={"trace": self._note_socket},
                ) as response,
            ):
                answer = Answer(
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    self._body(response),
                    url,
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self.broken = True
            raise self._fault(error) from error
        self._answered, self.broken = True, False
        return answer

    def _note_socket(self, event: str, info: Mapping[str, object]) -> None:
        """Remember which socket a connection has, so that a wait for it can be ended."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            stream = info["return_value"]
            assert isinstance(stream, httpcore.NetworkStream)
            self._sockets = [stream.get_extra_info("socket")]

    def _body(self, response: httpx.Response) -> bytes:
        limit = _LONGEST_LIST if response.request.method == "PROPFIND" else limits.LARGEST
        parts: list[bytes] = []
        length = 0
        for part in response.iter_bytes():
            length += len(part)
            if length > limit:
                raise faults.other_protocol(self.host, self.speaks)
            parts.append(part)
        return b"".join(parts)

    def _wants_digest(self, answer: Answer) -> bool:
        """Tell whether the server takes no Basic sign-in, but Digest (RFC 7616): then that is used.

        A list of several is one header here, its parts parted by commas, as their own values are.
        """
        asked = answer.headers.get("www-authenticate", "").lower()
        if not isinstance(self._auth, httpx.BasicAuth) or "digest" not in asked or "basic" in asked:
            return False
        self._auth = httpx.DigestAuth(self.user, self._secret.password)
        return True

    def _fault(self, error: Exception) -> WebspaceError:
        causes = list(_causes(error))
        fault = self._known_cause(causes, error)
        if fault is not None:
            return fault
        if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            # It leads on to what is no address.
            return faults.other_protocol(self.host, self.speaks)
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
            return faults.no_answer(self.host)
        if isinstance(error, httpx.TimeoutException | TimeoutError):
            return faults.too_slow(self.host)
        garbled = any(isinstance(cause, h11.RemoteProtocolError) for cause in causes)
        if garbled and not self._answered:
            return faults.other_protocol(self.host, "http")
        return faults.broken_off(self.host)

    def _known_cause(
        self, causes: Sequence[BaseException], error: Exception
    ) -> WebspaceError | None:
        """Return what a cause below says of names and certificates, if one does."""
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return not_believed(self.host, cause)
            if isinstance(cause, socket.gaierror):
                return faults.host_unknown(self.host)
            if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                return faults.broken_off(self.host)
            if isinstance(cause, ssl.SSLError) and isinstance(error, httpx.ConnectError):
                return faults.other_protocol(self.host, "https")
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what it came of."""
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        yield step
        step = step.__cause__ or step.__context__


def _resolved(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address; None of what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _USUAL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return parts.scheme, parts.hostname or "", port


def _shown(url: str) -> str:
    """Return where an address leads, without what a query may give away."""
    try:
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "?"
    return f"{parts.scheme}://{place}{parts.path}".rstrip("/")
