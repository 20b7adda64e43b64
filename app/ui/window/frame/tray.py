"""The icon in the tray, from which the window comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.ui.kit.floating.tips import as_entry, set_tray_tip, without_tags
from app.ui.look import icons

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


class Tray(QObject):
    """An icon with a menu: open, how the links are, quit.

    Signals:
        open_wanted(): show the window.
        quit_wanted(): end the program.
    """

    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._menu = QMenu(parent)
        self._menu.setObjectName("tray_menu")
        self.open_action = QAction(texts.tr("Open Zimmerfrei"), self._menu)
        self.open_action.triggered.connect(self.open_wanted)
        self.state_action = QAction(self._menu)
        self.state_action.setEnabled(False)
        self.quit_action = QAction(texts.tr("Quit"), self._menu)
        self.quit_action.triggered.connect(self.quit_wanted)
        self._menu.addAction(self.open_action)
        self._menu.setDefaultAction(self.open_action)
        self._menu.addAction(self.state_action)
        self._menu.addSeparator()
        self._menu.addAction(self.quit_action)
        self._icon = QSystemTrayIcon(icons.app_icon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.open_wanted)
        self._icon.show()

    def show_state(self, text: str) -> None:
        """Say in the menu and beside the icon how the links are."""
        self.state_action.setText(as_entry(text))
        set_tray_tip(self._icon, f"Zimmerfrei\n{text}")

    def warn(self, title: str, text: str) -> None:
        """Show a message of the desktop, for an owner whose window is closed."""
        self._icon.showMessage(title, without_tags(text), QSystemTrayIcon.MessageIcon.Warning)

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.open_wanted.emit()


def tray_available() -> bool:
    """Whether this desktop has a tray now."""
    return QSystemTrayIcon.isSystemTrayAvailable()
