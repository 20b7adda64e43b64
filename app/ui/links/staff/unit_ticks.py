"""Which units: a tick for each, for all of a property, and for all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.ui.kit import ScrollPage
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import as_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.i18n import Catalogue

_INDENT = 24
_HEIGHT = 260


class UnitTicks(ScrollPage):
    """Units, grouped by property where there are several.

    Signals:
        changed(): the owner ticked something.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        units: Sequence[Unit],
        houses: Sequence[Property],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(margin=4, name="unit_ticks", parent=parent)
        self.setAccessibleName(texts.tr("Units"))
        self.body.setSpacing(2)
        self._ticks: dict[int, QCheckBox] = {}
        self._groups: list[tuple[QCheckBox, list[QCheckBox]]] = []
        lived_in = {unit.property_id for unit in units}
        grouped = [house for house in houses if house.id in lived_in]
        everything = (
            self._group(texts.tr("All units"), "unit_ticks_all") if len(units) > 1 else None
        )
        for house in grouped:
            of_house = [unit for unit in units if unit.property_id == house.id]
            several = len(grouped) > 1
            if several:
                heading = self._group(house.name, f"unit_ticks_house_{house.id}")
            ticks = [self._tick(unit, _INDENT if several else 0) for unit in of_house]
            if several:
                self._bind(heading, ticks)
        if everything is not None:
            self._bind(everything, list(self._ticks.values()))
        self.add_end()
        rows = len(self._ticks) + len(self._groups)
        self.setFixedHeight(min(_HEIGHT, max(rows, 1) * 28 + 10))

    def unit_ids(self) -> frozenset[int]:
        """The units that are ticked."""
        return frozenset(unit_id for unit_id, tick in self._ticks.items() if tick.isChecked())

    def tick(self, unit_ids: Iterable[int]) -> None:
        """Tick these units and no others."""
        wanted = set(unit_ids)
        for unit_id, tick in self._ticks.items():
            tick.setChecked(unit_id in wanted)
        self._show_groups()

    def _tick(self, unit: Unit, indent: int) -> QCheckBox:
        box = self._box(unit.name, f"unit_tick_{unit.id}", indent)
        box.clicked.connect(self._ticked)
        self._ticks[unit.id] = box
        return box

    def _group(self, words: str, name: str) -> QCheckBox:
        box = self._box(words, name)
        font = box.font()
        font.setWeight(font.Weight.DemiBold)
        box.setFont(font)
        return box

    def _box(self, words: str, name: str, indent: int = 0) -> QCheckBox:
        # Two of these signs are one that is shown; a single one would underline the next letter.
        box = QCheckBox(as_entry(words), self)
        box.setObjectName(name)
        row = QHBoxLayout()
        row.setContentsMargins(indent, 0, 0, 0)
        row.addWidget(box)
        add_layout(self.body, row)
        return box

    def _bind(self, heading: QCheckBox, ticks: list[QCheckBox]) -> None:
        self._groups.append((heading, ticks))

        def all_or_none() -> None:
            wanted = not all(tick.isChecked() for tick in ticks)
            for tick in ticks:
                tick.setChecked(wanted)
            self._ticked()

        heading.clicked.connect(all_or_none)

    def _ticked(self) -> None:
        self._show_groups()
        self.changed.emit()

    def _show_groups(self) -> None:
        for heading, ticks in self._groups:
            count = sum(tick.isChecked() for tick in ticks)
            state = Qt.CheckState.PartiallyChecked
            if count in {0, len(ticks)}:
                state = Qt.CheckState.Checked if count else Qt.CheckState.Unchecked
            heading.setTristate(state is Qt.CheckState.PartiallyChecked)
            heading.setCheckState(state)
