"""How a file is reached whatever its path: by SQLite, and where Windows finds it too long."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath
from urllib.parse import quote

_LONG = 160
"""From this length on: what lies below has names of up to 100 signs, and Windows takes 260."""
_EXTENDED = "\\\\?\\"


def sqlite_address(path: PurePath, how: str) -> str:
    """Return the address by which SQLite opens a file; `how` is its query, ``mode=rw``.

    Not the path's own address: of a shared folder that is ``file://nas/share/x``, and SQLite takes
    no other computer than this one (https://sqlite.org/uri.html). What follows ``file:`` without an
    authority is the path as it is, once its signs are written out.
    """
    # Not fsencode: that is this system's way, and SQLite wants UTF-8 wherever names are texts.
    windows = "\\" in path.anchor
    name = str(path).encode("utf-8", "surrogatepass") if windows else os.fsencode(path)
    return f"file:{quote(name, safe='')}?{how}"


def reachable(path: Path, platform: str = sys.platform) -> Path:
    """Return `path` in a form by which Windows also finds it and what lies below if it is long.

    Args:
        path: an absolute path.
        platform: as in ``sys.platform``.
    """
    if platform != "win32" or len(str(path)) < _LONG:
        return path
    return Path(extended(str(path)))


def extended(path: str) -> str:
    """Return an absolute path of Windows in the form that may have 32,767 signs.

    https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
    """
    path = path.replace("/", "\\")
    if path.startswith(_EXTENDED):
        return path
    if path.startswith("\\\\"):
        return f"{_EXTENDED}UNC\\{path[2:]}"
    return _EXTENDED + path
