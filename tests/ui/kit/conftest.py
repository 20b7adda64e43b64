"""A window that is open and active, for widgets that need the focus."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.look.theme import Appearance, current_theme

Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show widgets one below the other in a window, and return the window."""
    current_theme().set_appearance(Appearance.LIGHT)

    shown: list[QWidget] = []  # qtbot keeps only weak references

    def show_all(*widgets: QWidget, width: int = 600) -> QWidget:
        window = QWidget()
        shown.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        window.resize(width, window.sizeHint().height())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show_all
