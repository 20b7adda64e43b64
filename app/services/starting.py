"""How the program is started, by its owner and by the system; nothing here takes long to import."""

from __future__ import annotations

from pathlib import Path

IN_TRAY = "--in-tray"
"""Starts the program without showing its window, where the desktop has a tray."""


def usual_folder() -> Path:
    """Return the data folder where nobody names one: the system's own place for a user's data."""
    from platformdirs import user_data_path  # noqa: PLC0415  # mostly one is named

    return user_data_path("zimmerfrei", appauthor=False)
