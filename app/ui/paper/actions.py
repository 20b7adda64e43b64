"""What a page puts into its menu to print the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.ui.look import icons
from app.ui.paper.what import Holidays, What, no_holidays

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context


def paper_actions(
    context: Context,
    page: QWidget,
    day: Callable[[], date] | None = None,
    unit_id: Callable[[], int | None] = lambda: None,
    holidays: Holidays = no_holidays,
) -> list[QAction]:
    """Return the actions that print the plan, for the "…" menu of `page`, their parent.

    Args:
        context: the window's.
        page: what the preview opens over.
        day: returns a day of the month and year that are looked at; today unless given.
        unit_id: returns the unit that is looked at, None where it is none in particular.
        holidays: returns the names of a year's public holidays by the ordinals of their days.
    """
    texts = context.texts
    actions = []
    for what, icon, words in (
        (What.DAY, "printer", texts.tr("Print today and tomorrow …")),
        (What.MONTH, "calendar-range", texts.tr("Print a month …")),
        (What.YEAR, "calendar-days", texts.tr("Print a unit's year …")),
    ):
        action = QAction(icons.icon(icon, "muted"), words, page)
        action.setObjectName(f"print_{what.value}")

        def open_preview(_checked: bool = False, what: What = what) -> None:
            from app.ui.paper.plan_dialog import PaperDialog  # noqa: PLC0415  # seldom needed

            today = context.services.house_clock.today()
            looked_at = today if day is None or what is What.DAY else day()
            PaperDialog(context, what, looked_at, unit_id(), page, holidays).open()

        action.triggered.connect(open_preview)
        actions.append(action)
    return actions
