"""A web server that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import trustme

from tests.services.publishing.webspaces.servers.fronts import tls_front
from tests.services.publishing.webspaces.servers.server import HOST
from tests.services.publishing.webspaces.servers.waitresses import served

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class Asked:
    """A request; names of headers are in small letters, with dashes."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """What answers; `url` is where. A test sets `answer`."""

    answer: Callable[[Asked], Reply]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
        }
        body = environ.get("wsgi.input", io.BytesIO()).read()
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        asked = Asked(environ["REQUEST_METHOD"], path, headers, body)
        self.asked.append(asked)
        reply = self.answer(asked)
        start(
            f"{reply.status} Answer",
            [("Content-Length", str(len(reply.body))), *reply.headers.items()],
        )
        return [reply.body] if asked.method != "HEAD" else []

    def methods(self) -> list[str]:
        return [each.method for each in self.asked]


@contextmanager
def answering(certificate: trustme.LeafCert, answer: Callable[[Asked], Reply]) -> Iterator[Site]:
    site = Site(answer)
    with served(site, scheme="https") as behind, tls_front(behind, certificate) as port:
        site.url = f"https://{HOST}:{port}"
        yield site
