"""What the chart shows at one moment, and what of it is under a point. No Qt here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.dataclass import dataclass
from app.ui.plan.geometry.boxes import box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.ui.plan.chart.marks import Marks
    from app.ui.plan.geometry.boxes import Box, Grip
    from app.ui.plan.geometry.rows import Row, Rows
    from app.ui.plan.geometry.scale import Scale
    from app.ui.stays.bars import Bar, HouseBars

_DAYS_AROUND: Final = 8
"""An end is held at most six pixels outside: so many days where each has a pixel, and its lean."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The days, rows and bars in view, and where the keyboard is.

    `shift` is how far the rows are scrolled down and `height` how much of them is in view, in
    pixels. `today` is an ordinal, and so are the days of `holidays`. Points are pixels of the
    viewport.
    """

    view: Scale
    rows: Rows
    shift: int
    height: int
    house_bars: HouseBars
    marks: Marks
    today: int
    holidays: Mapping[int, str]
    dragging: bool

    @property
    def rows_scroll(self) -> bool:
        """Whether there are more rows than fit into view."""
        return self.rows.height > self.height

    # ---- what is where ----

    def row_at(self, y: int) -> Row | None:
        """The row at a height."""
        return self.rows.at(y + self.shift)

    def top_of(self, row: Row) -> int:
        """The height at which a row begins."""
        return row.top - self.shift

    def bars_in(self, row: Row, first: int, last: int) -> Iterator[tuple[Bar, Box]]:
        """The bars of a row that touch one of these days, and where they stand."""
        if row.unit is None:
            return
        top = self.top_of(row)
        for bar in self.house_bars.unit(row.unit.id).between(first, last):
            yield bar, box(self.view, bar, top)

    def bar_at(self, x: int, y: int) -> tuple[Bar, Box] | None:
        """The bar under a point."""
        row = self.row_at(y)
        if row is None:
            return None
        day = self.view.day_at(x)
        around = self.bars_in(row, day - 1, day + 1)
        return next((item for item in around if item[1].contains(x, y)), None)

    def held_at(self, x: int, y: int) -> tuple[Bar, Grip] | None:
        """The bar, and what of it, that a point has hold of.

        Outside of all bars it is the nearest end within reach.
        """
        found, row = self.bar_at(x, y), self.row_at(y)
        if found is not None:
            return found[0], found[1].grip(x, y)
        if row is None:
            return None
        day = self.view.day_at(x)
        around = self.bars_in(row, day - _DAYS_AROUND, day + _DAYS_AROUND)
        ends = [(end, bar) for bar, area in around if (end := area.beyond(x, y))]
        if not ends:
            return None
        (_, grip), bar = min(ends, key=lambda item: item[0][0])
        return bar, grip

    def box_of(self, bar: Bar) -> Box | None:
        """Where a bar stands."""
        row = self.rows.of(bar.stay.unit_id)
        return None if row is None else box(self.view, bar, self.top_of(row))

    # ---- where the keyboard is ----

    def selected_bar(self) -> Bar | None:
        """The selected bar."""
        if self.marks.selected is None or self.marks.unit_id is None:
            return None
        return self.house_bars.find(self.marks.selected, self.marks.unit_id)

    def marked_row(self) -> Row | None:
        """The row of the cursor."""
        return None if self.marks.unit_id is None else self.rows.of(self.marks.unit_id)

    def with_cursor(self) -> Scene:
        """This scene with a cursor; where it has none it gets one, if there is any unit at all."""
        if self.marks.unit_id is not None:
            return self
        unit = self.rows.nearest_unit(self.shift)
        if unit is None:
            return self
        inside = self.view.first <= self.today <= self.view.last
        day = self.today if inside else self.view.first
        return replace(self, marks=self.marks.put(unit.id, day))
