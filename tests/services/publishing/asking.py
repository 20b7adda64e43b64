"""Answers of the real web application, as they go over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def answered(app: WSGIApplication, path: str) -> bytes:
    """Return the whole answer at a path."""
    environ = {"PATH_INFO": path, "QUERY_STRING": "", "REQUEST_METHOD": "GET"}
    setup_testing_defaults(environ)
    begun: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        begun[:] = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]

    body = b"".join(app(environ, start))  # type: ignore[arg-type]
    return "\r\n".join([*begun, "", ""]).encode() + body
