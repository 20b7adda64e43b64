"""Which sheet: a month of all units, or a unit's year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.core.errors import UserError
from app.core.stays.dates import month_after
from app.ui.kit import IconButton, Label, Role, SegmentedControl
from app.ui.kit.floating.popups import ComboBox
from app.ui.paper.content import check_year
from app.ui.paper.what import What

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.core.house.unit import Unit
    from app.i18n import Catalogue


class Choice(QWidget):
    """A row: month or year, the unit of a year, and which month or year it is.

    Signals:
        changed(): the owner chose another sheet.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        units: Sequence[Unit],
        what: What,
        day: date,
        unit_id: int | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.day = day.replace(day=1)
        self._what = SegmentedControl(
            [(What.MONTH.value, texts.tr("Month")), (What.YEAR.value, texts.tr("A unit's year"))],
            accessible_name=texts.tr("What is printed"),
            name="paper_what",
            parent=self,
        )
        self._what.select(what.value)
        self._units = ComboBox(self)
        self._units.setObjectName("paper_unit")
        self._units.setAccessibleName(texts.tr("Unit"))
        self._units.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._units.setMinimumContentsLength(12)
        self._units.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for unit in units:
            self._units.addItem(unit.name, unit.id)
        self._units.setCurrentIndex(max(self._units.findData(unit_id), 0) if units else -1)
        self._back = IconButton("chevron-left", "", name="paper_back", parent=self)
        self._on = IconButton("chevron-right", "", name="paper_on", parent=self)
        self._when = Label("", Role.STRONG, name="paper_when", parent=self)
        self._when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._what.chosen.connect(self._chosen)
        self._units.activated.connect(self._chosen)
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

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._what)
        row.addSpacing(8)
        row.addWidget(self._units)
        row.addWidget(self._back)
        row.addWidget(self._when)
        row.addWidget(self._on)
        row.addStretch(1)

    def _chosen(self) -> None:
        self._draw()
        self.changed.emit()

    def _move(self, step: int) -> None:
        try:
            if self.what is What.YEAR:
                day = self.day.replace(year=check_year(self.day.year + step))
            else:
                day = month_after(self.day, step)
                check_year(day.year)
        except UserError:
            # The edge of time: it goes no further.
            return
        self.day = day
        self._chosen()

    def _draw(self) -> None:
        texts = self._texts
        year = self.what is What.YEAR
        self._units.setVisible(year)
        self._when.setText(f"{self.day.year:04}" if year else texts.month(self.day))
        # Wide enough for every month: the buttons stay below the pointer.
        longest = max(
            self._when.fontMetrics().horizontalAdvance(texts.month(self.day.replace(month=at)))
            for at in range(1, 13)
        )
        self._when.setMinimumWidth(longest + 8 if not year else 56)
        self._back.set_meaning(texts.tr("Year before") if year else texts.tr("Month before"))
        self._on.set_meaning(texts.tr("Year after") if year else texts.tr("Month after"))
