"""Where the keyboard is: the unit and the day, the days selected, the bar selected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.ui.stays.bars import Bar


@dataclass(frozen=True, slots=True)
class Marks:
    """The cursor and the selection. Days are ordinals.

    `anchor` is where a selection of days began; without one it is `day`. `selected` is the id of an
    occupancy, `highlighted` are the ids of those that were looked for.
    """

    unit_id: int | None = None
    day: int = 0
    anchor: int = 0
    selected: int | None = None
    highlighted: frozenset[int] = frozenset()

    def put(self, unit_id: int, day: int, *, anchor: int | None = None) -> Marks:
        """The cursor here; with `anchor`, the days from there on are selected."""
        begun = day if anchor is None else anchor
        return replace(self, unit_id=unit_id, day=day, anchor=begun, selected=None)

    def take(self, bar: Bar, day: int | None = None) -> Marks:
        """A bar selected."""
        there = self.put(bar.stay.unit_id, bar.arrival if day is None else day)
        return replace(there, selected=bar.stay.id)

    def highlight(self, occupancy_ids: Collection[int]) -> Marks:
        """These looked for, and no others."""
        return replace(self, highlighted=frozenset(occupancy_ids))

    def keep_to(self, unit_ids: Collection[int]) -> Marks:
        """Without a cursor in a unit that is not shown any more."""
        if self.unit_id in unit_ids:
            return self
        return replace(self, unit_id=None, selected=None)

    def days(self) -> tuple[int, int]:
        """The first and the last selected day."""
        return min(self.day, self.anchor), max(self.day, self.anchor)

    def ringed(self, bar: Bar, *, focus: bool) -> bool:
        """Whether a bar has a ring: it is selected, or one was looked for."""
        selected = bar.stay.id == self.selected
        return (selected and focus) or bar.stay.id in self.highlighted
