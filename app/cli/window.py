"""The way into the window. Nothing here, and nothing before it, loads PySide6."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping

from app.bootstrap import WINDOW_BUSY_TIMEOUT, EmbeddedServer
from app.cli.session import Session
from app.core.errors import UserError

_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
"""Qt's platforms that draw without a display server (QT_QPA_PLATFORM)."""


def window(session: Session) -> int:
    """Open the window and return its exit status.

    Raises:
        UserError: there is no window here, or the data cannot be opened.
    """
    _require_window()
    try:
        with session.opened(busy_timeout=WINDOW_BUSY_TIMEOUT) as services:
            # Here and not above: it loads PySide6, which takes ten times as long as a command.
            from app.ui.application import run_window  # noqa: PLC0415

            server = EmbeddedServer(services)
            try:
                return run_window(services, server)
            finally:
                server.stop()
    except UserError as error:
        from app.ui.application import show_error  # noqa: PLC0415

        show_error(session.texts.tell(error))
        raise


def _require_window() -> None:
    """Make sure that Qt can show a window: without a display it would abort the process."""
    if importlib.util.find_spec("PySide6") is None:
        raise UserError(
            "The window is not part of this installation. `zimmerfrei serve` serves the links "
            "without it; `zimmerfrei --help` names all commands."
        )
    if not has_display(sys.platform, os.environ):
        raise UserError(
            "There is no screen here. `zimmerfrei serve` serves the links without a window; "
            "`zimmerfrei --help` names all commands."
        )


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; Windows and macOS always have a screen."""
    if platform in {"win32", "darwin"}:
        return True
    if environment.get("QT_QPA_PLATFORM", "").startswith(_WITHOUT_DISPLAY):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
