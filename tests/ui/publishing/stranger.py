"""Somebody who uses the window for the first time, by mouse and keyboard, and is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

PATIENCE_MS = 30_000


@dataclass
class Stranger:
    """Uses mouse and keyboard, and counts."""

    qtbot: QtBot
    window: QWidget
    clicks: int = 0
    typed: list[str] = field(default_factory=list)

    def see(self, name: str) -> QWidget:
        found: list[QWidget] = []

        def look() -> bool:
            found[:] = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
            return len(found) == 1

        self.qtbot.waitUntil(look, timeout=PATIENCE_MS)
        return found[0]

    def click(self, name: str) -> None:
        self.click_on(self.see(name))

    def click_on(self, widget: QWidget | None) -> None:
        assert widget is not None
        assert widget.isVisible()
        assert widget.isEnabled(), widget.objectName()
        assert QApplication.activeModalWidget() in {None, widget.window()}, "something lies over it"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(12, widget.height() // 2))
        self.clicks += 1

    def tab(self) -> None:
        """Go on by the keyboard."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    def type(self, name: str, text: str) -> None:
        """Type where the focus is, or click there first."""
        line = self.see(name)
        assert isinstance(line, QLineEdit)
        if not line.hasFocus():
            self.click(name)
        line.selectAll()
        for letter in text:
            key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(line, key)
        assert line.text() == text
        self.typed.append(name)
