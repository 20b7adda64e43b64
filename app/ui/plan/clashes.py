"""The double bookings that are running or ahead: in the strip, and as signs at the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.stays.clash.opening import open_clash
from app.ui.stays.strips import ConflictStrip

if TYPE_CHECKING:
    from app.core.stays.double_booking import Alarm
    from app.ui.base.context import Context
    from app.ui.base.page import Page
    from app.ui.plan.chart.chart import Chart


class Clashes:
    """Reads what is open and shows it; `page` has the strip, shows the occupancies, and asks."""

    def __init__(self, context: Context, chart: Chart, page: Page) -> None:
        self._context = context
        self._chart = chart
        self.strip = strip = ConflictStrip(context.texts, page)
        strip.setProperty("flush", "true")
        self._page = page
        self._alarms: list[Alarm] = []
        chart.conflict_wanted.connect(self._view_first_of)
        strip.view_wanted.connect(self._view)
        strip.solve_wanted.connect(lambda alarm: open_clash(context, alarm, page))

    def load(self) -> None:
        """Read and show all of them, the next one first."""
        services = self._context.services
        self._alarms = services.double_bookings.open()
        names = {unit.id: unit.name for unit in services.units.all()} if self._alarms else {}
        self.strip.show_conflicts(self._alarms, lambda unit_id: names.get(unit_id, ""))
        self._chart.mark_conflicts(self._alarms)

    def _view(self, alarm: Alarm) -> None:
        self._page.show_occupancy(alarm.second.id)

    def _view_first_of(self, unit_id: int) -> None:
        found = next((alarm for alarm in self._alarms if alarm.unit_id == unit_id), None)
        if found is not None:
            self._view(found)
