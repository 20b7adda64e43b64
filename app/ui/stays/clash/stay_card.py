"""One of the two that have booked the same nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout

from app.ui.kit import Card, Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.theme import current_theme
from app.ui.stays.clash.words import called, days_line, known_line
from app.ui.stays.dots import dot_icon, portal_colour

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue

_DOT = 16


class StayCard(Card):
    """Who, when, and where from; the dot has the colour of its bar in the plan."""

    def __init__(
        self, texts: Catalogue, stay: Occupancy, today: date, *, name: str, parent: QWidget
    ) -> None:
        lines = called(texts, stay), days_line(texts, stay, today), known_line(texts, stay, today)
        super().__init__(name=name, accessible_name=", ".join(lines), parent=parent)
        self._stay = stay
        self.body.setSpacing(6)
        self._dot = Label(parent=self)
        self._dot.setFixedSize(_DOT, _DOT)
        who = Label(lines[0], Role.STRONG, wrap=True, name=f"{name}_who", parent=self)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(who, 1)
        add_layout(self.body, row)
        self.body.addWidget(Label(lines[1], wrap=True, name=f"{name}_days", parent=self))
        self.body.addWidget(
            Label(lines[2], Role.MUTED, wrap=True, name=f"{name}_known", parent=self)
        )
        self.body.addStretch(1)
        current_theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        icon = dot_icon(portal_colour(self._stay).name())
        self._dot.setPixmap(icon.pixmap(QSize(_DOT, _DOT), self.devicePixelRatioF()))
