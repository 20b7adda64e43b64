"""Looking around in the sample guest house, in the same window, without touching one's own data."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool, QTimer, Signal

from app.ui.base.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QMainWindow

    from app.core.errors import UserError
    from app.i18n import Catalogue
    from app.services.base.control import ServerController
    from app.services.services import Services

_PATIENCE_MS = 10_000


class NoticeShell(Protocol):
    """What of the window in one language speaks to the owner."""

    def fail(self, error: UserError) -> None: ...


class VisitedProgram(Protocol):
    """``app.ui.window.program.Program``, as far as a visit needs it."""

    @property
    def quit_wanted(self) -> SignalInstance: ...

    @property
    def home_wanted(self) -> SignalInstance: ...

    @property
    def shell(self) -> NoticeShell: ...

    @property
    def texts(self) -> Catalogue: ...

    def show(self) -> None: ...

    def begin(self) -> None: ...

    def end(self) -> None: ...

    def deleteLater(self) -> None: ...  # noqa: N802  # Qt's name


MakeProgram: TypeAlias = "Callable[[Services, ServerController, Preferences], VisitedProgram]"


class SampleVisit(QObject):
    """A second program in the frame of the first, over data that goes when it ends.

    Signals:
        ended(str): the owner goes home; the language that the window spoke last.
        quit_wanted(): the owner wants the program to end.
    """

    ended = Signal(str)
    quit_wanted = Signal()

    def __init__(
        self,
        frame: QMainWindow,
        services: Services,
        own: Preferences,
        make_program: MakeProgram,
        parent: QObject,
    ) -> None:
        """Open the house; what `own` remembers of the looks holds here too.

        Raises:
            UserError: it cannot be made; the window is as it was.
        """
        super().__init__(parent)
        self._frame = frame
        self._own = own
        self._opened = ExitStack()
        house = self._opened.enter_context(services.sample_house())
        self._home = frame.takeCentralWidget()
        self._preferences = Preferences(house.services.folder.window_ini)
        self._preferences.appearance = own.appearance
        self.program = make_program(house.services, house.server, self._preferences)
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
