"""The SQLite that a bundle brings along."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from tools.bundle import refuse_faulty_sqlite
from tools.packing.contents import Piece

VARIABLE: Final = "ZIMMERFREI_SQLITE"
"""Names the library that takes the place of this Python's, as `sqlite.sh` has made it."""
_NAMES: Final = frozenset({"libsqlite3.so.0", "sqlite3.dll"})


def sound_library(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the library that the bundle shall have, None where this Python's own is sound.

    :raises SystemExit: it may lose changes.
    """
    named = environ.get(VARIABLE)
    if not named:
        refuse_faulty_sqlite()
        return None
    refuse_faulty_sqlite(version_of(Path(named)))
    return Path(named)


def version_of(library: Path) -> tuple[int, ...]:
    """Return the version that a library of SQLite says it is."""
    asked = ctypes.CDLL(str(library.resolve())).sqlite3_libversion
    asked.restype = ctypes.c_char_p
    return tuple(int(part) for part in asked().decode("ascii").split("."))


def exchanged(pieces: Iterable[Piece], library: Path | None) -> list[Piece]:
    """Return the pieces with this library in the place of Python's.

    :raises SystemExit: Python's SQLite is no file of its own, so that none can take its place.
    """
    pieces = list(pieces)
    if library is None:
        return pieces
    found = [piece for piece in pieces if PurePosixPath(piece.where).name in _NAMES]
    if not found:
        raise SystemExit("This Python has SQLite built in: please build with another one.")
    return [
        piece._replace(source=str(library.resolve())) if piece in found else piece
        for piece in pieces
    ]
