"""Makes what the processor runs smaller: without what only a debugger reads."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tools.packing.contents import Piece

_CODE: Final = frozenset({"BINARY", "EXTENSION"})


def stripped(pieces: Iterable[Piece], folder: Path) -> list[Piece]:
    """Return the pieces with smaller copies of Linux's code, which are made in this folder.

    Qt's are stripped already, and were changed afterwards in a way that `strip` does not bear.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return [
        piece._replace(source=str(_copy(piece, folder / piece.where)))
        if piece.kind in _CODE and not piece.where.startswith(("PySide6/", "shiboken6/"))
        else piece
        for piece in pieces
    ]


def _copy(piece: Piece, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(piece.source, copy)
    subprocess.run(["strip", "--strip-unneeded", copy], check=True)
    return copy
