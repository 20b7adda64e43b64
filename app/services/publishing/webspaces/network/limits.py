"""How long a webspace is waited for, and how much it may send: read where they are used."""

from __future__ import annotations

CONNECT_SECONDS = 10.0
"""How long to wait for a connection."""
ANSWER_SECONDS = 30.0
"""How long to wait for any answer on it, to its last byte."""
CLOSE_SECONDS = 2.0
"""How long a server is given to say goodbye."""
SLOWEST_LINE = 4096
"""Bytes a second that a line carries at least; so much longer may a file take."""
LARGEST = 4_000_000
"""Bytes of a file that is read back at most; a calendar has a hundredth of that."""
NOT_AT_ONCE = "%s cannot replace a file in one step: each is missing there for a moment"
"""What the log says of a server where a reader may find nothing while a file is replaced."""


def seconds_for(size: int) -> float:
    """Return how long it may take until a file of this size lies there."""
    return ANSWER_SECONDS + size / SLOWEST_LINE
