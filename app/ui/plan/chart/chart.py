"""The chart: draws what is in view, moves the picture where it only shifts, and says what is meant.

It paints itself: no item per bar, no table cells. What has the pointer and the keyboard is in
`pointer` and `keyboard`; what is done about it is the page's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter

from app.override import override
from app.ui.kit.floating.tips import Rich, show_tip
from app.ui.look.theme import current_theme
from app.ui.plan.chart import scale as scales
from app.ui.plan.chart.boxes import Box, box
from app.ui.plan.chart.keyboard import Keyboard
from app.ui.plan.chart.marks import Marks
from app.ui.plan.chart.pointer import Pointer
from app.ui.plan.chart.rows import Row, Rows
from app.ui.plan.chart.time_view import TimeView
from app.ui.plan.drawing.bars import BarPainter
from app.ui.plan.drawing.ground import draw_ground
from app.ui.stays.bar_words import bar_tip, brief_name
from app.ui.stays.bars import Bar, Book
from app.ui.stays.colours import ColourBy, Inks, Look, origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from PySide6.QtGui import (
        QColor,
        QContextMenuEvent,
        QFocusEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QPen,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue

_STICK = 8
_AROUND = 6


class Chart(TimeView):
    """Units down, days across.

    Signals:
        create_wanted(int, int, int): a stay in this unit from day to day (ordinals).
        edit_wanted(Occupancy), cancel_wanted(Occupancy): what the owner wants of a bar.
        change_wanted(Occupancy, OccupancyDraft): a drag or a key has moved a bar to here.
        menu_wanted(object, QPoint): what is possible with a Bar, or (None) with the free days.
        refused(UserError): why a bar cannot come to stand where it was let go.
        ended(str): a drag was ended by something else, in a sentence.
    """

    create_wanted = Signal(int, int, int)
    edit_wanted = Signal(object)
    cancel_wanted = Signal(object)
    change_wanted = Signal(object, object)
    menu_wanted = Signal(object, QPoint)
    refused = Signal(object)
    ended = Signal(str)

    def __init__(self, texts: Catalogue, today: int, parent: QWidget | None = None) -> None:
        super().__init__(texts, today, parent)
        self.setObjectName("plan_chart")
        self.setAccessibleName(texts.tr("Occupancy plan"))
        self.setAccessibleDescription(
            texts.tr(
                "Arrow keys move from day to day and from unit to unit, Shift selects days, Enter "
                "creates or edits, Tab goes from bar to bar, Alt with arrow keys moves a bar, plus "
                "and minus zoom, Home shows today. Everything can also be done in Occupancies."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.book = Book(lambda _unit: ())
        self.marks = Marks()
        self._inks = Inks(ColourBy.ORIGIN)
        self._painter = BarPainter(texts, self.font())
        self._fits: Callable[[Occupancy], bool] | None = None
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self.header.wheeled.connect(self.pointer.wheel_over_days)
        self.names.wheeled.connect(self.pointer.wheel)
        current_theme().changed.connect(self._restyle)

    # ---- what is shown ----

    def show_house(self, units: Iterable[Unit], properties: Iterable[Property]) -> None:
        """Show these units, in the owner's order."""
        rows = Rows(units, properties)
        self.marks.keep_to({unit.id for unit in rows.units()})
        self.show_rows(rows)

    def show_book(self, book: Book) -> None:
        """Show these occupancies."""
        self.book = book
        self.viewport().update()

    def reload(self, unit_ids: Collection[int]) -> None:
        """Read these units again and draw their rows, no others."""
        self.book.forget(unit_ids)
        for unit_id in unit_ids:
            self.update_row(unit_id)
        self.pointer.look_again(unit_ids)

    def mark_conflicts(self, unit_ids: Collection[int]) -> None:
        """Put the sign of a double booking at these units."""
        self.names.mark(unit_ids)

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
        self.marks.highlighted = frozenset(occupancy_ids)
        self.viewport().update()

    def show_bar(self, unit_id: int, arrival: int, departure: int) -> None:
        """Bring a stay into view, if it is not there whole."""
        left, right = self.view.x(arrival), self.view.x(departure + 1)
        if left < 0 or right > self.view.width:
            self.show_day(arrival)
        self.show_row(unit_id)

    @override
    def rested(self, before: int) -> None:
        # Names of bars that are cut off at the left come into view.
        for row in self.rows_in(self.viewport().rect()):
            for x in {before - self.view.left, 0}:
                day = self.view.day_at(x)
                for _, area in self.bars_in(row, day - 1, day + 1):
                    if area.left - _STICK <= x <= area.right + _STICK:
                        self.update_box(area)

    # ---- finding ----

    def bar_at(self, point: QPoint) -> tuple[Bar, Box] | None:
        """The bar under a point of the viewport."""
        row = self.row_at(point.y())
        if row is None or row.unit is None:
            return None
        day = self.view.day_at(point.x())
        for bar, area in self.bars_in(row, day - 1, day + 1):
            if area.contains(point.x(), point.y()):
                return bar, area
        return None

    def box_of(self, bar: Bar) -> Box | None:
        """Where a bar stands in the viewport."""
        row = self.rows.of(bar.stay.unit_id)
        return None if row is None else box(self.view, bar, row.top - self.first_row())

    def select(self, stay: Occupancy) -> None:
        """Select the bar of an occupancy, which may have moved; nothing where it has none."""
        self.update_marks()
        bar = self.book.find(stay.id, stay.unit_id)
        if bar is not None and self.rows.of(stay.unit_id) is not None:
            self.marks.take(bar)
        self.update_marks()

    def selected_bar(self) -> Bar | None:
        """The selected bar."""
        if self.marks.selected is None or self.marks.unit_id is None:
            return None
        return self.book.find(self.marks.selected, self.marks.unit_id)

    def bars_in_view(self) -> list[Bar]:
        """The bars of the rows and days in view, by row and arrival."""
        return [
            bar
            for row in self.rows_in(self.viewport().rect())
            for bar, _ in self.bars_in(row, self.view.first, self.view.last)
        ]

    def origins_in_view(self) -> set[str]:
        """Where the bars in view come from, as `colours.origin` says."""
        return {origin(bar) for bar in self.bars_in_view()}

    def bars_in(self, row: Row, first: int, last: int) -> Iterator[tuple[Bar, Box]]:
        if row.unit is None:
            return
        top = row.top - self.first_row()
        for bar in self.book.unit(row.unit.id).between(first, last):
            yield bar, box(self.view, bar, top)

    # ---- painting ----

    def update_box(self, area: Box) -> None:
        """Draw a bar's place again."""
        around = _AROUND + area.slant
        left, right = max(area.left - around, 0), min(area.right + around, self.view.width)
        top = area.top - _AROUND
        self.viewport().update(left, top, right - left, area.height + 2 * _AROUND)

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
        self.marks.draw_below(painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = view.day_at(part.left() - 8), view.day_at(part.right() + 8)
        shown = [item for row in rows for item in self.bars_in(row, first, last)]
        for bar, area in shown:
            self._paint_bar(painter, bar, area, part)
        focus = self.hasFocus()
        for bar, area in shown:
            # After all bars: a ring lies over the neighbours.
            if self.marks.ringed(bar, focus=focus):
                chosen = bar.stay.id == self.marks.selected
                self._painter.draw_ring(painter, area, view.width, selected=chosen)
        self.pointer.draw(painter)

    def _paint_bar(self, painter: QPainter, bar: Bar, area: Box, part: QRect) -> None:
        ink = self._inks.ink(bar, self.today)
        pale = not self.fits(bar.stay)
        if pale or self.pointer.holds(bar):
            key = "block" if pale else origin(bar)
            ink = self._inks.sort(key, Look.PAST)
        clashes = bar.clashes and bar.departure > self.today
        self._painter.draw(painter, area, ink, clashes=clashes and not pale, width=self.view.width)
        if not pale:
            anchor = self.anchor - self.view.left + _STICK
            self._painter.write(painter, bar, area, ink, anchor, part)

    def draw_ghost(
        self, painter: QPainter, area: Box, fill: QColor, pen: QPen, stay: Occupancy | None
    ) -> None:
        """Draw where a dragged stay (None: a new one) would come to stand."""
        name = brief_name(self.texts, stay) if stay is not None else ""
        self._painter.draw_ghost(painter, area, fill, pen, self.view.width, name)

    def _restyle(self) -> None:
        self._inks = Inks(self._inks.by)
        self._painter.forget()
        self.viewport().update()
        self.header.update()
        self.names.update()
        self.corner.update()

    # ---- events, passed on ----

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double_click(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.pointer.wheel(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointer.menu(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            event.ignore()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's name
        if self.hasFocus() and self.keyboard.tab(forward=next):
            return True
        return super().focusNextPrevChild(next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.keyboard.focus_in(event)
        self.update_marks()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update_marks()

    def update_marks(self) -> None:
        """Draw the row of the cursor again."""
        self.names.show_current(self.marks.unit_id if self.hasFocus() else None)
        if self.marks.unit_id is not None:
            self.update_row(self.marks.unit_id)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            show_tip(help_event, self.tip_at(help_event.pos()), self)
            return True
        if event.type() is QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> Rich:
        """Everything about the bar under a point of the viewport."""
        found = self.bar_at(point)
        row = self.row_at(point.y())
        if found is None or row is None or row.unit is None or self.pointer.dragging:
            return Rich("")
        bar, _ = found
        beside = [
            other.stay
            for other in self.book.unit(row.unit.id).taking(bar.arrival, bar.departure)
            if other.stay.id != bar.stay.id
        ]
        today, muted = scales.day_of(self.today), current_theme().tokens.muted
        staff = self.book.staff.get(bar.stay.staff_id or 0, "")
        return bar_tip(self.texts, bar, row.unit, beside, today, muted, staff)
