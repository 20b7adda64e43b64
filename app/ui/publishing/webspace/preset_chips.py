"""The hosters as chips, in as many lines as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from app.core.publishing.setup.presets import presets
from app.ui.kit.controls.choices import Segment
from app.ui.kit.flow import FlowLayout

if TYPE_CHECKING:
    from app.i18n import Catalogue


class PresetChips(QWidget):
    """One of the hosters is chosen; arrow keys choose the next one and go round.

    Signals:
        chosen(str): the owner chose the hoster with this key (`select` does not emit it).
    """

    chosen = Signal(str)

    def __init__(self, texts: Catalogue, *, accessible_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presets")
        self.setAccessibleName(accessible_name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(self, spacing=8, first_grows=False)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Segment] = {}
        for at, preset in enumerate(presets().values()):
            chip = Segment(preset.name(texts.language.key), self)
            chip.setObjectName(f"preset_{preset.key}")
            chip.setCheckable(True)
            chip.setProperty("place", "only")
            chip.clicked.connect(lambda _on, key=preset.key: self._choose(key))
            chip.stepped.connect(lambda step, at=at: self._step(at, step))
            self._group.addButton(chip)
            self._chips[preset.key] = chip
            row.addWidget(chip)

    def current(self) -> str:
        """The key of the chosen hoster."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def select(self, key: str) -> None:
        """Choose a hoster; Tab stops at it."""
        self._chips[key].setChecked(True)
        for other, chip in self._chips.items():
            tab = Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(tab)

    def _choose(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _step(self, at: int, step: int) -> None:
        chips = list(self._chips.items())
        key, chip = chips[(at + step) % len(chips)]
        self._choose(key)
        chip.setFocus(Qt.FocusReason.TabFocusReason)
