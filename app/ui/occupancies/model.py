"""The table's model over frozen rows, and the filter in front of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QObject,
    QSortFilterProxyModel,
    Qt,
)

from app.core.stays.occupancy import Status
from app.core.texts import folded
from app.override import override
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel
from app.ui.stays import words

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.occupancies.row_store import Row

OBJECT_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Row` behind any cell of its row."""
SORT_ROLE = OBJECT_ROLE + 1
"""The native value that a cell is sorted by."""
ID_ROLE = OBJECT_ROLE + 2
"""The id of the occupancy."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """The columns, from left to right."""

    UNIT = 0
    ARRIVAL = 1
    DEPARTURE = 2
    NIGHTS = 3
    GUEST = 4
    PERSONS = 5
    KIND = 6
    STATUS = 7
    NOTE = 8


NUMBERS = frozenset({Column.NIGHTS, Column.PERSONS})
_STATUS_ORDER = (Status.OPTION, Status.CONFIRMED, Status.CANCELLED)


class OccupancyModel(RowModel["Row"]):
    """Rows as they were given. It sorts itself, by native values in one go.

    Left to the proxy, sorting would ask for two values per comparison, through Python each time:
    seconds with 50,000 rows. `rows` are in the order that is shown.
    """

    def __init__(self, texts: Catalogue, today: date, parent: QObject | None = None) -> None:
        headings = (
            texts.tr("Unit"),
            texts.tr("Arrival"),
            texts.tr("Departure"),
            texts.tr("Nights"),
            texts.tr("Guest"),
            texts.trp("column", "Pers."),
            texts.tr("Kind"),
            texts.tr("Status"),
            texts.tr("Note"),
        )
        super().__init__(headings, parent=parent)
        self._texts = texts
        self._today = today
        self._column = Column.ARRIVAL
        self._order = Qt.SortOrder.AscendingOrder

    def set_rows(self, rows: Sequence[Row], today: date) -> None:
        """Show these rows instead, in the order the owner has chosen."""
        self.beginResetModel()
        self._today = today
        self.rows = list(rows)
        self._sort_rows()
        self.endResetModel()

    def row_of(self, occupancy_id: int) -> int | None:
        """Where an occupancy stands."""
        return next(
            (at for at, row in enumerate(self.rows) if row.occupancy.id == occupancy_id), None
        )

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        numbers = orientation is Qt.Orientation.Horizontal and section in NUMBERS
        if numbers and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        return super().headerData(section, orientation, role)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column in NUMBERS:
                return _RIGHT
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(self._explained(row, column))
            case _ if role == OBJECT_ROLE:
                return row
            case _ if role == SORT_ROLE:
                return _native(row, column)
            case _ if role == ID_ROLE:
                return row.occupancy.id
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(Column):
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.rows[index.row()]) for index in self.persistentIndexList()]
        self._column, self._order = Column(column), order
        self._sort_rows()
        if kept:
            places = {row.occupancy.id: at for at, row in enumerate(self.rows)}
            self.changePersistentIndexList(
                [index for index, _ in kept],
                [self.index(places[row.occupancy.id], index.column()) for index, row in kept],
            )
        self.layoutChanged.emit()

    def _sort_rows(self) -> None:
        column = self._column
        descending = self._order is Qt.SortOrder.DescendingOrder
        self.rows.sort(key=_keys()[column], reverse=descending)

    def _shown(self, row: Row, column: Column) -> str:
        stay = row.occupancy
        match column:
            case Column.UNIT:
                return row.unit.name
            case Column.ARRIVAL:
                return self._texts.date(stay.arrival)
            case Column.DEPARTURE:
                return self._texts.date(stay.departure)
            case Column.NIGHTS:
                return self._texts.number(stay.nights)
            case Column.GUEST:
                return stay.called
            case Column.PERSONS:
                return "" if stay.persons is None else str(stay.persons)
            case Column.KIND:
                return words.with_source(self._texts, stay, words.origin_line(self._texts, stay))
            case Column.STATUS:
                return words.status_line(self._texts, stay, self._today)
            case Column.NOTE:
                return ""

    def _spoken(self, row: Row, column: Column) -> str:
        """The whole row for its first cell, else the cell with its heading."""
        if column is not Column.UNIT:
            shown = self._shown(row, column) or self._explained(row, column)
            return f"{self._headings[column]}: {shown}" if shown else self._headings[column]
        texts, stay = self._texts, row.occupancy
        parts = [
            row.unit.name,
            texts.tr("{arrival} to {departure}", arrival=stay.arrival, departure=stay.departure),
            words.nights(texts, stay.nights),
            stay.called,
            words.party_line(texts, stay),
            words.arrival_time_line(texts, stay),
            words.with_source(texts, stay, words.kind_line(texts, stay)),
            words.status_line(texts, stay, self._today),
            texts.tr("Double booking") if row.clashes else "",
            texts.tr("In charge: {name}", name=row.staff) if row.staff else "",
            texts.tr("Note: {note}", note=stay.more_note) if stay.more_note else "",
        ]
        return ", ".join(part for part in parts if part)

    def _explained(self, row: Row, column: Column) -> str:
        stay = row.occupancy
        if column is Column.UNIT and row.clashes:
            return self._texts.tr("Double booking")
        if column is Column.GUEST:
            staff = self._texts.tr("In charge: {name}", name=row.staff) if row.staff else ""
            arrives = words.arrival_time_line(self._texts, stay)
            parts = (stay.called, *stay.reach, words.party_line(self._texts, stay), arrives, staff)
            return "\n".join(part for part in parts if part)
        if column is Column.STATUS and stay.expired(self._today):
            return self._texts.tr("The option held until {day}.", day=stay.option_until)
        return stay.note if column is Column.NOTE else ""


class OccupancyProxy(QSortFilterProxyModel):
    """Lets the rows through that a filter has selected; sorting is passed on to the model."""

    def __init__(self, model: OccupancyModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._ids: frozenset[int] = frozenset()
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def select(self, ids: frozenset[int]) -> None:
        """Let these occupancies through, and no others."""
        self._ids = ids
        # Not invalidateFilter(): that takes rows away range by range, each with a signal.
        self.invalidate()

    def replace(self, rows: Sequence[Row], ids: frozenset[int], today: date) -> None:
        """Show other rows, and let these occupancies among them through."""
        self._ids = ids
        self._model.set_rows(rows, today)

    def row_at(self, row: int) -> Row:
        """The value of a row that is shown."""
        return self._model.row_at(self.mapToSource(self.index(row, 0)).row())

    def row_of(self, occupancy_id: int) -> int | None:
        """Where an occupancy is shown, None where it is not."""
        if occupancy_id not in self._ids:
            return None
        at = self._model.row_of(occupancy_id)
        return None if at is None else self.mapFromSource(self._model.index(at, 0)).row()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return self._model.rows[source_row].occupancy.id in self._ids

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)


def _native(row: Row, column: Column) -> Any:
    """What Qt itself could sort by."""
    return _keys()[column](row)[0]


def _keys() -> dict[Column, Callable[[Row], Any]]:
    """How each column sorts: by its value, then by arrival; given rows are in order already."""
    return {
        Column.UNIT: lambda row: (row.place, row.occupancy.arrival),
        Column.ARRIVAL: lambda row: (row.occupancy.arrival, row.place),
        Column.DEPARTURE: lambda row: (row.occupancy.departure, row.place),
        Column.NIGHTS: lambda row: (row.occupancy.nights, row.occupancy.arrival),
        Column.GUEST: lambda row: (folded(row.occupancy.called), row.occupancy.arrival),
        Column.PERSONS: lambda row: (row.occupancy.persons or 0, row.occupancy.arrival),
        Column.KIND: lambda row: (
            row.occupancy.kind.value,
            folded(row.occupancy.portal),
            row.occupancy.arrival,
        ),
        Column.STATUS: lambda row: (
            _STATUS_ORDER.index(row.occupancy.status),
            row.occupancy.arrival,
        ),
        Column.NOTE: lambda row: (not row.occupancy.note, row.occupancy.arrival),
    }
