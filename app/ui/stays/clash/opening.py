"""The ways to the dialogs about double bookings, the same from wherever they are opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.core.errors import UserError
from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.stays.clash.dialog import ClashDialog
    from app.ui.stays.clash.list_dialog import ClashListDialog


def open_clash(context: Context, alarm: Alarm, parent: QWidget) -> ClashDialog | None:
    """Ask what shall become of a double booking; None where that cannot be read just now."""
    from app.ui.stays.actions import Actions  # noqa: PLC0415  # hopefully seldom
    from app.ui.stays.clash.dialog import ClashDialog  # noqa: PLC0415

    try:
        dialog = ClashDialog(context, Actions(context), alarm, parent)
    except UserError as error:
        context.notices.fail(error)
        return None
    dialog.show_wanted.connect(context.notices.show_stay)
    dialog.open()
    return dialog


def open_clash_list(context: Context, parent: QWidget) -> ClashListDialog:
    """Show all double bookings."""
    from app.ui.stays.clash.list_dialog import ClashListDialog  # noqa: PLC0415  # hopefully seldom

    dialog = ClashListDialog(context, parent)
    dialog.solve_wanted.connect(lambda alarm: open_clash(context, alarm, dialog))
    dialog.show_wanted.connect(context.notices.show_stay)
    dialog.open()
    return dialog


def open_clashes(context: Context, parent: QWidget) -> ClashDialog | ClashListDialog | None:
    """Open what there is to solve: the one, or the list of several; None where nothing is."""
    try:
        alarms = context.services.double_bookings.open()
    except UserError as error:
        context.notices.fail(error)
        return None
    if len(alarms) == 1:
        return open_clash(context, alarms[0], parent)
    return open_clash_list(context, parent) if alarms else None


def solver(context: Context, stay: Occupancy, parent: QWidget) -> Callable[[], object] | None:
    """Return what solves the next open double booking of a stay, None where it has none."""
    try:
        alarms = context.services.double_bookings.open_of(stay.id)
    except UserError:
        # Whatever else is done says what is wrong.
        return None
    return partial(open_clash, context, alarms[0], parent) if alarms else None


def clash_list_action(context: Context, parent: QWidget) -> QAction:
    """Return the entry of a page's menu that shows all double bookings."""
    action = QAction(
        icons.icon("triangle-alert", "muted"), context.texts.tr("Double bookings …"), parent
    )
    action.setObjectName("double_bookings")
    action.triggered.connect(lambda: open_clash_list(context, parent))
    return action
