"""The fetches of a link as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from app.core.readers import words as reader_words
from app.override import override
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel
from app.ui.links.fetches import words
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtCore import QObject

    from app.i18n import Catalogue
    from app.services.links.readers import ReadBy


class Column(IntEnum):
    """The columns, from left to right."""

    WHEN = 0
    WHO = 1
    WHERE = 2
    ANSWER = 3


class FetchModel(RowModel["ReadBy"]):
    """Fetches as they were given, the newest first."""

    def __init__(self, texts: Catalogue, parent: QObject | None = None) -> None:
        headings = (
            texts.tr("When"),
            texts.tr("Reader"),
            texts.tr("From where"),
            texts.tr("Answer"),
        )
        super().__init__(headings, parent=parent)
        self._texts = texts
        self._now: datetime | None = None

    def set_rows(self, rows: Sequence[ReadBy], now: datetime) -> None:
        """Show these fetches; `now` is what their times are told from."""
        self.beginResetModel()
        self.rows, self._now = list(rows), now
        self.endResetModel()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        read = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(read, Column(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(read.fetch.agent)
            case Qt.ItemDataRole.ForegroundRole if read.person:
                return current_theme().colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == Column.WHEN:
                return ", ".join(self._shown(read, column) for column in Column)
        return None

    def _shown(self, read: ReadBy, column: Column) -> str:
        texts = self._texts
        match column:
            case Column.WHEN:
                assert self._now is not None  # set together with the rows
                return words.times(texts, read, self._now)
            case Column.WHO:
                return words.who(texts, read)
            case Column.WHERE:
                return texts.tr(reader_words.ORIGINS[read.fetch.origin])
            case Column.ANSWER:
                return reader_words.answer(texts, read.fetch.status)
