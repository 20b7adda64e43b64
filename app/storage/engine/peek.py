"""Looking into a database file without leaving anything beside it, nor changing it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from app.core.errors import UserError
from app.storage.engine.connection import existing

T = TypeVar("T")
_BUSY = 5.0


def peek(path: Path, look: Callable[[sqlite3.Connection], T]) -> T:
    """Return what `look` finds in the database at `path`.

    A connection that only reads makes the files ``-wal`` and ``-shm`` where they are missing and
    may not take them away again. So the file is read as one that cannot change (``immutable``),
    where everything stands in it; whether it did stay as it was is checked afterwards. Where a part
    of it stands beside it and nobody is there who keeps the two together, a copy of both is looked
    into: a change that was broken off is taken back there, and not in a file that may not be ours.

    Args:
        path: the file; it exists.
        look: reads with the connection; called a second time where somebody else has just written.
    """
    state = _whole(path)
    if state is not None:
        try:
            found = _read(path, "immutable=1", look)
        except (sqlite3.Error, UserError):
            if _whole(path) == state:
                raise
        else:
            if _whole(path) == state:
                return found
    if _size(path, "-journal"):
        return _read_copy(path, "-journal", "mode=rw", look)
    if _size(path, "-wal") and not _with_suffix(path, "-shm").exists():
        return _read_copy(path, "-wal", "mode=ro", look)
    return _read(path, "mode=ro", look)


def _whole(path: Path) -> tuple[int, int] | None:
    """Return the file's time and size, None where a part of the data may stand beside it."""
    if _size(path, "-wal") or _size(path, "-journal"):
        return None
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _read(path: Path, how: str, look: Callable[[sqlite3.Connection], T]) -> T:
    with closing(sqlite3.connect(existing(path, how), uri=True, timeout=_BUSY)) as connection:
        return look(connection)


def _read_copy(path: Path, suffix: str, how: str, look: Callable[[sqlite3.Connection], T]) -> T:
    # A copied folder, or one after a crash. Nobody has a -wal open who has made no -shm.
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # hardly ever needed

    with TemporaryDirectory(prefix="zimmerfrei-") as folder:
        copy = Path(folder) / path.name
        for end in ("", suffix):
            shutil.copyfile(_with_suffix(path, end), _with_suffix(copy, end))
        return _read(copy, how, look)


def _size(path: Path, suffix: str) -> int:
    try:
        return _with_suffix(path, suffix).stat().st_size
    except FileNotFoundError:
        return 0


def _with_suffix(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
