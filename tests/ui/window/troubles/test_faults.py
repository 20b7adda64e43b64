"""Bugs, wherever they come from: one dialog, counted, to be copied; the program goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import __version__
from app.core.errors import UserError
from app.i18n import Catalogue
from app.server.web.feeds import FeedApp
from app.services.feeds.feeds import Feed
from app.services.services import Services
from app.ui.base.work import Work
from app.ui.window.troubles.bugs import _MOST, Bug, BugWatch
from app.ui.window.troubles.fault_dialog import FaultDialog
from app.ui.window.troubles.faults import Faults
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ui.conftest import OpenWindow

logger = logging.getLogger("app.test")
GUEST = "Hildegarde"


def divide() -> None:
    raise ZeroDivisionError(GUEST)


def unknown() -> None:
    raise KeyError(GUEST)


def rise(error: Exception) -> None:
    raise error


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def faults(window: QWidget, english: Catalogue, tmp_path: Path) -> Iterator[Faults]:
    faults = Faults(window, lambda: english, tmp_path / "logs")
    faults.install()
    yield faults
    faults.uninstall()


def dialogs(window: QWidget) -> list[FaultDialog]:
    return window.findChildren(FaultDialog)


def happen(qtbot: QtBot, window: QWidget, *acts: Callable[[], None]) -> None:
    """Let these be done one after the other by the event loop, as slots are."""
    done: list[bool] = []
    for act in acts:
        QTimer.singleShot(0, window, act)
    QTimer.singleShot(0, window, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    QApplication.processEvents()


@pytest.mark.usefixtures("faults")
def test_what_happens_again_is_counted_in_the_one_dialog(
    qtbot: QtBot, window: QWidget, expect_log: ExpectLog
) -> None:
    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    happen(qtbot, window, divide, divide, unknown, divide)
    (dialog,) = dialogs(window)
    text = dialog.details.toPlainText()
    assert "(happened 3 times)\nTraceback" in text
    assert "(happened 1 time)\nTraceback" in text
    assert text.index("ZeroDivisionError") < text.index("KeyError"), "the last one is first"


def test_it_can_be_copied_without_what_it_quotes(
    qtbot: QtBot, window: QWidget, faults: Faults, expect_log: ExpectLog
) -> None:
    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    happen(qtbot, window, unknown)
    (dialog,) = dialogs(window)
    button = dialog.findChild(QPushButton, "fault_copy")
    assert button is not None
    button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.details.toPlainText()
    assert __version__ in copied
    assert "in unknown" in copied
    assert GUEST not in copied
    assert dialog.details.isReadOnly()
    with qtbot.waitSignal(faults.report_wanted):
        report = dialog.findChild(QPushButton, "fault_report")
        assert report is not None
        report.click()


def test_what_was_told_is_said_in_a_line_and_something_else_in_a_dialog(
    qtbot: QtBot, window: QWidget, faults: Faults, expect_log: ExpectLog
) -> None:
    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    happen(qtbot, window, divide)
    dialogs(window)[0].accept()
    qtbot.waitUntil(lambda: not dialogs(window))
    with qtbot.waitSignal(faults.came_again):
        happen(qtbot, window, divide)
    assert dialogs(window) == []
    happen(qtbot, window, unknown)
    (dialog,) = dialogs(window)
    assert "(happened 2 times)" in dialog.details.toPlainText()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialogs(window))
    faults.show_dialog()
    faults.show_dialog()
    assert len(dialogs(window)) == 1


@pytest.mark.usefixtures("faults")
def test_bugs_of_workers_threads_and_the_server_come_up(
    qtbot: QtBot, window: QWidget, expect_log: ExpectLog
) -> None:
    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    expect_log("app.server", "was refused")

    class Broken:
        def answer(self, token: str) -> Feed:
            raise KeyError(token)

    def nowhere(*_request: object) -> list[bytes]:
        return []

    app = FeedApp(Broken(), lambda *_: None, SetClock(), nowhere)
    answers: list[str] = []
    environ: dict[str, object] = {}
    setup_testing_defaults(environ)
    environ["PATH_INFO"] = f"/cal/{'x' * 24}/unit.ics"

    def ask() -> None:
        list(app(environ, lambda status, *_: answers.append(status)))  # type: ignore[arg-type]

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    assert answers[0].startswith("503")
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    assert "app.server" in dialogs(window)[0].details.toPlainText()
    Work(divide).start()
    thread = threading.Thread(target=unknown)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: dialogs(window)[0].details.toPlainText().count("Traceback") == 3)
    assert len(dialogs(window)) == 1


def test_what_the_owner_can_mend_and_what_is_no_error_are_no_bugs(expect_log: ExpectLog) -> None:
    expect_log("app.test", "refused|gone|late")
    heard: list[Bug] = []
    watch = BugWatch(heard.append)
    watch.watch()
    try:
        try:
            rise(UserError("Please enter a name."))
        except UserError:
            logger.exception("refused")
        logger.error("gone, without a traceback")
        try:
            divide()
        except ZeroDivisionError:
            logger.warning("late", exc_info=True)
    finally:
        watch.stop()
    assert heard == []
    assert watch.bugs() == ()


def test_only_so_many_are_kept_and_others_are_not_heard_of(expect_log: ExpectLog) -> None:
    expect_log("app.test", "broken")
    heard: list[Bug] = []
    watch = BugWatch(heard.append)
    watch.watch()
    kinds = [type(f"Fault{at}", (Exception,), {}) for at in range(_MOST + 5)]
    for kind in kinds:
        try:
            rise(kind())
        except Exception:
            logger.exception("broken")
    watch.stop()
    logger.error("broken", exc_info=ValueError())
    assert len(heard) == _MOST + 5
    assert len(watch.bugs()) == _MOST
    assert "Fault54" in watch.bugs()[0].text


def test_where_even_the_dialog_fails_there_is_no_end_of_telling(
    qtbot: QtBot,
    window: QWidget,
    expect_log: ExpectLog,
    tmp_path: Path,
) -> None:
    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    asked: list[bool] = []

    def no_words() -> Catalogue:
        asked.append(True)
        raise LookupError("no catalogue")

    faults = Faults(window, no_words, tmp_path / "logs")
    faults.install()
    try:
        happen(qtbot, window, divide, unknown)
        happen(qtbot, window, divide, unknown)
    finally:
        faults.uninstall()
    assert asked == [True]
    assert dialogs(window) == []


def test_the_window_goes_on_and_says_that_it_happened_again(
    qtbot: QtBot, open_window: OpenWindow, services: Services, expect_log: ExpectLog
) -> None:
    from app.ui.window.application import _told_faults

    expect_log("app.ui.window.troubles.faults", "nobody expected this")
    program = open_window()
    faults = _told_faults(program, services)
    try:
        happen(qtbot, program.frame, divide)
        (dialog,) = dialogs(program.frame)
        dialog.accept()
        qtbot.waitUntil(lambda: not dialogs(program.frame))
        happen(qtbot, program.frame, divide)
        toast = program.shell.findChild(QWidget, "toast")
        assert toast is not None
        assert "noch einmal" in toast.accessibleName()
        show = toast.findChild(QPushButton, "toast_action")
        assert show is not None
        show.click()
        (dialog,) = dialogs(program.frame)
        assert "2-mal" in dialog.details.toPlainText()
        program.shell.go("occupancies")
        dialog.accept()
    finally:
        faults.uninstall()
