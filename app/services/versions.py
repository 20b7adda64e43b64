"""What the program is made of, for the owner to tell who helps."""

from __future__ import annotations

import platform

from app import __version__
from app.dataclass import dataclass
from app.storage.engine import sqlite


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the program, of Python and SQLite, and of the system."""

    program: str
    python: str
    sqlite: str
    system: str


def versions() -> Versions:
    """Return what is running here."""
    system = f"{platform.system()} {platform.release()}"
    return Versions(__version__, platform.python_version(), sqlite.sqlite_version(), system)
