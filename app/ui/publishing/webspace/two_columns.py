"""Fields of a form in two columns, of which now these are shown and now those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from app.ui.kit.controls.form import FormRow


class TwoColumns(QGridLayout):
    """Lays out, side by side and without gaps, the rows that are shown at present."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self.setHorizontalSpacing(gap)
        self.setVerticalSpacing(gap)
        self.setColumnStretch(0, 1)
        self.setColumnStretch(1, 1)

    def arrange(
        self, rows: Iterable[FormRow], shown: Collection[FormRow], wide: Collection[FormRow]
    ) -> None:
        """Show those of `rows` that are in `shown`; those in `wide` take both columns."""
        rows = list(rows)
        for row in rows:
            self.removeWidget(row)
        place = 0
        for row in rows:
            row.setVisible(row in shown)
            if row not in shown:
                continue
            span = 2 if row in wide else 1
            self.addWidget(row, place // 2, place % 2, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
