"""What all models of tables have in common: a value for each row, below headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.override import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowModel(QAbstractTableModel, Generic[Row]):
    """Values as they were given, one a row; what their cells show is for subclasses to say.

    Args:
        headings: of the columns, from left to right.
        rows: the values, from top to bottom.
        parent: as every QObject has.
    """

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Row] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings = headings
        self.rows = list(rows)

    def row_at(self, row: int) -> Row:
        """The value of a row."""
        return self.rows[row]

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        wanted = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._headings)
        return self._headings[section] if wanted and role == Qt.ItemDataRole.DisplayRole else None
