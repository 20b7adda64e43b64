"""The ways to the letter that confirms a stay: the menu of a row, and the dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import Kind
from app.i18n import catalogue
from app.ui.letters.dialog import LetterDialog
from app.ui.stays.entry.dialog import OccupancyDialog
from app.ui.stays.menu import row_menu
from tests.ui.occupancies.conftest import Enter, OpenPage

Part = Callable[..., Any]


def edited(open_page: OpenPage, part: Part, qtbot: QtBot) -> OccupancyDialog:
    page = open_page()
    page.table.selectRow(0)
    page.edit_selected()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert isinstance(dialog, OccupancyDialog)
    return dialog


def letters(dialog: QWidget) -> list[LetterDialog]:
    return [one for one in dialog.findChildren(LetterDialog) if one.isVisible()]


def test_the_dialog_shows_the_letter_of_what_is_saved(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter
) -> None:
    enter((8, 1), (8, 8), guest="Huber")
    dialog = edited(open_page, part, qtbot)
    button = dialog.findChild(QPushButton, "stay_letter")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    (letter,) = letters(dialog)
    letter.reject()
    qtbot.waitUntil(lambda: not letters(dialog))
    persons = dialog.findChild(QSpinBox, "persons")
    assert persons is not None
    persons.setValue(3)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert letters(dialog) == []
    assert dialog.error()


@pytest.mark.parametrize("kind", [Kind.BLOCK])
def test_a_block_has_no_letter(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter, kind: Kind
) -> None:
    enter((8, 1), (8, 8), kind=kind, note="Maler")
    dialog = edited(open_page, part, qtbot)
    assert dialog.findChild(QPushButton, "stay_letter") is None


def test_a_menu_offers_it_to_whoever_comes(enter: Enter, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def offered(stay: Any) -> bool:
        nothing = dict.fromkeys(
            ("edit", "cancel", "enter_again", "book_firmly", "extend", "letter"), lambda: None
        )
        menu = row_menu(parent, catalogue("de"), stay, **nothing)
        return "menu_letter" in [action.objectName() for action in menu.actions()]

    assert offered(enter((8, 1), (8, 8), guest="Huber"))
    assert offered(enter((8, 10), (8, 12)))
    assert not offered(enter((8, 14), (8, 16), kind=Kind.BLOCK))
