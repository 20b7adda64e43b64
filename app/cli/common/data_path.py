"""Where the data lies: as the command line says, else the environment, else the system's place."""

from __future__ import annotations

import os
from pathlib import Path

from app.services.starting import long_path, usual_folder

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
