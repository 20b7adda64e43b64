"""The context menu over free days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.ui.kit.floating.menus import Menu
from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


def days_menu(
    parent: QWidget,
    texts: Catalogue,
    *,
    create: Callable[[], object],
    go_to_date: Callable[[], object],
    today: Callable[[], object],
) -> QMenu:
    """Return the menu over free days, which deletes itself after it has closed."""
    menu = Menu(parent)
    menu.setObjectName("days_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name, icon, words, act in (
        ("create", "plus", texts.tr("New occupancy …"), create),
        ("go_to_date", "calendar-range", texts.tr("Go to a date …"), go_to_date),
        ("today", "calendar-days", texts.tr("Today"), today),
    ):
        action = menu.addAction(icons.icon(icon, "muted"), words)
        action.setObjectName(f"menu_{name}")
        action.triggered.connect(act)
    return menu
