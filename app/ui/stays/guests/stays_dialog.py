"""The stays of one guest in a small table, which leads to each in the plan."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView

from app.override import override
from app.ui.kit import Dialog, Label, Role, Table
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel
from app.ui.look.theme import current_theme
from app.ui.stays.words import origin_line, status_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.base.context import Context
_SIZE = QSize(680, 380)


class Column(IntEnum):
    """The columns, from left to right."""

    DAYS = 0
    NIGHTS = 1
    UNIT = 2
    ORIGIN = 3
    STATUS = 4


class GuestStaysDialog(Dialog):
    """The stays that are given. Enter, a double click or the button shows one in the plan.

    Signals:
        show_wanted(int): the owner wants to see this occupancy in the plan.
    """

    show_wanted = Signal(int)

    def __init__(
        self, context: Context, guest: str, stays: Sequence[Occupancy], parent: QWidget
    ) -> None:
        texts = context.texts
        title = texts.tr("Stays of {guest}", guest=guest) if guest else texts.tr("Stays")
        super().__init__(
            title,
            texts.tr("Show in plan"),
            texts.tr("Close"),
            name="guest_stays_dialog",
            width=520,
            parent=parent,
        )
        units = context.services.units
        names = {unit.id: unit.name for unit in units.all(archived=True)}
        self._let = {unit.id for unit in units.all()}
        come = [stay for stay in stays if stay.blocks]
        said = texts.trn("{n} stay", "{n} stays", len(come))
        nights = texts.trn("{n} night", "{n} nights", sum(stay.nights for stay in come))
        self.content.addWidget(
            Label(f"{said} · {nights}", Role.MUTED, name="guest_stays_sum", parent=self)
        )
        today = context.services.house_clock.today()
        self.model = GuestStaysModel(texts, stays, names, today, self)
        self.table = Table(accessible_name=title, name="guest_stays_table", parent=self)
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column in Column:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.UNIT, QHeaderView.ResizeMode.Stretch)
        self.content.addWidget(self.table, 1)
        self.submitted.connect(self._show)
        self.table.doubleClicked.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(self._draw_button)
        self.table.selectRow(0)
        self._draw_button()
        self.resize(_SIZE)
        self.table.setFocus()

    def current(self) -> Occupancy | None:
        """The stay that is selected."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _draw_button(self) -> None:
        stay = self.current()
        self.primary_button.setEnabled(stay is not None and self._in_plan(stay))

    def _in_plan(self, stay: Occupancy) -> bool:
        return stay.blocks and stay.unit_id in self._let

    def _show(self, _index: QModelIndex | None = None) -> None:
        stay = self.current()
        if stay is not None and self._in_plan(stay):
            self.accept()
            self.show_wanted.emit(stay.id)


class GuestStaysModel(RowModel["Occupancy"]):
    """Stays as they were given."""

    def __init__(
        self,
        texts: Catalogue,
        stays: Sequence[Occupancy],
        units: Mapping[int, str],
        today: date,
        parent: QObject | None = None,
    ) -> None:
        headings = (
            texts.tr("Dates"),
            texts.tr("Nights"),
            texts.tr("Unit"),
            texts.tr("Portal"),
            texts.tr("Status"),
        )
        super().__init__(headings, stays, parent)
        self._texts, self._units, self._today = texts, units, today

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        stay, column = self.rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(stay, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(self._shown(stay, column))
            case Qt.ItemDataRole.ForegroundRole if not stay.blocks:
                return current_theme().colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.DAYS:
                return ", ".join(self._shown(stay, one) for one in Column)
        return None

    def _shown(self, stay: Occupancy, column: Column) -> str:
        texts = self._texts
        match column:
            case Column.DAYS:
                return texts.day_range(stay.arrival, stay.departure)
            case Column.NIGHTS:
                return texts.number(stay.nights)
            case Column.UNIT:
                return self._units.get(stay.unit_id, "")
            case Column.ORIGIN:
                return origin_line(texts, stay)
            case Column.STATUS:
                return status_line(texts, stay, self._today)
