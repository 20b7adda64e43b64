"""The list on paper without a window: for commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from app.ui.occupancies.model import NUMBERS, Column, OccupancyModel
from app.ui.occupancies.printing import LONG, PRIVATE
from app.ui.occupancies.row_store import RowStore
from app.ui.paper.output import Orientation
from app.ui.paper.rendering import sheet_pdf
from app.ui.paper.sheets.list_sheet import ListColumn, ListContent, ListSheet

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from app.i18n import Catalogue
    from app.services.services import Services

_SHARES: Final = {
    Column.UNIT: 14,
    Column.ARRIVAL: 10,
    Column.DEPARTURE: 10,
    Column.NIGHTS: 6,
    Column.GUEST: 18,
    Column.PERSONS: 5,
    Column.KIND: 15,
    Column.STATUS: 12,
    Column.NOTE: 18,
}
"""How much of the page each column takes, beside the others."""


def list_pdf(
    services: Services,
    texts: Catalogue,
    target: Path,
    occupancy_ids: Collection[int],
    filtered: str,
    *,
    private: bool,
) -> None:
    """Write these occupancies by their arrival; with guests and notes, or without.

    `filtered` says in words what of all they are. UserError where it cannot be written.
    """
    content = _content(services, texts, frozenset(occupancy_ids), filtered)
    if not private:
        kept = zip(Column, content.columns, strict=True)
        content = content.without(frozenset(one.heading for at, one in kept if at in PRIVATE))
    sheet_pdf(lambda: ListSheet(content, texts), target, Orientation.LANDSCAPE)


def _content(
    services: Services, texts: Catalogue, wanted: frozenset[int], filtered: str
) -> ListContent:
    store = RowStore(services.units, services.occupancies, services.staff, services.double_bookings)
    store.load()
    today = services.house_clock.today()
    model = OccupancyModel(texts, today)
    model.set_rows([row for row in store.rows() if row.occupancy.id in wanted], today)

    def cell(at: int, column: Column) -> str:
        if column is Column.NOTE:
            return model.row_at(at).occupancy.more_note
        return str(model.index(at, column).data())

    return ListContent(
        title=texts.tr("Occupancies"),
        filtered=filtered,
        columns=tuple(
            ListColumn(
                str(model.headerData(column, Qt.Orientation.Horizontal)),
                _SHARES[column],
                right=column in NUMBERS,
                long=column in LONG,
            )
            for column in Column
        ),
        rows=tuple(tuple(cell(at, column) for column in Column) for at in range(model.rowCount())),
        made_on=today,
    )
