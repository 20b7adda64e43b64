"""The menus behind "…": entries with icon, words and the key that does the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.ui import icons


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its objectName, icon, words, what it does, and the key of the row itself."""

    name: str
    icon: str
    text: str
    act: Callable[[], object]
    key: str = ""
    apart: bool = False
    """Whether a line stands above it."""


def made(entries: Sequence[Entry], *, name: str, parent: QWidget) -> QMenu:
    """Return a menu with these entries."""
    menu = QMenu(parent)
    menu.setObjectName(name)
    for entry in entries:
        if entry.apart:
            menu.addSeparator()
        # The key is shown here and heard by the row, so that it counts for one row alone.
        key = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{entry.text}\t{key}" if key else entry.text
        action = menu.addAction(icons.icon(entry.icon, "muted"), words)
        action.setObjectName(entry.name)
        action.triggered.connect(lambda _checked=False, act=entry.act: act())
    return menu
