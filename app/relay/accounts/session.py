"""How long a host who has signed in stays so."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.dataclass import dataclass

UNUSED_FOR = timedelta(hours=1)
"""After so long without a request the page asks for the key again."""
AT_MOST = timedelta(hours=12)
SESSIONS_MOST = 20
"""So many at once: whoever signs in again and again fills nothing."""
_SET_BACK = timedelta(minutes=2)
"""By so much the clocks of two machines may differ."""
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """From signing in to signing out, in one browser."""

    begun_at: datetime
    seen_at: datetime

    def holds_at(self, now: datetime) -> bool:
        """Tell whether it lets its host in; none that comes from the future."""
        return (
            self.begun_at - _SET_BACK <= now < self.begun_at + AT_MOST
            and self.seen_at - _SET_BACK <= now < self.seen_at + UNUSED_FOR
        )

    def seen_long_ago(self, now: datetime) -> bool:
        """Tell whether it is worth noting that it was used."""
        return now - self.seen_at >= _SEEN_EVERY
