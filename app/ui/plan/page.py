"""The page Belegungsplan: header, double bookings, chart, legend, and room for more below."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.override import override
from app.ui.base.page import Page
from app.ui.plan.body import MARGIN, PlanBody
from app.ui.plan.chart.chart import Chart
from app.ui.plan.column import PlanColumn
from app.ui.plan.days_in_view import DaysInView
from app.ui.plan.header import PlanHeader
from app.ui.plan.holiday_choice import HolidayChoice
from app.ui.plan.kept_places import KeptPlaces
from app.ui.plan.legend import Legend
from app.ui.stays.bars import Bar, HouseBars
from app.ui.stays.colours import CHOICE, ColourBy, colour_by
from app.ui.stays.no_units import no_units
from app.ui.stays.undo import UndoButtons

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.kit import EmptyState
    from app.ui.plan.clashes import Clashes
    from app.ui.plan.editing import Editing
    from app.ui.plan.finding.finding import Finding
    from app.ui.plan.today.section import TodaySection


class PlanPage(Page):
    """Puts head, chart, legend and what stands below together, and passes on what has moved.

    With `held_back`, what finds and what is due come with `settle`, where their places are known.
    """

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, held_back: bool = False
    ) -> None:
        super().__init__(context, parent)
        self.setObjectName("plan_page")
        self._texts = context.texts
        self._today = context.services.house_clock.today()
        self._shows: Callable[[Unit], bool] | None = None
        self.header = PlanHeader(context.texts, UndoButtons(context, self), self)
        self._make_body()
        self._kept = KeptPlaces(context.preferences, self.header, self.body)
        self._settled = False
        self._days = DaysInView(context, self.chart, self.header, self)
        self._holidays = HolidayChoice(context, self.chart, self.legend, self)
        self.chart.settled.connect(self._show_origins)
        self.legend.chosen.connect(self._colour_by)
        self._load()
        if not (held_back and self._kept.keep(self, self._column.add_above)):
            self.settle()

    # ---- what it is made of ----

    @cached_property
    def editing(self) -> Editing:
        """How stays are entered and changed."""
        from app.ui.plan.editing import Editing  # noqa: PLC0415  # after the first painting
        from app.ui.stays.actions import Actions  # noqa: PLC0415  # as above

        return Editing(
            self.context,
            Actions(self.context),
            self.chart,
            self,
            go_to_date=self._days.go_to_date,
            show_today=self._days.show_today,
        )

    @cached_property
    def finding(self) -> Finding:
        """The search, the filter, and what is free."""
        from app.ui.plan.finding.finding import Finding  # noqa: PLC0415  # after the first painting

        return Finding(self.context, self.chart, self)

    @cached_property
    def today(self) -> TodaySection:
        """What is due."""
        from app.ui.plan.today.section import TodaySection  # noqa: PLC0415  # as above

        return TodaySection(self.context, self)

    def _add_finding_and_today(self) -> None:
        finding, today = self.finding, self.today
        for widget in (finding.finder, finding.filter_button, finding.free_button):
            self.header.add_finding(widget)
        for part in (today.first_stay, today.panel):
            self.body.add_below(part)
        finding.hit_chosen.connect(lambda found: self.show_occupancy(found, focus=False))
        finding.filtered.connect(self.set_filter)
        finding.free_chosen.connect(self.editing.create_between)
        today.panel.occupancy_chosen.connect(self.show_occupancy)
        today.first_stay.stay_wanted.connect(self.editing.new_entry)
        today.first_stay.portal_wanted.connect(self.editing.new_portal_booking)
        today.room_changed.connect(self.share_room)
        today.settle()

    @cached_property
    def clashes(self) -> Clashes:
        """What is booked twice: in a strip below the head, and as signs at the units."""
        from app.ui.plan.clashes import Clashes  # noqa: PLC0415  # as above

        return Clashes(self.context, self.chart, self)

    def _fill_menu(self) -> None:
        from app.ui.plan.menu import fill_menu  # noqa: PLC0415  # after the first painting

        menu, chart = self.header.menu, self.chart
        fill_menu(self.context, self, menu, chart, self.editing, self._days)

    def _make_body(self) -> None:
        texts = self._texts
        self._stack = QStackedWidget(self)
        self.body = PlanBody(self._stack)
        self.chart = Chart(texts, self._today.toordinal(), self.body.held)
        by = colour_by(self.context.preferences.text(CHOICE))
        self.chart.colour_by(by)
        self.legend = Legend(texts, by, self.body.held)
        self.body.hold(self.chart, self.legend)
        self._stack.addWidget(self.body)
        self._column = PlanColumn(self, self.header, self._stack)

    @cached_property
    def _no_units(self) -> EmptyState:
        none = no_units(self.context)
        self._stack.addWidget(none)
        return none

    def _load(self) -> None:
        services = self.context.services
        taking = services.occupancies.overlapping
        read = HouseBars(
            lambda unit_id: taking(unit_id, FIRST_DAY, LAST_DAY),
            lambda: services.staff.names(),  # noqa: PLW0108  # not even `staff` is made before
        )
        self.chart.show_bars(read)
        self._show_house()
        self._days.begin()

    # ---- what others use ----

    @override
    def show_occupancy(self, occupancy_id: int, *, focus: bool = True) -> None:
        """Bring a bar into view and select it; the keyboard goes there with `focus`."""
        try:
            stay = self.context.services.occupancies.get(occupancy_id)
        except UserError as error:
            self.context.notices.fail(error)
            return
        if self.chart.rows.of(stay.unit_id) is None:
            self.finding.show_everything()
        arrival, departure = stay.arrival.toordinal(), stay.departure.toordinal()
        self.chart.show_bar(stay.unit_id, arrival, departure)
        self.chart.select(stay)
        if focus:
            self.chart.setFocus()

    def show_day(self, day: date) -> None:
        """Bring a day into view."""
        self._days.show(day)

    def set_filter(
        self,
        fits: Callable[[Occupancy], bool] | None,
        units: Callable[[Unit], bool] | None = None,
    ) -> None:
        """Show only the units that fit, and plainly only the occupancies that fit."""
        self._shows = units
        self.chart.set_filter(fits)
        self._show_house()

    def units(self) -> list[Unit]:
        """The units in the chart, from top to bottom."""
        return self.chart.rows.units()

    def bars(self, unit_id: int) -> tuple[Bar, ...]:
        """The bars of a unit, by arrival."""
        return self.chart.house_bars.unit(unit_id).bars

    # ---- what the window calls ----

    @override
    def redraw(self, moved: Moved) -> None:
        if not (moved.units or moved.house or moved.staff or moved.double_bookings):
            return
        if moved.staff:
            self.chart.house_bars.forget_staff()
        if moved.house:
            self._show_house()
        self.chart.reload(moved.units)
        self.editing.look_again()
        if self._settled:
            self.clashes.load()
            self.finding.redraw(moved)
            self.today.redraw(moved)

    @override
    def day_changed(self) -> None:
        self._today = self.context.services.house_clock.today()
        self.chart.show_today(self._today.toordinal())
        if self._settled:
            self.clashes.load()
            self.today.panel.day_changed()
            self.finding.look()

    @override
    def take_focus(self) -> None:
        self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def settle(self) -> None:
        if not self._settled:
            self._settled = True
            self.header.new.clicked.connect(self.editing.new_entry)
            self._days.hear_keys()
            self._kept.give_back()
            self._column.add_above(self.clashes.strip)
            self.clashes.load()
            self._add_finding_and_today()
            self._fill_menu()
            self._arrange()

    @override
    def new_entry(self) -> None:
        self.editing.new_entry()

    # ---- what is shown ----

    def _show_house(self) -> None:
        units = self.context.services.units.all()
        shown = units if self._shows is None else [unit for unit in units if self._shows(unit)]
        self.chart.show_house(shown, self.context.services.units.properties())
        self._stack.setCurrentWidget(self.body if units else self._no_units)
        # One primary action per page: in an empty page it is the one in the middle.
        self.header.new.setVisible(bool(units))
        self.share_room()

    def _colour_by(self, by: ColourBy) -> None:
        self.context.preferences.note(CHOICE, by.value)
        self.chart.colour_by(by)
        self._show_origins()

    def _show_origins(self) -> None:
        self.legend.show_origins(self.chart.origins_in_view())
        self.share_room()

    # ---- room ----

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            # A strip or a line of fields has come or gone: there is another room.
            self.share_room()
        return done

    def _arrange(self) -> None:
        self.header.arrange_for(self.width())
        if self._settled:
            self.today.panel.arrange_for(self.width() - 2 * MARGIN)
        self.share_room()

    def share_room(self) -> None:
        """Give the parts their shares of what head and strip leave."""
        # Not the height of what holds the chart: that is never lower than what it shows now.
        width = self.width()
        self.body.fit(width, self.height() - self._column.height_over_body(width))
        if self._settled and self.isVisible():
            self._kept.note(width, self._column.height_above(width))
