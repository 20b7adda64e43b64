"""The short way to the window: it is on the screen before commands, data and server are imported.

Also what both ways need to know first: where the data lies, and whether there is a screen.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.application import Opening

DATA_DIR_VARIABLE = "ZIMMERFREI_DATA_DIR"
_OPTION = "--data-dir"
_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
"""Qt's platforms that draw without a display server (QT_QPA_PLATFORM)."""


def early_window(arguments: Sequence[str]) -> Opening | None:
    """Put the window on the screen if the command line asks for that and nothing else.

    None where the commands must look at it first: another command, a mistake, no screen here.
    """
    match arguments:
        case []:
            chosen = None
        case [option, given] if option == _OPTION:
            chosen = given
        case [option] if option.startswith(f"{_OPTION}="):
            chosen = option.partition("=")[2]
        case _:
            return None
    if not has_window() or not has_display(sys.platform, os.environ):
        return None
    try:
        path = data_path(chosen)
    except RuntimeError:
        return None
    # What is imported from here on stays, and looking for garbage in it only takes time. The
    # window has it looked for again as soon as it is all there.
    gc.disable()
    from app.ui.application import Opening  # noqa: PLC0415  # loads PySide6

    return Opening(path)


def data_path(chosen: str | None) -> Path:
    """Return the data folder: that of the command line, else the environment's, else ours.

    Raises:
        RuntimeError: the folder begins with ~ and a user whom this computer does not know.
    """
    chosen = chosen or os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path  # noqa: PLC0415  # asked for only without the above

    return user_data_path("zimmerfrei", appauthor=False)


def has_window() -> bool:
    """Tell whether the window is part of this installation."""
    return importlib.util.find_spec("PySide6") is not None


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; Windows and macOS always have a screen."""
    if platform in {"win32", "darwin"}:
        return True
    if environment.get("QT_QPA_PLATFORM", "").startswith(_WITHOUT_DISPLAY):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
