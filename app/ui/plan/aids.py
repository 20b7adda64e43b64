"""What helps to find one's way in the plan: search, filter, what is free, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.base.keys import on_keys
from app.ui.kit import Button
from app.ui.kit.floating.tips import set_tip
from app.ui.plan.chart.scale import day_of
from app.ui.plan.finding.filters import FilterButton
from app.ui.plan.finding.search import Finder
from app.ui.plan.first_stay import FirstStay
from app.ui.plan.today.panel import TodayPanel

if TYPE_CHECKING:
    from app.core.house.unit import Property
    from app.services.watch import Moved
    from app.ui.base.context import Context
    from app.ui.plan.finding.filters import PlanFilter
    from app.ui.plan.finding.free_dialog import FreeDialog
    from app.ui.plan.page import PlanPage


class Aids(QObject):
    """Puts its fields into the page and does with chart and page what they ask for."""

    def __init__(self, context: Context, page: PlanPage) -> None:
        super().__init__(page)
        texts = context.texts
        self._context = context
        self._page = page
        self._free: FreeDialog | None = None
        self.finder = Finder(texts, page.bars)
        self.free_button = Button(texts.tr("Free from … to …"), name="plan_free")
        set_tip(self.free_button, texts.tr("Which units are free, and for how many persons"))
        self.filter_button = FilterButton(texts, self._offer)
        self.today_panel = TodayPanel(context)
        self.first_stay = FirstStay(texts)
        for widget in (self.finder, self.filter_button, self.free_button):
            page.add_finding(widget)
        for part in (self.first_stay, self.today_panel):
            page.add_below(part)
        self._settle_below()
        self._connect()
        self._look()

    def _connect(self) -> None:
        page = self._page
        self.finder.hit_chosen.connect(lambda found: page.show_occupancy(found, focus=False))
        self.finder.hits_changed.connect(page.highlight)
        self.finder.ended.connect(page.chart.setFocus)
        self.filter_button.changed.connect(self._filter)
        self.free_button.clicked.connect(self.ask_what_is_free)
        self.today_panel.occupancy_chosen.connect(page.show_occupancy)
        on_keys("plan_find", page, self.finder.begin)
        on_keys("plan_find_on", page, self.finder.go_on)
        on_keys("plan_find_back", page, self.finder.go_back)

    def redraw(self, moved: Moved) -> None:
        """Something has moved; the chart knows it already."""
        if moved.house:
            self.filter_button.keep_to(unit.property_id for unit in self._context.units.all())
            self._look()
        if moved.units:
            self.finder.forget(moved.units)
            self._settle_below()
        self.today_panel.redraw(moved)
        if self._free is not None:
            self._free.redraw(moved)

    def day_changed(self) -> None:
        """Another day has begun."""
        self.today_panel.day_changed()
        self._look()

    def show_everything(self) -> None:
        """Take the filter away."""
        self.filter_button.clear_filter()

    def ask_what_is_free(self) -> None:
        """Open the dialog, with the days that are selected in the chart."""
        from app.ui.plan.finding.free_dialog import FreeDialog  # noqa: PLC0415  # not on the start path

        first, last = self._page.chart.marks.days()
        chosen = last > first
        self._free = FreeDialog(
            self._context,
            arrival=day_of(first) if chosen else None,
            departure=day_of(last) if chosen else None,
            parent=self._page,
        )
        self._free.free_chosen.connect(self._page.new_stay)
        self._free.finished.connect(self._free_closed)
        self._free.open()

    def _settle_below(self) -> None:
        """What is due, or how to begin as long as there is nothing at all."""
        begun = self._context.occupancies.any_taken()
        self.first_stay.setVisible(not begun)
        self.today_panel.setVisible(begun)
        self._page.share_room()

    def _free_closed(self) -> None:
        self._free = None

    def _filter(self, wanted: PlanFilter) -> None:
        self._page.set_filter(
            wanted.fits if wanted.kinds or wanted.portals else None,
            wanted.shows if wanted.properties else None,
        )
        self._look()

    def _look(self) -> None:
        """Search what is shown plainly."""
        units = [unit.id for unit in self._page.units()]
        wanted = self.filter_button.current()
        today = self._context.clock.today().toordinal()
        self.finder.look_in(units, wanted.fits, today)

    def _offer(self) -> tuple[list[Property], list[str]]:
        let = {unit.property_id for unit in self._context.units.all()}
        houses = [house for house in self._context.units.properties() if house.id in let]
        return houses, self._context.occupancies.portals()
