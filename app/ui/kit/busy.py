"""Long work: what is being done, how far it is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui.kit.controls.buttons import Button
from app.ui.kit.controls.labels import ElidedLabel, Role
from app.ui.kit.controls.layouts import add_layout


class BusyBar(QWidget):
    """A bar that moves until it is told how far the work is.

    Signals:
        cancelled(): the owner wants the work stopped; the button is off until the next `start`.
    """

    cancelled = Signal()

    def __init__(
        self, cancel_text: str, *, name: str = "busy_bar", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._words = ElidedLabel("", Role.SMALL, name=f"{name}_text", parent=self)
        column.addWidget(self._words)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        column.addWidget(self._bar)
        add_layout(row, column, 1)
        self.cancel_button = Button(cancel_text, name=f"{name}_cancel", parent=self)
        self.cancel_button.setVisible(bool(cancel_text))
        self.cancel_button.clicked.connect(self._cancel)
        row.addWidget(self.cancel_button)
        self.hide()

    def start(self, text: str) -> None:
        """Show that work has begun; how long it takes is not known yet."""
        self._bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.set_text(text)
        self.show()

    def set_text(self, text: str) -> None:
        """Say what is being done now."""
        self._words.setText(text)
        self._bar.setAccessibleName(text)

    def set_progress(self, done: int, total: int) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def finish(self) -> None:
        """Take the bar away."""
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancelled.emit()
