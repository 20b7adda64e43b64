"""What is typed in the settings and does not hold yet is not left without a word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.server_state import Phase
from app.services.services import Services
from app.ui.base.page import PLAN, SETTINGS
from app.ui.kit import Dialog
from app.ui.settings.page import SettingsPage
from app.ui.window.program import Program
from tests.ui.conftest import Desktop, OpenWindow


@pytest.fixture
def program(open_window: OpenWindow, services: Services, qtbot: QtBot) -> Program:
    """The settings, with the home network chosen and not applied."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    program = open_window()
    qtbot.waitUntil(lambda: program._server.state.phase is Phase.RUNNING)
    program.shell.go(SETTINGS)
    press(program, "access_home")
    assert page(program).controller.unsaved
    return program


def page(program: Program) -> SettingsPage:
    found = program.shell.page(SETTINGS)
    assert isinstance(found, SettingsPage)
    return found


def press(program: Program, name: str) -> None:
    button = program.frame.findChild(QAbstractButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center() / 8)
    QApplication.processEvents()


def question(program: Program) -> Dialog | None:
    found = program.frame.findChild(Dialog, "leaving_question")
    return found if found is not None and found.isVisible() else None


def open_page(program: Program) -> QWidget:
    found = program.shell._stack.currentWidget()
    assert found is not None
    return found


def test_another_page_is_opened_only_once_it_is_decided(program: Program) -> None:
    press(program, f"sidebar_{PLAN}")
    assert question(program) is not None
    assert open_page(program) is page(program)
    assert program.shell.current == SETTINGS, "the sidebar marks what is seen"

    press(program, "leaving_question_cancel")
    assert question(program) is None
    assert open_page(program) is page(program)
    assert page(program).controller.unsaved


def test_what_is_discarded_is_left(program: Program, services: Services) -> None:
    press(program, f"sidebar_{PLAN}")
    press(program, "leaving_discard")
    assert program.shell.current == PLAN
    assert open_page(program) is program.shell.page(PLAN)
    assert not page(program).controller.unsaved
    assert services.settings.get().host == "127.0.0.1"


def test_what_is_applied_holds_before_it_is_left(program: Program, services: Services) -> None:
    press(program, f"sidebar_{PLAN}")
    press(program, "leaving_question_primary")
    assert services.settings.get().host == "0.0.0.0"
    assert program.shell.current == PLAN


def test_what_cannot_be_applied_is_not_left(program: Program) -> None:
    card = page(program).access
    card.show_advanced(True)
    card.port.setText("80")
    card.edited.emit()
    press(program, f"sidebar_{PLAN}")
    press(program, "leaving_question_primary")
    assert open_page(program) is page(program)
    assert page(program).controller.unsaved


def test_quitting_reminds_as_well(program: Program, desktop: Desktop) -> None:
    QTest.keyClick(program.frame, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert question(program) is not None
    assert desktop.ended == 0
    press(program, "leaving_discard")
    assert desktop.ended == 1


def test_where_everything_holds_nothing_is_asked(program: Program) -> None:
    press(program, "access_discard")
    press(program, f"sidebar_{PLAN}")
    assert question(program) is None
    assert program.shell.current == PLAN
