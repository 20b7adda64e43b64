"""Every event of a link exactly as it is sent, as a list and as raw text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView

from app.core.links.link import LinkKind
from app.core.links.names import link_title
from app.override import override
from app.ui.kit import Dialog, Label, Role, SegmentedControl, Table, TextArea
from app.ui.kit.tips import tip_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.ical.ours import CalendarView, ReadEntry
    from app.i18n import Catalogue
    from app.ui.links.preview.load import Sent

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_LIST, _RAW = "list", "raw"
_SIZE: Final = QSize(720, 560)
_LINE: Final = 17
_LONGEST: Final = 77
"""Lines are folded at 75 octets (RFC 5545 §3.1)."""
DAYS, SUMMARY, DESCRIPTION, LOCATION, STATUS = range(5)


class SentModel(QAbstractTableModel):
    """The events in the order in which they are sent; each is read when it comes into sight."""

    def __init__(
        self, texts: Catalogue, view: CalendarView, parent: QWidget, *, whole_days: bool = False
    ) -> None:
        """Of stays arrival and departure are told, of what takes `whole_days` the days."""
        super().__init__(parent)
        self._texts = texts
        self._view = view
        self._whole_days = whole_days
        self._headings = (
            texts.tr("Days"),
            texts.tr("Text"),
            texts.tr("Description"),
            texts.tr("Place"),
            texts.tr("Status"),
        )

    def entry(self, row: int) -> ReadEntry:
        """The event in a row."""
        return self._view.entries(row, 1)[0]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._view)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        text = self._text(self.entry(index.row()), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join(text.split("\n"))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(text)
        return None

    def whole(self, row: int) -> str:
        """An event with all its words, a line each."""
        entry = self.entry(row)
        parts = (self._text(entry, column) for column in range(self.columnCount()))
        return "\n".join(part for part in parts if part)

    def _text(self, entry: ReadEntry, column: int) -> str:
        match column:
            case 0:
                return self._days(entry)
            case 1:
                return entry.summary
            case 2:
                return entry.description
            case 3:
                return entry.location
            case _:
                return self._texts.tr("tentative") if entry.tentative else ""

    def _days(self, entry: ReadEntry) -> str:
        if not self._whole_days:
            return self._texts.day_range(entry.first, entry.end)
        return self._texts.date(entry.first)


class RawModel(QAbstractListModel):
    """The lines of a calendar as they are sent, each decoded when it comes into sight."""

    def __init__(self, body: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = body.split(b"\r\n")[:-1]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role == Qt.ItemDataRole.DisplayRole:
            return self._lines[index.row()].decode(errors="replace")
        return None


class PreviewList(Dialog):
    """A table of all events, the chosen one in full below it; or the raw text."""

    def __init__(self, texts: Catalogue, sent: Sent, parent: QWidget) -> None:
        super().__init__(
            texts.tr("This is what goes out"),
            texts.tr("Close"),
            name="preview_list",
            reading=True,
            width=480,
            parent=parent,
        )
        self._texts = texts
        self._sent = sent
        self.content.addWidget(Label(self._heading(), Role.MUTED, wrap=True, parent=self))
        self._switch = SegmentedControl(
            [(_LIST, texts.tr("List")), (_RAW, texts.tr("Raw text"))],
            accessible_name=texts.tr("How it is shown"),
            name="preview_list_switch",
            parent=self,
        )
        self._switch.chosen.connect(self._turn)
        self.content.addWidget(self._switch)
        changeovers = sent.link.kind is LinkKind.CHANGEOVERS
        self.model = SentModel(texts, sent.view, self, whole_days=changeovers)
        self.table = self._make_table()
        self.whole = TextArea(
            lines=4, accessible_name=texts.tr("The chosen entry"), name="preview_whole", parent=self
        )
        self.whole.setReadOnly(True)
        self._raw: QTableView | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self.content.addWidget(self._stack, 1)
        self.content.addWidget(self.whole)
        self.submitted.connect(self.accept)
        self.resize(_SIZE)
        if self.model.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()

    def _heading(self) -> str:
        title = link_title(self._texts, self._sent.link)
        count = self._texts.trn("{n} entry", "{n} entries", len(self._sent.view))
        return f"{title}: {count}"

    def _make_table(self) -> Table:
        table = Table(
            accessible_name=self._texts.tr("Entries"), name="preview_entries", parent=self
        )
        table.setSortingEnabled(False)
        table.setModel(self.model)
        body = self._sent.body
        # Empty columns say nothing; the bytes tell without being read.
        table.setColumnHidden(DESCRIPTION, b"\r\nDESCRIPTION:" not in body)
        table.setColumnHidden(LOCATION, b"\r\nLOCATION:" not in body)
        table.setColumnHidden(STATUS, b"\r\nSTATUS:TENTATIVE\r\n" not in body)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in ((DAYS, 170), (SUMMARY, 190), (DESCRIPTION, 190), (LOCATION, 110)):
            table.setColumnWidth(column, width)
        table.selectionModel().currentRowChanged.connect(self._show_whole)
        return table

    def _show_whole(self, current: QModelIndex) -> None:
        self.whole.setPlainText(self.model.whole(current.row()) if current.isValid() else "")

    def _turn(self, key: str) -> None:
        if key == _RAW and self._raw is None:
            self._raw = self._make_raw()
            self._stack.addWidget(self._raw)
        shown = self._raw if key == _RAW else self.table
        self._stack.setCurrentWidget(shown or self.table)
        self.whole.setVisible(key == _LIST)

    def _make_raw(self) -> QTableView:
        # A table and no list view, which would measure each line of half a million.
        raw = QTableView(self)
        raw.setObjectName("preview_raw")
        raw.setAccessibleName(self._texts.tr("Raw text"))
        raw.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        raw.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        raw.setTextElideMode(Qt.TextElideMode.ElideNone)
        raw.setShowGrid(False)
        raw.setWordWrap(False)
        raw.setTabKeyNavigation(False)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        raw.setFont(font)
        raw.horizontalHeader().hide()
        raw.verticalHeader().hide()
        raw.verticalHeader().setMinimumSectionSize(_LINE)
        raw.verticalHeader().setDefaultSectionSize(_LINE)
        raw.setModel(RawModel(self._sent.body, raw))
        raw.setColumnWidth(0, QFontMetrics(font).horizontalAdvance("M" * _LONGEST))
        return raw
