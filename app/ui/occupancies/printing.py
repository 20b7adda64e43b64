"""The list on paper: the rows that are shown, in their order, with the columns of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.ui.look import icons
from app.ui.occupancies.model import NUMBERS, Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.occupancies.listing import Listing
    from app.ui.occupancies.table import OccupancyTable
    from app.ui.paper.sheets.list_sheet import ListColumn, ListContent

PRIVATE = (Column.GUEST, Column.NOTE)
LONG = frozenset({Column.UNIT, Column.GUEST, Column.KIND, Column.STATUS, Column.NOTE})


def print_list_action(context: Context, page: QWidget, listing: Callable[[], Listing]) -> QAction:
    """Return the action, for the menu of `page`, that prints what `listing` shows just then."""
    texts = context.texts
    action = QAction(icons.icon("list", "muted"), texts.tr("Print the list …"), page)
    action.setObjectName("print_list")

    def open_preview() -> None:
        from app.ui.paper.list_dialog import ListDialog  # noqa: PLC0415  # seldom needed

        shown = listing()
        words = {Column.GUEST: texts.tr("Name the guests"), Column.NOTE: texts.tr("Notes")}
        ticks = [(words[column], _heading(shown.table, column)) for column in PRIVATE]
        title = texts.tr("Print the list")
        ListDialog(context, title, list_content(context, shown), ticks, page).open()

    action.triggered.connect(open_preview)
    return action


def list_content(context: Context, listing: Listing) -> ListContent:
    """Return what the list shows, for paper."""
    from app.ui.paper.sheets.list_sheet import ListContent  # noqa: PLC0415

    table, texts = listing.table, context.texts
    columns = _columns(table)
    return ListContent(
        title=texts.tr("Occupancies"),
        filtered=" · ".join(listing.filter_bar.words()),
        columns=tuple(_on_paper(table, column) for column in columns),
        rows=tuple(_cells(table, at, columns) for at in range(table.proxy.rowCount())),
        made_on=context.services.house_clock.today(),
    )


def _columns(table: OccupancyTable) -> list[Column]:
    header = table.horizontalHeader()
    order = (header.logicalIndex(place) for place in range(header.count()))
    return [Column(at) for at in order if not header.isSectionHidden(at)]


def _heading(table: OccupancyTable, column: Column) -> str:
    return str(table.proxy.headerData(column, Qt.Orientation.Horizontal))


def _on_paper(table: OccupancyTable, column: Column) -> ListColumn:
    from app.ui.paper.sheets.list_sheet import ListColumn  # noqa: PLC0415

    # In the window a note is a sign with its words beside the pointer; paper has room for them.
    alike = Column.GUEST if column is Column.NOTE else column
    share = table.horizontalHeader().sectionSize(alike)
    return ListColumn(_heading(table, column), share, right=column in NUMBERS, long=column in LONG)


def _cells(table: OccupancyTable, at: int, columns: list[Column]) -> tuple[str, ...]:
    note = table.proxy.row_at(at).occupancy.more_note
    return tuple(
        note if column is Column.NOTE else str(table.proxy.index(at, column).data())
        for column in columns
    )
