"""What finds in the plan: the search, the filter, and the dialog of what is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.stays.dates import day_of
from app.ui.base.keys import on_keys
from app.ui.kit import Button
from app.ui.kit.floating.tips import set_tip
from app.ui.plan.finding.filters import FilterButton
from app.ui.plan.finding.search import Finder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.finding.filters import PlanFilter
    from app.ui.plan.finding.free_dialog import FreeDialog


class Finding(QObject):
    """The field and the two buttons in the head, and what they do with the chart.

    Signals:
        hit_chosen(int): the owner went to this occupancy.
        filtered(object, object): only the occupancies (a callable of `Occupancy`) and the units (a
            callable of `Unit`) that fit are wanted; None where all are.
        free_chosen(int, date, date): enter a stay in this unit, which is free from day to day.
    """

    hit_chosen = Signal(int)
    filtered = Signal(object, object)
    free_chosen = Signal(int, object, object)

    def __init__(self, context: Context, chart: Chart, page: QWidget) -> None:
        super().__init__(page)
        texts = context.texts
        self._context = context
        self._chart = chart
        self._page = page
        self._free: FreeDialog | None = None
        self.finder = Finder(texts, lambda unit_id: chart.house_bars.unit(unit_id).bars)
        self.free_button = Button(texts.tr("Free from … to …"), name="plan_free")
        set_tip(self.free_button, texts.tr("Which units are free, and for how many persons"))
        self.filter_button = FilterButton(texts, self._offer)
        self.finder.hit_chosen.connect(self.hit_chosen)
        self.finder.hits_changed.connect(chart.highlight)
        self.finder.ended.connect(chart.setFocus)
        self.filter_button.changed.connect(self._filter)
        self.free_button.clicked.connect(self.ask_what_is_free)
        on_keys("plan_find", page, self.finder.begin)
        on_keys("plan_find_on", page, self.finder.go_on)
        on_keys("plan_find_back", page, self.finder.go_back)
        self.look()

    def redraw(self, moved: Moved) -> None:
        """Something has moved; the chart knows it already."""
        if moved.house:
            self.filter_button.keep_to(
                unit.property_id for unit in self._context.services.units.all()
            )
            self.look()
        if moved.units:
            self.finder.forget(moved.units)
        if self._free is not None:
            self._free.redraw(moved)

    def show_everything(self) -> None:
        """Take the filter away."""
        self.filter_button.clear_filter()

    def look(self) -> None:
        """Search what is shown plainly, from today on."""
        units = [unit.id for unit in self._chart.rows.units()]
        wanted = self.filter_button.current()
        today = self._context.services.house_clock.today().toordinal()
        self.finder.look_in(units, wanted.fits, today)

    def ask_what_is_free(self) -> None:
        """Open the dialog, with the days that are selected in the chart."""
        from app.ui.plan.finding.free_dialog import FreeDialog  # noqa: PLC0415  # not on the start path

        first, last = self._chart.marks.days()
        chosen = last > first
        self._free = FreeDialog(
            self._context,
            arrival=day_of(first) if chosen else None,
            departure=day_of(last) if chosen else None,
            parent=self._page,
        )
        self._free.free_chosen.connect(self.free_chosen)
        self._free.finished.connect(self._free_closed)
        self._free.open()

    def _free_closed(self) -> None:
        self._free = None

    def _filter(self, wanted: PlanFilter) -> None:
        self.filtered.emit(
            wanted.fits if wanted.kinds or wanted.portals else None,
            wanted.shows if wanted.properties else None,
        )
        self.look()

    def _offer(self) -> tuple[list[Property], list[str]]:
        let = {unit.property_id for unit in self._context.services.units.all()}
        houses = [house for house in self._context.services.units.properties() if house.id in let]
        return houses, self._context.services.nights.portals()
