"""The menus behind "…": entries with icon, words and the key that does the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.dataclass import dataclass
from app.ui.kit import IconButton
from app.ui.kit.floating.menus import Menu
from app.ui.look import icons


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry: its objectName, icon, words, what it does, and the key of the row itself."""

    name: str
    icon: str
    text: str
    act: Callable[[], object]
    key: str = ""
    apart: bool = False
    """Whether a line stands above it."""
    enabled: bool = True


class MoreButton(IconButton):
    """The rarer things, in a menu that is made each time it is opened.

    A page may have hundreds of these buttons, and a menu each would make it open slowly.
    """

    def __init__(
        self, entries: Callable[[], Sequence[MenuEntry]], *, name: str, parent: QWidget
    ) -> None:
        super().__init__("ellipsis", "", ghost=True, name=name, parent=parent)
        self._entries = entries
        self.clicked.connect(self._open)

    def made_menu(self) -> QMenu:
        """Return the menu with its entries as they are now."""
        for menu in self.findChildren(QMenu):
            menu.deleteLater()
        menu = Menu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        _fill(menu, self._entries())
        return menu

    def _open(self) -> None:
        self.made_menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def _fill(menu: QMenu, entries: Sequence[MenuEntry]) -> None:
    for entry in entries:
        if entry.apart:
            menu.addSeparator()
        # The key is shown here and heard by the row, so that it counts for one row alone.
        key = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{entry.text}\t{key}" if key else entry.text
        action = menu.addAction(icons.icon(entry.icon, "muted"), words)
        action.setObjectName(entry.name)
        action.setEnabled(entry.enabled)
        action.triggered.connect(lambda _checked=False, act=entry.act: act())
