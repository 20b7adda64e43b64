"""Whose public holidays the plan shows: chosen in a dialog, named below the chart, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.core.stays.dates import day_of
from app.ui.stays.holidays import Holidays, Region, country_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.legend import Legend

_LATER_MS: Final = 100
"""Reading them takes the processor from the first painting, which may still be to come."""


class HolidayChoice(QObject):
    """Marks the holidays of the days in view, once the chart has come to rest there."""

    def __init__(self, context: Context, chart: Chart, legend: Legend, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._chart = chart
        self._legend = legend
        self._page = page
        region = Region.read(context.preferences)
        self._holidays = Holidays(context.texts.language.key, region, self)
        self._holidays.found.connect(self._show)
        legend.region_wanted.connect(self.ask)
        later = QTimer(self, singleShot=True, interval=_LATER_MS)
        later.timeout.connect(self._need)
        chart.settled.connect(later.start)
        self._name_region()

    def ask(self) -> None:
        """Open the dialog in which country and state are chosen."""
        from app.ui.plan.region_dialog import RegionDialog  # noqa: PLC0415

        dialog = RegionDialog(self._context.texts, self._holidays.region, self._page)
        dialog.chosen.connect(self._choose)
        dialog.open()

    def _choose(self, region: Region) -> None:
        region.note(self._context.preferences)
        self._holidays.choose(region)
        self._name_region()
        self._need()

    def _need(self) -> None:
        if self._page.isVisible():
            first, last = day_of(self._chart.view.first), day_of(self._chart.view.last)
            self._holidays.need(range(first.year, last.year + 1))

    def _show(self) -> None:
        self._chart.show_holidays(self._holidays.names)

    def _name_region(self) -> None:
        region, texts = self._holidays.region, self._context.texts
        if not region.country:
            self._legend.show_region(texts.tr("Public holidays …"))
            return
        where = country_name(region.country, texts.language.key)
        if region.state:
            where = f"{where} ({region.state})"
        self._legend.show_region(texts.tr("Holidays: {where}", where=where))
