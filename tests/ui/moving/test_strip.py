"""The window of a house that has moved: it says so, serves nothing, and has a way back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.core.server_state import Phase
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.kit import Banner, Dialog
from app.ui.window.program import Program
from tests.ui.conftest import OpenWindow


def strip(program: Program) -> Banner | None:
    found = program.shell.findChild(Banner, "moved_strip")
    return found if found is not None and found.isVisible() else None


def phase(server: ServerController) -> Phase:
    return server.state.phase


@pytest.mark.usefixtures("house")
def test_silence_takes_effect_at_once_and_ends_by_a_button(
    open_window: OpenWindow, services: Services, server: ServerController, qtbot: QtBot
) -> None:
    program = open_window()
    assert phase(server) is Phase.RUNNING
    assert strip(program) is None

    services.moving.fall_silent()
    qtbot.waitUntil(lambda: strip(program) is not None)
    shown = strip(program)
    assert shown is not None
    assert "Dieser Computer ist umgezogen." in shown.plain_text()
    assert "06.07.2027" in shown.plain_text()
    assert phase(server) is Phase.STOPPED
    assert program.server_runner.state().text.startswith("Das Haus ist umgezogen")

    back = program.shell.findChild(QPushButton, "moved_back")
    assert back is not None
    back.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Dialog)
    question.primary_button.click()
    qtbot.waitUntil(lambda: strip(program) is None)
    assert phase(server) is Phase.RUNNING
    assert not services.moving.silent


@pytest.mark.usefixtures("house")
def test_the_next_start_is_silent_as_well(
    open_window: OpenWindow, services: Services, server: ServerController
) -> None:
    services.moving.fall_silent()
    program = open_window()
    assert strip(program) is not None
    assert phase(server) is Phase.STOPPED


@pytest.mark.usefixtures("house")
def test_who_changes_their_mind_stays_silent(open_window: OpenWindow, services: Services) -> None:
    services.moving.fall_silent()
    program = open_window()
    back = program.shell.findChild(QPushButton, "moved_back")
    assert back is not None
    back.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Dialog)
    question.cancel_button.click()
    assert services.moving.silent
    assert strip(program) is not None


@pytest.mark.usefixtures("house")
def test_the_strip_speaks_the_windows_language(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    services.moving.fall_silent()
    program = open_window()
    services.settings.set("language", "en")

    def said() -> str:
        shown = strip(program)
        return "" if shown is None else shown.plain_text()

    qtbot.waitUntil(lambda: said().startswith("This computer has moved out."))
