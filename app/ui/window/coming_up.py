"""What a system wants before it lets a window come up over those of other programs.

Only who the owner has just dealt with may: that is the second start of the program, which lends
its right to the first. On macOS there is no second start: a click in the Dock asks the first.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105  # of the desktop, and no secret
# https://gitlab.freedesktop.org/wayland/wayland-protocols, staging/xdg-activation
_SENSIBLE = re.compile(rb"[\x21-\x7e]{1,1000}")
_ANY_PROGRAM = 0xFFFFFFFF


def right_to_come_up() -> bytes:
    """Return what the desktop gave this start with its right, and lend that to other programs.

    On Linux it is a token in the environment; elsewhere there is nothing to be handed on.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # once, by a program that ends then

        ctypes.WinDLL("user32").AllowSetForegroundWindow(_ANY_PROGRAM)
    return os.environ.get(_TOKEN, "").encode("ascii", "ignore")


def take_right(token: bytes) -> None:
    """Come up by the right of another start, with the next window that is brought up.

    Qt takes the token from the environment where the desktop is Wayland.
    """
    if _SENSIBLE.fullmatch(token):
        os.environ[_TOKEN] = token.decode("ascii")


class DockClicks(QObject):
    """Notices that the owner has clicked the program in the Dock of macOS.

    Args:
        app: Qt's.
        platform: as in ``sys.platform``. Elsewhere a program becomes active by its windows alone.

    Signals:
        clicked(): it is active; a window that is hidden is wanted.
    """

    clicked = Signal()

    def __init__(self, app: QGuiApplication, platform: str = sys.platform) -> None:
        super().__init__(app)
        if platform == "darwin":
            # Qt tells of it also where the program was active already.
            app.applicationStateChanged.connect(self._changed)

    def _changed(self, state: Qt.ApplicationState) -> None:
        if state.name == "ApplicationActive":
            self.clicked.emit()
