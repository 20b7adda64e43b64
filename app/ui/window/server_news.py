"""What the server has to say, where the owner sees it: in the window and at the tray."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.errors import UserError
    from app.i18n import Catalogue
    from app.ui.moving.strip import MovedStrip
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
        self._strip: MovedStrip | None = None
        if sample:
            from app.ui.start.sample_banner import sample_banner  # noqa: PLC0415  # seldom seen

            shell.put_above(sample_banner(texts, shell.home_wanted.emit, shell))
        runner.status.connect(self._show_status)
        runner.doubted.connect(shell.trouble.show_clock)
        runner.away.connect(self._show_away)
        runner.last_read.connect(shell.status.show_last_read)
        runner.failed.connect(self._warn)

    def _show_status(self, drawn: Drawn, error: UserError | None) -> None:
        if self._sample:
            words = self._texts.tr("Sample guest house · {status}", status=drawn.text)
            drawn = replace(drawn, text=words)
        self._shell.show_status(drawn, error)
        self._leaving.show_status(drawn.text)

    def _show_away(self, since: datetime | None) -> None:
        if self._strip is None:
            if since is None:
                return
            from app.ui.moving.strip import MovedStrip  # noqa: PLC0415  # seldom seen

            self._strip = MovedStrip(self._shell.context, self._shell)
            self._shell.put_above(self._strip)
        self._strip.show_away(since)

    def _warn(self, error: UserError) -> None:
        self._leaving.warn(self._runner.state().text, self._texts.tell(error))
