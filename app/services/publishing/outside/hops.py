"""What all readings of addresses have in common: where they lead on to, how much is read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import httpcore

from app.core.publishing.outside.problems import Problem
from app.services.publishing.outside.transport import ReadingError

LARGEST = 2 * 2**20
"""Bytes that are read at most where nobody says how much is expected."""
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def onward(at: str, location: str) -> str:
    """Return the address that a redirect leads on to."""
    try:
        found = urljoin(at, location).partition("#")[0]
        parts = urlsplit(found)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        httpcore.URL(found)
    except (ValueError, UnicodeError, TypeError):
        sound = False
    if not sound or not found.isascii() or "@" in parts.netloc:
        raise ReadingError(Problem.LEADS_NOWHERE, location[:100])
    return found


def joined(parts: Iterable[bytes], largest: int, where: str) -> bytes:
    """Return all parts as one, as long as that is no more than `largest` bytes."""
    found, size = [], 0
    for part in parts:
        size += len(part)
        if size > largest:
            raise ReadingError(Problem.TOO_LARGE, where)
        found.append(part)
    return b"".join(found)


def header(value: bytes | None) -> str:
    return (value or b"").decode("latin-1").strip()
