"""An invitation to a calendar service that was clicked in a browser, on its way into the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.context import Context
    from app.ui.window.shell.shell import Shell

_LOOK_MS = 500


class Invited(QObject):
    """Opens the wizard with an invitation in its field; nothing is accepted by that.

    Args:
        away: tells whether another house than the owner's is shown.
        parent: whose end is its end.
    """

    def __init__(self, away: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._away = away
        self._context: Context
        self._shell: Shell
        self._waiting = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def work_with(self, context: Context, shell: Shell) -> None:
        """Go on with a window that was built anew, perhaps in another language."""
        self._context, self._shell = context, shell

    def open(self, text: str) -> None:
        """Show this invitation, once the owner is at nothing else; the last one clicked holds.

        Nothing is shown where it is empty: then none was clicked.
        """
        if text:
            self._waiting = text
            self._look()

    def _look(self) -> None:
        # Once in the life of a house.
        from app.ui.publishing.dialog import ReachDialog  # noqa: PLC0415
        from app.ui.publishing.opening import open_reach  # noqa: PLC0415

        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ReachDialog):
            done = dialog.invite(self._waiting)
        elif dialog is None and not self._away():
            wizard = open_reach(self._context, self._shell)
            # Where the data cannot be read, that has been said.
            done = wizard is None or wizard.invite(self._waiting)
        else:
            done = False
        if done:
            self._timer.stop()
        else:
            self._timer.start()
