"""What of a bar is under the pointer: a bar inside, and its ends some way outside as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.geometry.boxes import Grip
    from app.ui.stays.bars import Bar

_DAYS_AROUND: Final = 8
"""An end is held at most six pixels outside: so many days where each has a pixel, and its lean."""


def held_at(chart: Chart, point: QPoint) -> tuple[Bar, Grip] | None:
    """Return the bar, and what of it, that a point of the viewport has hold of.

    Outside of all bars it is the nearest end within reach.
    """
    found, row = chart.bar_at(point), chart.row_at(point.y())
    if found is not None:
        return found[0], found[1].grip(point.x(), point.y())
    if row is None or row.unit is None:
        return None
    day = chart.view.day_at(point.x())
    around = chart.bars_in(row, day - _DAYS_AROUND, day + _DAYS_AROUND)
    ends = [(end, bar) for bar, area in around if (end := area.beyond(point.x(), point.y()))]
    if not ends:
        return None
    (_, grip), bar = min(ends, key=lambda item: item[0][0])
    return bar, grip
