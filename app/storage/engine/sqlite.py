"""The SQLite that this program runs on, and what is known to be wrong with it."""

from __future__ import annotations

import sqlite3

_MENDED = (3, 51, 3)
_MENDED_BRANCHES = {(3, 50): 7, (3, 44): 6}
"""Older branches and the release of each that has the fix as well."""


def sqlite_version() -> str:
    """Return the version of SQLite itself, such as ``3.40.1``."""
    return sqlite3.sqlite_version


def has_wal_reset_fault(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether a version of SQLite may lose changes when its log begins anew.

    While one connection copies the log into the file a second time, another one's change can make
    the log begin anew without the first one noticing (https://sqlite.org/wal.html#walresetbug).
    Zimmerfrei never lets the two happen at once, see `checkpoint.py`; other programs that open the
    same file may.
    """
    release = version[2] if len(version) > 2 else 0
    branch = _MENDED_BRANCHES.get((version[0], version[1]))
    if branch is not None and release >= branch:
        return False
    return tuple(version[:2]) >= (3, 7) and tuple(version[:3]) < _MENDED
