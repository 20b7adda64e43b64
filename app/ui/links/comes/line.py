"""A line of the pane: what it is about at the left, what is said of it at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Chip, Label, Role, Tone
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.parts import MoreButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu


class FactLine(QWidget):
    """Two words side by side; the right one may be loud."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._left = Label("", name=f"{name}_what", parent=self)
        self._right = Label("", wrap=True, name=f"{name}_said", parent=self)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._right, 1)

    def show_fact(self, left: str, right: str) -> None:
        """Show these; nothing where neither says anything."""
        self._left.setText(left)
        self._right.setText(right)
        self.setVisible(bool(left))


class StayLine(QWidget):
    """The days of a stay, who it is of, a chip, and what can be done with it."""

    def __init__(
        self,
        days: str,
        who: str,
        *,
        chip: str = "",
        below: str = "",
        more: str = "",
        fill: Callable[[QMenu], None] | None = None,
        name: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        add_layout(column, row)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(Label(days, name="stay_days", parent=self), 0, middle)
        words = Label(who, wrap=True, name="stay_who", parent=self)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words, 1)
        if chip:
            row.addWidget(Chip(chip, Tone.GOOD, name="stay_chip", parent=self), 0, middle)
        if fill is not None:
            button = MoreButton(more, fill, ghost=True, name="stay_more", parent=self)
            row.addWidget(button, 0, middle)
        if below:
            column.addWidget(Label(below, Role.SMALL, wrap=True, name="stay_below", parent=self))


class RuleLine(QWidget):
    """What a rule is called, what it does, and a button that says otherwise."""

    def __init__(
        self, title: str, says: str, button: QWidget, *, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(title, Role.STRONG, wrap=True, name="rule_title", parent=self))
        words.addWidget(Label(says, Role.SMALL, wrap=True, name="rule_says", parent=self))
        add_layout(row, words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
