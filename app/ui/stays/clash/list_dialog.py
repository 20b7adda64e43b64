"""Every double booking that ever was, with the way to solve those that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QHeaderView

from app.core.errors import UserError
from app.core.stays.double_booking import State
from app.ui.kit import Button, Dialog, Label, Role, SegmentedControl, Table
from app.ui.stays.clash.model import ClashModel, Column

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.stays.double_booking import Alarm
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_SIZE = QSize(860, 520)
_OPEN, _ALL = "open", "all"


class ClashListDialog(Dialog):
    """A table of double bookings, those that are open first asked for, all of them at a click.

    Signals:
        solve_wanted(Alarm): the owner wants to solve this one.
        show_wanted(int): the owner wants to see this occupancy in the plan.
    """

    solve_wanted = Signal(object)
    show_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Double bookings"),
            texts.tr("Solve …"),
            texts.tr("Close"),
            name="clash_list",
            width=620,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._which = SegmentedControl(
            [(_OPEN, texts.tr("Open")), (_ALL, texts.tr("All"))],
            accessible_name=texts.tr("Which double bookings"),
            name="clash_list_which",
            parent=self,
        )
        self._none = Label("", Role.MUTED, wrap=True, name="clash_list_none", parent=self)
        self.model = ClashModel(texts, self)
        self.table = Table(
            accessible_name=texts.tr("Double bookings"), name="clash_list_table", parent=self
        )
        # In order of their nights: that is the order in which something has to be done.
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        self.content.addWidget(self._which)
        self.content.addWidget(self._never_wider(self._none))
        self.content.addWidget(self.table, 1)
        self._show = self.add_left_button(
            Button(texts.tr("Show in plan"), name="clash_list_show", parent=self)
        )
        self._connect()
        if not context.services.double_bookings.open():
            self._which.select(_ALL)
        self._fill()
        self._lay_out()
        self.table.setFocus()

    def _connect(self) -> None:
        self._which.chosen.connect(self._fill)
        self.submitted.connect(self._solve)
        self.table.doubleClicked.connect(self._solve)
        self._show.clicked.connect(self._show_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._draw_buttons)
        self._context.bridge.moved.connect(self._follow)
        self._context.bridge.day_changed.connect(self._fill)

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column in Column:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.WHO, QHeaderView.ResizeMode.Stretch)
        self.resize(_SIZE)

    def _follow(self, moved: Moved) -> None:
        if moved.units or moved.house or moved.double_bookings:
            self._fill()

    def _fill(self) -> None:
        services, texts = self._context.services, self._texts
        before = self.current()
        everything = self._which.current() == _ALL
        try:
            bookings = services.double_bookings
            found = bookings.all() if everything else bookings.open()
            units = {unit.id: unit.name for unit in services.units.all(archived=True)}
        except UserError as error:
            self.set_error(texts.tell(error))
            return
        self.model.set_rows(found, units, services.house_clock.today())
        never = texts.tr("There has been no double booking yet.")
        nothing = texts.tr("Nothing is booked twice.")
        self._none.setText(never if everything else nothing)
        self._none.setVisible(not found)
        self.table.setVisible(bool(found))
        if found:
            self.table.selectRow(max(self.model.row_of(before.id) if before else 0, 0))
        self._draw_buttons()

    def current(self) -> Alarm | None:
        """The double booking that is selected."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _draw_buttons(self) -> None:
        alarm = self.current()
        self.primary_button.setEnabled(alarm is not None and alarm.booking.stands)
        self._show.setEnabled(alarm is not None and self._seen(alarm) is not None)

    def _seen(self, alarm: Alarm) -> int | None:
        """One of the two that stands in the plan, the later one first."""
        let = {unit.id for unit in self._context.services.units.all()}
        there = (stay for stay in reversed(alarm.both) if stay.blocks and stay.unit_id in let)
        return next((stay.id for stay in there), None)

    def _solve(self, _index: QModelIndex | None = None) -> None:
        alarm = self.current()
        if alarm is not None and alarm.booking.state is not State.SOLVED:
            self.solve_wanted.emit(alarm)

    def _show_chosen(self) -> None:
        alarm = self.current()
        seen = self._seen(alarm) if alarm is not None else None
        if seen is not None:
            self.reject()
            self.show_wanted.emit(seen)
