"""What the program is made of, for the owner to tell who helps."""

from __future__ import annotations

import platform
from datetime import date

from app import __released__, __version__
from app.dataclass import dataclass
from app.storage.engine import sqlite


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the program, with the day of it, of Python and SQLite, and of the system."""

    program: str
    released: date
    python: str
    sqlite: str
    system: str


def versions() -> Versions:
    """Return what is running here."""
    system = f"{platform.system()} {platform.release()}"
    return Versions(
        __version__,
        date.fromisoformat(__released__),
        platform.python_version(),
        sqlite.sqlite_version(),
        system,
    )
