"""Rows of Qt's own lists, made so that Python has no part in their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QListWidget, QListWidgetItem


def add_row(view: QListWidget, text: str, icon: QIcon | None = None) -> QListWidgetItem:
    """Add a row at the end, and return it to be told more; nobody keeps it.

    Qt makes it. Of one that Python has made, PySide 6.11 sometimes still looks for the Python half
    when the list ends, though that has gone long before, and the program ends with it.
    """
    view.addItem(text)
    row = view.item(view.count() - 1)
    if icon is not None:
        row.setIcon(icon)
    return row
