"""A file dropped on the real window, and the wait while very many stays are taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.progress import Report, StoppedError
from app.services.services import Services
from app.ui.importing.dialog import ImportDialog
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from app.ui.window.shell.waiting import WaitingDialog
from tests.ui.conftest import OpenWindow

# The offscreen platform has no tray; the icon is made all the same.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
MANY = 230


@pytest.fixture
def file(tmp_path: Path) -> Path:
    first = date(2027, 1, 1)
    lines = (f"{first + timedelta(days=at)};{first + timedelta(days=at + 1)}" for at in range(MANY))
    path = tmp_path / "list.csv"
    path.write_text("Anreise;Abreise\n" + "\n".join(lines), encoding="utf-8")
    return path


def drop(widget: QWidget, path: Path) -> bool:
    """Drag a file over a widget and let it go there; tell whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys, kind = Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop
    enter = QDragEnterEvent(QPoint(9, 9), actions, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), actions, data, buttons, keys, kind))
    return True


def standing(services: Services) -> int:
    return sum(one.blocks for one in services.occupancies.all())


def waited(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.shell.findChild(WaitingDialog) is None, timeout=10_000)


@pytest.mark.parametrize("page", ["plan", "occupancies", "links"])
def test_a_file_dropped_on_whatever_page_is_taken_in_and_back(
    qtbot: QtBot, services: Services, open_window: OpenWindow, file: Path, page: str
) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    program = open_window()
    program.shell.go(page)
    assert drop(program.shell, file)
    dialog = program.shell.window().findChild(ImportDialog)
    assert dialog is not None
    for _ in range(2):
        qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=10_000)
        QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: standing(services) == MANY, timeout=10_000)
    qtbot.waitUntil(lambda: program.shell.findChild(Toast) is not None, timeout=10_000)
    toast = program.shell.findChild(Toast)
    assert toast is not None
    toast.action_chosen.emit()
    assert program.shell.findChild(WaitingDialog) is not None
    waited(qtbot, program)
    assert standing(services) == 0
    assert toast.text() == f"Rückgängig gemacht: {MANY} Belegungen importiert"


def test_what_is_no_list_falls_through(
    services: Services, open_window: OpenWindow, tmp_path: Path
) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    assert not drop(open_window().shell, tmp_path / "bild.png")


def test_before_the_first_house_nothing_can_be_dropped(open_window: OpenWindow, file: Path) -> None:
    assert not drop(open_window().shell, file)


Wait = Callable[[Callable[[Report], object]], list[object]]


@pytest.fixture
def wait(services: Services, open_window: OpenWindow) -> tuple[Program, Wait]:
    """Open the window; lets it wait for a job, and returns where its end will stand."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    program = open_window()

    def begin(job: Callable[[Report], object]) -> list[object]:
        ends: list[object] = []
        program.shell.wait_for("Langes", job, on_done=ends.append, on_failed=ends.append)
        return ends

    return program, begin


def test_nothing_else_can_be_done_until_it_has_ended(
    qtbot: QtBot, wait: tuple[Program, Wait]
) -> None:
    program, begin = wait
    ends = begin(lambda report: report(1, 2))
    dialog = program.shell.findChild(WaitingDialog)
    assert dialog is not None
    assert dialog.isModal()
    waited(qtbot, program)
    assert ends == [True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_it_can_be_stopped(qtbot: QtBot, wait: tuple[Program, Wait], key: Qt.Key) -> None:
    program, begin = wait

    def endless(report: Report) -> object:
        while report(0, 1):
            pass
        raise StoppedError

    ends = begin(endless)
    dialog = program.shell.findChild(WaitingDialog)
    assert dialog is not None
    QTest.keyClick(dialog, key)
    waited(qtbot, program)
    assert ends == [None]


def test_what_goes_wrong_is_told_when_the_dialog_has_gone(
    qtbot: QtBot, wait: tuple[Program, Wait]
) -> None:
    program, begin = wait

    def broken(_report: Report) -> object:
        raise UserError("The house is on fire.")

    ends = begin(broken)
    waited(qtbot, program)
    assert [str(end) for end in ends] == ["The house is on fire."]
