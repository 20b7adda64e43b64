"""Where a bar stands in its row, and what of it is under the pointer. No Qt here."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from app.dataclass import dataclass
from app.ui.plan.geometry.rows import UNIT_HEIGHT

if TYPE_CHECKING:
    from app.ui.plan.geometry.scale import Scale
    from app.ui.stays.bars import Bar

MOST_SLANT: Final = 14
_BAR = 30
_MARGIN = 3
_GRIP = 8
_BEYOND = 6
"""How far an end can be taken hold of outside the bar."""


class Grip(enum.Enum):
    """What of a bar one has hold of."""

    BODY = "body"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"


@dataclass(frozen=True, slots=True)
class Box:
    """A bar's parallelogram, in pixels of the view.

    `left` and `right` are its ends at half its height; the top is `slant`/2 further right, the
    bottom as much further left. Neighbours on a changeover day lie along the same slant.
    """

    left: int
    right: int
    top: int
    height: int
    slant: int

    def lean(self, y: float) -> float:
        """How far the edges are shifted at this height."""
        return self.slant * (0.5 - (y - self.top) / self.height)

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        if not self.top <= y < self.top + self.height:
            return False
        shift = self.lean(y)
        return self.left + shift <= x < self.right + shift

    def beyond(self, x: float, y: float) -> tuple[float, Grip] | None:
        """How far a point lies outside the end that it has hold of; None where it has none."""
        if not self.top <= y < self.top + self.height:
            return None
        shift = self.lean(y)
        for way, grip in (
            (self.left + shift - x, Grip.ARRIVAL),
            (x - self.right - shift, Grip.DEPARTURE),
        ):
            if 0 <= way <= _BEYOND:
                return way, grip
        return None

    def grip(self, x: float, y: float) -> Grip:
        """What a point inside has hold of: an end, or the whole of it."""
        reach = min(_GRIP, (self.right - self.left) / 4)
        shift = self.lean(y)
        if x - (self.left + shift) <= reach:
            return Grip.ARRIVAL
        if self.right + shift - x <= reach:
            return Grip.DEPARTURE
        return Grip.BODY


def box(view: Scale, bar: Bar, row_top: int) -> Box:
    """Return where a bar stands, in a row whose top is `row_top`."""
    top, height = lane(bar.lane, bar.lanes)
    return stay_box(view, bar.arrival, bar.departure, row_top + top, height)


def stay_box(view: Scale, arrival: int, departure: int, top: int, height: int = _BAR) -> Box:
    """Return where a stay stands that has this height."""
    left, right = view.middle(arrival), view.middle(departure)
    return Box(left, max(right, left + 1), top, height, slant(view))


def slant(view: Scale) -> int:
    """How far bars lean at this zoom: less than half a day."""
    return min(MOST_SLANT, int(view.day_width * 0.45))


def lane(number: int, lanes: int) -> tuple[int, int]:
    """Return top and height of a lane in a row: one alone stands in the middle."""
    if lanes == 1:
        return (UNIT_HEIGHT - _BAR) // 2, _BAR
    room = UNIT_HEIGHT - 2 * _MARGIN
    top = _MARGIN + room * number // lanes
    bottom = _MARGIN + room * (number + 1) // lanes
    gap = 2 if bottom - top > 6 else 0
    return top, max(bottom - top - gap, 1)
