"""Tables of figures: right-aligned, read as they are, copied exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from app.core.exchange.csv_text import in_csv
from app.dataclass import dataclass
from app.override import override
from app.ui.kit import Table, tabular
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

HEADER_HIGH: Final = 30
_LEAST_FIGURE: Final = 42
_PADDING, _TIGHT = 22, 14
"""Around a figure, where there is room for it and where there is not."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell: what is read, and what is copied where that is more exact."""

    shown: str
    copied: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, its figures, and whether it is the sum of the others."""

    name: str
    figures: tuple[Figure, ...]
    total: bool = False


class FiguresModel(RowModel[Line]):
    """Lines as they were given, below their headings."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__((), parent=parent)
        self._font = tabular(parent.font())
        self._total_font = QFont(self._font)
        self._total_font.setWeight(QFont.Weight.DemiBold)

    def set_lines(self, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines instead; the cursor stays where as many columns are left as right."""
        same = len(headings) == len(self._headings) and len(lines) == len(self.rows)
        if not same:
            self.beginResetModel()
        self._headings, self.rows = headings, list(lines)
        if not same:
            self.endResetModel()
            return
        if not lines:
            return
        last = self.index(len(lines) - 1, len(headings) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headings) - 1)

    def widest(self, column: int) -> int:
        """The width of the widest figure of a column, in pixels."""
        metrics = QFontMetrics(self._total_font)
        texts = {line.figures[column - 1].shown for line in self.rows}
        return max((metrics.horizontalAdvance(text) for text in texts), default=0)

    def as_text(self, rows: Sequence[int] | None = None) -> str:
        """The headings and these rows (all unless given) with tabs between the columns."""
        chosen = self.rows if rows is None else [self.rows[row] for row in rows]
        table = [tuple(self._headings)]
        table += [
            (in_csv(line.name), *(figure.copied or figure.shown for figure in line.figures))
            for line in chosen
        ]
        return "\n".join("\t".join(cells) for cells in table)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        there = orientation is Qt.Orientation.Horizontal and 0 <= section < self.columnCount()
        if there and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return super().headerData(section, orientation, role)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.rows[index.row()], index.column()
        shown = line.figures[column - 1].shown if column else line.name
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column else _LEFT
            case Qt.ItemDataRole.FontRole:
                return self._total_font if line.total else self._font
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.name}, {self._headings[column]}: {shown}" if column else shown
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(shown) if not column else None
        return None


class FiguresTable(Table):
    """As high as its rows, up to some; beyond that it scrolls. Ctrl+C copies.

    Signals:
        row_chosen(int): the owner turned to this row.
    """

    row_chosen = Signal(int)

    def __init__(
        self,
        *,
        row_high: int,
        most_rows: int,
        least_name: int,
        accessible_name: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`row_high` and `least_name`, the width of the first column, are pixels.

        More than `most_rows` rows scroll.
        """
        super().__init__(accessible_name=accessible_name, name=name, parent=parent)
        self.row_high = row_high
        self._most_rows = most_rows
        self._least_name = least_name
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(row_high)
        self.verticalHeader().setMinimumSectionSize(row_high)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_HIGH)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        header.setSectionsClickable(False)
        self.lines = FiguresModel(self)
        self.setModel(self.lines)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def set_lines(self, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines: figures in columns of one width, the names in what is left."""
        self.lines.set_lines(headings, lines)
        self._fit()

    @property
    def rows_high(self) -> int:
        """How high heading and rows are together, as far as they are shown at once."""
        rows = min(max(self.lines.rowCount(), 1), self._most_rows)
        return HEADER_HIGH + rows * self.row_high + 2 * self.frameWidth()

    def _fit(self) -> None:
        header, columns = self.horizontalHeader(), self.lines.columnCount()
        if columns < 2:
            return
        bar = self.verticalScrollBar().sizeHint().width() if self._scrolls() else 0
        room = self.width() - 2 * self.frameWidth() - bar
        widths = self._widths(_PADDING)
        if self._least_name + sum(widths) > room:
            widths = self._widths(_TIGHT)
        for at, width in enumerate(widths, start=1):
            header.resizeSection(at, width)
        header.resizeSection(0, max(self._least_name, room - sum(widths)))
        below = self.horizontalScrollBar().sizeHint().height()
        sideways = self._least_name + sum(widths) > room
        self.setFixedHeight(self.rows_high + (below if sideways else 0))

    def least_width(self) -> int:
        """How wide it must be so that nothing of it is out of sight."""
        bar = self.verticalScrollBar().sizeHint().width() if self._scrolls() else 0
        figures = sum(self._widths(_TIGHT)) if self.lines.columnCount() > 1 else 0
        return self._least_name + figures + 2 * self.frameWidth() + bar

    def _widths(self, padding: int) -> list[int]:
        """The widths of all columns of figures; the last may be wider, the others are alike."""
        columns = self.lines.columnCount()
        each = self._needed(range(1, columns - 1), padding)
        return [each] * (columns - 2) + [self._needed(range(columns - 1, columns), padding)]

    def _needed(self, columns: range, padding: int) -> int:
        """What the widest text takes; Qt's own hint leaves room for the sign of sorting."""
        heading = QFont(self.font())
        heading.setPixelSize(12)
        heading.setWeight(QFont.Weight.DemiBold)
        wide = [_LEAST_FIGURE if padding == _PADDING else 0]
        for at in columns:
            text = self.lines.headerData(at, Qt.Orientation.Horizontal)
            wide.append(QFontMetrics(heading).horizontalAdvance(text) + padding)
            wide.append(self.lines.widest(at) + padding)
        return max(wide)

    def _scrolls(self) -> bool:
        return self.lines.rowCount() > self._most_rows

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def copy(self) -> None:
        """Copy the selected rows with their headings, all rows where none is selected."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self.lines.as_text(rows or None))

    def _tell(self, current: Index) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)
