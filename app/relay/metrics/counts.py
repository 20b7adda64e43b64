"""What one worker counts: a row of whole numbers that only grow, and a few that rise and fall."""

from __future__ import annotations

import threading
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """What was asked for."""

    CALENDAR = "calendar"
    PAGE = "page"
    """The calendar for a website."""
    UPLOAD = "upload"
    API = "api"
    """What desktops ask besides uploads."""
    INVITATION = "invitation"
    HOST = "host"
    OTHER = "other"


KINDS = tuple(Kind)
STATUSES = (
    *(200, 204, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429),
    *(500, 502, 503, 507),
    0,
)
"""The statuses that are told apart; 0 stands for every other."""
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""Upper ends of the ranges in which times of answering are counted; one more holds the rest."""
_STATUS_AT = {status: at for at, status in enumerate(STATUSES)}
_RANGES = len(SECONDS) + 1
_REQUESTS = 0
_TIMES = _REQUESTS + len(KINDS) * len(STATUSES)
_MICROS = _TIMES + len(KINDS) * _RANGES
_SENT = _MICROS + len(KINDS)
_UPLOADED = _SENT + len(KINDS)
_HITS, _MISSES = _UPLOADED + 1, _UPLOADED + 2
_CACHED = _MISSES + 1
_CELLS = _CACHED + 1
LAYOUT = zlib.crc32(repr((KINDS, STATUSES, SECONDS, _CELLS)).encode())
"""What a stored row begins with: one of a version that counts otherwise is not read."""


class Counts:
    """The numbers of one worker, or the sum of several."""

    def __init__(self, cells: Sequence[int] | None = None) -> None:
        self._cells = [0] * _CELLS if cells is None else list(cells)
        self._counting = threading.Lock()

    @classmethod
    def read(cls, stored: bytes) -> Self | None:
        """Return what `stored` has made of some, None where it is nothing of the kind."""
        if len(stored) != 8 * (1 + _CELLS):
            return None
        layout, *cells = array("q", stored)
        return cls(cells) if layout == LAYOUT and min(cells) >= 0 else None

    def stored(self) -> bytes:
        """Return them as bytes for this machine."""
        with self._counting:
            return array("q", (LAYOUT, *self._cells)).tobytes()

    def note(self, kind: Kind, status: int, seconds: float, sent: int, uploaded: int = 0) -> None:
        """Count one request: how it was answered, how long that took, bytes of bodies."""
        at = KINDS.index(kind)
        cells = self._cells
        answered = _REQUESTS + at * len(STATUSES) + _STATUS_AT.get(status, len(STATUSES) - 1)
        time = _TIMES + at * _RANGES + bisect_left(SECONDS, seconds)
        with self._counting:
            cells[answered] += 1
            cells[time] += 1
            cells[_MICROS + at] += int(seconds * 1_000_000)
            cells[_SENT + at] += sent
            cells[_UPLOADED] += uploaded

    def set_cache(self, hits: int, misses: int, cached: int) -> None:
        """Keep what is known of the cache; `cached` in bytes."""
        with self._counting:
            self._cells[_HITS], self._cells[_MISSES], self._cells[_CACHED] = hits, misses, cached

    def add(self, other: Counts, *, living: bool) -> None:
        """Add those of another worker; of one that has ended only what grows."""
        with self._counting:
            for at in range(_CELLS if living else _CACHED):
                self._cells[at] += other._cells[at]

    def requests(self, kind: Kind) -> dict[int, int]:
        """Return how many were answered by each status."""
        first = _REQUESTS + KINDS.index(kind) * len(STATUSES)
        return dict(zip(STATUSES, self._cells[first : first + len(STATUSES)], strict=True))

    def times(self, kind: Kind) -> list[int]:
        """Return how many took at most as long as each of SECONDS says, then how many in all."""
        first, told = _TIMES + KINDS.index(kind) * _RANGES, 0
        return [told := told + count for count in self._cells[first : first + _RANGES]]

    def seconds(self, kind: Kind) -> float:
        """Return how long all took together."""
        return self._cells[_MICROS + KINDS.index(kind)] / 1_000_000

    def sent(self, kind: Kind) -> int:
        """Return how many bytes of bodies were sent."""
        return self._cells[_SENT + KINDS.index(kind)]

    @property
    def uploaded(self) -> int:
        """Bytes of uploads that were confirmed."""
        return self._cells[_UPLOADED]

    @property
    def cache(self) -> tuple[int, int, int]:
        """How often an answer was kept already, how often not, and how many bytes are kept."""
        return self._cells[_HITS], self._cells[_MISSES], self._cells[_CACHED]
