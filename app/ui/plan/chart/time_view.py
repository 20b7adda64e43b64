"""The frame of the chart: which days and rows are in view, and how that moves.

Where the view only shifts, the picture on the screen is moved and the rest is drawn; header and
names go along. What is drawn is the business of `chart`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.override import override
from app.ui.kit.viewport import own_viewport
from app.ui.plan.drawing.corner import Corner
from app.ui.plan.drawing.day_header import DayHeader
from app.ui.plan.drawing.day_names import HEIGHT
from app.ui.plan.drawing.names import WIDTH, UnitNames
from app.ui.plan.geometry import scale as scales
from app.ui.plan.geometry.rows import UNIT_HEIGHT, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.plan.geometry.scale import Scale

SETTLE_MS: Final = 90


class TimeView(QAbstractScrollArea):
    """Days across, rows down, with the header above and the names at the left.

    Signals:
        settled(): the view has moved and rests now.
        zoom_changed(): another number of days is in view.
        conflict_wanted(int): the owner wants to see the double booking of this unit.
        date_wanted(): the owner wants to go to a date.
    """

    settled = Signal()
    zoom_changed = Signal()
    conflict_wanted = Signal(int)
    date_wanted = Signal()

    def __init__(self, texts: Catalogue, today: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(WIDTH, HEIGHT, 0, 0)
        own_viewport(self).setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.texts = texts
        self.today = today
        self.rows = Rows((), ())
        self.view = scales.scale(31, 1000, today - 8)
        self.holidays: Mapping[int, str] = {}
        # Where names of bars that are cut off at the left are written: where the view last rested.
        self.anchor = self.view.left
        self.header = DayHeader(texts, self)
        self.names = UnitNames(texts, self)
        self.corner = Corner(texts, self)
        self.header.pulled.connect(self.scroll_by)
        self.names.sign_pressed.connect(self.conflict_wanted)
        self.corner.pressed.connect(self.date_wanted)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._come_to_rest)

    # ---- what is shown ----

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        self.rows = rows
        self.names.show_rows(rows)
        self._range()
        self.viewport().update()
        self.updateGeometry()

    def show_today(self, today: int) -> None:
        """It is another day."""
        self.today = today
        self._show_header()
        self.viewport().update()

    def show_holidays(self, holidays: Mapping[int, str]) -> None:
        """Mark these days."""
        self.holidays = holidays
        self._show_header()
        self.viewport().update()

    def content_height(self) -> int:
        """How high the chart is with all its rows."""
        return HEIGHT + self.rows.height

    def holiday(self, day: int) -> str:
        """The name of a public holiday, else an empty text."""
        return self.holidays.get(day, "")

    # ---- moving about ----

    def scroll_by(self, pixels: int) -> None:
        """Move on into the future (negative: into the past)."""
        self.move_to(self.view.scrolled(pixels))

    def scroll_rows_by(self, pixels: int) -> None:
        """Move on to the rows below (negative: above)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def move_to(self, view: Scale) -> None:
        """Show this part of time."""
        before, self.view = self.view, view
        way = before.left - view.left
        shifts = before.day_width == view.day_width and before.width == view.width
        if shifts and not way:
            return
        self._show_header()
        whole = float(self.devicePixelRatioF()).is_integer()
        if shifts and whole and abs(way) < view.width:
            self.viewport().scroll(way, 0)
        else:
            self.anchor = view.left
            self.viewport().update()
        if before.days != view.days:
            self.zoom_changed.emit()
        self._settle.start()

    def zoom(self, days: float, at: int | None = None) -> None:
        """Show so many days; the day at `at`, else that of today or the middle, stays in place."""
        if at is not None:
            self.move_to(self.view.zoomed(days, at))
            return
        now = self.view.middle(self.today)
        at = now if 0 <= now < self.view.width else self.view.width // 2
        self.move_to(self.view.zoomed(days, at).snapped())

    def show_day(self, day: int) -> None:
        """Bring a day into view, a quarter from the left."""
        self.move_to(self.view.from_day(day).scrolled(-self.view.width // 4).snapped())

    def approach(self, day: int) -> None:
        """Move on just as far as it takes for a day to be seen, with a third of the view around."""
        left, right = self.view.x(day), self.view.x(day + 1)
        if left < 0:
            self.scroll_by(left - self.view.width // 3)
        elif right > self.view.width:
            self.scroll_by(right - self.view.width + self.view.width // 3)

    def show_row(self, unit_id: int) -> None:
        """Bring a unit's row into view, with the band above the first one."""
        row, bar = self.rows.of(unit_id), self.verticalScrollBar()
        if row is None:
            return
        if row.top < bar.value():
            above = self.rows.at(row.top - 1)
            bar.setValue(above.top if above is not None and above.unit is None else row.top)
        elif row.bottom > bar.value() + self.viewport().height():
            bar.setValue(row.bottom - self.viewport().height())

    def first_row(self) -> int:
        """How far the rows are scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def _show_header(self) -> None:
        self.header.show_view(self.view, self.today, self.holidays)

    def _come_to_rest(self) -> None:
        before, self.anchor = self.anchor, self.view.left
        if before != self.view.left:
            self.rested(before)
        self.settled.emit()

    def rested(self, before: int) -> None:
        """The view rests; `before` is where its left edge last rested."""

    # ---- rows ----

    def row_at(self, y: int) -> Row | None:
        """The row at a height of the viewport."""
        return self.rows.at(y + self.first_row())

    def rows_in(self, part: QRect) -> Sequence[Row]:
        """The rows of which something lies in a part of the viewport."""
        shift = self.first_row()
        return self.rows.between(part.top() + shift, part.bottom() + 1 + shift)

    def update_row(self, unit_id: int) -> None:
        """Draw the row of a unit again."""
        row = self.rows.of(unit_id)
        if row is not None:
            self.viewport().update(0, row.top - self.first_row(), self.view.width, UNIT_HEIGHT)

    # ---- size ----

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        area = self.viewport().geometry()
        self.corner.setGeometry(0, 0, WIDTH, HEIGHT)
        self.header.setGeometry(area.left(), 0, area.width(), HEIGHT)
        self.names.setGeometry(0, HEIGHT, WIDTH, area.height())
        self._range()
        self.move_to(self.view.resized(area.width()))
        self._show_header()

    def _range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(self.rows.height - height, 0))
        bar.setPageStep(height)
        bar.setSingleStep(UNIT_HEIGHT)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.names.shift_to(self.first_row())
        if float(self.devicePixelRatioF()).is_integer():
            self.viewport().scroll(0, dy)
        else:
            self.viewport().update()
        self._settle.start()
