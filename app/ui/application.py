"""Starts the window and ends it: the one way from the commands into Qt."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from app.core.errors import UserError
from app.ui.frame import Frame
from app.ui.instance import Instance
from app.ui.preferences import Preferences
from app.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from app.services.control import ServerController
    from app.ui.given import Services

    OpenData = Callable[[], AbstractContextManager[tuple[Services, ServerController]]]

_UNPAINTED_MS = 2_000


def run_window(services: Services, server: ServerController) -> int:
    """Show the window over data that is open already; see `show_window`."""
    return show_window(services.folder.path, lambda: nullcontext((services, server)))


def show_window(folder: Path, open_data: OpenData) -> int:
    """Show the window, then open the data; return the exit status when the owner has quit.

    Where a window has this folder already, that one comes up and this call returns 0.

    Args:
        folder: the data folder, which may not be there yet.
        open_data: opens the data and makes the server, not started, for as long as its context
            lasts. It is called once the window is on the screen.

    Raises:
        UserError: the data cannot be opened; another window has the folder and does not answer.
    """
    app = _application()
    instance = Instance(folder, app)
    if not instance.claim():
        if instance.raise_first():
            return 0
        raise UserError(
            "Another Zimmerfrei has the data folder {folder} open and does not answer. Please end "
            "it first, also on other computers that use this folder.",
            folder=str(folder),
        )
    try:
        return _run(app, instance, folder, open_data)
    finally:
        instance.release()


def show_error(sentence: str) -> None:
    """Show a sentence that ends the program, where there is a screen to show it on."""
    app = _application()
    if app.platformName() in {"offscreen", "minimal"}:
        return
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

    # There is no window any more, so this one question has an event loop of its own.
    QMessageBox(QMessageBox.Icon.Warning, "Zimmerfrei", sentence).exec()


def _run(app: QApplication, instance: Instance, folder: Path, open_data: OpenData) -> int:
    preferences = Preferences(folder / "window.ini")
    Theme(app, preferences.appearance)
    frame = Frame(preferences)
    instance.raise_wanted.connect(frame.bring_up)
    try:
        _show(frame)
        with open_data() as (services, server):
            # A folder that was missing when it was claimed is there now.
            instance.claim()
            return _work(app, instance, frame, preferences, services, server)
    finally:
        frame.let_go()
        frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _show(frame: Frame) -> None:
    """Have the window on the screen before anything that takes time is imported or read."""
    loop = QEventLoop()
    frame.painted.connect(loop.quit)
    # A window that is started minimized is never painted.
    QTimer.singleShot(_UNPAINTED_MS, loop, loop.quit)
    frame.show()
    loop.exec()


def _work(
    app: QApplication,
    instance: Instance,
    frame: Frame,
    preferences: Preferences,
    services: Services,
    server: ServerController,
) -> int:
    from app.ui.faults import Faults  # noqa: PLC0415  # the window stands first
    from app.ui.program import Program  # noqa: PLC0415

    program = Program(frame, services, server, preferences)
    program.quit_wanted.connect(app.quit)
    app.aboutToQuit.connect(frame.remember)
    faults = Faults(frame, lambda: program.texts, services.folder.logs)
    faults.install()
    program.show()
    # Two turns of the loop: the page is painted in the first.
    QTimer.singleShot(0, program, lambda: QTimer.singleShot(0, program, program.begin))
    instance.listen()
    try:
        with _ended_by_signals(app):
            return int(app.exec())
    finally:
        program.end()
        QThreadPool.globalInstance().waitForDone()
        faults.uninstall()


@contextmanager
def _ended_by_signals(app: QApplication) -> Iterator[None]:
    """Let SIGTERM and Ctrl-C end the program cleanly.

    Python hears of a signal when it next runs, which the bridge's timer sees to every second.
    """
    before = {
        number: signal.signal(number, lambda *_: app.quit())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    app.setApplicationName("zimmerfrei")
    app.setApplicationDisplayName("Zimmerfrei")
    app.setDesktopFileName("zimmerfrei")
    # From the tray it serves on without a window.
    app.setQuitOnLastWindowClosed(False)
    return app
