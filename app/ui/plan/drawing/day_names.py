"""Draws the names of the days in view: year, month, week, day and weekday, and today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from app.core.stays.dates import day_of
from app.ui.kit.controls.labels import tabular
from app.ui.look.theme import current_theme
from app.ui.plan.drawing.ground import DAYS_FROM, WEEKS_FROM, months, next_month, weekday
from app.ui.plan.geometry.scale import LAST, Scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Catalogue

HEIGHT: Final = 62
"""Of the whole strip, in pixels."""
MONTHS_HEIGHT: Final = 23
"""Of its upper line, in which the month stays at the left edge."""
_MONTHS = QRect(0, 4, 0, 18)
_MIDDLE = QRect(0, 24, 0, 16)
_LOWER = QRect(0, 39, 0, 18)
_PILL_TOP, _PILL_HEIGHT, _PILL_WIDTH = 24, 36, 26
_PAD = 8
_ROOM_FOR_HOLIDAY = 60
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class DayNames:
    """As many names as there is room for: of each day, of weeks, or of months alone."""

    def __init__(self, texts: Catalogue, font: QFont) -> None:
        self._texts = texts
        self._today = 0
        self._holidays: Mapping[int, str] = {}
        # Any Monday, and the days after it.
        self._weekdays = [texts.weekday(day_of(monday)) for monday in range(1, 8)]
        self._month_names: dict[int, str] = {}
        self._fonts = {
            "month": _font(font, 13, QFont.Weight.DemiBold),
            "small": _font(font, 11, QFont.Weight.Normal),
            "small_bold": _font(font, 11, QFont.Weight.DemiBold),
            "day": tabular(_font(font, 13, QFont.Weight.DemiBold)),
        }

    def draw(
        self,
        painter: QPainter,
        view: Scale,
        part: QRect,
        today: int,
        holidays: Mapping[int, str],
    ) -> None:
        """Draw what falls into `part` of the strip; `today` and all days are ordinals."""
        self._today, self._holidays = today, holidays
        first, last = view.day_at(part.left() - 24), view.day_at(part.right() + 24)
        if view.day_width >= DAYS_FROM:
            self._draw_months(painter, view, first, last)
            if part.bottom() > _MIDDLE.top():
                self._draw_days(painter, view, first, last)
        elif view.day_width >= WEEKS_FROM:
            self._draw_months(painter, view, first, last)
            self._draw_weeks(painter, view, first, last)
        else:
            self._draw_years(painter, view, first, last)
        self._draw_today(painter, view)

    def week(self, monday: int) -> str:
        """The number of a day's week, in words."""
        return self._texts.tr("W {n}", n=day_of(monday).isocalendar().week)

    def _draw_months(self, painter: QPainter, view: Scale, first: int, last: int) -> None:
        theme = current_theme()
        painter.setFont(self._fonts["month"])
        for month in months(first, last):
            x, end = view.x(month), view.x(min(next_month(month), LAST + 1))
            painter.fillRect(x, 0, 1, HEIGHT - 1, theme.colour("line"))
            _put_label(painter, self._month_name(month), x, end)
        if view.day_width >= DAYS_FROM:
            painter.setFont(self._fonts["small"])
            painter.setPen(theme.colour("muted"))
            for monday in range(first - weekday(first) - 7, last + 1, 7):
                self._draw_week_beside(painter, view, monday)

    def _draw_week_beside(self, painter: QPainter, view: Scale, monday: int) -> None:
        """The week's number over its Monday, where no month's name stands."""
        month = next(months(monday, monday))
        name_at = max(view.x(month), 0) + _PAD
        x = view.x(monday) + 2
        if x < name_at + 116 or view.x(next_month(month)) < x + 50:
            return
        painter.drawText(QRect(x, _MONTHS.top(), 70, _MONTHS.height()), _LEFT, self.week(monday))

    def _draw_days(self, painter: QPainter, view: Scale, first: int, last: int) -> None:
        theme = current_theme()
        for day in range(first, last + 1):
            if day == self._today:
                continue
            x, end = view.x(day), view.x(day + 1)
            strong = weekday(day) >= 5 or day in self._holidays
            painter.setFont(self._fonts["small_bold" if strong else "small"])
            painter.setPen(theme.colour("text" if strong else "muted"))
            name = self._weekdays[weekday(day)]
            if day in self._holidays and end - x >= _ROOM_FOR_HOLIDAY:
                name = f"{name} · {self._holidays[day]}"
                elide = Qt.TextElideMode.ElideRight
                name = painter.fontMetrics().elidedText(name, elide, end - x - 8)
            _centre(painter, name, x, end, _MIDDLE)
            painter.setFont(self._fonts["day"])
            painter.setPen(theme.colour("text"))
            number = str(day_of(day).day)
            _centre(painter, number, x, end, _LOWER)
            if day in self._holidays:
                _draw_holiday(painter, (x + end) // 2)

    def _draw_weeks(self, painter: QPainter, view: Scale, first: int, last: int) -> None:
        theme = current_theme()
        for monday in range(first - weekday(first), last + 1, 7):
            x, end = view.x(monday), view.x(monday + 7)
            painter.fillRect(x, _MIDDLE.top(), 1, HEIGHT - _MIDDLE.top() - 1, theme.colour("line"))
            painter.setFont(self._fonts["small"])
            painter.setPen(theme.colour("muted"))
            area = QRect(x + 6, _MIDDLE.top(), end - x - 6, _MIDDLE.height())
            painter.drawText(area, _LEFT, self.week(monday))
            painter.setFont(self._fonts["day"])
            painter.setPen(theme.colour("text"))
            if 0 <= view.middle(self._today) - x <= _PILL_WIDTH + 10:
                continue  # today's own number stands there
            area = QRect(x + 6, _LOWER.top(), end - x - 6, _LOWER.height())
            painter.drawText(area, _LEFT, str(day_of(monday).day))

    def _draw_years(self, painter: QPainter, view: Scale, first: int, last: int) -> None:
        theme = current_theme()
        for month in months(view.first, last):
            x, end = view.x(month), view.x(next_month(month))
            start = day_of(month)
            painter.fillRect(x, _MIDDLE.top(), 1, HEIGHT - _MIDDLE.top() - 1, theme.colour("line"))
            painter.setFont(self._fonts["small_bold"])
            painter.setPen(theme.colour("text"))
            name = self._texts.month(start).removesuffix(f"{start.year:04}").strip()
            area = QRect(x + 6, _MIDDLE.top(), end - x - 8, _MIDDLE.height())
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, end - x - 8)
            painter.drawText(area, _LEFT, shown)
            if start.month == 1 or month <= view.first:
                year = view.x(start.replace(month=1).toordinal())
                painter.fillRect(year, 0, 1, HEIGHT - 1, theme.colour("line"))
                painter.setFont(self._fonts["month"])
                _put_label(painter, f"{start.year:04}", x if start.month == 1 else 0, 1 << 20)
        painter.setFont(self._fonts["small"])
        painter.setPen(theme.colour("muted"))
        if view.day_width * 7 >= 19:
            for monday in range(first - weekday(first), last + 1, 7):
                number = str(day_of(monday).isocalendar().week)
                x, end = view.x(monday), view.x(monday + 7)
                _centre(painter, number, x, end, _LOWER)

    def _draw_today(self, painter: QPainter, view: Scale) -> None:
        theme = current_theme()
        middle = view.middle(self._today)
        if not -_PILL_WIDTH <= middle <= view.width + _PILL_WIDTH:
            return
        day = day_of(self._today)
        in_days = view.day_width >= DAYS_FROM
        top, height = (_PILL_TOP, _PILL_HEIGHT) if in_days else (_LOWER.top(), 20)
        pill = QRect(middle - _PILL_WIDTH // 2, top, _PILL_WIDTH, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(pill), 7, 7)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(theme.colour("on_accent"))
        if in_days:
            painter.setFont(self._fonts["small"])
            above = QRect(pill.left(), _MIDDLE.top() + 1, pill.width(), _MIDDLE.height())
            painter.drawText(above, _CENTRE, self._weekdays[day.weekday()])
        painter.setFont(self._fonts["day"])
        area = QRect(pill.left(), _LOWER.top() + (0 if in_days else 1), pill.width(), 18)
        painter.drawText(area, _CENTRE, str(day.day))

    def _month_name(self, month: int) -> str:
        """A month with its year; kept, as the same few are drawn over and over."""
        found = self._month_names.get(month)
        if found is None:
            found = self._month_names[month] = self._texts.month(day_of(month))
        return found


def _centre(painter: QPainter, text: str, x: int, end: int, line: QRect) -> None:
    """Write in the middle of a column, at whole pixels: half ones are rounded towards zero,
    which is another way left of the view's edge.
    """
    metrics = painter.fontMetrics()
    left = x + (end - x - metrics.horizontalAdvance(text)) // 2
    top = line.top() + (line.height() - metrics.height()) // 2
    painter.drawText(left, top + metrics.ascent(), text)


def _put_label(painter: QPainter, text: str, left: int, right: int) -> None:
    """Write a month or a year where it begins, or at the left edge while it lasts."""
    width = painter.fontMetrics().horizontalAdvance(text)
    x = min(max(left, 0) + _PAD, right - width - _PAD)
    if x < max(left + 2, 0):
        return
    painter.setPen(current_theme().colour("text"))
    painter.drawText(QRect(x, _MONTHS.top(), width + 2, _MONTHS.height()), _LEFT, text)


def _draw_holiday(painter: QPainter, middle: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().colour("accent"))
    painter.drawEllipse(QRectF(middle - 2, HEIGHT - 6, 4, 4))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _font(base: QFont, size: int, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPixelSize(size)
    font.setWeight(weight)
    return font
