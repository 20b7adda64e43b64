"""Which days the plan shows: zoom, steps, today, a date that is picked; the zoom is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from app.core.stays.dates import day_of
from app.ui.plan.geometry.scale import scale
from app.ui.plan.header import PRESETS

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.header import PlanHeader

_VIEW = "plan/view"


class DaysInView(QObject):
    """Does with the chart what the buttons in the header and the keys of dates ask for."""

    def __init__(self, context: Context, chart: Chart, header: PlanHeader, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._chart = chart
        self._header = header
        self._page = page
        chart.zoom_changed.connect(self._show_zoom)
        chart.settled.connect(self._note)
        chart.date_wanted.connect(self.go_to_date)
        header.zoom.chosen.connect(lambda key: chart.zoom(PRESETS[key]))
        header.step_wanted.connect(self._step)
        header.today_wanted.connect(self.show_today)

    def hear_keys(self) -> None:
        """Let keys lead to a date from now on."""
        from app.ui.base.keys import on_keys  # noqa: PLC0415  # after the first painting

        on_keys("plan_date", self._page, self.go_to_date)

    def begin(self) -> None:
        """Show as many days as were in view last, with today among them."""
        days = self._noted_days()
        first = self._context.services.house_clock.today().toordinal() - round(days / 4)
        self._chart.move_to(scale(days, self._chart.view.width, first))
        self._show_zoom()

    def show(self, day: date) -> None:
        """Bring a day into view."""
        self._chart.show_day(day.toordinal())

    def show_today(self) -> None:
        """Bring today into view."""
        self._chart.show_day(self._chart.today)

    def middle(self) -> date:
        """The day in the middle of the view."""
        view = self._chart.view
        return day_of(view.day_at(view.width // 2))

    def go_to_date(self) -> None:
        """Open the calendar in which one picks a date."""
        from app.ui.plan.finding.date_popup import DatePopup  # noqa: PLC0415  # not on the start path

        view = self._chart.view
        shown = day_of(view.day_at(view.width // 4))
        context = self._context
        popup = DatePopup(context.texts, context.services.house_clock, shown, self._page)
        popup.chosen.connect(self.show)
        popup.open_at(self._chart.mapToGlobal(QPoint(12, 58)))

    def _step(self, way: int) -> None:
        view = self._chart.view
        days = max(round(view.width / view.day_width * 2 / 3), 1)
        self._chart.move_to(view.scrolled(way * round(days * view.day_width)).snapped())

    def _show_zoom(self) -> None:
        self._header.show_zoom(self._chart.view.days)

    def _noted_days(self) -> float:
        noted = self._context.preferences.text(_VIEW).partition(" ")[0]
        fits = noted.isascii() and noted.isdigit() and len(noted) < 5
        return float(noted) if fits else PRESETS["month"]

    def _note(self) -> None:
        # Where one was is forgotten: the next start shows today.
        self._context.preferences.note(_VIEW, f"{self._chart.view.days:.0f}")
