"""Makes what the processor runs smaller, on Linux: without what only a debugger reads, and without
the largest part of numpy, which multiplies large matrices fast and has none to multiply.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tools.packing.contents import Piece

_SCRIPT: Final = Path(__file__).with_name("matrices.sh")
_CODE: Final = frozenset({"BINARY", "EXTENSION"})
_AS_THEY_ARE: Final = ("PySide6/", "shiboken6/", "numpy.libs/")


def needed_by(path: str) -> list[str]:
    """Return the names of the libraries that one of Linux asks for itself."""
    told = subprocess.run(
        ["objdump", "--private-headers", path], check=True, capture_output=True, text=True
    ).stdout
    return re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE)


def with_small_matrices(pieces: Iterable[Piece], numpy: Path, folder: Path) -> list[Piece]:
    """Return the pieces with a small library for numpy's OpenBLAS, made in this folder.

    `numpy` is the folder of that package. Where Debian's parts for it are not there, all stays.
    """
    return [
        piece._replace(source=str(_small(Path(piece.source), numpy, folder)))
        if piece.where.startswith("numpy.libs/libscipy_openblas")
        else piece
        for piece in pieces
    ]


def _small(openblas: Path, numpy: Path, folder: Path) -> Path:
    made = folder / openblas.name
    made.unlink(missing_ok=True)
    subprocess.run([_SCRIPT, openblas, numpy, made], check=True)
    return made if made.exists() else openblas


def stripped(pieces: Iterable[Piece], folder: Path) -> list[Piece]:
    """Return the pieces with smaller copies of Linux's code, which are made in this folder.

    Those of Qt, ICU excepted, and beside numpy were changed after they had been stripped, in a way
    that `strip` does not bear.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return [
        piece._replace(source=str(_copy(piece, folder / piece.where)))
        if piece.kind in _CODE
        and (not piece.where.startswith(_AS_THEY_ARE) or "/libicu" in piece.where)
        else piece
        for piece in pieces
    ]


def _copy(piece: Piece, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(piece.source, copy)
    subprocess.run(["strip", "--strip-unneeded", copy], check=True)
    return copy
