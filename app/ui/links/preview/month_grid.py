"""Where the days of a month lie: seven columns, a row for each week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.core.stays.dates import month_after
from app.dataclass import dataclass

DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The cells of a month; `column` and `row` are their width and height, `head` what lies above.

    Lengths are in pixels.
    """

    month: date
    column: float
    row: int
    head: int

    @property
    def weeks(self) -> int:
        """How many rows there are."""
        days = self.month.weekday() + (self._end - self.month).days
        return -(-days // DAYS)

    @property
    def height(self) -> int:
        """The pixels from the top to the end of the last row."""
        return self.head + self.weeks * self.row

    def day_at(self, x: float, y: float) -> date | None:
        """Return the day at a point, None where there is none of this month."""
        row, column = int((y - self.head) // self.row), int(x // self.column)
        if row < 0 or not 0 <= column < DAYS:
            return None
        day = self._first_cell + timedelta(days=row * DAYS + column)
        return day if (day.year, day.month) == (self.month.year, self.month.month) else None

    def days_of(self, week: int) -> list[tuple[int, date]]:
        """Return column and day of those days of a week that are of this month."""
        first = self._first_cell + timedelta(days=week * DAYS)
        days = [(column, first + timedelta(days=column)) for column in range(DAYS)]
        return [(column, day) for column, day in days if self.month <= day < self._end]

    @property
    def _first_cell(self) -> date:
        return self.month - timedelta(days=self.month.weekday())

    @property
    def _end(self) -> date:
        after = month_after(self.month, 1)
        return after if after > self.month else date.max
