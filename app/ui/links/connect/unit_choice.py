"""Which unit a portal is connected with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kit.floating.popups import ComboBox
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Unit


class UnitChoice(ComboBox):
    """Units with their colours; with `none` also none of them, at the top."""

    def __init__(self, units: Sequence[Unit], parent: QWidget, *, none: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("connect_unit")
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if none:
            self.addItem(none, None)
        for unit in units:
            self.addItem(dot_icon(unit.colour), unit.name, unit)

    def unit(self) -> Unit | None:
        """The unit that is chosen."""
        unit: Unit | None = self.currentData()
        return unit

    def choose(self, unit_id: int) -> None:
        """Choose a unit by its id; one that is not there changes nothing."""
        for at in range(self.count()):
            unit: Unit | None = self.itemData(at)
            if unit is not None and unit.id == unit_id:
                self.setCurrentIndex(at)
                return

    def go_on(self, but: Collection[int]) -> None:
        """Choose the next unit that is not in `but`, from the present one on, round the end."""
        number = self.count()
        for step in range(1, number):
            at = (self.currentIndex() + step) % number
            unit: Unit | None = self.itemData(at)
            if unit is not None and unit.id not in but:
                self.setCurrentIndex(at)
                return
