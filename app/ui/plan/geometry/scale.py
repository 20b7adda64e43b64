"""Days and pixels: which day stands where, how wide, and how the view moves. No Qt here.

A day is its ordinal (``date.toordinal``), a position whole pixels. Each day's left edge is rounded
from the beginning of time, not from the view's edge: when the view moves by n pixels every edge
moves by exactly n, so what is on the screen can be moved instead of painted again.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import Final

from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.dataclass import dataclass

FIRST: Final = FIRST_DAY.toordinal()
LAST: Final = LAST_DAY.toordinal()
LEAST_DAYS: Final = 14.0
MOST_DAYS: Final = 366.0
# From this width on all columns get the same whole number of pixels.
_EVEN_FROM = 8.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What part of time is in view.

    `days` is how many days the owner wants in view, `width` the pixels there are for them, `left`
    the pixels between the beginning of time and the view, `day_width` the pixels of a day (at
    most a part of a pixel less than what `days` asks for). Made by `scale`.
    """

    days: float
    width: int
    left: int
    day_width: float

    def x(self, day: int) -> int:
        """The left edge of a day, from the left of the view."""
        return floor((day - FIRST) * self.day_width + 0.5) - self.left

    def middle(self, day: int) -> int:
        """The middle of a day: where stays begin and end."""
        return floor((day - FIRST + 0.5) * self.day_width + 0.5) - self.left

    def day_at(self, x: int) -> int:
        """The day whose column is at `x`; beyond the ends of time the first or the last one."""
        day = FIRST + int((self.left + x) / self.day_width)
        # The division may be off by one day where an edge was rounded the other way.
        if self.x(day) > x:
            day -= 1
        elif self.x(day + 1) <= x:
            day += 1
        return min(max(day, FIRST), LAST)

    @property
    def first(self) -> int:
        """The first day of which something is in view."""
        return self.day_at(0)

    @property
    def last(self) -> int:
        """The last day of which something is in view."""
        return self.day_at(max(self.width - 1, 0))

    def scrolled(self, pixels: int) -> Scale:
        """This view further into the future by so many pixels, stopped by the ends of time."""
        return replace(self, left=_within(self.left + pixels, self.day_width, self.width))

    def from_day(self, day: int) -> Scale:
        """This view with a day at its left edge."""
        return self.scrolled(self.x(day))

    def snapped(self) -> Scale:
        """This view from the beginning of the day that begins nearest to its left edge."""
        first = self.first
        return self.from_day(first if -self.x(first) * 2 <= self.day_width else first + 1)

    def zoomed(self, days: float, at: int) -> Scale:
        """This view over so many days; what is at `at` pixels stays there."""
        point = (self.left + at) / self.day_width
        return _placed(_limited(days), self.width, point, at)

    def resized(self, width: int) -> Scale:
        """This view on another width, from the same day on."""
        return _placed(self.days, max(width, 1), self.left / self.day_width, 0)


def scale(days: float, width: int, day: int) -> Scale:
    """Return the view over `days` days on `width` pixels that begins with `day`."""
    return _placed(_limited(days), max(width, 1), day - FIRST, 0)


def _limited(days: float) -> float:
    return min(max(days, LEAST_DAYS), MOST_DAYS)


def _placed(days: float, width: int, point: float, at: int) -> Scale:
    day_width = width / days
    if day_width >= _EVEN_FROM:
        day_width = float(int(day_width))
    # No day without a pixel, however narrow the window.
    day_width = max(day_width, 1.0)
    left = _within(round(point * day_width) - at, day_width, width)
    return Scale(days, width, left, day_width)


def _within(left: int, day_width: float, width: int) -> int:
    end = floor((LAST + 1 - FIRST) * day_width + 0.5)
    return min(max(left, 0), max(end - width, 0))
