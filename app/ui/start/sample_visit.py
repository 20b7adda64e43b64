"""Looking around in the sample guest house, in the same window, without touching one's own data."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool, QTimer, Signal

from app.ui.base.preferences import Preferences

if TYPE_CHECKING:
    from app.services.services import Services
    from app.ui.window.frame import Frame
    from app.ui.window.program import Program

_PATIENCE_MS = 10_000


class SampleVisit(QObject):
    """A second program in the frame of the first, over data that goes when it ends.

    Signals:
        ended(str): the owner goes home; the language that the window spoke last.
        quit_wanted(): the owner wants the program to end.
    """

    ended = Signal(str)
    quit_wanted = Signal()

    def __init__(self, frame: Frame, services: Services, own: Preferences, parent: QObject) -> None:
        """Open the house; what `own` remembers of the looks holds here too.

        Raises:
            UserError: it cannot be made; the window is as it was.
        """
        from app.ui.window.program import Program  # noqa: PLC0415  # each knows the other

        super().__init__(parent)
        self._frame = frame
        self._own = own
        self._opened = ExitStack()
        house = self._opened.enter_context(services.sample_house())
        self._home = frame.takeCentralWidget()
        self._preferences = Preferences(Path(house.services.folder.path) / "window.ini")
        self._preferences.appearance = own.appearance
        self.program: Program = Program(
            frame,
            house.services,
            house.server,
            self._preferences,
            tray_available=lambda: False,
            sample=True,
        )
        self.program.quit_wanted.connect(self.quit_wanted)
        # The button that is pressed belongs to what goes then.
        self.program.home_wanted.connect(lambda: QTimer.singleShot(0, self, self._go_home))

    def begin(self) -> None:
        """Show it."""
        self.program.show()
        self.program.begin()

    def _go_home(self) -> None:
        language = self.program.texts.language.key
        self._own.appearance = self._preferences.appearance
        self.close()
        self.ended.emit(language)

    def close(self) -> None:
        """Let the house go and put back into the frame what was there before."""
        program, shell = self.program, self._frame.takeCentralWidget()
        program.end()
        QThreadPool.globalInstance().waitForDone(_PATIENCE_MS)
        if shell is not None:
            shell.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if self._home is not None:
            self._frame.setCentralWidget(self._home)
            self._home.show()
        # What is noted must be written before its folder goes, or it would come back.
        self._preferences.save()
        self._opened.close()
