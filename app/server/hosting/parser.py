"""What waitress reads otherwise than RFC 9110 and 9112 have it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from waitress.parser import HTTPRequestParser, ParsingError

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_NOTHING = "/"
"""A path under which there is nothing."""
_FIELD = re.compile(rb"\r\n([^:\s]+):")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)


class Parser(HTTPRequestParser):
    """Reads one request and refuses what two readers of it could understand differently."""

    path: str
    version: str
    headers: dict[str, str]
    environ: WSGIEnvironment | None = None
    """What the app is to see, where its answer is ready."""

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.completed:
            # Who has sent all there is, or too much, waits for the answer and not for a 100.
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # It takes some addresses, such as ``http://[::1/``, for a bug of its own.
            raise ParsingError("Bad URI") from error
        self._check(header_plus)
        if self.path[:1] != "/" or self.path[:2] == "//":
            # It would take ``//health`` for ``/health``; nothing is under two addresses.
            self.path = _NOTHING

    def _check(self, header_plus: bytes) -> None:
        # Counted here: repeated fields have been joined, and Transfer-Encoding has been removed.
        fields = Counter(name.lower() for name in _FIELD.findall(header_plus))
        hosts = fields[b"host"]
        if hosts > 1 or (not hosts and self.version >= "1.1"):
            raise ParsingError("One Host is needed")  # RFC 9112 §3.2
        if fields[b"transfer-encoding"] and (
            self.version != "1.1"
            or fields[b"content-length"]
            or fields[b"transfer-encoding"] > 1
            or not _CHUNKED.search(header_plus)
        ):
            raise ParsingError("The length of the body is not clear")  # RFC 9112 §6.1
