"""Starts the window and ends it: the one way from the commands into Qt."""

from __future__ import annotations

import builtins
import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from app.core.errors import UserError
from app.ui.base.preferences import Preferences
from app.ui.base.size import drawn_at
from app.ui.look.fusion import FUSION_ARGUMENTS, note_fusion
from app.ui.window.frame.frame import Frame
from app.ui.window.instance import Instance

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Catalogue
    from app.services.backups.backups import Backups
    from app.services.base.control import ServerController
    from app.services.services import Services
    from app.ui.base.garbage import GarbageCollector
    from app.ui.window.program import Program
    from app.ui.window.troubles.faults import Faults

logger = logging.getLogger(__name__)

_UNPAINTED_MS = 2_000


class Opening:
    """The window on the screen, as soon as it can be: what is in it comes with `run`.

    `folder` is where the data lies. Where another window has it, nothing is shown, and `run` brings
    that one up. With `in_tray` nothing is shown before it is wanted; nor is another window then.
    `invitation` was clicked in a browser: the window that has the folder opens it.
    """

    def __init__(self, folder: Path, *, in_tray: bool = False, invitation: str = "") -> None:
        self.folder = folder
        self._in_tray = in_tray and not invitation
        self._invitation = invitation
        self._preferences = Preferences(folder / "window.ini")
        with drawn_at(self._preferences.size):
            self._app = _application()
        self._instance = Instance(folder, self._app)
        # Nothing is noted in a folder whose data was never open: it would look like a used one.
        self._ran = False
        self._frame = self._show() if self._instance.claim() else None

    def run(self, services: Services, server: ServerController) -> int:
        """Show the data and serve the links until the owner quits; return the exit status.

        Raises:
            UserError: another window has the folder and does not answer.
        """
        # A folder that was missing before is there now.
        if self._frame is None or not self._instance.claim():
            return self._raise_first()
        self._ran = True
        return _work(
            self._app,
            self._instance,
            self._frame,
            services,
            server,
            in_tray=self._in_tray,
            invitation=self._invitation,
        )

    def show_waiting(self, sentence: str) -> None:
        """Show why there is nothing in the window yet; to be called again and again."""
        if self._frame is not None:
            self._frame.show_waiting(sentence)
            # Painted, but not worked with: there is nothing behind it.
            self._app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def recover(self, texts: Catalogue, backups: Backups, today: date, sentence: str) -> bool:
        """Offer the backups where the data cannot be opened; True once one was put back.

        False where nobody can answer: another window has the folder, or there is no screen.
        """
        if self._frame is None or not _has_screen(self._app):
            return False
        from app.ui.window.troubles.recovery import recover  # noqa: PLC0415  # hopefully never

        self._frame.bring_up()
        return recover(self._app, self._frame, texts, backups, today, sentence)

    def close(self) -> None:
        """Take the window away and let the data folder go; a second time does nothing."""
        frame, self._frame = self._frame, None
        if frame is not None:
            frame.let_go(remember=self._ran)
            frame.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._instance.release()

    def _show(self) -> Frame:
        frame = Frame(self._preferences)
        self._instance.raise_wanted.connect(frame.bring_up)
        if self._in_tray:
            return frame
        loop = QEventLoop()
        frame.painted.connect(loop.quit)
        # A window that is started minimized is never painted.
        QTimer.singleShot(_UNPAINTED_MS, loop, loop.quit)
        frame.show()
        loop.exec()
        return frame

    def _raise_first(self) -> int:
        # Who starts it in the tray is the system, not somebody who wants to see it.
        if self._in_tray or self._instance.raise_first(self._invitation):
            return 0
        raise UserError(
            "Another Zimmerfrei has the data folder {folder} open and does not answer. Please end "
            "it first, also on other computers that use this folder.",
            folder=str(self.folder),
        )


def _has_screen(app: QApplication) -> bool:
    return app.platformName() not in {"offscreen", "minimal"}


def show_error(sentence: str) -> None:
    """Show a sentence that ends the program, where there is a screen to show it on."""
    app = _application()
    if not _has_screen(app):
        return
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

    from app.ui.look import icons  # noqa: PLC0415

    app.setWindowIcon(icons.app_icon())
    box = QMessageBox(QMessageBox.Icon.Warning, "Zimmerfrei", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    # There is no window any more, so this one has an event loop of its own.
    box.exec()


def _work(
    app: QApplication,
    instance: Instance,
    frame: Frame,
    services: Services,
    server: ServerController,
    *,
    in_tray: bool,
    invitation: str,
) -> int:
    from app.services.system.asked_to_end import asked_to_end  # noqa: PLC0415
    from app.ui.base.garbage import GarbageCollector  # noqa: PLC0415
    from app.ui.look import icons  # noqa: PLC0415  # the window stands first
    from app.ui.look.theme import Theme  # noqa: PLC0415
    from app.ui.window.program import Program  # noqa: PLC0415

    Theme(app, frame.preferences.appearance)
    program = Program(frame, services, server, frame.preferences)
    # Not `quit`: that asks the window first, which asks the owner.
    program.quit_wanted.connect(lambda: app.exit(0))
    faults = _told_faults(program, services)
    app.commitDataRequest.connect(frame.end_of_session)
    garbage = GarbageCollector(app)

    def begin() -> None:
        app.setWindowIcon(icons.app_icon())
        program.begin()
        if in_tray:
            program.leaving.stay_in_tray()
        instance.invited.connect(program.invited.open)
        instance.listen()
        program.invited.open(invitation)
        gc.freeze()
        garbage.start()

    # Python hears of a signal when it next runs, which the bridge's timer sees to every second;
    # and one that comes before the loop runs waits for it.
    with asked_to_end(lambda: QTimer.singleShot(0, app, lambda: app.exit(0))):
        with _ended(program, garbage, faults):
            program.show()
            # Two turns of the loop: the page is painted in the first.
            QTimer.singleShot(0, program, lambda: QTimer.singleShot(0, program, begin))
            status = int(app.exec())
        logger.info("the window has ended in order")
    return status


@contextmanager
def _ended(program: Program, garbage: GarbageCollector, faults: Faults) -> Iterator[None]:
    """End what works for the window, in the order in which one needs the other."""
    try:
        yield
    finally:
        program.end()
        QThreadPool.globalInstance().waitForDone()
        garbage.stop()
        faults.uninstall()


def _told_faults(program: Program, services: Services) -> Faults:
    """Let the window say from now on what has gone wrong."""
    from app.ui.window.troubles.faults import Faults  # noqa: PLC0415

    faults = Faults(program.frame, lambda: program.texts, services.folder.logs)

    def say_again() -> None:
        texts = program.texts
        said = texts.tr("The same thing has gone wrong again.")
        program.shell.say(said, texts.tr("Show"), faults.show_dialog)

    def report() -> None:
        # The shell is another one after a change of the language.
        program.shell.helping.open_report()

    faults.refused.connect(program.tell)
    faults.came_again.connect(say_again)
    faults.report_wanted.connect(report)
    faults.install()
    return faults


def _import_plainly() -> None:
    """Let Python import by itself again, without PySide looking on.

    PySide reads the source of every module that is imported and is asked at every `import`, for its
    switch `__feature__`, which nothing here uses. That takes a tenth of the time until the first
    page is painted, and all texts stay in memory. This is no part of what PySide promises: where it
    is made otherwise one day, nothing happens here.
    """
    own = getattr(builtins, "__orig_import__", None)
    if own is not None:
        builtins.__import__ = own


def _application() -> QApplication:
    _import_plainly()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication([*sys.argv[:1], *FUSION_ARGUMENTS])
    note_fusion(app)
    app.setApplicationName("zimmerfrei")
    app.setApplicationDisplayName("Zimmerfrei")
    app.setDesktopFileName("zimmerfrei")
    # From the tray it serves on without a window.
    app.setQuitOnLastWindowClosed(False)
    return app
