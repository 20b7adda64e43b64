"""The picture of the chart: bars, cursor, what is dragged; drawn anew only where it has changed.

It paints itself: no item per bar, no table cells. What mouse and keyboard do is in `chart`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from app.core.stays.dates import day_of
from app.core.stays.occupancy import both_may_come
from app.override import override
from app.ui.kit.floating.tips import Rich
from app.ui.look.theme import current_theme
from app.ui.plan.chart.marks import Marks
from app.ui.plan.chart.scene import Scene
from app.ui.plan.chart.time_view import TimeView
from app.ui.plan.drawing.bars import BarPainter
from app.ui.plan.drawing.cursor import draw_cursor
from app.ui.plan.drawing.drag import draw_drag
from app.ui.plan.drawing.ground import draw_ground
from app.ui.plan.geometry.boxes import Box, stay_box
from app.ui.plan.geometry.rows import Row, Rows
from app.ui.stays.bar_words import bar_tip, brief_name
from app.ui.stays.bars import Bar, HouseBars
from app.ui.stays.colours import ColourBy, Inks, Look, origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.plan.chart.drags import Outcome

_STICK = 8
_AROUND = 6
_BAR_TOP = 10


class Picture(TimeView):
    """Units down, days across, and the bars of who is there when."""

    def __init__(self, texts: Catalogue, today: int, parent: QWidget | None = None) -> None:
        super().__init__(texts, today, parent)
        self.house_bars = HouseBars(lambda _unit: ())
        self.marks = Marks()
        self._inks = Inks(ColourBy.ORIGIN)
        self._painter = BarPainter(texts, self.font())
        self._fits: Callable[[Occupancy], bool] | None = None
        self._clashing: set[int] = set()
        self._dragged: Occupancy | None = None
        self._outcome: Outcome | None = None
        current_theme().changed.connect(self._restyle)

    def scene(self) -> Scene:
        """What is shown at this moment."""
        return Scene(
            self.view,
            self.rows,
            self.first_row(),
            self.viewport().height(),
            self.house_bars,
            self.marks,
            self.today,
            self.holidays,
            dragging=self._outcome is not None,
        )

    # ---- what is shown ----

    def show_house(self, units: Iterable[Unit], properties: Iterable[Property]) -> None:
        """Show these units, in the owner's order."""
        rows = Rows(units, properties)
        self.marks = self.marks.keep_to({unit.id for unit in rows.units()})
        self.show_rows(rows)

    def show_bars(self, house_bars: HouseBars) -> None:
        """Show these occupancies."""
        self.house_bars = house_bars
        self.viewport().update()

    def reload(self, unit_ids: Collection[int]) -> None:
        """Read these units again and draw their rows, no others."""
        self.house_bars.forget(unit_ids)
        for unit_id in unit_ids:
            self.update_row(unit_id)

    def mark_conflicts(self, alarms: Iterable[Alarm]) -> None:
        """Put an outline around what is booked twice, and a sign at its unit."""
        alarms = tuple(alarms)
        self.names.mark({alarm.unit_id for alarm in alarms})
        clashing = {stay.id for alarm in alarms for stay in alarm.both}
        if clashing != self._clashing:
            self._clashing = clashing
            self.viewport().update()

    def colour_by(self, by: ColourBy) -> None:
        """Colour bars by origin or by kind."""
        self._inks = Inks(by)
        self.viewport().update()

    def set_filter(self, fits: Callable[[Occupancy], bool] | None) -> None:
        """Show plainly only what fits; the others stay, as pale marks that their days are taken."""
        self._fits = fits
        self.viewport().update()

    def fits(self, stay: Occupancy) -> bool:
        """Whether this is shown plainly."""
        return self._fits is None or self._fits(stay)

    def highlight(self, occupancy_ids: Collection[int]) -> None:
        """Put a ring around these."""
        self.marks = self.marks.highlight(occupancy_ids)
        self.viewport().update()

    def show_bar(self, unit_id: int, arrival: int, departure: int) -> None:
        """Bring a stay into view, if it is not there whole."""
        left, right = self.view.x(arrival), self.view.x(departure + 1)
        if left < 0 or right > self.view.width:
            self.show_day(arrival)
        self.show_row(unit_id)

    def mark(self, marks: Marks) -> None:
        """Put cursor and selection there."""
        self.update_marks()
        self.marks = marks
        self.update_marks()

    def select(self, stay: Occupancy) -> None:
        """Select the bar of an occupancy, which may have moved; nothing where it has none."""
        bar = self.house_bars.find(stay.id, stay.unit_id)
        found = bar is not None and self.rows.of(stay.unit_id) is not None
        self.mark(self.marks.take(bar) if bar is not None and found else self.marks)

    def show_drag(self, stay: Occupancy | None, outcome: Outcome | None) -> None:
        """Show where `stay` (None: a new one) would come to stand; without outcome nothing."""
        before, self._outcome, self._dragged = self._outcome, outcome, stay
        for shown in (before, outcome):
            area = None if shown is None else self._box_of_drag(shown)
            if area is not None:
                self.update_box(area)
        if stay is not None and before is None:
            self.update_row(stay.unit_id)
        elif outcome is None and before is not None:
            # The bar that was dragged is itself again, wherever its row is.
            self.viewport().update()

    # ---- finding ----

    def bar_at(self, point: QPoint) -> tuple[Bar, Box] | None:
        """The bar under a point of the viewport."""
        return self.scene().bar_at(point.x(), point.y())

    def box_of(self, bar: Bar) -> Box | None:
        """Where a bar stands in the viewport."""
        return self.scene().box_of(bar)

    def selected_bar(self) -> Bar | None:
        """The selected bar."""
        return self.scene().selected_bar()

    def bars_in_view(self) -> list[Bar]:
        """The bars of the rows and days in view, by row and arrival."""
        rows = self.rows_in(self.viewport().rect())
        return [bar for bar, _ in self._bars_of(rows, self.view.first, self.view.last)]

    def origins_in_view(self) -> set[str]:
        """Where the bars in view come from, as `colours.origin` says."""
        return {origin(bar) for bar in self.bars_in_view()}

    def tip_at(self, point: QPoint) -> Rich:
        """Everything about the bar under a point of the viewport."""
        found, row = self.bar_at(point), self.row_at(point.y())
        if found is None or row is None or row.unit is None or self._outcome is not None:
            return Rich("")
        bar, _ = found
        beside = [
            other.stay
            for other in self.house_bars.unit(row.unit.id).taking(bar.arrival, bar.departure)
            if other.stay.id != bar.stay.id and both_may_come(bar.stay, other.stay)
        ]
        today, muted = day_of(self.today), current_theme().tokens.muted
        staff = self.house_bars.staff.get(bar.stay.staff_id or 0, "")
        return bar_tip(self.texts, bar, row.unit, beside, today, muted, staff)

    def _bars_of(self, rows: Iterable[Row], first: int, last: int) -> list[tuple[Bar, Box]]:
        scene = self.scene()
        return [item for row in rows for item in scene.bars_in(row, first, last)]

    def _box_of_drag(self, outcome: Outcome) -> Box | None:
        row = self.rows.of(outcome.unit.id)
        if row is None:
            return None
        first = min(outcome.arrival, outcome.departure)
        last = max(outcome.arrival, outcome.departure)
        return stay_box(self.view, first, last, row.top - self.first_row() + _BAR_TOP)

    # ---- drawing again ----

    def update_marks(self) -> None:
        """Draw the row of the cursor again."""
        self.names.show_current(self.marks.unit_id if self.hasFocus() else None)
        if self.marks.unit_id is not None:
            self.update_row(self.marks.unit_id)

    def update_box(self, area: Box) -> None:
        """Draw a bar's place again."""
        around = _AROUND + area.slant
        left, right = max(area.left - around, 0), min(area.right + around, self.view.width)
        top = area.top - _AROUND
        self.viewport().update(left, top, right - left, area.height + 2 * _AROUND)

    @override
    def rested(self, before: int) -> None:
        # Names of bars that are cut off at the left come into view.
        for row in self.rows_in(self.viewport().rect()):
            for x in {before - self.view.left, 0}:
                day = self.view.day_at(x)
                for _, area in self._bars_of((row,), day - 1, day + 1):
                    if area.left - _STICK <= x <= area.right + _STICK:
                        self.update_box(area)

    def _restyle(self) -> None:
        self._inks = Inks(self._inks.by)
        self._painter.forget()
        self.viewport().update()
        self.header.update()
        self.names.update()
        self.corner.update()

    # ---- painting ----

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        parts: Iterable[QRect] = event.region()  # type: ignore[assignment]  # PySide6's stubs
        for part in parts:
            painter.setClipRect(part)
            self._paint(painter, part)
        painter.end()

    def _paint(self, painter: QPainter, part: QRect) -> None:
        rows = self.rows_in(part)
        view, shift = self.view, self.first_row()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        draw_ground(painter, view, part, rows, shift, self.today, self.holidays)
        focus = self.hasFocus()
        if focus:
            self._paint_cursor(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._bars_of(rows, view.day_at(part.left() - 8), view.day_at(part.right() + 8))
        for bar, area in shown:
            self._paint_bar(painter, bar, area, part)
        for bar, area in shown:
            # After all bars: a ring lies over the neighbours.
            if self.marks.ringed(bar, focus=focus):
                chosen = bar.stay.id == self.marks.selected
                self._painter.draw_ring(painter, area, view.width, selected=chosen)
        if self._outcome is not None:
            self._paint_drag(painter, self._outcome)

    def _paint_cursor(self, painter: QPainter) -> None:
        scene = self.scene()
        row = scene.marked_row()
        if row is not None and self.marks.selected is None and not scene.dragging:
            draw_cursor(painter, self.view, *self.marks.days(), scene.top_of(row))

    def _paint_bar(self, painter: QPainter, bar: Bar, area: Box, part: QRect) -> None:
        ink = self._inks.ink(bar, self.today)
        pale = not self.fits(bar.stay)
        if pale or (self._dragged is not None and self._dragged.id == bar.stay.id):
            key = "block" if pale else origin(bar)
            ink = self._inks.sort(key, Look.PAST)
        clashes = bar.stay.id in self._clashing
        self._painter.draw(painter, area, ink, clashes=clashes and not pale, width=self.view.width)
        if not pale:
            anchor = self.anchor - self.view.left + _STICK
            self._painter.write(painter, bar, area, ink, anchor, part)

    def _paint_drag(self, painter: QPainter, outcome: Outcome) -> None:
        """Draw what letting go now would come to."""
        area = self._box_of_drag(outcome)
        if area is None:
            return
        name = brief_name(self.texts, self._dragged) if self._dragged is not None else ""
        refused = outcome.problem is not None
        draw_drag(painter, self._painter, area, self.view.width, name, refused=refused)
