"""What of Windows' own belongs in a bundle, and what Wine has lent it does not.

The bundle is built under Wine, which takes Microsoft's place: its libraries are Wine's. Beside the
Windows Python lie some more that stand for what Wine lacks (`tools/windows`). A Windows 10 has all
of them itself; but for the runtime of Microsoft's C compiler, which programs bring along, and which
lies in Qt's wheel.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from tools.packing.contents import Piece

STAND_INS: Final = frozenset(
    {"bcryptprimitives.dll", "icuuc.dll", "zfi-ms-win-crt-math-l1-1-0.dll"}
)
RUNTIME: Final = ("MSVCP140.dll", "VCRUNTIME140.dll", "VCRUNTIME140_1.dll")


def without_wine(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces without those that are Wine's, or stand for something that it lacks."""
    return [
        piece
        for piece in pieces
        if PurePosixPath(piece.where).name.casefold() not in STAND_INS
        and not _is_of_the_system(piece.source)
    ]


def _is_of_the_system(source: str) -> bool:
    parts = [part.casefold() for part in PureWindowsPath(source).parts[:2]]
    return parts[1:] == ["windows"]


def with_runtime(pieces: Iterable[Piece], qt: PureWindowsPath) -> list[Piece]:
    """Return the pieces with Microsoft's runtime beside the interpreter, which looks there first.

    `qt` is the folder of PySide6, which brings it along.
    """
    pieces = [piece for piece in pieces if piece.where.casefold() not in _LOWER]
    return [*pieces, *(Piece(name, str(qt / name), "BINARY") for name in RUNTIME)]


_LOWER: Final = frozenset(name.casefold() for name in RUNTIME)
