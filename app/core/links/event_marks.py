"""What tells readers that an event says something else than before: its counter and its time.

Calendar programs compare SEQUENCE or LAST-MODIFIED with what they have (RFC 5545 §3.8.7.4,
§3.8.7.3) and leave an event alone whose marks stand still, whatever else it says. So every link
keeps a mark for each event, with a digest of what it said last.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.core.clock import later

WORDING = 3
"""Which wording of events this program has. A new number lets every link look for what it says
otherwise at the next start; ``tests/core/links/test_wording.py`` tells when it is due."""


class Mark(NamedTuple):
    """SEQUENCE, and the moment that DTSTAMP and LAST-MODIFIED tell."""

    sequence: int
    changed_at: datetime

    def raised(self, now: datetime) -> Mark:
        """Return the mark of an event that says something else from now on."""
        return Mark(self.sequence + 1, later(now, self.changed_at))
