"""What the page shows of the rows: strips, filter, table, and what is done to the selected row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.base.keys import on_keys
from app.ui.kit import Button, EmptyState, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.occupancies.filter_bar import FilterBar
from app.ui.occupancies.filters import Filter, Period, Standing
from app.ui.occupancies.table import OccupancyTable
from app.ui.stays.strips import ConflictStrip, ExpiredStrip

if TYPE_CHECKING:
    from datetime import date

    from app.core.stays.occupancy import Conflict
    from app.ui.base.context import Context
    from app.ui.occupancies.row_store import RowStore


class Listing(QWidget):
    """Everything below the page's header. The table and the strips have signals of their own.

    Signals:
        edit_wanted(), cancel_wanted(), again_wanted(): what shall happen to the selected row.
        counted(int, int): so many rows are shown, so many past ones are not.
    """

    edit_wanted = Signal()
    cancel_wanted = Signal()
    again_wanted = Signal()
    counted = Signal(int, int)

    def __init__(self, context: Context, store: RowStore, today: date) -> None:
        super().__init__()
        self._texts = context.texts
        self._store = store
        self._today = today
        self.conflicts = ConflictStrip(self._texts, self)
        self.expired = ExpiredStrip(self._texts, self)
        self.filter_bar = FilterBar(self._texts, self)
        self.table = OccupancyTable(self._texts, context.preferences, today, self)
        self._nothing_found = self._make_nothing_found()
        self._results = QStackedWidget()
        self._results.addWidget(self.table)
        self._results.addWidget(self._nothing_found)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 14, 20, 14)
        body.setSpacing(10)
        body.addWidget(self.conflicts)
        body.addWidget(self.expired)
        body.addWidget(self.filter_bar)
        body.addWidget(self._results, 1)
        add_layout(body, self._make_row_actions())
        self._connect()

    def _make_nothing_found(self) -> EmptyState:
        texts = self._texts
        state = EmptyState(
            "search",
            texts.tr("Nothing fits this filter"),
            texts.tr("There are occupancies, but none that is searched for here."),
            texts.tr("Clear the filter"),
            action_icon="x",
            name="nothing_found",
        )
        # The page has its primary action already.
        state.action.setProperty("variant", Variant.QUIET.value)
        state.action.set_icon("x", "text")
        return state

    def _make_row_actions(self) -> QHBoxLayout:
        texts = self._texts
        self._edit = Button(texts.tr("Edit …"), icon="pencil", name="edit")
        self._cancel = Button(texts.tr("Cancel occupancy"), icon="x", name="cancel")
        self._again = Button(texts.tr("Enter again"), icon="undo-2", name="enter_again")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._edit, self._cancel, self._again):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        on_keys("list_find", self, self._find, within=True)
        self.filter_bar.changed.connect(self._filter)
        self.table.selection_changed.connect(self._show_row_actions)
        self.table.edit_wanted.connect(self.edit_wanted)
        self.table.cancel_wanted.connect(self.cancel_wanted)
        self._edit.clicked.connect(self.edit_wanted)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._again.clicked.connect(self.again_wanted)
        self.conflicts.view_wanted.connect(self._view_conflict)
        self._nothing_found.action_chosen.connect(self.clear_filter)

    def show_rows(self, today: date) -> None:
        """Show what is in the store now; filter, selection and scrolling stay."""
        self._today = today
        store = self._store
        self.filter_bar.offer_units(store.let_units(), archived=store.has_archived())
        clashes, expired = store.clashes(), store.expired(today)
        self.conflicts.show_conflicts(clashes, store.unit_name)
        self.expired.show_options([(row.occupancy, row.unit.name) for row in expired])
        self.filter_bar.offer_flags(len(clashes), len(expired))
        rows = store.rows()
        found = self.filter_bar.current().select(rows, today)
        self.table.replace(rows, found.ids, today)
        self._show_count(len(found.ids), found.past_hidden)

    def clear_filter(self) -> None:
        """Show as little more as it takes to show anything."""
        rows = self._store.rows()
        for wanted in (
            Filter(period=Period.AHEAD),
            Filter(period=Period.ALL),
            Filter(period=Period.ALL, standing=Standing.ANY),
            Filter(period=Period.ALL, standing=Standing.ANY, archived=True),
        ):
            if wanted.select(rows, self._today).ids:
                self.filter_bar.show_filter(wanted)
                return

    def reveal(self, occupancy_id: int) -> None:
        """Select an occupancy, whatever the filter hides."""
        if self.table.select(occupancy_id):
            return
        row = next((r for r in self._store.rows() if r.occupancy.id == occupancy_id), None)
        if row is None:
            return
        past = row.occupancy.departure < self._today
        self.filter_bar.show_filter(
            Filter(
                period=Period.ALL if past else Period.AHEAD,
                standing=Standing.TAKEN if row.occupancy.blocks else Standing.ANY,
                archived=row.unit.archived,
            )
        )
        self.table.select(occupancy_id)

    def likely_unit(self) -> int | None:
        """The unit that something new is probably for: the one being looked at."""
        chosen = self.filter_bar.current().unit_id
        row = self.table.selected()
        return chosen if chosen is not None or row is None else row.occupancy.unit_id

    def _filter(self) -> None:
        found = self.filter_bar.current().select(self._store.rows(), self._today)
        self.table.filter(found.ids)
        self._show_count(len(found.ids), found.past_hidden)

    def _show_count(self, shown: int, past_hidden: int) -> None:
        self._results.setCurrentWidget(self.table if shown else self._nothing_found)
        self._show_row_actions()
        self.counted.emit(shown, past_hidden)

    def _show_row_actions(self) -> None:
        row = self.table.selected()
        cancelled = row is not None and not row.occupancy.blocks
        self._edit.setEnabled(row is not None)
        self._cancel.setEnabled(row is not None)
        self._cancel.setVisible(not cancelled)
        self._again.setVisible(cancelled)

    def _view_conflict(self, clash: Conflict) -> None:
        self.reveal(clash.second.id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.filter_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.search.selectAll()
