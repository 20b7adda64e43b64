"""How the program is started, by its owner and by the system; nothing here takes long to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path

IN_TRAY = "--in-tray"
"""Starts the program without showing its window, where the desktop has a tray."""
LINK = "zimmerfrei:"
"""What a link begins with that a browser hands to the program; behind it stands an invitation."""
DATA_DIR_VARIABLE = "ZIMMERFREI_DATA_DIR"


def data_path(chosen: str | None) -> Path:
    """Return the data folder: that of the command line, else the environment's, else ours.

    Raises:
        RuntimeError: the folder begins with ~ and a user whom this computer does not know.
    """
    chosen = chosen or os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        return long_path(Path(chosen).expanduser().absolute())
    return long_path(usual_folder())


def usual_folder() -> Path:
    """Return the data folder where nobody names one: the system's own place for a user's data."""
    # platformdirs asks the system itself there, and no test or script could choose another place.
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local, "zimmerfrei")
    from platformdirs import user_data_path  # noqa: PLC0415  # mostly one is named

    return user_data_path("zimmerfrei", appauthor=False)


def long_path(path: Path) -> Path:
    """Return `path` in the form by which Windows finds it also where it is long."""
    if sys.platform == "win32":
        from app.storage.files.reach import reachable  # noqa: PLC0415  # nothing to do elsewhere

        return reachable(path)
    return path
