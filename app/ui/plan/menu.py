"""The menu at the head of the plan: portal bookings, double bookings, files and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.ui.export.actions import export_actions
from app.ui.look import icons
from app.ui.paper.actions import paper_actions
from app.ui.stays.clash.opening import clash_list_action
from app.ui.stays.holidays import of_region

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from app.ui.base.context import Context
    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.days_in_view import DaysInView
    from app.ui.plan.editing import Editing


def fill_menu(
    context: Context,
    page: QWidget,
    menu: QMenu,
    chart: Chart,
    editing: Editing,
    days: DaysInView,
) -> None:
    """Put in what is seldom wanted; paper begins with the unit and the days that are looked at."""

    def unit_chosen() -> int | None:
        bar = chart.selected_bar()
        return None if bar is None else bar.stay.unit_id

    portal = QAction(
        icons.icon("calendar-plus", "muted"), context.texts.tr("Enter portal booking"), page
    )
    portal.setObjectName("new_portal")
    portal.triggered.connect(editing.new_portal_booking)
    menu.addAction(portal)
    menu.addAction(clash_list_action(context, page))
    menu.addSeparator()
    menu.addActions(export_actions(context, page, editing.listed))
    menu.addActions(
        paper_actions(
            context, page, day=days.middle, unit_id=unit_chosen, holidays=of_region(context)
        )
    )
