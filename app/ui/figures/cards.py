"""A table of figures with its picture beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.override import override
from app.ui.figures.tables import FiguresTable
from app.ui.kit import Card, CopyButton, ElidedLabel, Role, Variant
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from app.i18n import Catalogue
    from app.ui.figures.tables import Line


class PlotCard(Card):
    """A heading, a table with its button to copy, and room for a plot at its right.

    The plot comes later: `holder` is empty until then, and as wide as it will be.
    """

    def __init__(
        self,
        texts: Catalogue,
        title: str,
        *,
        name: str,
        row_high: int,
        most_rows: int = 14,
        least: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        """`least` are the widths of the names and of the plot, in pixels."""
        super().__init__(name=name, parent=parent)
        self.heading = ElidedLabel(title, Role.STRONG, name=f"{name}_title", parent=self)
        self.note = ElidedLabel("", Role.SMALL, name=f"{name}_note", parent=self)
        self._copy = CopyButton(
            texts.tr("Copy"),
            texts.tr("Copied"),
            variant=Variant.QUIET,
            name=f"{name}_copy",
            parent=self,
        )
        self.table = FiguresTable(
            row_high=row_high,
            most_rows=most_rows,
            least_name=least[0],
            accessible_name=title,
            name=f"{name}_table",
            parent=self,
        )
        self.holder = QWidget(self)
        self.holder.setObjectName(f"{name}_holder")
        self._least_plot = least[1]
        self.holder.setMinimumWidth(self._least_plot)
        room = QVBoxLayout(self.holder)
        room.setContentsMargins(0, 0, 0, 0)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.heading)
        words.addWidget(self.note)
        self.note.hide()
        top = QHBoxLayout()
        add_layout(top, words, 1)
        top.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(self.body, top)
        self.figures = QHBoxLayout()
        self.figures.setSpacing(16)
        self.figures.addWidget(self.table, 7, Qt.AlignmentFlag.AlignTop)
        self.figures.addWidget(self.holder, 3, Qt.AlignmentFlag.AlignTop)
        add_layout(self.body, self.figures)
        self.body.addStretch(1)

    def set_note(self, text: str) -> None:
        """Say below the heading what is shown, or nothing."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def set_lines(self, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.table.set_lines(headings, lines)
        self.holder.setFixedHeight(self.table.rows_high)
        self._share_out()
        self._copy.content = self.table.lines.as_text()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Give the table what it needs before the plot; only then does it scroll."""
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        left = room - self.figures.spacing() - self._least_plot
        self.table.setMinimumWidth(max(min(self.table.least_width(), left), 0))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.table.verticalScrollBar()
        over_plot = self.holder.geometry().contains(event.position().toPoint())
        if over_plot and bar.maximum() > 0:
            # The rows of the plot are those of the table.
            bar.setValue(bar.value() - event.angleDelta().y() * bar.singleStep() * 3 // 120)
            event.accept()
            return
        super().wheelEvent(event)
