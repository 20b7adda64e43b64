"""Which sheet: the next days, a month of all units, or a unit's year."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.core.errors import UserError
from app.core.stays.dates import month_after
from app.ui.kit import IconButton, Label, Role, SegmentedControl
from app.ui.kit.floating.popups import ComboBox
from app.ui.paper.sheets.content import check_year
from app.ui.paper.what import What

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.core.house.unit import Property, Unit
    from app.i18n import Catalogue


class Choice(QWidget):
    """A row: days, month or year, whose, and which day, month or year it is.

    `date` is the first of the days, `day` a day of the month or year: turning over the months
    leaves the days where they are.

    Signals:
        changed(): the owner chose another sheet.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        units: Sequence[Unit],
        houses: Sequence[Property],
        what: What,
        day: date,
        today: date,
        unit_id: int | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.day = day.replace(day=1)
        self._today = today
        self.date = day if what is What.DAY else today
        self._what = SegmentedControl(
            [
                (What.DAY.value, texts.tr("Two days")),
                (What.MONTH.value, texts.tr("Month")),
                (What.YEAR.value, texts.tr("A unit's year")),
            ],
            accessible_name=texts.tr("What is printed"),
            name="paper_what",
            parent=self,
        )
        self._what.select(what.value)
        self._units = self._unit_combo(units, unit_id)
        self._houses = self._house_combo(houses)
        self._back = IconButton("chevron-left", "", name="paper_back", parent=self)
        self._on = IconButton("chevron-right", "", name="paper_on", parent=self)
        self._when = Label("", Role.STRONG, name="paper_when", parent=self)
        self._when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._what.chosen.connect(self._chosen)
        self._units.activated.connect(self._chosen)
        self._houses.activated.connect(self._chosen)
        self._back.clicked.connect(lambda: self._move(-1))
        self._on.clicked.connect(lambda: self._move(1))
        self._draw()

    @property
    def what(self) -> What:
        return What(self._what.current())

    @property
    def unit_id(self) -> int | None:
        """The chosen unit, None where there is none at all."""
        chosen = self._units.currentData()
        return chosen if isinstance(chosen, int) else None

    @property
    def house_id(self) -> int | None:
        """The property of the days, None for all."""
        chosen = self._houses.currentData()
        return chosen if isinstance(chosen, int) else None

    def follow(self, today: date) -> None:
        """Another day has begun: what is called today is another one."""
        self._today = today
        self._draw()

    def _unit_combo(self, units: Sequence[Unit], unit_id: int | None) -> ComboBox:
        combo = self._combo("paper_unit", self._texts.tr("Unit"))
        for unit in units:
            combo.addItem(unit.name, unit.id)
        combo.setCurrentIndex(max(combo.findData(unit_id), 0) if units else -1)
        return combo

    def _house_combo(self, houses: Sequence[Property]) -> ComboBox:
        combo = self._combo("paper_house", self._texts.tr("Property"))
        combo.addItem(self._texts.tr("All properties"), None)
        for house in houses:
            combo.addItem(house.name, house.id)
        return combo

    def _combo(self, name: str, accessible_name: str) -> ComboBox:
        combo = ComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(accessible_name)
        combo.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._what)
        row.addSpacing(8)
        row.addWidget(self._units)
        row.addWidget(self._houses)
        row.addWidget(self._back)
        row.addWidget(self._when)
        row.addWidget(self._on)
        row.addStretch(1)

    def _chosen(self) -> None:
        self._draw()
        self.changed.emit()

    def _move(self, step: int) -> None:
        try:
            if self.what is What.DAY:
                moved = self.date + timedelta(days=step)
                check_year(moved.year)
                self.date = moved
            elif self.what is What.YEAR:
                self.day = self.day.replace(year=check_year(self.day.year + step))
            else:
                month = month_after(self.day, step)
                check_year(month.year)
                self.day = month
        except UserError:
            # The edge of time: it goes no further.
            return
        self._chosen()

    def _draw(self) -> None:
        texts, what = self._texts, self.what
        self._units.setVisible(what is What.YEAR)
        # All and one are the same.
        self._houses.setVisible(what is What.DAY and self._houses.count() > 2)
        shown = {
            What.DAY: self._day_words(),
            What.MONTH: texts.month(self.day),
            What.YEAR: f"{self.day.year:04}",
        }
        self._when.setText(shown[what])
        self._when.setMinimumWidth(self._widest())
        before, after = {
            What.DAY: (texts.tr("Day before"), texts.tr("Day after")),
            What.MONTH: (texts.tr("Month before"), texts.tr("Month after")),
            What.YEAR: (texts.tr("Year before"), texts.tr("Year after")),
        }[what]
        self._back.set_meaning(before)
        self._on.set_meaning(after)

    def _day_words(self) -> str:
        texts = self._texts
        if self.date == self._today:
            return texts.tr("Today and tomorrow")
        return texts.tr("{day} and the day after", day=texts.date(self.date))

    def _widest(self) -> int:
        """Wide enough for every month: the buttons stay below the pointer."""
        if self.what is What.YEAR:
            return 56
        self._when.ensurePolished()  # Before that it would be measured in another font.
        texts, width = self._texts, self._when.fontMetrics().horizontalAdvance
        if self.what is What.DAY:
            return max(width(self._day_words()), width(texts.tr("Today and tomorrow"))) + 8
        return max(width(texts.month(self.day.replace(month=at))) for at in range(1, 13)) + 8
