"""The answers that are no calendar: fixed bytes, alike whoever asks and for whatever."""

from __future__ import annotations

from app.dataclass import dataclass

Headers = list[tuple[str, str]]

COMMON = (
    # A reader may keep the calendar but must ask each time whether it still holds; nobody between
    # us and the reader may keep it, nor a 404 that ends when the link is enabled again.
    ("Cache-Control", "private, no-cache"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
"""What every answer to an address with a token says."""
UNFRAMED = (
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)
"""Nothing may stand in somebody's page but what is made for that."""
GUARDS = (*COMMON, *UNFRAMED)
RETRY_AFTER = 120
"""Seconds after which a reader may try again when a feed could not be given."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status line, headers (with Content-Length), body."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def unchanged(self) -> Answer:
        """Return the answer to a reader who has this one already."""
        # Content-Length would be that of a body which is not sent.
        headers = [header for header in self.headers if header[0] != "Content-Length"]
        return Answer("304 Not Modified", headers, b"")


def _bare(status: str, *more: tuple[str, str]) -> Answer:
    body = f"{status[4:]}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        *GUARDS,
        *more,
    ]
    return Answer(status, headers, body)


NOT_FOUND = _bare("404 Not Found")
GONE = _bare("410 Gone")
NOT_ALLOWED = _bare("405 Method Not Allowed", ("Allow", "GET, HEAD"))
UNAVAILABLE = _bare("503 Service Unavailable", ("Retry-After", str(RETRY_AFTER)))
