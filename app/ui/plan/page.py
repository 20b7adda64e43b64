"""The page Belegungsplan: header, double bookings, chart, legend, and room for more below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.override import override
from app.ui.base.keys import on_keys
from app.ui.base.page import Page
from app.ui.export.actions import export_actions
from app.ui.kit import EmptyState
from app.ui.look import icons
from app.ui.paper.actions import paper_actions
from app.ui.plan.aids import Aids
from app.ui.plan.body import MARGIN, PlanBody
from app.ui.plan.chart import scale as scales
from app.ui.plan.chart.chart import Chart
from app.ui.plan.clashes import Clashes
from app.ui.plan.doing import Doing
from app.ui.plan.head import PRESETS, PlanHead
from app.ui.plan.holiday_choice import HolidayChoice
from app.ui.plan.legend import Legend
from app.ui.stays.actions import Actions
from app.ui.stays.bars import Bar, Book
from app.ui.stays.colours import CHOICE, ColourBy
from app.ui.stays.holidays import of_region
from app.ui.stays.strips import ConflictStrip
from app.ui.stays.undo import UndoButtons

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QResizeEvent

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Conflict, Occupancy
    from app.services.watch import Moved
    from app.ui.base.context import Context

_VIEW = "plan/view"


class PlanPage(Page):
    """What others add: `add_finding` beside the zoom, `add_below` under the legend."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("plan_page")
        self._texts = context.texts
        self._today = context.clock.today()
        self._shows: Callable[[Unit], bool] | None = None
        noted = context.preferences.text(CHOICE)
        self._by = ColourBy(noted) if noted in set(ColourBy) else ColourBy.ORIGIN
        actions = Actions(context)
        self.head = PlanHead(context.texts, UndoButtons(context, actions, self), self)
        self._make_body()
        self._doing = Doing(
            context,
            actions,
            self.chart,
            self,
            go_to_date=self.go_to_date,
            show_today=self.show_today,
        )
        self.setFocusProxy(self.chart)
        self._clashes = Clashes(context, self.chart, self.conflicts)
        self._holidays = HolidayChoice(context, self.chart, self.legend, self)
        self._connect()
        self._load()
        self.aids = Aids(context, self)
        self.aids.first_stay.stay_wanted.connect(self._doing.new_entry)
        self.aids.first_stay.portal_wanted.connect(self._doing.new_portal_booking)
        self._fill_menu()

    # ---- what it is made of ----

    def _fill_menu(self) -> None:
        context, menu = self.context, self.head.menu
        portal = QAction(
            icons.icon("calendar-plus", "muted"), self._texts.tr("Enter portal booking"), self
        )
        portal.setObjectName("new_portal")
        portal.triggered.connect(self._doing.new_portal_booking)
        menu.addAction(portal)
        menu.addSeparator()
        menu.addActions(export_actions(context, self, self._doing.listed))
        menu.addActions(
            paper_actions(
                context,
                self,
                day=self._day_in_view,
                unit_id=self._unit_chosen,
                holidays=of_region(context),
            )
        )

    def _make_body(self) -> None:
        texts = self._texts
        self.conflicts = ConflictStrip(texts, self)
        self.conflicts.setProperty("flush", "true")
        self.chart = Chart(texts, self._today.toordinal())
        self.chart.colour_by(self._by)
        self.legend = Legend(texts, self._by, self)
        self.body = PlanBody(self.chart, self.legend, self)
        self._no_units = EmptyState(
            "house",
            texts.tr("First the units"),
            texts.tr("An occupancy belongs to a unit. Enter your units first, then come back."),
            texts.tr("To the units"),
            action_icon="house",
            name="no_units",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.body)
        self._stack.addWidget(self._no_units)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.conflicts)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        chart = self.chart
        chart.settled.connect(self._settled)
        chart.zoom_changed.connect(self._show_zoom)
        chart.conflict_wanted.connect(self._view_conflict_in)
        chart.date_wanted.connect(self.go_to_date)
        self.head.zoom.chosen.connect(lambda key: chart.zoom(PRESETS[key]))
        self.head.new.clicked.connect(self._doing.new_entry)
        self.head.step_wanted.connect(self._step)
        self.head.today_wanted.connect(self.show_today)
        self.conflicts.view_wanted.connect(self._view_conflict)
        self.legend.chosen.connect(self._colour_by)
        self._no_units.action_chosen.connect(lambda: self.context.notices.go("units"))
        on_keys("plan_date", self, self.go_to_date)

    def _load(self) -> None:
        taking = self.context.occupancies.overlapping
        read = Book(
            lambda unit_id: taking(unit_id, FIRST_DAY, LAST_DAY), self.context.staff.names()
        )
        self.chart.show_book(read)
        self._show_house()
        self._clashes.load()
        days = self._noted_days()
        first = self._today.toordinal() - round(days / 4)
        self.chart.move_to(scales.scale(days, self.chart.view.width, first))
        self._show_zoom()

    # ---- what others use ----

    def add_finding(self, widget: QWidget) -> None:
        """Put a field or button to the left of the zoom."""
        self.head.add_finding(widget)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the legend."""
        self.body.add_below(widget)
        self.share_room()

    def show_occupancy(self, occupancy_id: int, *, focus: bool = True) -> None:
        """Bring a bar into view and select it; the keyboard goes there with `focus`."""
        try:
            stay = self.context.occupancies.get(occupancy_id)
        except UserError as error:
            self.context.notices.fail(error)
            return
        if self.chart.rows.of(stay.unit_id) is None:
            self.aids.show_everything()
        arrival, departure = stay.arrival.toordinal(), stay.departure.toordinal()
        self.chart.show_bar(stay.unit_id, arrival, departure)
        self.chart.select(stay)
        if focus:
            self.chart.setFocus()

    def new_stay(self, unit_id: int, arrival: date, departure: date) -> None:
        """Open the dialog of a new stay with these days filled in."""
        self._doing.create(unit_id, arrival.toordinal(), departure.toordinal())

    def show_day(self, day: date) -> None:
        """Bring a day into view."""
        self.chart.show_day(day.toordinal())

    def highlight(self, occupancy_ids: Collection[int]) -> None:
        """Put a ring around these bars."""
        self.chart.highlight(occupancy_ids)

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
        return self.chart.book.unit(unit_id).bars

    # ---- what the window calls ----

    @override
    def redraw(self, moved: Moved) -> None:
        if not (moved.units or moved.house or moved.staff):
            return
        if moved.staff:
            self.chart.book.staff = self.context.staff.names()
        if moved.house:
            self._show_house()
        self.chart.reload(moved.units)
        self._clashes.reload(moved.units, self._today)
        self._doing.look_again()
        self.aids.redraw(moved)

    @override
    def day_changed(self) -> None:
        self._today = self.context.clock.today()
        self.chart.show_today(self._today.toordinal())
        self._clashes.load()
        self.aids.day_changed()

    @override
    def new_entry(self) -> None:
        self._doing.new_entry()

    def _day_in_view(self) -> date:
        view = self.chart.view
        return scales.day_of(view.day_at(view.width // 2))

    def _unit_chosen(self) -> int | None:
        bar = self.chart.selected_bar()
        return None if bar is None else bar.stay.unit_id

    def show_today(self) -> None:
        """Bring today into view."""
        self.show_day(self._today)

    def go_to_date(self) -> None:
        """Open the calendar in which one picks a date."""
        from app.ui.plan.finding.date_popup import DatePopup  # noqa: PLC0415  # not on the start path

        view = self.chart.view
        shown = scales.day_of(view.day_at(view.width // 4))
        popup = DatePopup(self.context.texts, self.context.clock.today(), shown, self)
        popup.chosen.connect(self.show_day)
        popup.open_at(self.chart.mapToGlobal(QPoint(12, 58)))

    # ---- what is shown ----

    def _show_house(self) -> None:
        units = self.context.units.all()
        shown = units if self._shows is None else [unit for unit in units if self._shows(unit)]
        self.chart.show_house(shown, self.context.units.properties())
        self._stack.setCurrentIndex(0 if units else 1)
        # One primary action per page: in an empty page it is the one in the middle.
        self.head.new.setVisible(bool(units))
        self.share_room()

    def _view_conflict(self, clash: Conflict) -> None:
        self.show_occupancy(clash.second.id)

    def _view_conflict_in(self, unit_id: int) -> None:
        found = self._clashes.first_of(unit_id)
        if found is not None:
            self._view_conflict(found)

    def _colour_by(self, by: ColourBy) -> None:
        self.context.preferences.note(CHOICE, by.value)
        self.chart.colour_by(by)
        self._show_origins()

    def _show_origins(self) -> None:
        self.legend.show_origins(self.chart.origins_in_view())
        self.share_room()

    # ---- days ----

    def _step(self, way: int) -> None:
        view = self.chart.view
        days = max(round(view.width / view.day_width * 2 / 3), 1)
        self.chart.move_to(view.scrolled(way * round(days * view.day_width)).snapped())

    def _show_zoom(self) -> None:
        self.head.show_zoom(self.chart.view.days)

    def _noted_days(self) -> float:
        """How many days were in view last."""
        noted = self.context.preferences.text(_VIEW).partition(" ")[0]
        fits = noted.isascii() and noted.isdigit() and len(noted) < 5
        return float(noted) if fits else PRESETS["month"]

    def _settled(self) -> None:
        # Where one was is forgotten: the next start shows today.
        self.context.preferences.note(_VIEW, f"{self.chart.view.days:.0f}")
        self._show_origins()

    # ---- room ----

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.head.arrange_for(self.width())
        self.aids.today_panel.arrange_for(self.width() - 2 * MARGIN)
        self.share_room()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            # A strip or a line of fields has come or gone: there is another room.
            self.share_room()
        return done

    def share_room(self) -> None:
        """Give the parts their shares of what head and strip leave."""
        # Not the height of what holds the chart: that is never lower than what it shows now.
        above = (self.head, self.conflicts)
        taken = sum(_height(part, self.width()) for part in above if part.isVisibleTo(self))
        self.body.fit(self.width(), self.height() - taken)


def _height(part: QWidget, width: int) -> int:
    """How high a part of a page of this width is."""
    wanted = part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
    return max(wanted, part.minimumHeight())
