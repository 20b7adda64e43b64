"""How the program is started, by its owner and by the system; nothing here takes long to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path

IN_TRAY = "--in-tray"
"""Starts the program without showing its window, where the desktop has a tray."""


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
