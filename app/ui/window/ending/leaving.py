"""The tray, and what closing the window and quitting do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.context import Context
    from app.ui.window.ending.closing import Closing
    from app.ui.window.frame.frame import Frame
    from app.ui.window.frame.tray import Tray
    from app.ui.window.shell.shell import Shell

_LOOKS_FOR_TRAY = 10
_LOOK_MS = 1_000


class Leaving(QObject):
    """Lets the owner out: into the tray, from where the links are served on, or for good.

    Args:
        frame: the window.
        tray_available: tells whether the desktop has a tray now.
        stays: False where nobody depends on the links, such as those of the sample guest house:
            there is no tray to stay in then, and nothing to ask.
        parent: whose end is its end.

    Signals:
        quit_wanted(): everything has been said; end the program.
    """

    quit_wanted = Signal()

    def __init__(
        self, frame: Frame, tray_available: Callable[[], bool], parent: QObject, *, stays: bool
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._tray_available = tray_available
        self._stays = stays
        self._context: Context
        self._shell: Shell
        self._status = ""
        self._looks_left = 0
        self._closing: Closing | None = None
        self.tray: Tray | None = None

    def work_with(self, context: Context, shell: Shell) -> None:
        """Go on with a window that was built anew, perhaps in another language."""
        self._context, self._shell = context, shell
        self._closing = None
        shell.quit_wanted.connect(self.quit_asked)

    def make_tray(self) -> None:
        """Make the icon in the tray anew, where the desktop has one."""
        self.close()
        if not self._wants_tray():
            return
        from app.ui.window.frame.tray import Tray  # noqa: PLC0415  # after the window shows

        self.tray = Tray(self._context.texts, self._frame)
        self.tray.open_wanted.connect(self._frame.bring_up)
        self.tray.quit_wanted.connect(self.quit_wanted)
        self.tray.show_state(self._status)

    def stay_in_tray(self) -> None:
        """Leave the window unshown, from the start of the program on.

        The desktop itself may just be starting: where its tray has not come after some seconds, it
        has none, and the window is shown.
        """
        self._looks_left = _LOOKS_FOR_TRAY
        self._look_for_tray()

    def _look_for_tray(self) -> None:
        if self._frame.isVisible():
            return  # somebody wanted to see it
        if self.tray is None:
            self.make_tray()
        if self.tray is not None:
            return
        if self._looks_left == 0:
            self._frame.bring_up()
            return
        self._looks_left -= 1
        QTimer.singleShot(_LOOK_MS, self, self._look_for_tray)

    def show_status(self, text: str) -> None:
        """Say at the tray how the links are."""
        self._status = text
        if self.tray is not None:
            self.tray.show_state(text)

    def warn(self, title: str, text: str) -> None:
        """Tell an owner whose window is closed or put away."""
        if self.tray is not None and (self._frame.isHidden() or self._frame.isMinimized()):
            self.tray.warn(title, text)

    def close_asked(self) -> None:
        """The owner closes the window."""
        # The desktop's tray may have come, or gone, since the program was started.
        if (self.tray is not None) is not self._wants_tray():
            self.make_tray()
        if not self._stays:
            self.quit_wanted.emit()
        elif self._shell.may_leave(self.close_asked):
            self._questions().close(tray=self.tray is not None)

    def quit_asked(self) -> None:
        """The owner wants the program to end."""
        if not self._stays:
            self.quit_wanted.emit()
        elif self._shell.may_leave(self.quit_asked):
            self._questions().quit()

    def close(self) -> None:
        """Take the icon away."""
        if self.tray is not None:
            self.tray.close()
            self.tray = None

    def _wants_tray(self) -> bool:
        return self._stays and self._tray_available()

    def _questions(self) -> Closing:
        if self._closing is None:
            from app.ui.window.ending.closing import Closing  # noqa: PLC0415  # once a day

            self._closing = Closing(self._context, self._shell)
            self._closing.hide_wanted.connect(self._hide)
            self._closing.quit_wanted.connect(self.quit_wanted)
        return self._closing

    def _hide(self) -> None:
        self._frame.remember()
        self._frame.hide()


def tray_available() -> bool:
    """Tell whether the desktop has a tray."""
    from app.ui.window.frame import tray  # noqa: PLC0415  # after the window shows

    return tray.tray_available()
