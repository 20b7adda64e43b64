"""The way into the window. Nothing here, and nothing before it, loads PySide6."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from app.bootstrap import WINDOW_BUSY_TIMEOUT
from app.cli.common.edge import carried_out
from app.cli.common.session import Session
from app.cli.common.streams import prepare_streams
from app.cli.start import has_display, has_window
from app.core.errors import UserError

if TYPE_CHECKING:
    from app.ui.window.application import Opening


def open_window(session: Session, *, in_tray: bool = False) -> int:
    """Open the window, unless it is on the screen already, and return its exit status.

    Args:
        session: the run of the program.
        in_tray: do not show it where the desktop has a tray.

    Raises:
        UserError: there is no window here, or the data cannot be opened.
    """
    _require_window()
    # Here and not above: it loads PySide6, which takes ten times as long as a command.
    from app.ui.window.application import Opening, show_error  # noqa: PLC0415

    opening = session.window or Opening(session.folder().path, in_tray=in_tray)
    try:
        while True:
            try:
                return _run(session, opening)
            except UserError as error:
                if not _recovered(session, opening, error):
                    opening.close()
                    show_error(session.texts.tell(error))
                    raise
    finally:
        opening.close()


def run_window(opening: Opening) -> int:
    """Go on with the window that is on the screen already; return the exit status."""
    prepare_streams()
    session = Session.begun(window=opening, data_dir=str(opening.folder))
    return carried_out(session, lambda: open_window(session))


def _run(session: Session, opening: Opening) -> int:

    # The window backs up by itself, on a worker thread.
    with (
        session.opened(
            busy_timeout=WINDOW_BUSY_TIMEOUT, backup=False, waiting=opening.show_waiting
        ) as services,
        services.checkpoints(),
    ):
        # The window stands by now, and no other command needs it.
        from app.server.hosting.embedded import EmbeddedServer  # noqa: PLC0415

        return opening.run(services, EmbeddedServer(services, settles=True))


def _recovered(session: Session, opening: Opening, error: UserError) -> bool:
    """Where there is no sound data but a sound backup, let the owner go back to that."""
    try:
        with session.backups() as backups:
            if not backups.recoverable():
                return False
            sentence = session.texts.tell(error)
            return opening.recover(session.texts, backups, session.today(), sentence)
    except UserError:
        return False


def _require_window() -> None:
    """Make sure that Qt can show a window: without a display it would abort the process."""
    if not has_window():
        raise UserError(
            "The window is not part of this installation. `zimmerfrei serve` serves the links "
            "without it; `zimmerfrei --help` names all commands."
        )
    if not has_display(sys.platform, os.environ):
        raise UserError(
            "There is no screen here. `zimmerfrei serve` serves the links without a window; "
            "`zimmerfrei --help` names all commands."
        )
