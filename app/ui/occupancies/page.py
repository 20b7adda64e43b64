"""The page Belegungen: every occupancy in a table, and all that is done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.errors import UserError
from app.core.stays.occupancy import Status
from app.override import override
from app.services.stays.checks import OccupancyConflict
from app.ui.base.page import Page
from app.ui.export.actions import export_actions
from app.ui.importing.actions import import_action
from app.ui.kit import EmptyState, ScrollPage
from app.ui.kit.floating.menus import Menu
from app.ui.letters.opening import open_letter
from app.ui.occupancies.header import OccupanciesHeader
from app.ui.occupancies.listing import Listing
from app.ui.occupancies.printing import print_list_action
from app.ui.occupancies.row_store import RowStore
from app.ui.paper.actions import paper_actions
from app.ui.stays.actions import Actions
from app.ui.stays.clash.opening import clash_list_action, open_clash, solver
from app.ui.stays.deleting import ask_to_delete
from app.ui.stays.entry.dialog import Choices, OccupancyDialog
from app.ui.stays.entry.extend_dialog import ExtendDialog
from app.ui.stays.entry.portal_dialog import PortalDialog
from app.ui.stays.guests.opening import open_guest_stays
from app.ui.stays.holidays import of_region
from app.ui.stays.menu import row_menu
from app.ui.stays.no_units import no_units
from app.ui.stays.undo import UndoButtons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.services.base.watch import Moved
    from app.services.exchange.export import ListedStay
    from app.ui.base.context import Context


class OccupanciesPage(Page):
    """Table, filter, strips and dialogs; what was done is said above all pages."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self._actions = Actions(context)
        self._today = context.services.house_clock.today()
        self._store = RowStore(
            context.services.units,
            context.services.occupancies,
            context.services.staff,
            context.services.double_bookings,
        )
        self._store.load()
        self._dialog: OccupancyDialog | PortalDialog | None = None
        self._make_header()
        self._make_body()
        self._connect()
        self._listing.show_rows(self._today)

    # ---- what it is made of ----

    def _make_header(self) -> None:
        undo = UndoButtons(self.context, self)
        self._header = OccupanciesHeader(self._texts, undo, self._more_menu(), self)

    def _more_menu(self) -> Menu:
        menu = Menu(self)
        menu.addAction(clash_list_action(self.context, self))
        menu.addSeparator()
        menu.addAction(import_action(self.context, self))
        menu.addActions(export_actions(self.context, self, self._listed))
        menu.addAction(print_list_action(self.context, self, lambda: self._listing))
        menu.addActions(
            paper_actions(
                self.context,
                self,
                unit_id=self._unit_chosen,
                holidays=of_region(self.context),
            )
        )
        return menu

    def _unit_chosen(self) -> int | None:
        return self._listing.likely_unit()

    def _listed(self) -> list[ListedStay]:
        from app.services.exchange.export import ListedStay  # noqa: PLC0415  # seldom needed

        rows = (self.table.proxy.row_at(at) for at in range(self.table.proxy.rowCount()))
        return [ListedStay(row.unit.name, row.occupancy, row.staff) for row in rows]

    def _make_body(self) -> None:
        texts = self._texts
        self._listing = Listing(self.context, self._store, self._today)
        self.table = self._listing.table
        self.filter_bar = self._listing.filter_bar
        self._no_units = no_units(self.context)
        self._none_yet = EmptyState(
            "list",
            texts.tr("No occupancies yet"),
            texts.tr("Enter who stays when. Every link then shows these days as occupied."),
            texts.tr("Enter the first occupancy"),
            name="no_occupancies",
        )
        # In a low window, or where all is drawn large, it scrolls: nothing of it is cut.
        self._scroll = ScrollPage(margin=0, name="occupancies_scroll", parent=self)
        self._scroll.body.addWidget(self._listing)
        self._stack = QStackedWidget()
        for widget in (self._scroll, self._no_units, self._none_yet):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._header.portal_wanted.connect(self.new_portal_booking)
        self._header.new_wanted.connect(self.new_entry)
        self._none_yet.action_chosen.connect(self.new_entry)
        listing = self._listing
        listing.counted.connect(self._show_state)
        listing.edit_wanted.connect(self.edit_selected)
        listing.cancel_wanted.connect(self.cancel_selected)
        listing.again_wanted.connect(self.enter_selected_again)
        listing.conflicts.solve_wanted.connect(lambda alarm: open_clash(self.context, alarm, self))
        listing.table.menu_wanted.connect(self._open_menu)
        listing.expired.book_wanted.connect(self._book_firmly)
        listing.expired.extend_wanted.connect(self._extend)
        listing.expired.release_wanted.connect(self._release)

    # ---- what the window calls ----

    @override
    def redraw(self, moved: Moved) -> None:
        if not (moved.units or moved.house or moved.staff or moved.double_bookings):
            return
        before, self._today = self._today, self.context.services.house_clock.today()
        self._store.reload(moved.units)
        known = {unit.id for unit in self._store.units}
        if moved.house or moved.staff or moved.units - known or before != self._today:
            self._store.name_units()
        self._listing.show_rows(self._today)
        if self._dialog is not None:
            self._dialog.look_again()

    @override
    def day_changed(self) -> None:
        # What is past, running or expired has changed without any change of the data.
        self._today = self.context.services.house_clock.today()
        self._store.name_units()
        self._listing.show_rows(self._today)

    @override
    def new_entry(self) -> None:
        if not self._store.let_units():
            self.context.notices.go("units")
            return
        self._open(
            OccupancyDialog(
                self.context,
                self._actions,
                self._choices(),
                unit_id=self._listing.likely_unit(),
                parent=self,
            )
        )

    # ---- what the owner does ----

    def new_portal_booking(self) -> None:
        """Open the quick way for what came in at a portal."""
        self._open(
            PortalDialog(
                self.context,
                self._actions,
                self._choices(),
                unit_id=self._listing.likely_unit(),
                parent=self,
            )
        )

    def edit_selected(self) -> None:
        """Open the dialog over the selected occupancy."""
        row = self.table.selected()
        if row is not None:
            self._open(self._edit_dialog(row.occupancy))

    def cancel_selected(self) -> None:
        """Cancel the selected occupancy at once; there is a way back."""
        row = self.table.selected()
        if row is not None and row.occupancy.blocks:
            self._release(row.occupancy)

    def enter_selected_again(self) -> None:
        """Confirm the selected occupancy that was cancelled."""
        row = self.table.selected()
        if row is None or row.occupancy.blocks:
            return
        try:
            self._actions.enter_again(row.occupancy)
        except OccupancyConflict as conflict:
            dialog = self._edit_dialog(row.occupancy)
            dialog.choose_status(Status.CONFIRMED)
            self._open(dialog)
            dialog.show_conflict(conflict)
        except UserError as error:
            self.context.notices.fail(error)

    def _book_firmly(self, option: Occupancy) -> None:
        self._try(lambda: self._actions.book_firmly(option))

    def _release(self, occupancy: Occupancy) -> None:
        self._try(lambda: self._actions.cancel(occupancy))

    def _extend(self, option: Occupancy) -> None:
        unit = self._store.unit_name(option.unit_id)
        ExtendDialog(self.context, self._actions, option, unit, self).open()

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except UserError as error:
            self.context.notices.fail(error)

    def _open_menu(self, where: QPoint) -> None:
        row = self.table.selected()
        if row is None:
            return
        row_menu(
            self,
            self._texts,
            row.occupancy,
            edit=self.edit_selected,
            cancel=self.cancel_selected,
            enter_again=self.enter_selected_again,
            book_firmly=lambda: self._book_firmly(row.occupancy),
            extend=lambda: self._extend(row.occupancy),
            solve=solver(self.context, row.occupancy, self),
            guest_stays=lambda: open_guest_stays(self.context, row.occupancy, self),
            letter=lambda: open_letter(self.context, row.occupancy, self),
            delete=lambda: ask_to_delete(self.context, self._actions, row.occupancy, self),
        ).popup(where)

    # ---- dialogs ----

    def _edit_dialog(self, occupancy: Occupancy) -> OccupancyDialog:
        return OccupancyDialog(
            self.context, self._actions, self._choices(occupancy), occupancy=occupancy, parent=self
        )

    def _open(self, dialog: OccupancyDialog | PortalDialog) -> None:
        self._dialog = dialog
        dialog.saved.connect(self._listing.reveal)
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    def _dialog_closed(self) -> None:
        self._dialog = None

    def _choices(self, occupancy: Occupancy | None = None) -> Choices:
        units = [
            unit
            for unit in self._store.units
            if not unit.archived or (occupancy is not None and unit.id == occupancy.unit_id)
        ]
        return Choices(units, self._store.own_portals())

    # ---- what is shown ----

    def _show_state(self, shown: int, past_hidden: int) -> None:
        if not self._store.let_units() and not self._store.has_archived():
            self._stack.setCurrentWidget(self._no_units)
        elif not self._store.rows():
            self._stack.setCurrentWidget(self._none_yet)
        else:
            self._stack.setCurrentWidget(self._scroll)
        listing = self._stack.currentWidget() is self._scroll
        units = self._stack.currentWidget() is not self._no_units
        self._header.offer(new=listing, portal=units)
        self._header.show_count(shown, past_hidden)
        if not listing:
            self._header.set_subtitle("")
