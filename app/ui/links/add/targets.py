"""Of what a link shall be: one unit, a property, the whole house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.link import WHOLE_HOUSE, Scope, Target
from app.ui.kit.floating.popups import ComboBox
from app.ui.look import icons
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.i18n import Catalogue


class TargetField(ComboBox):
    """A list of units, then of properties and the whole house where that is something else."""

    def __init__(
        self,
        texts: Catalogue,
        units: Sequence[Unit],
        houses: Sequence[Property],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("link_target")
        self._texts = texts
        self._units = list(units)
        lived_in = {unit.property_id for unit in units}
        self._houses = [house for house in houses if house.id in lived_in]
        self.setMinimumContentsLength(16)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(units_only=False)

    def offer(self, *, units_only: bool) -> None:
        """Offer everything, or only what a link for a website can be of."""
        kept = self.target()
        self.blockSignals(True)
        self.clear()
        for unit in self._units:
            self.addItem(dot_icon(unit.colour), unit.name, Target(Scope.UNIT, unit.id))
        if not units_only and len(self._units) > 1:
            self.insertSeparator(self.count())
            several = self._houses if len(self._houses) > 1 else []
            for house in several:
                words = self._texts.tr("{property}, all units", property=house.name)
                self.addItem(icons.icon("house", "muted"), words, Target(Scope.PROPERTY, house.id))
            self.addItem(icons.icon("house"), self._texts.tr("Whole house"), WHOLE_HOUSE)
        self.setCurrentIndex(0)
        if kept is not None:
            self.choose(kept)
        self.blockSignals(False)
        self.currentIndexChanged.emit(self.currentIndex())

    def target(self) -> Target | None:
        """What is chosen; None where there is nothing."""
        target: Target | None = self.currentData()
        return target

    def choose(self, target: Target) -> None:
        """Choose something; what is not offered changes nothing."""
        for row in range(self.count()):
            if self.itemData(row) == target:
                self.setCurrentIndex(row)
                return

    def example_unit(self) -> str:
        """The name of a unit that a link of what is chosen shows."""
        target = self.target()
        fitting = (unit.name for unit in self._units if target and _is_in(unit, target))
        return next(fitting, "")


def _is_in(unit: Unit, target: Target) -> bool:
    match target.scope:
        case Scope.UNIT:
            return unit.id == target.id
        case Scope.PROPERTY:
            return unit.property_id == target.id
        case _:
            return True
