"""The clock that tests set: it stands until they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass
class SetClock:
    """A clock that stands until a test sets it: 6 July 2027, noon in UTC."""

    moment: datetime = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def passes(self, **amount: float) -> None:
        self.moment += timedelta(**amount)
