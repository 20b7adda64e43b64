"""The table itself: columns that remember themselves, and the keys."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeySequence

from app.core.portals import portal_name
from app.core.stays.occupancy import KIND_LABELS
from app.override import override
from app.ui.kit import Table, tabular
from app.ui.look.theme import current_theme
from app.ui.occupancies.cells import CELL_MARGIN, EXTRAS, LONG_DAY, CellDelegate
from app.ui.occupancies.model import ID_ROLE, Column, OccupancyModel, OccupancyProxy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.base.preferences import Preferences
    from app.ui.occupancies.row_store import Row

logger = logging.getLogger(__name__)

_COLUMNS_KEY = "occupancies/columns"
_LEAST_GUEST = 120
_WHOLE = 0
"""As wide as the longest date with its weekday."""
_GIVING = (
    (Column.STATUS, 130),
    (Column.KIND, 120),
    (Column.ARRIVAL, _WHOLE),
    (Column.DEPARTURE, _WHOLE),
    (Column.UNIT, 110),
    (Column.KIND, 88),
    (Column.STATUS, 104),
    (Column.NIGHTS, 64),
    (Column.PERSONS, 50),
    (Column.NOTE, 52),
    (Column.GUEST, 100),
    (Column.KIND, 76),
    (Column.ARRIVAL, 104),
    (Column.DEPARTURE, 104),
    (Column.KIND, 64),
    (Column.NOTE, 40),
    (Column.GUEST, 80),
    (Column.STATUS, 96),
    (Column.UNIT, 80),
    (Column.STATUS, 88),
    (Column.GUEST, 76),
)
"""Which columns give room on a narrow screen, in this order, and down to which width, or to that of
their heading: the status is never to be scrolled for. Dates where they do not fit are written
without their weekday."""


class OccupancyTable(Table):
    """Occupancies in rows. What is selected and how far it is scrolled outlives new data.

    Signals:
        edit_wanted(): Enter or a double click on the selected row.
        cancel_wanted(): the delete key.
        menu_wanted(QPoint): the context menu of the selected row, at this global point.
        selection_changed(): another row is selected, or none.
    """

    edit_wanted = Signal()
    cancel_wanted = Signal()
    menu_wanted = Signal(QPoint)
    selection_changed = Signal()

    def __init__(
        self, texts: Catalogue, preferences: Preferences, today: date, parent: QWidget | None = None
    ) -> None:
        self._fitting = True
        self._texts = texts
        super().__init__(
            accessible_name=texts.tr("Occupancies"), name="occupancy_table", parent=parent
        )
        self._preferences = preferences
        self.proxy = OccupancyProxy(OccupancyModel(texts, today, self), self)
        self._cells = CellDelegate(texts, self)
        self._cells.today = today
        self.setItemDelegate(self._cells)
        self.setModel(self.proxy)
        self._set_up_columns()
        self._fitting = False
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        current_theme().changed.connect(self.viewport().update)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        for column in Column:
            header.resizeSection(column, self._usual_width(column))
        self.sortByColumn(Column.ARRIVAL, Qt.SortOrder.AscendingOrder)
        state = self._preferences.text(self._columns_key)
        if state and not header.restoreState(QByteArray.fromBase64(QByteArray(state.encode()))):
            logger.info("the noted columns do not fit this version")
        # As wide as they shall be where there is room.
        self._wanted = {column: header.sectionSize(column) for column in Column}
        self.proxy.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        header.sectionResized.connect(self._column_resized)
        header.sortIndicatorChanged.connect(self._note_columns)

    @property
    def _columns_key(self) -> str:
        """Where the widths are noted: in another language, dates are of another length."""
        return f"{_COLUMNS_KEY}/{self._texts.language.key}"

    def _usual_width(self, column: Column) -> int:
        """The room that what usually stands in a column takes, and its heading."""
        texts, long_day = self._texts, LONG_DAY
        metrics = QFontMetrics(tabular(self.font()))
        usual = {
            Column.UNIT: "M" * 7,
            Column.ARRIVAL: texts.date(long_day),
            Column.DEPARTURE: texts.date(long_day),
            Column.GUEST: "M" * 14,
            Column.KIND: max(self._usual_kinds(), key=metrics.horizontalAdvance),
            Column.STATUS: texts.tr("Option until {day}", day=texts.day(long_day)),
        }.get(column, "")
        around = CELL_MARGIN * 2 + EXTRAS.get(column, 0)
        wanted = metrics.horizontalAdvance(usual) + around + 4
        return max(wanted, self.horizontalHeader().sectionSizeHint(column))

    def _usual_kinds(self) -> list[str]:
        """What stands in the column of kinds in most houses."""
        texts = self._texts
        kinds = [texts.tr(label) for label in KIND_LABELS.values()]
        return [*kinds, texts.tr("Direct booking"), *map(portal_name, ("booking", "fewo-direkt"))]

    def replace(self, rows: Sequence[Row], ids: frozenset[int], today: date) -> None:
        """Show other rows, the ones with these ids; selection and scrolling stay."""
        chosen, at, scrolled = self.selected_id(), self.currentIndex().row(), self._scrolled()
        self._cells.today = today
        self.proxy.replace(rows, ids, today)
        self._come_back(chosen, at, scrolled)

    def filter(self, ids: frozenset[int]) -> None:
        """Show the rows with these ids."""
        chosen = self.selected_id()
        self.proxy.select(ids)
        if chosen is not None and not self.select(chosen):
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._tell_selection()

    def selected(self) -> Row | None:
        """The selected row's value."""
        found = self.selectionModel().selectedRows()
        return self.proxy.row_at(found[0].row()) if found else None

    def selected_id(self) -> int | None:
        """The id of the selected occupancy."""
        found = self.selectionModel().selectedRows()
        return found[0].data(ID_ROLE) if found else None

    def select(self, occupancy_id: int) -> bool:
        """Select an occupancy and bring it into sight; whether it is shown at all."""
        at = self.proxy.row_of(occupancy_id)
        if at is None or at < 0:
            return False
        column = max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.proxy.index(at, column))
        self.selectRow(at)
        return True

    def _come_back(self, chosen: int | None, at: int, scrolled: tuple[int, int]) -> None:
        if chosen is not None and not self.select(chosen) and self.proxy.rowCount():
            # It is gone (cancelled, say): the one that took its place is next.
            self.selectRow(min(at, self.proxy.rowCount() - 1))
        self.horizontalScrollBar().setValue(scrolled[0])
        self.verticalScrollBar().setValue(scrolled[1])
        self._tell_selection()

    def _scrolled(self) -> tuple[int, int]:
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def _tell_selection(self) -> None:
        self.selection_changed.emit()

    def _column_resized(self, column: int, _before: int, width: int) -> None:
        if self._fitting:
            return
        self._wanted[Column(column)] = width
        if column != Column.GUEST:
            self._fit()
        self._note_columns()

    def _note_columns(self) -> None:
        """Note the columns as the owner wants them, not as a small screen makes them."""
        header, fitting = self.horizontalHeader(), self._fitting
        self._fitting = True
        for column, width in self._wanted.items():
            header.resizeSection(column, width)
        state = header.saveState().toBase64().data()
        self._fitting = fitting
        self._preferences.note(self._columns_key, bytes(state).decode())
        self._fit()

    def _fit(self) -> None:
        """Give the guest's column what the others leave."""
        header = self.horizontalHeader()
        self._fitting = True
        widths = self._shared(self.viewport().width())
        for column, width in widths.items():
            header.resizeSection(column, width)
        self._fitting = False

    def _shared(self, room: int) -> dict[Column, int]:
        """Return the columns as wide as they shall be; what is missing, some of them give."""
        widths = {**self._wanted, Column.GUEST: _LEAST_GUEST}
        missing = sum(widths.values()) - room
        whole = self._cells.date_width() + 2 * CELL_MARGIN
        for column, lowest in _GIVING:
            least = max(lowest or whole, self._heading_width(column))
            given = min(max(missing, 0), max(widths[column] - least, 0))
            widths[column] -= given
            missing -= given
        widths[Column.GUEST] += max(-missing, 0)
        return widths

    def _heading_width(self, column: Column) -> int:
        """The room that a heading takes without the sign of its order."""
        words = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(words) + 2 * CELL_MARGIN

    @override
    def updateGeometries(self) -> None:
        # Called whenever the room changes, also by a scroll bar that comes or goes.
        super().updateGeometries()
        if not self._fitting and self.horizontalHeader().count():
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.selected_id() is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.edit_wanted.emit()
                return
            if event.matches(QKeySequence.StandardKey.Delete):
                self.cancel_wanted.emit()
                return
        super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if (
            event.button() is Qt.MouseButton.LeftButton
            and self.indexAt(event.position().toPoint()).isValid()
        ):
            self.edit_wanted.emit()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.menu_wanted.emit(self.viewport().mapToGlobal(corner))
        else:
            self.menu_wanted.emit(event.globalPos())
