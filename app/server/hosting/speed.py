"""What makes many answers a second out of waitress, each trick with its reason.

``benchmarks/bench_tricks.py`` shows what each one is worth. One that makes nothing 5 % faster goes.

Others are the shape of other modules and can stand nowhere else:

- What is ready is answered by the thread that has read the request (`app.server.hosting.channel`):
  handing it to another one takes longer than the answer.
- Addresses with a token are answered in front of Flask (`app.server.web.token_app`): its dispatch
  takes as long as the whole answer.
- The data version is asked before any table (`app.services.feeds.feeds`).
- Pages for websites are kept (`app.server.web.website`), and so is which of our languages a reader
  wants (`app.server.web.languages`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.buffers import ReadOnlyFileBasedBuffer

SWITCH_SECONDS = 0.0001
"""How long a thread that computes keeps the others waiting; fifty times less than Python’s usual.

Each answer asks SQLite whether anything has changed, which lets the other threads go on, and after
that waits for the interpreter again: with the usual interval most of the time.
"""
AT_ONCE = 64
"""So many connections are accepted in one go: each look at all of them costs time."""
_SHARED_FROM = 8192
"""From so many bytes on, a copy for each reader would be more than what it takes to do without."""


@contextmanager
def short_switches() -> Iterator[None]:
    """Let the threads of this process take short turns; a window is the livelier for it too."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, SWITCH_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def part_to_send(data: bytes) -> Any:
    """Return `data` as waitress may keep it until the reader has taken it."""
    return data if len(data) < _SHARED_FROM else Shared(data)


class Shared(ReadOnlyFileBasedBuffer):
    """What is left to send of bytes that all readers share, instead of a copy for each."""

    def __init__(self, data: bytes) -> None:
        self._left = memoryview(data)

    def __len__(self) -> int:
        return len(self._left)

    def get(self, numbytes: int = -1, skip: bool = False) -> Any:  # a view, not bytes
        part = self._left if numbytes < 0 else self._left[:numbytes]
        if skip:
            self.skip(len(part))
        return part

    def skip(self, numbytes: int, allow_prune: int = 0) -> None:  # noqa: ARG002
        self._left = self._left[numbytes:]

    def close(self) -> None:
        self._left = memoryview(b"")
