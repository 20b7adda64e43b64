"""Stands in front of the whole service and counts what is answered; off, it is not there at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from app.core.publishing.relay.protocol import API, FILES_PATH, INVITATION_PAGE
from app.relay.metrics.counts import Counts, Kind

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIXES = (
    ("/cal/", Kind.CALENDAR),
    ("/kalender/", Kind.PAGE),
    (f"{API}/", Kind.API),
    (INVITATION_PAGE, Kind.INVITATION),
    ("/betreiber", Kind.HOST),
)
_BROKEN = 500


class Counting:
    """Counts each request to `app`.

    Args:
        app: the service.
        counts: gives what is counted in, in this process.
    """

    def __init__(self, app: WSGIApplication, counts: Callable[[], Counts]) -> None:
        self._app = app
        self._counts = counts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        counts = self._counts()
        began = perf_counter()
        status, sent = _BROKEN, 0

        def started(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status, sent
            status = int(line[:3])
            sent = _length(headers)
            return start_response(line, headers, *more)

        method = environ["REQUEST_METHOD"]
        kind = kind_of(environ["PATH_INFO"], method)
        try:
            return self._app(environ, started)
        finally:
            uploaded = 0
            if kind is Kind.UPLOAD and status < 300:
                uploaded = _number(environ.get("CONTENT_LENGTH", ""))
            sent = 0 if method == "HEAD" else sent
            counts.note(kind, status, perf_counter() - began, sent, uploaded)


def kind_of(path: str, method: str) -> Kind:
    """Return what a request asks for."""
    if method == "PUT" and path.startswith(f"{FILES_PATH}/"):
        return Kind.UPLOAD
    return next((kind for prefix, kind in _PREFIXES if path.startswith(prefix)), Kind.OTHER)


def _length(headers: list[tuple[str, str]]) -> int:
    return next((_number(value) for name, value in headers if name == "Content-Length"), 0)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
