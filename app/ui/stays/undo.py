"""The two buttons that take back what was done, and do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.base.undoing import Undoing
from app.ui.kit import IconButton

if TYPE_CHECKING:
    from app.ui.base.context import Context


class UndoButtons(QWidget):
    """Undo and redo, each telling what it would do."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = context.history
        self._texts = texts = context.texts
        self.undo = IconButton("undo-2", texts.tr("Undo"), name="undo", parent=self)
        self.redo = IconButton("redo-2", texts.tr("Redo"), name="redo", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        self._undoing = Undoing(context)
        self.undo.clicked.connect(self._undoing.undo)
        self.redo.clicked.connect(self._undoing.redo)
        context.history.changed.connect(self._show_history)
        self._show_history()

    def _show_history(self) -> None:
        texts, undo, redo = self._texts, self._history.next_undo, self._history.next_redo
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        self.undo.set_meaning(
            texts.tr("Undo: {what}", what=undo) if undo else texts.tr("Nothing to undo")
        )
        self.redo.set_meaning(
            texts.tr("Redo: {what}", what=redo) if redo else texts.tr("Nothing to redo")
        )
