"""The corner above the names: goes to a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.override import override
from app.ui.kit import IconButton
from app.ui.look.theme import current_theme
from app.ui.plan.drawing.names import WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue

_BUTTON = 28


class Corner(QWidget):
    """Signals:
    pressed(): the owner wants to go to a date.
    """

    pressed = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.button = IconButton(
            "calendar-range",
            texts.tr("Go to a date (Ctrl+G)"),
            ghost=True,
            name="go_to_date",
            parent=self,
        )
        self.button.clicked.connect(self.pressed)
        self.button.move(WIDTH - _BUTTON - 8, 26)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        line = theme.colour("line")
        painter.fillRect(self.width() - 1, 0, 1, self.height(), line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()
