"""Guests, and stays with all that tells whose they were, as tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
)

from app.core.stays.keeping import tells_of_guest
from app.core.stays.occupancy import STATUS_LABELS
from app.override import override
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.core.stays.guests import KnownGuest
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.kit import Table


class TextRowsModel(RowModel[Sequence[str]]):
    """Rows of texts under headings; with `ticks` each has a box, ticked at first where it may be.

    Signals:
        ticked(): the owner has changed which rows are ticked.
    """

    ticked = Signal()

    def __init__(
        self,
        headings: Sequence[str],
        *,
        ticks: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(headings, parent=parent)
        self._ticks = ticks
        self._marked: set[int] = set()
        self._free: Callable[[int], bool] = lambda _row: True

    def show_rows(
        self, rows: Sequence[Sequence[str]], free: Callable[[int], bool] = lambda _row: True
    ) -> None:
        """Show these; only rows that are `free` can be ticked, the others are muted."""
        self.beginResetModel()
        self.rows, self._free = list(rows), free
        self._marked = {at for at in range(len(rows)) if free(at)}
        self.endResetModel()

    def marked(self) -> list[int]:
        """Which rows are ticked."""
        return sorted(self._marked)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self._ticks and index.column() == 0 and self._free(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        text = self.rows[row][column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(text.split())
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(text)
            case Qt.ItemDataRole.ForegroundRole if not self._free(row):
                return current_theme().colour("muted")
            case Qt.ItemDataRole.CheckStateRole if self._ticks and column == 0:
                on = row in self._marked
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return ", ".join(filter(None, self.rows[row]))
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._free(index.row()):
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._marked.add(index.row())
        else:
            self._marked.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True


GROWING_OF_STAYS: Final = (2, 3, 4)
GROWING_OF_GUESTS: Final = (0, 2)


def stay_headings(texts: Catalogue) -> list[str]:
    """Return what stands above the columns of `stay_rows`."""
    return [
        texts.tr("Dates"),
        texts.tr("Unit"),
        texts.tr("Guest"),
        texts.tr("Contact"),
        texts.tr("Note"),
        texts.tr("Status"),
    ]


def stay_rows(
    texts: Catalogue, stays: Sequence[Occupancy], units: Mapping[int, str]
) -> list[list[str]]:
    """Return stays with all that tells whose they were."""
    return [
        [
            texts.day_range(stay.arrival, stay.departure),
            units.get(stay.unit_id, ""),
            stay.guest,
            ", ".join(stay.reach),
            stay.note,
            texts.tr(STATUS_LABELS[stay.status]) if tells_of_guest(stay) else texts.tr("emptied"),
        ]
        for stay in stays
    ]


def guest_headings(texts: Catalogue) -> list[str]:
    """Return what stands above the columns of `guest_rows`."""
    return [
        texts.tr("Guest"),
        texts.tr("Phone"),
        texts.tr("E-mail"),
        texts.tr("Stays"),
        texts.tr("Last stay"),
    ]


def guest_rows(texts: Catalogue, guests: Sequence[KnownGuest]) -> list[list[str]]:
    """Return guests; of whom no name is known, a dash stands for it."""
    return [
        [
            one.name or "–",
            one.phone,
            one.email,
            texts.number(one.stays),
            texts.day_range(*one.last) if one.last else texts.tr("cancelled"),
        ]
        for one in guests
    ]


def lay_out(table: Table, growing: Collection[int]) -> None:
    """Make columns as wide as their texts; those that are `growing` share what is left.

    One in which nothing stands leaves its share to the others.
    """
    header, model = table.horizontalHeader(), table.model()
    header.setStretchLastSection(False)
    rows = range(model.rowCount())
    filled = [one for one in growing if any(model.index(row, one).data() for row in rows)]
    for column in range(model.columnCount()):
        grows = column in (filled or growing)
        mode = header.ResizeMode.Stretch if grows else header.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, mode)
