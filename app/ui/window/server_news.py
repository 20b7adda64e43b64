"""What the server has to say, where the owner sees it: in the window and at the tray."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.i18n import Catalogue
    from app.ui.window.ending.leaving import Leaving
    from app.ui.window.frame.status import Drawn
    from app.ui.window.serving import ServerRunner
    from app.ui.window.shell.shell import Shell


class ServerNews(QObject):
    """Passes it on for as long as the shell is there.

    Args:
        runner: who keeps the server running and says how it is.
        texts: the owner's language.
        shell: what fills the window, and whose end is its end.
        leaving: who has the tray.
        sample: this is the server of the sample guest house.
    """

    def __init__(
        self,
        runner: ServerRunner,
        texts: Catalogue,
        shell: Shell,
        leaving: Leaving,
        *,
        sample: bool,
    ) -> None:
        super().__init__(shell)
        self._runner = runner
        self._texts = texts
        self._shell = shell
        self._leaving = leaving
        self._sample = sample
        runner.status.connect(self._show_status)
        runner.doubted.connect(shell.show_clock)
        runner.last_read.connect(shell.status.show_last_read)
        runner.failed.connect(self._warn)

    def _show_status(self, drawn: Drawn, error: UserError | None) -> None:
        if self._sample:
            words = self._texts.tr("Sample guest house · {status}", status=drawn.text)
            drawn = replace(drawn, text=words)
        self._shell.show_status(drawn, error)
        self._leaving.show_status(drawn.text)

    def _warn(self, error: UserError) -> None:
        self._leaving.warn(self._runner.state().text, self._texts.tell(error))
