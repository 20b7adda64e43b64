"""The double bookings that are running or ahead: in the strip, and as signs at the units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from app.core.stays.dates import LAST_DAY
from app.core.stays.occupancy import conflicts

if TYPE_CHECKING:
    from app.core.stays.occupancy import Conflict
    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.stays.strips import ConflictStrip


class Clashes:
    """All of them read once, then only those of the units that have moved."""

    def __init__(self, context: Context, chart: Chart, strip: ConflictStrip) -> None:
        self._context = context
        self._chart = chart
        self._strip = strip
        self._of: dict[int, list[Conflict]] = {}

    def load(self) -> None:
        """Read and show all of them."""
        self._of.clear()
        for clash in self._context.services.occupancies.conflicts():
            self._of.setdefault(clash.first.unit_id, []).append(clash)
        self.show()

    def reload(self, unit_ids: Iterable[int], today: date) -> None:
        """Read those of these units again."""
        for unit_id in unit_ids:
            ahead = self._context.services.occupancies.overlapping(unit_id, today, LAST_DAY)
            self._of[unit_id] = conflicts(ahead)
        self.show()

    def show(self) -> None:
        """Show those of the units that are let, the next one first."""
        let = {unit.id: unit.name for unit in self._context.services.units.all()}
        found = [clash for unit_id in let for clash in self._of.get(unit_id, ())]
        found.sort(key=lambda clash: clash.arrival)
        self._strip.show_conflicts(found, lambda unit_id: let.get(unit_id, ""))
        self._chart.mark_conflicts({clash.first.unit_id for clash in found})

    def first_of(self, unit_id: int) -> Conflict | None:
        """The next one of a unit."""
        return next(iter(self._of.get(unit_id, ())), None)
