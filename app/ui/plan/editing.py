"""How stays are entered and changed in the plan: by the services, in dialogs, with a way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from app.core.errors import UserError
from app.core.stays.dates import day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy, OccupancyDraft
    from app.services.exchange.export import ListedStay
    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.stays.actions import Actions
    from app.ui.stays.bars import Bar
    from app.ui.stays.entry.dialog import Choices, OccupancyDialog
    from app.ui.stays.entry.portal_dialog import PortalDialog


class Editing(QObject):
    """Does to stays what the chart asks for. Dialogs and menus are imported when they open."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        chart: Chart,
        page: QWidget,
        *,
        go_to_date: Callable[[], object],
        show_today: Callable[[], object],
    ) -> None:
        super().__init__(page)
        self._context = context
        self._chart = chart
        self._page = page
        self._go_to_date = go_to_date
        self._show_today = show_today
        self._actions = actions
        self._dialog: OccupancyDialog | PortalDialog | None = None
        chart.create_wanted.connect(self.create)
        chart.edit_wanted.connect(self.edit)
        chart.cancel_wanted.connect(self.cancel)
        chart.change_wanted.connect(self.change)
        chart.menu_wanted.connect(self.open_menu)
        chart.refused.connect(self._refuse)
        chart.ended.connect(context.notices.say)

    def new_entry(self) -> None:
        """Enter a stay on the days that are selected, else anywhere."""
        units, marks = self._chart.rows.units(), self._chart.marks
        if not units:
            self._context.notices.go("units")
        elif marks.unit_id is None or marks.selected is not None:
            self._open_new(marks.unit_id or units[0].id, None, None)
        else:
            first, last = marks.days()
            self.create(marks.unit_id, first, max(last, first + 1))

    def create(self, unit_id: int, arrival: int, departure: int) -> None:
        """Open the dialog of a new stay with these days (ordinals) filled in."""
        self.create_between(unit_id, day_of(arrival), day_of(departure))

    def create_between(self, unit_id: int, arrival: date, departure: date) -> None:
        """Open the dialog of a new stay from day to day."""
        self._open_new(unit_id, arrival, departure)

    def new_portal_booking(self) -> None:
        """Open the quick way for what came in at a portal."""
        from app.ui.stays.entry.portal_dialog import PortalDialog  # noqa: PLC0415

        units, unit_id = self._chart.rows.units(), self._chart.marks.unit_id
        if not units:
            self._context.notices.go("units")
            return
        self._open(
            PortalDialog(
                self._context,
                self._actions,
                self._choices(),
                unit_id=unit_id or units[0].id,
                parent=self._page,
            )
        )

    def edit(self, stay: Occupancy) -> None:
        """Open the dialog over a stay."""
        from app.ui.stays.entry.dialog import OccupancyDialog  # noqa: PLC0415

        self._open(
            OccupancyDialog(
                self._context, self._actions, self._choices(), occupancy=stay, parent=self._page
            )
        )

    def change(self, stay: Occupancy, draft: OccupancyDraft) -> None:
        """Move, lengthen or shorten a stay."""
        from app.services.stays.checks import LongStay  # noqa: PLC0415

        def act(*, allow_long: bool = False) -> None:
            self._chart.select(self._actions.move(stay, draft, allow_long=allow_long))

        try:
            act()
        except LongStay as long:
            from app.ui.stays.entry.long_stay import ask_about  # noqa: PLC0415

            meant = partial(self._try, partial(act, allow_long=True))
            ask_about(long, self._context.texts, self._page, meant)
        except UserError as error:
            self._refuse(error)

    def cancel(self, stay: Occupancy) -> None:
        """Cancel a stay at once; there is a way back."""
        self._try(lambda: self._actions.cancel(stay))

    def open_menu(self, bar: Bar | None, where: QPoint) -> None:
        """Offer what is possible with a bar, or with free days."""
        texts = self._context.texts
        if bar is None:
            from app.ui.plan.chart.days_menu import days_menu  # noqa: PLC0415

            days_menu(
                self._page,
                texts,
                create=self.new_entry,
                go_to_date=self._go_to_date,
                today=self._show_today,
            ).popup(where)
            return
        from app.ui.letters.opening import open_letter  # noqa: PLC0415
        from app.ui.stays.clash.opening import solver  # noqa: PLC0415
        from app.ui.stays.guests.opening import open_guest_stays  # noqa: PLC0415
        from app.ui.stays.menu import row_menu  # noqa: PLC0415

        stay = bar.stay
        row_menu(
            self._page,
            texts,
            stay,
            edit=lambda: self.edit(stay),
            cancel=lambda: self.cancel(stay),
            enter_again=lambda: None,
            book_firmly=lambda: self._try(lambda: self._actions.book_firmly(stay)),
            extend=lambda: self._extend(stay),
            solve=solver(self._context, stay, self._page),
            guest_stays=lambda: open_guest_stays(self._context, stay, self._page),
            letter=lambda: open_letter(self._context, stay, self._page),
        ).popup(where)

    def listed(self) -> list[ListedStay]:
        """Return what the plan shows plainly, by arrival, to export it."""
        from app.services.exchange.export import ListedStay  # noqa: PLC0415  # seldom needed

        names = {unit.id: unit.name for unit in self._chart.rows.units()}
        staff = self._chart.house_bars.staff
        return [
            ListedStay(names[stay.unit_id], stay, staff.get(stay.staff_id or 0, ""))
            for stay in self._context.services.occupancies.all()
            if stay.blocks and stay.unit_id in names and self._chart.fits(stay)
        ]

    def look_again(self) -> None:
        """Something has moved that an open dialog may be about."""
        if self._dialog is not None:
            self._dialog.look_again()

    def _extend(self, stay: Occupancy) -> None:
        from app.ui.stays.entry.extend_dialog import ExtendDialog  # noqa: PLC0415

        row = self._chart.rows.of(stay.unit_id)
        name = row.name if row is not None else ""
        ExtendDialog(self._context, self._actions, stay, name, self._page).open()

    def _open_new(self, unit_id: int, arrival: date | None, departure: date | None) -> None:
        from app.ui.stays.entry.dialog import OccupancyDialog  # noqa: PLC0415

        dialog = OccupancyDialog(
            self._context, self._actions, self._choices(), unit_id=unit_id, parent=self._page
        )
        if arrival is not None:
            dialog.stay.set_stay(unit_id, arrival, departure)
        self._open(dialog)
        guest = dialog.findChild(QLineEdit, "guest")
        if arrival is not None and guest is not None:
            # Where and when are there already.
            guest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choices(self) -> Choices:
        from app.core.portals import portals  # noqa: PLC0415
        from app.ui.stays.entry.dialog import Choices  # noqa: PLC0415

        units: list[Unit] = self._context.services.units.all()
        known = portals()
        used = {
            bar.stay.portal
            for unit in units
            if self._chart.house_bars.known(unit.id)
            for bar in self._chart.house_bars.unit(unit.id).bars
        }
        return Choices(units, sorted(used - known.keys() - {""}))

    def _open(self, dialog: OccupancyDialog | PortalDialog) -> None:
        self._dialog = dialog
        dialog.saved.connect(self._saved)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _saved(self, occupancy_id: int) -> None:
        stay = self._context.services.occupancies.get(occupancy_id)
        if stay.blocks:
            self._chart.show_bar(stay.unit_id, stay.arrival.toordinal(), stay.departure.toordinal())
        self._chart.select(stay)

    def _closed(self) -> None:
        self._dialog = None
        self._chart.setFocus()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._refuse(error)

    def _refuse(self, error: UserError) -> None:
        """Say why not, in a line that floats: nothing moves from under the pointer."""
        self._context.notices.say(self._context.texts.tell(error))
