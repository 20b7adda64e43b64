"""Choosing a unit, quick from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QApplication

from app.core.texts import folded
from app.override import override
from app.ui.kit.popups import ComboBox
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Unit


class UnitField(ComboBox):
    """Units with their colours. Typing finds one by the beginning of any word of its name.

    So "2" is enough for "Seeblick 2", and a space within a name does not open the list.
    """

    def __init__(self, units: Sequence[Unit], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit")
        self._typed = ""
        self._since = QElapsedTimer()
        for unit in units:
            self.addItem(dot_icon(unit.colour), unit.name, unit)

    def unit(self) -> Unit | None:
        """The unit that is chosen."""
        unit: Unit | None = self.currentData()
        return unit

    def choose(self, unit_id: int) -> None:
        """Choose a unit; one that is not offered changes nothing."""
        for at in range(self.count()):
            if self.itemData(at).id == unit_id:
                self.setCurrentIndex(at)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = event.text()
        commanding = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        going_on = self._since.isValid() and not self._since.hasExpired(
            QApplication.keyboardInputInterval()
        )
        if commanding or not sign.isprintable() or not sign or (sign == " " and not going_on):
            super().keyPressEvent(event)
            return
        self._typed = self._typed + sign if going_on else sign
        self._since.start()
        self._find(folded(self._typed))

    def _find(self, wanted: str) -> None:
        names = [folded(self.itemText(at)) for at in range(self.count())]
        at = next((at for at, name in enumerate(names) if name.startswith(wanted)), None)
        if at is None:
            words = (
                at
                for at, name in enumerate(names)
                if any(word.startswith(wanted) for word in name.split())
            )
            at = next(words, None)
        if at is not None:
            self.setCurrentIndex(at)
