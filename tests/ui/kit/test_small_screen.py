"""Dialogs on a screen that is too small for them: the buttons stay on it, the content scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit.dialog import Dialog
from app.ui.kit.table import Table

ROOM = QRect(0, 0, 640, 400)


@pytest.fixture
def over(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A window on a screen of 640 × 400, as one of 1280 × 800 where all is drawn twice as large."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: ROOM)
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    return over


def shown(qtbot: QtBot, dialog: Dialog) -> Dialog:
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def fields_in(dialog: Dialog, count: int) -> list[QLineEdit]:
    fields = [QLineEdit(dialog) for _ in range(count)]
    for field in fields:
        dialog.content.addWidget(field)
    return fields


def bottom(dialog: Dialog) -> int:
    button = dialog.primary_button
    return button.mapTo(dialog, QPoint(0, button.height())).y()


def test_what_is_too_high_scrolls_and_its_buttons_stay(qtbot: QtBot, over: QWidget) -> None:
    dialog = Dialog("Titel", "Speichern", "Abbrechen", name="high", parent=over)
    fields = fields_in(dialog, 20)
    shown(qtbot, dialog)
    assert dialog.height() <= ROOM.height()
    assert bottom(dialog) <= dialog.height()
    scroll = dialog.findChild(QScrollArea, "high_scroll")
    assert scroll is not None
    assert scroll.horizontalScrollBar().maximum() == 0
    # Tab goes on from the last field to the buttons, and what has the focus can be seen.
    fields[0].setFocus()
    for field in fields[1:]:
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab)
        assert field.hasFocus()
    scroll.ensureWidgetVisible(fields[-1])
    assert not fields[-1].visibleRegion().isEmpty()
    QTest.keyClick(fields[-1], Qt.Key.Key_Tab)
    assert dialog.cancel_button.hasFocus()


def test_what_is_added_later_comes_into_it_too(qtbot: QtBot, over: QWidget) -> None:
    dialog = Dialog("Titel", "Speichern", name="high", parent=over)
    fields_in(dialog, 20)
    shown(qtbot, dialog)
    words = dialog.add_text("Noch etwas")
    words.show()
    scroll = dialog.findChild(QScrollArea, "high_scroll")
    assert scroll is not None
    assert scroll.isAncestorOf(words)
    assert dialog.height() <= ROOM.height()


def test_what_has_room_is_as_it_was(qtbot: QtBot, over: QWidget) -> None:
    dialog = Dialog("Titel", "Speichern", name="low", parent=over)
    fields_in(dialog, 2)
    shown(qtbot, dialog)
    assert dialog.findChild(QScrollArea) is None
    assert dialog.minimumWidth() == 440


def test_one_that_wants_to_be_large_is_made_as_small_as_the_screen(
    qtbot: QtBot, over: QWidget
) -> None:
    dialog = Dialog("Titel", "Importieren", name="wide", width=820, parent=over)
    words = dialog.add_text("Ein Satz, der länger ist, als ein kleiner Bildschirm breit ist. " * 4)
    dialog.content.addWidget(Table(parent=dialog), 1)
    dialog.resize(820, 580)
    shown(qtbot, dialog)
    assert dialog.size() == QSize(640, 364)
    assert words.width() <= 600
    assert words.height() >= words.heightForWidth(words.width())
    assert bottom(dialog) <= dialog.height()


def test_what_cannot_be_narrower_is_not_cut(qtbot: QtBot, over: QWidget) -> None:
    dialog = Dialog("Titel", "Weiter", name="wide", width=820, parent=over)
    field = QLineEdit(dialog)
    field.setMinimumWidth(700)
    dialog.content.addWidget(field)
    dialog.resize(820, 300)
    shown(qtbot, dialog)
    assert field.width() >= 700
    assert dialog.width() >= 740
