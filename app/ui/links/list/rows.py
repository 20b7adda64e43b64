"""The rows of a card: as many as are shown, and the button for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.list.row import LinkRow
from app.ui.links.sources.row import SourceRow

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import BlockLook, LinkLook


class RowList(QWidget):
    """A row for each link; rows that stay are kept, with their focus."""

    def __init__(self, texts: Catalogue, intents: Intents, *, reach: bool, parent: QWidget) -> None:
        """`reach` tells whether each row says who can read its link."""
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._reach = reach
        self._rows: dict[int, LinkRow] = {}
        self._sources: dict[int, SourceRow] = {}
        self._name_width = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._more: Button | None = None

    @property
    def rows(self) -> list[LinkRow]:
        """The rows of links, from top to bottom."""
        return list(self._rows.values())

    @property
    def lines(self) -> list[LinkRow | SourceRow]:
        """All rows, from top to bottom."""
        return [*self._rows.values(), *self._sources.values()]

    def show_look(self, look: BlockLook) -> None:
        """Show these rows."""
        self._drop_all_but({row.link.id for row in look.rows})
        rows: dict[int, LinkRow] = {}
        for place, row_look in enumerate(look.rows):
            row = self._drawn(row_look)
            rows[row_look.link.id] = row
            if self._column.indexOf(row) != place:
                # A layout takes a widget that it has already out of its old place by itself.
                self._column.insertWidget(place, row)
        self._rows = rows
        self._draw_sources(look)
        self._draw_more(look)
        self._align()
        self.setVisible(bool(rows) or bool(self._sources))

    def set_name_width(self, width: int) -> None:
        """Give the labels so much room as the card's name has, in pixels."""
        self._name_width = width
        for row in self.lines:
            row.set_name_width(width)
        self._align()

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        stops = [stop for row in self.lines for stop in row.tab_stops()]
        return stops if self._more is None else [*stops, self._more]

    def _align(self) -> None:
        """Let both ways stand below each other, whatever else stands on a row."""
        links = [row.aside() for row in self._rows.values() if row.two_way]
        width, right = max(links, default=(0, 0))
        for source in self._sources.values():
            source.set_aside(width, right)
        both = [row for row in self.lines if row.two_way]
        columns = max((row.wanted_width() for row in both), default=0)
        least = max((row.least() for row in both), default=0)
        for row in self.lines:
            row.set_columns(*((columns, least) if row.two_way else (0, 0)))

    def _drawn(self, look: LinkLook) -> LinkRow:
        known = self._rows.get(look.link.id)
        if known is not None:
            if known.link_look != look:
                known.show_look(look)
            return known
        row = LinkRow(self._texts, self._intents, look, reach=self._reach, parent=self)
        row.set_name_width(self._name_width)
        return row

    def _drop_all_but(self, kept: set[int]) -> None:
        for gone in self._rows.keys() - kept:
            self._drop(self._rows.pop(gone))

    def _draw_sources(self, look: BlockLook) -> None:
        wanted = {row.look.source.id: row for row in look.sources}
        for gone in self._sources.keys() - wanted.keys():
            self._drop(self._sources.pop(gone))
        sources: dict[int, SourceRow] = {}
        for place, (source_id, row_look) in enumerate(wanted.items(), start=len(self._rows)):
            row = self._sources.get(source_id)
            if row is None:
                row = SourceRow(self._texts, self._intents, row_look, parent=self)
                row.set_name_width(self._name_width)
            row.show_look(row_look)
            sources[source_id] = row
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self._sources = sources

    def _drop(self, row: QWidget) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _draw_more(self, look: BlockLook) -> None:
        if self._more is None and look.hidden:
            self._more = Button("", Variant.LINK, name="card_unfold", parent=self)
            key = look.block.key
            self._more.clicked.connect(lambda: self._intents.unfold.emit(key))
            line = QHBoxLayout()
            line.setContentsMargins(24, 0, 10, 0)
            line.addWidget(self._more)
            line.addStretch(1)
            add_layout(self._column, line)
        if self._more is not None:
            texts = self._texts
            self._more.setVisible(bool(look.hidden))
            self._more.setText(texts.trn("Show {n} more link", "Show {n} more links", look.hidden))
